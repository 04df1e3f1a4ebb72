package app

import (
	"context"
	"errors"
	"io"

	"callflow"
	"callflow/internal/tabular"
)

// importRow is a row that can be written: its customer, and which of its values
// the row said nothing of.
type importRow struct {
	line     int
	cells    []tabular.Cell // kept where the row may still be rejected
	customer *callflow.Customer
	card     []byte   // its stored form, made where the file is read: the writer has enough to do
	missing  []bool   // by column, nil when the row said something of all
	phones   []string // its telephone numbers, for MatchPhone
}

// run reads in one goroutine and writes in another: reading and parsing then
// cost no time of their own.
func (im *importer) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks := make(chan []importRow, 2)
	read := make(chan error, 1)
	go func() {
		defer close(chunks)
		read <- im.readAll(ctx, chunks)
	}()
	for chunk := range chunks {
		if err := im.write(ctx, chunk); err != nil {
			cancel()
			return errors.Join(err, ignoreCancelled(<-read))
		}
	}
	return <-read
}

// ignoreCancelled drops what reading says of having been stopped: the write's error says why.
func ignoreCancelled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (im *importer) readAll(ctx context.Context, chunks chan<- []importRow) error {
	chunk := make([]importRow, 0, rowsPerCommit)
	for {
		row, err := im.next()
		if row.customer != nil {
			chunk = append(chunk, row)
		}
		if len(chunk) == rowsPerCommit || err != nil && len(chunk) > 0 {
			select {
			case chunks <- chunk:
				chunk = make([]importRow, 0, rowsPerCommit)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if atEnd(err) {
			return nil
		}
		if err != nil {
			return fileError(err)
		}
	}
}

// next parses one row of the file. A row that is wrong or blank gives no customer.
func (im *importer) next() (importRow, error) {
	row, err := im.reader.Read()
	if im.request.Progress != nil {
		im.request.Progress(im.reader.Offset())
	}
	var bad *tabular.RowError
	if errors.As(err, &bad) {
		im.countRow()
		im.reject(RejectedRow{Line: bad.Line, Column: bad.Column, Reason: bad.Reason, Cells: bad.Cells, Raw: bad.Raw})
		return importRow{}, nil
	}
	if err != nil || blank(row) {
		return importRow{}, err
	}
	im.countRow()
	parsed, rejected := im.parse(row)
	if rejected != nil {
		rejected.Cells = textsOf(row.Cells)
		im.reject(*rejected)
		return importRow{}, nil
	}
	return parsed, nil
}

// reject counts and tells a row that is not written. Rows are rejected where they are read, and where they are written.
func (im *importer) reject(row RejectedRow) {
	im.counting.Lock()
	im.result.Rejected++
	im.counting.Unlock()
	im.telling.Lock()
	defer im.telling.Unlock()
	if im.request.Rejected != nil {
		row.Columns = im.reader.Columns()
		im.request.Rejected(row)
	}
}

func (im *importer) countRow() {
	im.counting.Lock()
	im.result.Rows++
	im.counting.Unlock()
}

// counts is what was counted so far.
func (im *importer) counts() ImportResult {
	im.counting.Lock()
	defer im.counting.Unlock()
	return im.result
}

func textsOf(cells []tabular.Cell) []string {
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = cells[i].Text
	}
	return texts
}

func blank(row tabular.Row) bool {
	for i := range row.Cells {
		if row.Cells[i].Text != "" {
			return false
		}
	}
	return true
}

// parse makes the customer that a row tells of.
func (im *importer) parse(row tabular.Row) (importRow, *RejectedRow) {
	customer := &callflow.Customer{
		AssignmentID: im.request.AssignmentID, Custom: make(map[int64]callflow.Value, len(im.columns)),
		Updated: im.today, UpdatedBy: im.request.By, UpdateMethod: callflow.MethodImportNew,
	}
	parsed := importRow{line: row.Line, customer: customer}
	if im.phones != nil || im.request.Cell != nil {
		parsed.cells = row.Cells
	}
	wrong := im.problemOf(&row)
	for i := range im.columns {
		cell := &row.Cells[i]
		if cell.Kind == tabular.Missing {
			if parsed.missing == nil {
				parsed.missing = make([]bool, len(im.columns))
			}
			parsed.missing[i] = true
			continue
		}
		err := im.columns[i].fill(customer, cell.Text)
		im.reportCell(&CellReport{Line: row.Line, Column: im.columns[i].name, Text: cell.Text}, &im.columns[i], customer, err)
		if err != nil && wrong == nil {
			wrong = &RejectedRow{Line: row.Line, Column: im.columns[i].name, Reason: callflow.ErrorText(err)}
		}
	}
	if wrong != nil {
		return importRow{}, wrong
	}
	if im.phones != nil {
		parsed.phones = im.phones.phonesOf(customer)
	}
	if im.mayLackID() && customer.CustomerID == "" {
		parsed.card = customer.Card(im.fields)
		return parsed, nil
	}
	if err := customer.Validate(); err != nil {
		return importRow{}, &RejectedRow{Line: row.Line, Column: im.columnOf(err), Reason: callflow.ErrorText(err)}
	}
	parsed.card = customer.Card(im.fields)
	return parsed, nil
}

// problemOf rejects a row that has a cell without a value in a column that fills something.
func (im *importer) problemOf(row *tabular.Row) *RejectedRow {
	for _, problem := range row.Problems {
		if c := &im.columns[problem.Column]; !c.ignored() {
			return &RejectedRow{Line: row.Line, Column: c.name, Reason: problem.Reason}
		}
	}
	return nil
}

// columnOf is the file's column that fills the value that is wrong.
func (im *importer) columnOf(err error) string {
	var wrong *callflow.Error
	if !errors.As(err, &wrong) || len(wrong.Fields) == 0 {
		return ""
	}
	for i := range im.columns {
		if im.columns[i].target() == wrong.Fields[0].Field {
			return im.columns[i].name
		}
	}
	return ""
}

func (c *column) fill(customer *callflow.Customer, text string) error {
	switch {
	case c.id:
		customer.CustomerID = text
	case c.standard != nil:
		*c.standard.Of(customer) = text
	case c.field != nil:
		value, err := c.field.Parse(text)
		if err != nil {
			return err
		}
		if value != "" {
			customer.Custom[c.field.ID] = value
		}
	}
	return nil
}

func atEnd(err error) bool { return errors.Is(err, io.EOF) }

func isRowError(err error) bool {
	var bad *tabular.RowError
	return errors.As(err, &bad)
}
