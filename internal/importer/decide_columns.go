package importer

import (
	"slices"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/profile"
	"callflow/internal/tabular"
	"callflow/internal/worker"
)

// Decimals say how the numbers of a file have their decimals.
type Decimals string

// Dates say in which order the dates of a file have day, month and year.
type Dates string

// The choices; "" leaves it to the values. AsText keeps new fields text where it is open.
const (
	DecimalComma Decimals = "comma"
	DecimalPoint Decimals = "point"
	DecimalText  Decimals = "text"
	DayFirst     Dates    = "dmy"
	MonthFirst   Dates    = "mdy"
	YearFirst    Dates    = "ymd"
	DatesText    Dates    = "text"
)

// decimalNames and dateNames are what the options call them.
var (
	decimalNames = map[cleanse.Mark]string{cleanse.Comma: string(DecimalComma), cleanse.Point: string(DecimalPoint)}
	dateNames    = map[cleanse.Order]string{cleanse.DayFirst: string(DayFirst), cleanse.MonthFirst: string(MonthFirst), cleanse.YearFirst: string(YearFirst)}
)

// readProfiles reads the whole file once for what its columns show, and goes back to the beginning. needed are the places of columns that
// depend on it.
func (im *Run) readProfiles(needed []int) ([]profile.Column, error) {
	reader := im.Reader
	profiles := make([]profile.Column, len(reader.Columns()))
	for _, i := range needed {
		profiles[i].Open = im.isUnknown(i)
	}
	repeated := im.repeatedIDs()
	looked := worker.Start(2, func(rows []tabular.Row) {
		for i := range rows {
			profileRow(&rows[i], needed, im.words, profiles)
			if repeated != nil {
				repeated.see(&rows[i])
			}
		}
	})
	err := im.eachRows(looked.Sent)
	looked.Close()
	if err != nil {
		return nil, err
	}
	im.repeated = repeated.found()
	return profiles, fileError(reader.Rewind())
}

// profiledTogether is how many rows are handed on together to be looked at, while those that follow are read.
const profiledTogether = 256

// eachRows hands on all rows of the file that count.
func (im *Run) eachRows(to chan<- []tabular.Row) error {
	rows := make([]tabular.Row, 0, profiledTogether)
	for {
		row, err := im.Reader.Read()
		if atEnd(err) {
			to <- rows
			return nil
		}
		if im.unread.add(err) || row.Hidden && im.Request.SkipHidden {
			continue
		}
		if err != nil {
			return fileError(err)
		}
		if rows = append(rows, row); len(rows) == profiledTogether {
			to <- rows
			rows = make([]tabular.Row, 0, profiledTogether)
		}
	}
}

func profileRow(row *tabular.Row, needed []int, words *cleanse.Words, profiles []profile.Column) {
	for _, i := range needed {
		cell := &row.Cells[i]
		text, _ := cleanse.Value(cell.Text)
		if text != "" && !words.Has(text) {
			profiles[i].Add(text, cell.Kind)
		}
	}
}

// decideColumns decides from all values of the file how those of its columns are read, and which types new fields have.
func (im *Run) decideColumns() error {
	var needed []int
	for i := range im.columns {
		c := &im.columns[i]
		if c.id || c.isPhone() || c.field != nil && c.field.Type != callflow.Choice || im.isUnknown(i) {
			needed = append(needed, i)
		}
	}
	if len(needed) == 0 {
		return nil
	}
	if err := im.profile(needed); err != nil {
		return err
	}
	im.again = im.readBefore(im.ways)
	for _, i := range needed {
		if err := im.decideColumn(i, &im.profiles[i]); err != nil {
			return err
		}
	}
	return nil
}

// profile reads the file, unless that was done before: it stays as it is while it waits.
func (im *Run) profile(needed []int) error {
	if im.profiles != nil && !slices.ContainsFunc(needed, im.lacksProfile) {
		return nil
	}
	profiles, err := im.readProfiles(needed)
	im.profiles, im.profiled, im.ways = profiles, needed, im.Reader.Reading().ReadAs
	return err
}

// lacksProfile says whether the file has to be read for a column: also where the column has a field now that it had not when it was read, and
// not all was looked for that its type depends on.
func (im *Run) lacksProfile(i int) bool {
	if !slices.Contains(im.profiled, i) {
		return true
	}
	p, field := &im.profiles[i], im.columns[i].field
	if !p.Open || field == nil {
		return false
	}
	switch field.Type {
	case callflow.Integer, callflow.Decimal:
		return p.Marks[cleanse.NoNumber] > 0
	case callflow.Date:
		return p.Undated > 0
	case callflow.Text, callflow.Boolean, callflow.Choice:
	}
	return false
}

func (im *Run) decideColumn(i int, p *profile.Column) error {
	c := &im.columns[i]
	before := im.again.columns[i]
	c.reads = reading{whole: p.Wholes > 0 && p.Wholes == p.Values, code: cleanse.Textual(c.heading), mark: cleanse.Point, order: cleanse.DayFirst}
	if before == wholeNames[true] || before == wholeNames[false] {
		c.reads.whole = before == wholeNames[true]
	}
	if c.decided = before; p.Wholes > 0 && (c.id || c.isPhone() || c.reads.code) {
		c.decided = wholeNames[c.reads.whole]
	}
	kind := callflow.Text
	switch {
	case c.field != nil:
		kind = c.field.Type
	case im.isUnknown(i):
		var kept string
		if kind, kept = im.newType(c, p); kept != "" {
			im.notes.Add(notes.KeptText, c, p.Values, kept)
		}
	}
	switch kind {
	case callflow.Integer, callflow.Decimal:
		return im.decideMark(c, p, keyOf(decimalNames, before))
	case callflow.Date:
		return im.decideOrder(c, p, keyOf(dateNames, before))
	case callflow.Text, callflow.Boolean, callflow.Choice:
	}
	return nil
}

// newType is the type of a field that is made for a column.
func (im *Run) newType(c *column, p *profile.Column) (callflow.FieldType, string) {
	kind, kept := p.Type(c.heading, im.Reader.Options().Format)
	_, markOpen := p.Mark()
	_, orderOpen := p.Ordered.Order()
	if kind == callflow.Decimal && markOpen && im.Request.Decimals == DecimalText || kind == callflow.Date && orderOpen && im.Request.Dates == DatesText {
		return callflow.Text, ""
	}
	return kind, kept
}

// decideMark decides what stands before the decimals of a column. before is the mark in the file that its rows were rejected of, NoMark in others.
func (im *Run) decideMark(c *column, p *profile.Column, before cleanse.Mark) error {
	mark, open := p.Mark()
	if before != cleanse.NoMark {
		mark, open = before, false
	}
	switch im.Request.Decimals {
	case DecimalComma:
		mark = cleanse.Comma
	case DecimalPoint:
		mark = cleanse.Point
	case DecimalText, "":
		if !open {
			break
		}
		if p.Doubtful == "" || mark == cleanse.NoNumber {
			return im.ask(&openReading{
				question: "The numbers of the column %q have commas and points before their decimals.", column: c,
				option: "decimal", answers: []string{"comma", "point"},
			})
		}
		return im.ask(&openReading{
			question: "In the column %q, %s can be a thousand and more, or a number with decimals.", column: c,
			example: p.Doubtful, option: "decimal", answers: []string{"comma", "point"},
		})
	}
	c.reads.mark = mark
	if c.decided = decimalNames[before]; p.HasDecimals() {
		c.decided = decimalNames[mark]
	}
	if p.Marks[cleanse.Comma]+p.Marks[cleanse.PointMaybe]+p.Marks[cleanse.CommaMaybe] > 0 {
		im.notes.Add(notes.Decimals, c, p.Values, decimalNames[mark])
	}
	return nil
}

// checkReading checks what was said of how values are read.
func (r *Request) checkReading() error {
	switch r.Decimals {
	case "", DecimalComma, DecimalPoint, DecimalText:
	default:
		return callflow.InvalidField("decimal", r.optionName("decimal")+" is comma, point or text.")
	}
	switch r.Dates {
	case "", DayFirst, MonthFirst, YearFirst, DatesText:
	default:
		return callflow.InvalidField("dates", r.optionName("dates")+" is dmy, mdy, ymd or text.")
	}
	switch r.Repeats {
	case "":
		r.Repeats = LastRepeat
	case LastRepeat, FirstRepeat, RejectRepeat:
	default:
		return callflow.InvalidField("repeats", r.optionName("repeats")+" is last, first or reject.")
	}
	switch r.IDs {
	case "", idsOfFile, NewIDs:
	default:
		return callflow.InvalidField("ids", r.optionName("ids")+" is file or new.")
	}
	return nil
}
