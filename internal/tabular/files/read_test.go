package files

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"callflow/internal/tabular"
)

// longestRow is how many bytes a row may have.
const longestRow = 1 << 20

// open opens text, which must be a file that can be read.
func open(tb testing.TB, text string, o tabular.Options) tabular.Reader {
	tb.Helper()
	r, err := Open(strings.NewReader(text), o)
	if err != nil {
		tb.Fatalf("Open: %v", err)
	}
	return r
}

// outcomes reads r to its end, a row as "2: a|b" and a bad row as its error.
func outcomes(tb testing.TB, r tabular.Reader) []string {
	tb.Helper()
	var got []string
	for {
		row, err := r.Read()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return got
		case errors.As(err, &bad):
			got = append(got, bad.Error())
		case err != nil:
			tb.Fatalf("Read: %v", err)
		case len(row.Problems) > 0:
			got = append(got, problemsOf(r, &row))
		default:
			got = append(got, fmt.Sprintf("%d: %s", row.Line, strings.Join(texts(row), "|")))
		}
	}
}

func texts(row tabular.Row) []string {
	all := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		all[i] = cell.Text
	}
	return all
}

func cells(tb testing.TB, r tabular.Reader) []tabular.Cell {
	tb.Helper()
	row, err := r.Read()
	if err != nil {
		tb.Fatalf("Read: %v", err)
	}
	return row.Cells
}

func fileError(tb testing.TB, text string, o tabular.Options) string {
	tb.Helper()
	_, err := Open(strings.NewReader(text), o)
	var refused *tabular.FileError
	if !errors.As(err, &refused) {
		tb.Fatalf("Open gives %v, want a FileError", err)
	}
	if refused.Fix == "" {
		tb.Errorf("%v does not say what to do", err)
	}
	return err.Error()
}

// wantParts checks that each part of want is in the outcome at its place.
func wantParts(tb testing.TB, got, want []string) {
	tb.Helper()
	if len(got) != len(want) {
		tb.Fatalf("got %d outcomes, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range want {
		for part := range strings.SplitSeq(want[i], " … ") {
			if !strings.Contains(got[i], part) {
				tb.Errorf("outcome %d is\n  %s\nwithout\n  %s", i, got[i], part)
			}
		}
	}
}

// problemsOf writes a row's problems as a bad row is written.
func problemsOf(r tabular.Reader, row *tabular.Row) string {
	var told []string
	for _, problem := range row.Problems {
		told = append(told, (&tabular.RowError{Line: row.Line, Column: r.Columns()[problem.Column], Reason: problem.Reason}).Error())
	}
	return strings.Join(told, "\n")
}

// keyColumns are columns of which nothing is known but their keys.
func keyColumns(keys []string) []tabular.Column {
	columns := make([]tabular.Column, len(keys))
	for i, key := range keys {
		columns[i] = tabular.Column{Key: key, Label: key}
	}
	return columns
}
