package importer

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
)

// readAgain is how a file was read of which some rows were not taken, as the file of those rows tells it: the rows alone may not show it.
type readAgain struct {
	workbook bool           // a cell such as #N/A is an error of a formula, and no word for nothing
	json     bool           // texts are as a program meant them: nothing is taken off, and no word stands for nothing
	columns  map[int]string // how values are written, by the column's place in the file, from 0
}

// What is said of a file that was a workbook, or NDJSON.
const workbookRead, jsonRead = "xlsx", "ndjson"

// wholeNames say of numbers such as 10001.0 that stand for themselves whether what is behind the point was taken off.
var wholeNames = map[bool]string{true: "whole", false: "kept"}

// readBefore reads what headings tell. How columns were read holds where the file's headings are those that it was told of: a column that was
// moved is another. Where headings tell of several ways, as where two such files were put together, it is not known for any row.
func (im *Run) readBefore(ways []string) readAgain {
	again := readAgain{columns: make(map[int]string)}
	own := len(ways) == 1 && strings.HasSuffix(ways[0], im.ofHeadings())
	for part := range strings.SplitSeq(strings.Join(ways, ","), ",") {
		place, how, _ := strings.Cut(strings.TrimSpace(part), " ")
		again.workbook = again.workbook || place == workbookRead
		again.json = again.json || place == jsonRead
		if at, err := strconv.Atoi(place); err == nil && own && isReading(how) {
			again.columns[at-1] = how
		}
	}
	return again
}

// ofHeadings tells of which headings the columns are that are told by their places.
func (im *Run) ofHeadings() string {
	return fmt.Sprintf("headings %08x", uint32(xxh3.HashString(strings.Join(HeadingsOfFile(im.Reader), "\x00"))))
}

// isReading says whether a word says how a column is read: another text of a file is not kept.
func isReading(how string) bool {
	return keyOf(decimalNames, how) != cleanse.NoMark || keyOf(dateNames, how) != cleanse.NoDate || how == wholeNames[true] || how == wholeNames[false]
}

// readAs tells how the file is read, for a file of its rows that are not taken; "" where each value tells it by itself.
func (im *Run) readAs() string {
	var parts []string
	options, told := im.Reader.Options(), false
	if written := heading.EncodingTold(&options); written != "" {
		parts = append(parts, written)
	}
	if im.again.workbook || options.Format == tabular.XLSX {
		parts = append(parts, workbookRead)
	}
	if im.again.json || options.Format == tabular.NDJSON {
		parts = append(parts, jsonRead)
	}
	for i := range im.columns {
		if decided := im.columns[i].decided; decided != "" {
			parts = append(parts, fmt.Sprintf("%d %s", i+1, decided))
			told = true
		}
	}
	if told {
		parts = append(parts, im.ofHeadings())
	}
	return strings.Join(parts, ", ")
}

// keyOf is the key of a name, the zero value where there is none.
func keyOf[K comparable](names map[K]string, name string) (key K) {
	for known := range names {
		if names[known] == name {
			return known
		}
	}
	return key
}

// noValue stands for what a workbook does not hold.
const noValue = "#N/A"

// cellsBack are a row's cells as they are read again: a workbook's numbers with the sign before their decimals that the column's texts have,
// and a sign where a value is missing.
func (im *Run) cellsBack(cells []tabular.Cell, problems []tabular.Problem) []string {
	if cells == nil {
		return nil
	}
	texts := textsOf(cells)
	for i := range min(len(texts), len(im.columns)) {
		if cells[i].Kind == tabular.Number && im.columns[i].reads.mark == cleanse.Comma {
			texts[i] = strings.Replace(texts[i], ".", ",", 1)
		}
	}
	for _, problem := range problems {
		if texts[problem.Column] == "" {
			texts[problem.Column] = noValue
		}
	}
	return texts
}

// stillWrong says what is wrong with a cell that came from a workbook, and was not mended.
func (im *Run) stillWrong(text string) string {
	switch {
	case !im.again.workbook:
		return ""
	case cleanse.FormulaError(text):
		return "the cell shows the error " + text + "; write its value"
	case strings.Contains(text, "\uFFFD"):
		return "the cell holds signs that could not be read; write its value"
	}
	return ""
}

// The headings of a file of rejected rows, before those of the file that they are of.
const (
	RejectedLine   = "line"
	RejectedReason = "reason"
)
