package importer

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
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/profile"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// Request brings customers from a file into an assignment, and into campaigns.
type Request struct {
	AssignmentID int64
	CampaignIDs  []int64
	Source       io.ReadSeeker
	Options      tabular.Options
	Map          map[string]string // column to field; "" leaves the column out
	MapsAll      bool              // Map says it of every column: nothing is as before, and what is not in it gets a field of its own
	CreateFields bool              // make custom fields for unknown columns
	ForgetMap    bool              // forget what columns filled the last time that somebody said so
	Mode         Mode
	Match        Match
	Country      string // of telephone numbers without a country code, as NO; for MatchPhone
	IDs          IDs
	Repeats      Repeats
	Decimals     Decimals
	Dates        Dates
	NullWords    *[]string // words for nothing; nil takes the common ones
	SkipHidden   bool      // leave out rows that a sheet hides
	Speaks       Speech
	DryRun       bool   // write nothing, say the same
	By           string // who the change log names

	Usual []string // options that were said of all commands, and may mean nothing for this file

	Ignored  func(option, why string)                      // told of each option of Usual that means nothing; may be nil
	Rejected func(RejectedRow)                             // told of each row that is not written; may be nil
	Cell     func(CellReport)                              // told of each cell that is wrong, or becomes something else; may be nil
	Progress func(bytes int64)                             // told how far the file has been read; may be nil
	Wrote    func(w *store.Write, rows []WrittenRow) error // writes beside the customers, in their transaction; may be nil

	MostStates int // how many customers a dry run remembers; 0 for the usual
	MostNamed  int // of how many customers of the file it is known whether they come again; 0 for the usual
}

// RejectedRow is a row of the file that was not written, and why.
type RejectedRow struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Reason string `json:"reason"`

	Read    tabular.Options `json:"-"` // how the file is read
	ReadAs  string          `json:"-"` // what a file of such rows tells of it
	Columns []string        `json:"-"` // of the file, by their names
	Headed  []string        `json:"-"` // by what stands above them, by which they are known when the row comes again
	Cells   []string        `json:"-"` // as the file has them; nil where the row can't be cut into cells
	Raw     string          `json:"-"` // the row's text where it can't
	Reasons []string        `json:"-"` // all of them, with their columns; nil where Reason is the only one
}

// Result counts what became of the rows.
type Result struct {
	Rows      int64    `json:"rows"`
	Created   int64    `json:"created"`
	Updated   int64    `json:"updated"`
	Unchanged int64    `json:"unchanged"`
	Skipped   int64    `json:"skipped"` // that the mode leaves alone; a member follows, which store.toldUnknown leans on
	Rejected  int64    `json:"rejected"`
	Added     int64    `json:"added_to_campaigns"`
	Ignored   []string `json:"ignored_columns"`
	NewFields []string `json:"new_fields"`
	AsBefore  []string `json:"columns_as_before"` // that fill what somebody said the last time
	DryRun    bool     `json:"dry_run"`

	Notes   []notes.Note `json:"notes"`             // what was changed on the way in
	Reading *Reading     `json:"reading,omitempty"` // how the file was read; nil where nothing is known of it any more
	ReadAs  string       `json:"-"`                 // what a file of its rejected rows tells of it
}

// RowsPerCommit is how many rows share a transaction: a kill loses no more than
// these, and a second run of the same file completes what is missing.
const RowsPerCommit = 10000

// Run carries an import from its file to the store.
type Run struct {
	decision
	service  *Service
	Request  *Request
	Reader   tabular.Reader
	columns  []column
	unknown  []int            // columns that nothing matches: fields are made for them
	fields   []callflow.Field // of those columns that fill one
	today    string
	result   Result
	phones   *phoneIndex // for MatchPhone
	counting sync.Mutex  // of result: rows are counted where they are read, and where they are written
	Telling  sync.Mutex  // of rows that are rejected
	Ahead    *ReadAhead  // of an import whose rejected rows are kept
	rehearsed

	words       *cleanse.Words // for nothing
	profiles    []profile.Column
	profiled    []int // of which columns they are
	notes       notes.Gatherer
	named       fileIDs
	held        []heldRow // rows that were looked at, and not taken yet
	torn        tornRows
	again       readAgain
	unread      unreadRows
	ways        []string // in which its file was read that a file of rejected rows is of: all that came in it
	joins       bool     // the name comes in parts
	fillsNames  bool
	fillsPhones bool
}

// Import reads the file and writes its rows, for whoever has the database at hand. The error is about the file as a
// whole; single rows that are wrong are rejected, and do not stop the others.
func (a *Service) Import(ctx context.Context, accountID int64, request *Request) (*Result, error) {
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return nil, err
	}
	im := NewRun(a, auth.Operator(session.Setup), request)
	defer im.Close()
	if err := im.Prepare(ctx); err != nil {
		return nil, err
	}
	err = im.audited(ctx, im.runWhole)
	counts := im.Counts()
	return &counts, err
}

// NewRun makes an import of a request for whoever asks. It is to be closed.
func NewRun(a *Service, s *auth.Session, request *Request) *Run {
	im := &Run{service: a, Request: request, decision: decision{session: s}}
	im.result = Result{DryRun: request.DryRun, Ignored: []string{}, NewFields: []string{}, AsBefore: []string{}, Notes: []notes.Note{}}
	im.words = cleanse.CommonWords
	if request.NullWords != nil {
		im.words = cleanse.NewWords(*request.NullWords...)
	}
	return im
}

func (im *Run) runWhole(ctx context.Context) error {
	if err := im.Execute(ctx); err != nil {
		return err
	}
	im.TellRows()
	return im.keepMapping(ctx)
}

// Check opens the file, and looks whether what is asked of it can be done as things stand. It makes nothing.
func (im *Run) Check(ctx context.Context) error {
	if err := im.prepareMatch(); err != nil {
		return err
	}
	if err := im.Request.checkReading(); err != nil {
		return err
	}
	im.notes.Clear()
	decided, err := im.decide(im.session)
	if err != nil {
		return err
	}
	im.decision, im.today = *decided, im.service.Today(im.session)
	if err := im.open(); err != nil {
		return err
	}
	if err := im.Request.checkUse(im.Reader); err != nil {
		return err
	}
	im.tellFile()
	im.again = im.readBefore(im.Reader.Reading().ReadAs)
	fields := im.session.Setup.Fields[im.Request.AssignmentID]
	file := columnsOfFile(im.Reader)
	said, asBefore, err := im.mapping(ctx, file)
	if err != nil {
		return err
	}
	if im.columns, im.unknown, err = im.Request.matchColumns(file, said, fields, im.productLabels()); err != nil {
		return err
	}
	if err := im.checkColumns(im.columns); err != nil {
		return err
	}
	if err := im.checkUnknown(fields); err != nil {
		return err
	}
	if err := im.decideColumns(); err != nil {
		return err
	}
	im.tellColumns()
	im.counting.Lock()
	defer im.counting.Unlock()
	im.result.AsBefore, im.result.Ignored, im.result.Reading, im.result.ReadAs = asBefore, im.ignored(), im.reading(), im.readAs()
	return nil
}

// Prepare decides everything as it stands now, and makes what the rows need.
func (im *Run) Prepare(ctx context.Context) error {
	if err := im.Check(ctx); err != nil {
		return err
	}
	if im.phones != nil {
		if err := im.indexPhones(ctx); err != nil {
			return err
		}
	}
	if err := im.makeFields(ctx); err != nil { // last: a refused import makes none
		return err
	}
	for i := range im.columns {
		if im.columns[i].field != nil {
			im.fields = append(im.fields, *im.columns[i].field)
		}
	}
	im.named = make(fileIDs)
	im.states = make(map[uint64]*callflow.Customer)
	return nil
}

// ignored are the columns that nobody reads.
func (im *Run) ignored() []string {
	ignored := []string{}
	for i := range im.columns {
		if im.columns[i].ignored() && !slices.Contains(im.unknown, i) {
			ignored = append(ignored, im.columns[i].name)
		}
	}
	return ignored
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
	told := &callflow.Error{
		Code: callflow.Invalid, Message: message, Fix: asSentence(bad.Fix), Fields: []callflow.FieldError{{Field: "file", Message: message}},
	}
	if bad.Otherwise {
		told.Err = &ReadOtherwise{Possible: bad.Possible, Sheets: bad.Sheets}
	}
	return told
}

// asSentence makes a sentence of a phrase.
func asSentence(phrase string) string {
	if phrase == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(phrase[size:], ".") + "."
}
