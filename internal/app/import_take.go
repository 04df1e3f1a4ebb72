package app

import (
	"errors"
	"io"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

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

func atEnd(err error) bool { return errors.Is(err, io.EOF) }

func isRowError(err error) bool {
	var bad *tabular.RowError
	return errors.As(err, &bad)
}
