package app

import (
	"context"
	"errors"
	"slices"
	"sync"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/notes"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// ImportReading tells how a file is read: what was said, and what was found out.
type ImportReading struct {
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
func (im *importer) reading() *ImportReading {
	o := im.reader.Options()
	told := &ImportReading{
		Format: string(o.Format), Encoding: string(o.Encoding), Sheet: o.Sheet, HeaderRow: headerRow(im.reader), Columns: []ReadColumn{}, Rows: []ReadRow{},
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

// options are those that read the file so again.
func (r *ImportReading) options() tabular.Options {
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

func (im *importer) readColumn(i int) ReadColumn {
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

// explain shows the first rows as they will be, and goes back to the beginning of the file.
func (im *importer) explain() (*ImportReading, error) {
	told := im.reading()
	columns := slices.Clone(im.columns)
	for i := range told.Columns {
		if im.isUnknown(i) {
			columns[i].field = &callflow.Field{ID: int64(-1 - i), Key: columns[i].name, Type: callflow.FieldType(told.Columns[i].Type)}
		}
	}
	quiet := *im.request
	quiet.Cell, quiet.Rejected, quiet.Progress = nil, nil, nil
	trial := &importer{
		app: im.app, request: &quiet, decision: im.decision, reader: im.reader, columns: columns, fields: im.fields, today: im.today, words: im.words,
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
		if err == nil && (blank(&row) || row.Hidden && im.request.SkipHidden) {
			continue
		}
		if err != nil {
			return nil, fileError(err)
		}
		told.Rows = append(told.Rows, trial.explainRow(&row))
	}
	return told, fileError(im.reader.Rewind())
}

func (im *importer) explainRow(row *tabular.Row) ReadRow {
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

// ExplainImport tells how a file is read, with its first rows as they will be, and what is told of its columns. It imports nothing.
func (a *App) ExplainImport(ctx context.Context, accountID int64, request *ImportRequest) (*ImportReading, []notes.Note, error) {
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return nil, nil, err
	}
	request.DryRun = true
	im := newImporter(a, auth.Operator(session.Setup), request)
	defer im.close()
	if err := im.check(ctx); err != nil {
		return nil, nil, err
	}
	im.unread.tell(&im.notes)
	read, err := im.explain()
	return read, im.notes.Told(), err
}

// explainedRows are the first rows of the files of dry runs, as they will be, for those who ask how far these are. Nothing keeps them.
type explainedRows struct {
	mu    sync.Mutex
	rows  map[importKey]explainedFile
	order []importKey
}

// explainedFile are the first rows of a file with how far the account's audit had come before they were told.
type explainedFile struct {
	rows    []ReadRow
	audited int64
}

// mostExplained is of how many dry runs rows are held.
const mostExplained = 50

func (x *explainedRows) hold(key importKey, rows explainedFile) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.rows == nil {
		x.rows = make(map[importKey]explainedFile)
	}
	if len(x.order) == mostExplained {
		delete(x.rows, x.order[0])
		x.order = x.order[1:]
	}
	x.rows[key] = rows
	x.order = append(x.order, key)
}

// show adds the rows to what is told of an import, unless a customer of the account was anonymised since, on whichever server.
func (x *explainedRows) show(r *store.Snapshot, key importKey, view *importView) error {
	x.mu.Lock()
	held := x.rows[key]
	x.mu.Unlock()
	if held.rows == nil || view.Reading == nil {
		return nil
	}
	anonymized, err := r.AuditedSince(held.audited, auth.AuditAnonymized, auth.AuditCustomer)
	if anonymized {
		x.forget(key.account)
	}
	if anonymized || err != nil {
		return err
	}
	shown := *view.Reading
	shown.Rows = held.rows
	view.Reading = &shown
	return nil
}

// forget lets go of an account's rows.
func (x *explainedRows) forget(account int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for key := range x.rows {
		if key.account == account {
			x.rows[key] = explainedFile{}
		}
	}
}
