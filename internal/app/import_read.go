package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// importRow is a row that can be written: its customer, and which of its values
// the row said nothing of.
type importRow struct {
	line     int
	cells    []tabular.Cell // kept where the row may still be rejected
	customer *callflow.Customer
	card     []byte         // its stored form, made where the file is read: the writer has enough to do
	missing  []bool         // by column, nil when the row said something of all
	phones   []string       // by which its customer is known, where that is not its id
	several  *severalPhones // nil where no cell has several telephone numbers
	again    bool           // an earlier row is of the same customer
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
		im.ahead.written()
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
	chunk := im.newChunk()
	for {
		row, err := im.next()
		if row.customer != nil {
			chunk = append(chunk, row)
		}
		if len(chunk) == rowsPerCommit || err != nil && len(chunk) > 0 {
			select {
			case chunks <- chunk:
				chunk = im.newChunk()
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

func (im *importer) newChunk() []importRow {
	im.ahead.begin()
	return make([]importRow, 0, rowsPerCommit)
}

// next parses one row of the file. A row that is wrong or blank gives no customer.
func (im *importer) next() (importRow, error) {
	row, err := im.take()
	if im.request.Progress != nil {
		im.request.Progress(im.reader.Offset())
	}
	var bad *tabular.RowError
	if errors.As(err, &bad) {
		im.countRow()
		im.tornBy(bad)
		im.reject(RejectedRow{Line: bad.Line, Column: bad.Column, Reason: bad.Reason, Cells: im.cellsBack(bad.Cells, bad.Problems), Raw: bad.Raw})
		return importRow{}, nil
	}
	if err != nil || blank(&row) || row.Hidden && im.request.SkipHidden {
		return importRow{}, err
	}
	im.countRow()
	if im.isFooter(&row) {
		im.reject(RejectedRow{Line: row.Line, Reason: reasonTotal, Cells: im.cellsBack(row.Cells, row.Problems)})
		return importRow{}, nil
	}
	if reason := im.tornReason(&row); reason != "" {
		im.reject(RejectedRow{Line: row.Line, Reason: reason, Cells: im.cellsBack(row.Cells[:cellsThere(&row)], row.Problems)})
		return importRow{}, nil
	}
	parsed, rejected := im.parse(&row)
	if rejected == nil {
		rejected = im.repeat(&parsed)
	}
	if rejected != nil {
		rejected.Cells = im.cellsBack(row.Cells, row.Problems)
		im.reject(*rejected)
		return importRow{}, nil
	}
	if parsed.again && im.request.Repeats == FirstRepeat {
		im.counting.Lock()
		im.result.Skipped++
		im.counting.Unlock()
		return importRow{}, nil
	}
	return parsed, nil
}

// heldRow is a row that was read to know whether it is there.
type heldRow struct {
	row tabular.Row
	err error
}

// take gives the next row.
func (im *importer) take() (tabular.Row, error) {
	if len(im.held) == 0 {
		return im.reader.Read()
	}
	held := im.held[0]
	im.held = im.held[1:]
	return held.row, held.err
}

// peek looks at a row behind the one that was taken last: 0 is the next.
func (im *importer) peek(n int) *heldRow {
	for len(im.held) <= n {
		row, err := im.reader.Read()
		im.held = append(im.held, heldRow{row, err})
		if err != nil && !isRowError(err) {
			break // nothing is behind it
		}
	}
	return &im.held[min(n, len(im.held)-1)]
}

// lastRow says whether no row with a value comes any more.
func (im *importer) lastRow() bool {
	for {
		next := im.peek(0)
		if next.err != nil || !blank(&next.row) {
			return atEnd(next.err)
		}
		im.held = im.held[1:]
	}
}

// reasonTotal is said of a row that is of no customer.
const reasonTotal = "the last row has only a word for a sum, and numbers"

// isFooter says whether a row is the last, and of sums.
func (im *importer) isFooter(row *tabular.Row) bool {
	return im.reader.Options().Format != tabular.NDJSON && isTotal(row) && im.lastRow()
}

// isTotal says whether a row has a word for a sum, and beside it numbers at most.
func isTotal(row *tabular.Row) bool {
	words := 0
	for i := range row.Cells {
		switch text := row.Cells[i].Text; {
		case text == "", cleanse.Figure(text), cleanse.Blank(text):
		case cleanse.Total(text):
			words++
		default:
			return false
		}
	}
	return words == 1
}

// reject counts and tells a row that is not written. Rows are rejected where they are read, and where they are written.
func (im *importer) reject(row RejectedRow) {
	im.counting.Lock()
	im.result.Rejected++
	row.ReadAs = im.result.readAs
	im.counting.Unlock()
	im.telling.Lock()
	defer im.telling.Unlock()
	if im.request.Rejected != nil {
		row.Columns, row.Headed, row.Read = im.reader.Columns(), headingsOfFile(im.reader), im.reader.Options()
		im.request.Rejected(row)
	}
}

func (im *importer) rejectedRow(row *importRow, format string, args ...any) RejectedRow {
	return RejectedRow{Line: row.line, Reason: fmt.Sprintf(format, args...), Cells: im.cellsBack(row.cells, nil)}
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
	counts := im.result
	counts.Notes = im.notes.told()
	return counts
}

func textsOf(cells []tabular.Cell) []string {
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = cells[i].Text
	}
	return texts
}

func blank(row *tabular.Row) bool {
	for i := range row.Cells {
		if !cleanse.Blank(row.Cells[i].Text) {
			return false
		}
	}
	return true
}

// parse makes the customer that a row tells of. What is wrong is told of all its cells.
func (im *importer) parse(row *tabular.Row) (importRow, *RejectedRow) {
	p := parsing{im: im, row: row, customer: &callflow.Customer{
		AssignmentID: im.request.AssignmentID, Custom: make(map[int64]callflow.Value, len(im.columns)),
		Updated: im.today, UpdatedBy: im.request.By, UpdateMethod: callflow.MethodImportNew,
	}}
	parsed := importRow{line: row.Line, customer: p.customer}
	if im.phones != nil || im.request.Cell != nil || im.request.Repeats == RejectRepeat {
		parsed.cells = row.Cells
	}
	for _, problem := range row.Problems {
		if c := &im.columns[problem.Column]; !c.ignored() {
			p.wrong = append(p.wrong, CellReport{Line: row.Line, Column: c.name, Text: row.Cells[problem.Column].Text, Problem: problem.Reason})
		}
	}
	for i := range im.columns {
		if row.Problems != nil && p.isWrong(im.columns[i].name) {
			continue
		}
		if reason := im.stillWrong(row.Cells[i].Text); reason != "" && !im.columns[i].ignored() {
			p.wrong = append(p.wrong, CellReport{Line: row.Line, Column: im.columns[i].name, Text: row.Cells[i].Text, Problem: reason})
			continue
		}
		if row.Cells[i].Kind != tabular.Missing {
			p.fill(i)
			continue
		}
		if parsed.missing == nil {
			parsed.missing = make([]bool, len(im.columns))
		}
		parsed.missing[i] = true
	}
	if im.joins {
		p.joinName()
	}
	parsed.several = p.severalOf()
	im.complete(&p, &parsed)
	if im.request.Cell != nil {
		p.reportCells()
	}
	if p.wrong != nil {
		return importRow{}, p.rejected()
	}
	parsed.card = p.customer.Card(im.fields)
	return parsed, nil
}

// complete finds out by what the customer is known, and what it lacks.
func (im *importer) complete(p *parsing, parsed *importRow) {
	if im.phones != nil {
		parsed.phones = im.phones.phonesOf(p.customer)
	}
	if p.customer.CustomerID == "" && p.idIsWrong() {
		return
	}
	if p.customer.CustomerID == "" && im.request.IDs == NewIDs && im.phones == nil {
		im.giveID(p.customer)
		im.notes.at(noteNewIDs, nil, p.row.Line)
	}
	if p.customer.CustomerID == "" && im.phones != nil {
		return
	}
	if err := p.customer.Validate(); err != nil {
		column := im.columnOf(err)
		if !p.isWrong(column) {
			p.wrong = append(p.wrong, CellReport{Line: p.row.Line, Column: column, Text: p.textOf(column), Problem: callflow.ErrorText(err)})
		}
	}
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

func atEnd(err error) bool { return errors.Is(err, io.EOF) }

func isRowError(err error) bool {
	var bad *tabular.RowError
	return errors.As(err, &bad)
}
