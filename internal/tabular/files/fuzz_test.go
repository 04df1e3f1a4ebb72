package files

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"callflow/internal/tabular"
)

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"id,name\n1,Kari\n", "id;name\r\n1;\"a\r\nb\"\r\n", "sep=;\na;b\n1;2", "a\rb\rc", "a,b\n\"x\"\"y\",\"\n\n",
		"a,b\n1,\"open\n2,x\n", "\xef\xbb\xbfa,b\n\xe6,\xf8\n", "\xff\xfea\x00\n\x001\x00", "a\tb\n\x00\t\xc3", "a\n \n\"\"\n", "a\n\"x\"\r", "\r\n\r\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkRows(t, data, tabular.Options{Format: tabular.CSV})
	})
}

func FuzzNDJSON(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","n":-1.5e3,"t":true,"f":false,"z":null}`, "{\"a\":\"\\ud83d\\ude00\"}\n\n{}\n", `{"a":{}}`, `{"a":1,"a":2}`, `{"a`, `{"a":"\u12`,
		"{\"a\":\"\xf8\"}", "{\"a\":\"\\", "[1]", "\xfe\xff\x00{\x00}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkRows(t, data, tabular.Options{Format: tabular.NDJSON})
	})
}

// checkRows reads a whole file: no panic, an end, ascending lines, whole rows of clean text.
func checkRows(t *testing.T, data []byte, o tabular.Options) {
	t.Helper()
	r, err := Open(bytes.NewReader(data), o)
	if err != nil {
		var refused *tabular.FileError
		if !errors.As(err, &refused) {
			t.Fatalf("Open: %v", err)
		}
		return
	}
	last := 0
	for {
		row, err := r.Read()
		var bad *tabular.RowError
		if errors.Is(err, io.EOF) {
			break
		}
		var refused *tabular.FileError
		if errors.As(err, &refused) { // it is damaged further on
			return
		}
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("Read: %v", err)
		}
		line := row.Line
		if bad != nil {
			line = bad.Line
		}
		if line <= last {
			t.Fatalf("line %d comes after line %d", line, last)
		}
		last = line
		if bad != nil {
			continue
		}
		if len(row.Cells) != len(r.Columns()) {
			t.Fatalf("%d cells for %d columns", len(row.Cells), len(r.Columns()))
		}
		for _, cell := range row.Cells {
			if !utf8.ValidString(cell.Text) || strings.ContainsRune(cell.Text, 0) {
				t.Fatalf("the cell %q is not clean", cell.Text)
			}
		}
	}
	if r.Offset() != int64(len(data)) {
		t.Fatalf("offset at the end is %d of %d", r.Offset(), len(data))
	}
}
