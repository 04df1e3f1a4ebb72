package importer

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// Mode says which of the file's customers are written.
type Mode string

// The modes. What a mode leaves alone is counted as skipped.
const (
	Upsert     Mode = "upsert" // all of them
	OnlyNew    Mode = "new"    // those whom the assignment does not have
	OnlyUpdate Mode = "update" // those whom it has
)

// Match says by what a row's customer is known.
type Match string

// The ways.
const (
	MatchID    Match = "customer_id"
	MatchPhone Match = "phone" // any of its telephone numbers, else its id
	MatchEmail Match = "email" // its e-mail, else its id
)

// leaves says whether customers that are known, or are not, are left alone.
func (m Mode) leaves(known bool) bool {
	return known && m == OnlyNew || !known && m == OnlyUpdate
}

// mayLackID says whether a row need not name an id: it is found by its number or e-mail, or gets an id of ours.
func (im *Run) mayLackID() bool {
	return im.Request.IDs == NewIDs || im.Request.Match != MatchID
}

// prepareMatch checks the rules.
func (im *Run) prepareMatch() error {
	r := im.Request
	switch r.Mode {
	case "":
		r.Mode = Upsert
	case Upsert, OnlyNew, OnlyUpdate:
	default:
		return callflow.InvalidField("mode", r.optionName("mode")+" is upsert, new or update.")
	}
	if r.Country != "" && r.Match != MatchPhone && r.Speaks != SpeaksPage {
		if err := r.useless("country", "means nothing without "+r.option("match", "phone")); err != nil {
			return err
		}
	}
	switch r.Match {
	case "":
		r.Match = MatchID
	case MatchID:
	case MatchPhone:
		return im.checkCountry()
	case MatchEmail:
		im.phones = &phoneIndex{byEmail: true, said: make(map[string][]string)}
	default:
		return callflow.InvalidField("match", r.optionName("match")+" is customer_id, phone or email.")
	}
	return nil
}

// wanted leaves out the rows that the mode leaves alone.
func (im *Run) wanted(w *store.Write, chunk []importRow, counts *Result) ([]importRow, error) {
	if im.Request.Mode == Upsert {
		return chunk, nil
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(chunk))
	for i := range chunk {
		ids[i] = chunk[i].customer.CustomerID
	}
	known, err := snapshot.NumbersOf(im.Request.AssignmentID, ids)
	if err != nil {
		return nil, err
	}
	wanted := make([]importRow, 0, len(chunk))
	for i := range chunk {
		_, isKnown := known[ids[i]]
		if im.Request.Mode.leaves(isKnown) {
			counts.Skipped++
			continue
		}
		known[ids[i]] = 0 // the file's next row of it meets a customer that is there
		wanted = append(wanted, chunk[i])
	}
	return wanted, nil
}

// mapping is which field columns fill: as the request says, or else as somebody said of a column of this name before.
// asBefore are the columns of the latter kind.
func (im *Run) mapping(ctx context.Context, file []fileColumn) (said map[int]string, asBefore []string, err error) {
	asBefore = []string{}
	if said, err = im.Request.placesOf(file, im.Request.Map); err != nil || im.Request.ForgetMap || im.Request.MapsAll {
		return said, asBefore, err
	}
	var kept map[string]string
	err = im.service.Store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) (err error) {
		kept, err = importlog.Mapping(r, im.Request.AssignmentID)
		return err
	})
	fields := im.session.Setup.Fields[im.Request.AssignmentID]
	filled := make(map[string]bool)
	for _, to := range said {
		filled[targetNamed(to, fields)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		found := findColumn(file, name)
		if len(found) != 1 || isPlace(name, file[found[0]]) || !im.fills(kept[name]) {
			continue
		}
		target := targetNamed(kept[name], fields)
		if _, isSaid := said[found[0]]; isSaid || target != "" && filled[target] || target == "" && targetNamed(name, fields) != "" {
			continue
		}
		said[found[0]], filled[target] = kept[name], true
		asBefore = append(asBefore, file[found[0]].name)
	}
	return said, asBefore, err
}

// isPlace says whether a name means a column by its place.
func isPlace(name string, c fileColumn) bool {
	return !cleanse.SameLabel(name, c.name) && !cleanse.SameLabel(name, c.heading)
}

// targetNamed is what a name of a field means, "" for none.
func targetNamed(name string, fields []callflow.Field) string {
	var c column
	if name == "" || !c.match(name, fields) {
		return ""
	}
	return c.target()
}

// fills says whether a field that was kept is still there.
func (im *Run) fills(field string) bool {
	var c column
	return field == "" || c.match(field, im.session.Setup.Fields[im.Request.AssignmentID])
}

// keepMapping keeps what the request said of columns, for the next file: fields by their keys, which stay when a label changes.
func (im *Run) keepMapping(ctx context.Context) error {
	if im.Request.DryRun || len(im.Request.Map) == 0 && !im.Request.ForgetMap {
		return nil
	}
	return im.service.Store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		if _, err := im.decideAgain(setup); err != nil {
			return nil //nolint:nilerr // the rows are written: what its user may not say any more is not kept
		}
		if im.Request.ForgetMap {
			if err := importlog.ForgetMapping(w, im.Request.AssignmentID); err != nil {
				return err
			}
		}
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		before, err := importlog.Mapping(snapshot, im.Request.AssignmentID)
		if err != nil {
			return err
		}
		return importlog.KeepMapping(w, im.Request.AssignmentID, im.saidOfColumns(before))
	})
}

// saidOfColumns is what is kept: what the request says, but for what a column's name says already where it says it of all. What was said of a
// place is of this file alone, and a column that has a field's name is not left out of later files.
func (im *Run) saidOfColumns(before map[string]string) map[string]string {
	said := make(map[string]string)
	file := columnsOfFile(im.Reader)
	fields := im.session.Setup.Fields[im.Request.AssignmentID]
	for name := range im.Request.Map {
		found := findColumn(file, name)
		if len(found) != 1 || isPlace(name, file[found[0]]) {
			continue
		}
		c := &im.columns[found[0]]
		own := cmp.Or(targetNamed(c.name, fields), targetNamed(c.heading, fields))
		_, kept := before[c.name]
		switch {
		case c.target() == "" && own != "":
		case im.Request.MapsAll && own == c.target() && !kept:
		default:
			said[c.name] = c.target()
		}
	}
	return said
}

// CellReport is a cell that is wrong, or that becomes something else. It holds a customer's value: for the user's own eyes.
type CellReport struct {
	Line    int
	Column  string
	Text    string
	Becomes string
	Problem string
	Held    string // what the customer has in its place; of a dry run
	Of      string // the id of the customer who has it; "" where it is about the file alone
}

func (im *Run) tellCells(reports ...CellReport) {
	if im.Request.Cell == nil {
		return
	}
	im.Telling.Lock()
	defer im.Telling.Unlock()
	for i := range reports {
		im.Request.Cell(reports[i])
	}
}

// WrittenRow is a row of the file that was written.
type WrittenRow struct {
	Line       int
	Number     int64 // of its customer
	CustomerID string
	Written    store.Written
	Before     []byte  // the customer's card that it changed
	Campaigns  []int64 // that the customer was added to
}

func writtenRows(chunk []importRow, rows []store.CustomerRow, written []store.Written) []WrittenRow {
	told := make([]WrittenRow, len(chunk))
	for i := range chunk {
		customer := chunk[i].customer
		told[i] = WrittenRow{Line: chunk[i].line, Number: customer.Number, CustomerID: customer.CustomerID, Written: written[i], Before: rows[i].Before}
	}
	return told
}
