package importer

import (
	"context"
	"errors"
	"fmt"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
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

// Execute reads in one goroutine and writes in another: reading and parsing then
// cost no time of their own.
func (im *Run) Execute(ctx context.Context) error {
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
		im.Ahead.Written()
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

func (im *Run) readAll(ctx context.Context, chunks chan<- []importRow) error {
	chunk := im.newChunk()
	for {
		row, err := im.next()
		if row.customer != nil {
			chunk = append(chunk, row)
		}
		if len(chunk) == RowsPerCommit || err != nil && len(chunk) > 0 {
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

func (im *Run) newChunk() []importRow {
	im.Ahead.Begin()
	return make([]importRow, 0, RowsPerCommit)
}

// next parses one row of the file. A row that is wrong or blank gives no customer.
func (im *Run) next() (importRow, error) {
	row, err := im.take()
	if im.Request.Progress != nil {
		im.Request.Progress(im.Reader.Offset())
	}
	var bad *tabular.RowError
	if errors.As(err, &bad) {
		im.countRow()
		im.tornBy(bad)
		im.reject(RejectedRow{Line: bad.Line, Column: bad.Column, Reason: bad.Reason, Cells: im.cellsBack(bad.Cells, bad.Problems), Raw: bad.Raw})
		return importRow{}, nil
	}
	if err != nil || blank(&row) || row.Hidden && im.Request.SkipHidden {
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
	if parsed.again && im.Request.Repeats == FirstRepeat {
		im.counting.Lock()
		im.result.Skipped++
		im.counting.Unlock()
		return importRow{}, nil
	}
	if row.Short > 0 {
		im.notes.At(notes.ShortRows, nil, row.Line)
	}
	return parsed, nil
}

// reject counts and tells a row that is not written. Rows are rejected where they are read, and where they are written.
func (im *Run) reject(row RejectedRow) {
	im.counting.Lock()
	im.result.Rejected++
	row.ReadAs = im.result.ReadAs
	im.counting.Unlock()
	im.Telling.Lock()
	defer im.Telling.Unlock()
	if im.Request.Rejected != nil {
		row.Columns, row.Headed, row.Read = im.Reader.Columns(), HeadingsOfFile(im.Reader), im.Reader.Options()
		im.Request.Rejected(row)
	}
}

func (im *Run) rejectedRow(row *importRow, format string, args ...any) RejectedRow {
	return RejectedRow{Line: row.line, Reason: fmt.Sprintf(format, args...), Cells: im.cellsBack(row.cells, nil)}
}

func (im *Run) countRow() {
	im.counting.Lock()
	im.result.Rows++
	im.counting.Unlock()
}

// Counts is what was counted so far.
func (im *Run) Counts() Result {
	im.counting.Lock()
	defer im.counting.Unlock()
	counts := im.result
	counts.Notes = im.notes.Told()
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
