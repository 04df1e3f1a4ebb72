package importer

import (
	"context"
	"errors"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/notes"
	"callflow/internal/tabular"
)

// Reading tells how a file is read: what was said, and what was found out.
type Reading struct {
	Format    string       `json:"format"`
	Encoding  string       `json:"encoding"`
	Delimiter string       `json:"delimiter"`
	Sheet     string       `json:"sheet"`
	HeaderRow int          `json:"header_row"`
	Columns   []ReadColumn `json:"columns"`
	Rows      []ReadRow    `json:"rows"` // the first, as they will be
}

// ReadColumn is a column of the file, with what it fills.
type ReadColumn struct {
	Place   int    `json:"place"`
	Heading string `json:"heading"`
	Fills   string `json:"fills"` // the key of a field, "" for none
	Type    string `json:"type"`
	New     bool   `json:"new"`  // a field is made for it
	Read    string `json:"read"` // how its numbers or dates are written, "" where there is one way
}

// ReadRow is a row as it will be: a value for each column.
type ReadRow struct {
	Line   int      `json:"line"`
	Values []string `json:"values"`
	Reason string   `json:"reason"` // why it would be rejected
}

// reading tells how the file is read.
func (im *Run) reading() *Reading {
	o := im.Reader.Options()
	told := &Reading{
		Format: string(o.Format), Encoding: string(o.Encoding), Sheet: o.Sheet, HeaderRow: headerRow(im.Reader), Columns: []ReadColumn{}, Rows: []ReadRow{},
		Delimiter: delimiterNames[o.Delimiter],
	}
	if told.Delimiter == "" && o.Delimiter != 0 {
		told.Delimiter = string(o.Delimiter)
	}
	for i := range im.columns {
		told.Columns = append(told.Columns, im.readColumn(i))
	}
	return told
}

// delimiterNames are what options call the signs between cells.
var delimiterNames = map[rune]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "pipe"}

// Options are those that read the file so again.
func (r *Reading) Options() tabular.Options {
	o := tabular.Options{Format: tabular.Format(r.Format), Encoding: tabular.Encoding(r.Encoding)}
	for sign, name := range delimiterNames {
		if name == r.Delimiter {
			o.Delimiter = sign
		}
	}
	if o.Delimiter == 0 && len(r.Delimiter) == 1 {
		o.Delimiter = rune(r.Delimiter[0])
	}
	return o
}

func (im *Run) readColumn(i int) ReadColumn {
	c := &im.columns[i]
	read := ReadColumn{Place: c.place, Heading: c.heading, Fills: c.target(), Type: string(callflow.Text)}
	kind := callflow.Text
	switch {
	case c.field != nil:
		kind, read.New = c.field.Type, c.field.ID < 0 || im.isUnknown(i)
	case im.isUnknown(i) && im.profiles != nil:
		kind, _ = im.newType(c, &im.profiles[i])
		read.New = true
	case c.ignored():
		read.Type = ""
		return read
	}
	read.Type = string(kind)
	switch kind {
	case callflow.Decimal, callflow.Integer:
		read.Read = decimalNames[c.reads.mark]
	case callflow.Date:
		read.Read = dateNames[c.reads.order]
	case callflow.Text, callflow.Boolean, callflow.Choice:
	}
	return read
}

// rowsExplained is how many rows are shown as they will be.
const rowsExplained = 3

// Explain shows the first rows as they will be, and goes back to the beginning of the file.
func (im *Run) Explain() (*Reading, error) {
	told := im.reading()
	columns := slices.Clone(im.columns)
	for i := range told.Columns {
		if im.isUnknown(i) {
			columns[i].field = &callflow.Field{ID: int64(-1 - i), Key: columns[i].name, Type: callflow.FieldType(told.Columns[i].Type)}
		}
	}
	quiet := *im.Request
	quiet.Cell, quiet.Rejected, quiet.Progress = nil, nil, nil
	trial := &Run{
		service: im.service, Request: &quiet, decision: im.decision, Reader: im.Reader, columns: columns, fields: im.fields, today: im.today, words: im.words,
		again: im.again,
		joins: im.joins, phones: im.phones, named: make(fileIDs),
	}
	for len(told.Rows) < rowsExplained {
		row, err := trial.take()
		if atEnd(err) {
			break
		}
		var bad *tabular.RowError
		if errors.As(err, &bad) {
			trial.tornBy(bad)
			continue
		}
		if err == nil && (blank(&row) || row.Hidden && im.Request.SkipHidden) {
			continue
		}
		if err != nil {
			return nil, fileError(err)
		}
		told.Rows = append(told.Rows, trial.explainRow(&row))
	}
	return told, fileError(im.Reader.Rewind())
}

func (im *Run) explainRow(row *tabular.Row) ReadRow {
	shown := ReadRow{Line: row.Line, Values: make([]string, len(row.Cells))}
	if im.isFooter(row) {
		im.held, shown.Reason = nil, reasonTotal
		return shown
	}
	if shown.Reason = im.tornReason(row); shown.Reason != "" {
		return shown
	}
	parsed, rejected := im.parse(row)
	if rejected != nil {
		shown.Reason = ofColumn(rejected.Column, rejected.Reason)
		return shown
	}
	for i := range im.columns {
		c := &im.columns[i]
		if shown.Values[i] = c.textOf(parsed.customer); c.id {
			shown.Values[i] = parsed.customer.CustomerID
		}
	}
	return shown
}

// headerRow is the line of the headings, 0 where there are none.
func headerRow(reader tabular.Reader) int { return reader.Reading().HeaderRow }

// Explain tells how a file is read, with its first rows as they will be, and what is told of its columns. It imports nothing.
func (a *Service) Explain(ctx context.Context, accountID int64, request *Request) (*Reading, []notes.Note, error) {
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return nil, nil, err
	}
	request.DryRun = true
	im := NewRun(a, auth.Operator(session.Setup), request)
	defer im.Close()
	if err := im.Check(ctx); err != nil {
		return nil, nil, err
	}
	im.unread.tell(&im.notes)
	read, err := im.Explain()
	return read, im.notes.Told(), err
}
