package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// ImportRequest brings customers from a file into an assignment, and into campaigns.
type ImportRequest struct {
	AssignmentID int64
	CampaignIDs  []int64
	Source       io.ReadSeeker
	Options      tabular.Options
	Map          map[string]string // column to field; "" leaves the column out
	MapsAll      bool              // Map says it of every column: nothing is as before, and what is not in it gets a field of its own
	CreateFields bool              // make custom fields for unknown columns
	ForgetMap    bool              // forget what columns filled the last time that somebody said so
	Mode         ImportMode
	Match        ImportMatch
	Country      string // of telephone numbers without a country code, as NO; for MatchPhone
	DryRun       bool   // write nothing, say the same
	By           string // who the change log names

	Rejected func(RejectedRow) // told of each row that is not written; may be nil
	Cell     func(CellReport)  // told of each cell that is wrong, or becomes something else; may be nil
	Progress func(bytes int64) // told how far the file has been read; may be nil
	Wrote    ImportWrote       // writes beside the customers, in their transaction; may be nil
}

// RejectedRow is a row of the file that was not written, and why.
type RejectedRow struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Reason string `json:"reason"`

	Columns []string `json:"-"` // of the file
	Cells   []string `json:"-"` // as the file has them; nil where the row can't be read
}

// ImportResult counts what became of the rows.
type ImportResult struct {
	Rows      int64    `json:"rows"`
	Created   int64    `json:"created"`
	Updated   int64    `json:"updated"`
	Unchanged int64    `json:"unchanged"`
	Skipped   int64    `json:"skipped"` // that the mode leaves alone
	Rejected  int64    `json:"rejected"`
	Added     int64    `json:"added_to_campaigns"`
	Ignored   []string `json:"ignored_columns"`
	NewFields []string `json:"new_fields"`
	AsBefore  []string `json:"columns_as_before"` // that fill what somebody said the last time
	DryRun    bool     `json:"dry_run"`
}

// rowsPerCommit is how many rows share a transaction: a kill loses no more than
// these, and a second run of the same file completes what is missing.
const rowsPerCommit = 10000

// importer carries an import from its file to the store.
type importer struct {
	app       *App
	request   *ImportRequest
	session   *Session
	reader    tabular.Reader
	columns   []column
	fields    []callflow.Field // of those columns that fill one
	campaigns []campaignTarget
	today     string
	result    ImportResult
	phones    *phoneIndex       // for MatchPhone
	changes   []CellReport      // dry run: what would change in customers that are there, of the chunk
	counting  sync.Mutex        // of result: rows are counted where they are read, and where they are written
	telling   sync.Mutex        // of rows that are rejected
	seen      map[uint64]uint64 // dry run: what the file has said of a customer so far
}

// campaignTarget is a campaign that customers are added to, and the state they begin in.
type campaignTarget struct {
	campaign *callflow.Campaign
	products []callflow.Product
	stateID  int64
}

// Import reads the file and writes its rows. The error is about the file as a
// whole; single rows that are wrong are rejected, and do not stop the others.
func (a *App) Import(ctx context.Context, accountID int64, request *ImportRequest) (*ImportResult, error) {
	session, err := a.session(ctx, accountID)
	if err != nil {
		return nil, err
	}
	im := newImporter(a, session, request)
	if err := im.prepare(ctx); err != nil {
		return nil, err
	}
	err = im.runWhole(ctx)
	return &im.result, err
}

func newImporter(a *App, s *Session, request *ImportRequest) *importer {
	im := &importer{app: a, request: request, session: s}
	im.result = ImportResult{DryRun: request.DryRun, Ignored: []string{}, NewFields: []string{}, AsBefore: []string{}}
	return im
}

func (im *importer) runWhole(ctx context.Context) error {
	if err := im.run(ctx); err != nil {
		return err
	}
	return im.keepMapping(ctx)
}

func (im *importer) prepare(ctx context.Context) error {
	setup := im.session.Setup
	if setup.Assignments[im.request.AssignmentID] == nil {
		return callflow.InvalidField("assignment", fmt.Sprintf("There is no assignment %d.", im.request.AssignmentID))
	}
	if err := im.findCampaigns(); err != nil {
		return err
	}
	if err := im.prepareMatch(ctx); err != nil {
		return err
	}
	im.today = im.app.Today(im.session)
	reader, err := tabular.Open(im.request.Source, im.request.Options)
	if err != nil {
		return fileError(err)
	}
	im.reader = reader
	fields := setup.Fields[im.request.AssignmentID]
	given, err := im.mapping(ctx, reader.Columns())
	if err != nil {
		return err
	}
	columns, unknown, err := matchColumns(reader.Columns(), given, fields)
	if err != nil {
		return err
	}
	if err := im.checkColumns(columns); err != nil {
		return err
	}
	im.columns = columns
	if len(unknown) > 0 {
		if err := im.createFields(ctx, unknown, fields); err != nil {
			return err
		}
	}
	for i := range im.columns {
		if im.columns[i].field != nil {
			im.fields = append(im.fields, *im.columns[i].field)
		}
		if im.columns[i].ignored() {
			im.result.Ignored = append(im.result.Ignored, im.columns[i].name)
		}
	}
	if im.request.DryRun {
		im.seen = make(map[uint64]uint64)
	}
	return nil
}

func (im *importer) findCampaigns() error {
	setup := im.session.Setup
	for _, id := range slices.Compact(slices.Sorted(slices.Values(im.request.CampaignIDs))) {
		campaign := setup.Campaigns[id]
		if campaign == nil || campaign.AssignmentID != im.request.AssignmentID {
			return callflow.InvalidField("campaign", fmt.Sprintf("Assignment %d has no campaign %d.", im.request.AssignmentID, id))
		}
		state, err := firstReady(setup.States[id])
		if err != nil {
			return err
		}
		im.campaigns = append(im.campaigns, campaignTarget{campaign: campaign, products: setup.Products[id], stateID: state})
	}
	return nil
}

// firstReady is the state that a customer begins in: the first that may be called.
func firstReady(states []callflow.State) (int64, error) {
	for i := range states {
		if states[i].Kind == callflow.KindReady {
			return states[i].ID, nil
		}
	}
	return 0, callflow.InvalidField("campaign", "The campaign has no call state of kind ready for new customers to begin in.")
}

// createFields makes a custom field for each unknown column; a dry run only thinks them.
func (im *importer) createFields(ctx context.Context, unknown []int, fields []callflow.Field) error {
	if !im.request.CreateFields {
		return unknownColumns(im.reader.Columns(), unknown, fields)
	}
	guessed, err := guessFields(im.reader, unknown)
	if err != nil {
		return err
	}
	for i := range guessed {
		guessed[i].ID = int64(-1 - i)
		im.columns[unknown[i]].field = &guessed[i]
		im.result.NewFields = append(im.result.NewFields, guessed[i].Key+" ("+string(guessed[i].Type)+")")
	}
	if im.request.DryRun {
		return nil
	}
	return im.app.store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		for i := range guessed {
			guessed[i].ID = 0
			if guessed[i].ID, err = w.CreateField(im.request.AssignmentID, &guessed[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// fileError says what is wrong with a file as a whole, in words for the user.
func fileError(err error) error {
	var bad *tabular.FileError
	if !errors.As(err, &bad) {
		return err
	}
	message := asSentence(bad.Reason)
	if bad.Line > 0 {
		message = asSentence(fmt.Sprintf("line %d: %s", bad.Line, bad.Reason))
	}
	return &callflow.Error{Code: callflow.Invalid, Message: message, Fix: asSentence(bad.Fix), Fields: []callflow.FieldError{{Field: "file", Message: message}}}
}

// asSentence makes a sentence of a phrase.
func asSentence(phrase string) string {
	if phrase == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(phrase[size:], ".") + "."
}
