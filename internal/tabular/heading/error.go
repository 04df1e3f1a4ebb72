package heading

import (
	"errors"
	"fmt"

	"callflow/internal/tabular"
)

// NoHeadings is the error of a file without a row of headings.
func NoHeadings(rows []Row) error {
	first := shownText(rows[0].Cells)
	return &tabular.FileError{
		Line:   rows[0].Line,
		Reason: "the file has no row of headings: its first row is " + first,
		Fix:    "put a row with the columns' names above it, such as customer_id, name and phone_1, or say which row has them",
	}
}

// ErrNoHeader is the error of a file without a line. No other way of reading it would find one.
var ErrNoHeader = &tabular.FileError{Reason: "the file has no header line", Fix: "put the names of the columns in the first line"}

// NoSuchRow is the error of a row of headings that was asked for and is none of the first rows.
func NoSuchRow(wanted int) error {
	return &tabular.FileError{Reason: fmt.Sprintf("line %d is none of the first rows with a value, among which the headings are", wanted), Fix: "name another"}
}

// Otherwise says of an error that another way of reading the file may be right, such as another row of headings.
func Otherwise(err error, sheets []string) error {
	var bad *tabular.FileError
	if !errors.As(err, &bad) || bad == ErrNoHeader {
		return err
	}
	told := *bad
	told.Otherwise, told.Sheets = true, sheets
	return &told
}
