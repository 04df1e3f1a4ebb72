package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"callflow/internal/tabular"
)

// Sheets are the names of the sheets of a workbook that are shown, in its order; none of another file.
func Sheets(r tabular.Reader) []string {
	x, ok := r.(*reader)
	if !ok {
		return nil
	}
	var names []string
	for i := range x.book.sheets {
		if sheet := &x.book.sheets[i]; !sheet.hidden || sheet == x.sheet {
			names = append(names, sheet.Name)
		}
	}
	return names
}

// others are the sheets with rows that are not read.
func (b *workbook) others(read *worksheet) ([]string, error) {
	var names []string
	for i := range b.sheets {
		if &b.sheets[i] == read {
			continue
		}
		hasRow, err := b.hasRow(&b.sheets[i])
		if err != nil {
			return nil, err
		}
		if hasRow {
			names = append(names, b.sheets[i].Name)
		}
	}
	return names, nil
}

// choose finds the sheet of a name, or the first that is shown and has a row.
func (b *workbook) choose(name string) (*worksheet, error) {
	var names []string
	for i := range b.sheets {
		sheet := &b.sheets[i]
		names = append(names, fmt.Sprintf("%q", sheet.Name))
		if name != "" {
			if strings.EqualFold(sheet.Name, name) {
				return sheet, nil
			}
			continue
		}
		if sheet.hidden {
			continue
		}
		hasRow, err := b.hasRow(sheet)
		if err != nil || hasRow {
			return sheet, err
		}
	}
	if name != "" {
		return nil, &tabular.FileError{Reason: fmt.Sprintf("the workbook has no sheet %q; it has %s", name, strings.Join(names, ", ")),
			Fix: "name one of these"}
	}
	return nil, &tabular.FileError{Reason: "the workbook has no sheet with a row", Fix: "choose one that has"}
}

func (b *workbook) hasRow(sheet *worksheet) (bool, error) {
	rows, err := b.openRows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.close()
	err = rows.nextWithCells()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err
}
