package tabular

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"id,name\n1,Kari\n", "id;name\r\n1;\"a\r\nb\"\r\n", "sep=;\na;b\n1;2", "a\rb\rc", "a,b\n\"x\"\"y\",\"\n\n",
		"a,b\n1,\"open\n2,x\n", "\xef\xbb\xbfa,b\n\xe6,\xf8\n", "\xff\xfea\x00\n\x001\x00", "a\tb\n\x00\t\xc3", "a\n \n\"\"\n", "a\n\"x\"\r", "\r\n\r\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkRows(t, data, Options{Format: CSV})
		agreesWithEncodingCSV(t, data)
	})
}

// agreesWithEncodingCSV holds records against the standard library where that reads the file.
func agreesWithEncodingCSV(t *testing.T, data []byte) {
	t.Helper()
	standard := csv.NewReader(bytes.NewReader(data))
	standard.FieldsPerRecord = -1
	want, err := standard.ReadAll()
	if err != nil {
		return
	}
	for _, record := range want {
		if len(record) == 1 && record[0] != "" && strings.Trim(record[0], " \x1a") == "" {
			return // a line of spaces is blank here and a row there
		}
	}
	if bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n")) {
		return // a carriage return ends a line here, and is a part of it there
	}
	records := &recordReader{lines: newLineReader(bytes.NewReader(data), &coding{name: UTF8}, '\n'), delimiter: ','}
	for _, record := range want {
		got, err := records.next()
		if err != nil {
			t.Fatalf("got %v, encoding/csv reads %q", err, record)
		}
		if !slices.Equal(texts(Row{Cells: got.cells}), record) {
			t.Fatalf("got %q, encoding/csv reads %q", got.cells, record)
		}
	}
	if _, err := records.next(); !errors.Is(err, io.EOF) {
		t.Fatalf("after the last record of encoding/csv comes %v", err)
	}
}

func FuzzNDJSON(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","n":-1.5e3,"t":true,"f":false,"z":null}`, "{\"a\":\"\\ud83d\\ude00\"}\n\n{}\n", `{"a":{}}`, `{"a":1,"a":2}`, `{"a`, `{"a":"\u12`,
		"{\"a\":\"\xf8\"}", "{\"a\":\"\\", "[1]", "\xfe\xff\x00{\x00}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkRows(t, data, Options{Format: NDJSON})
		agreesWithEncodingJSON(t, data)
	})
}

// agreesWithEncodingJSON holds a line that was read against the standard library.
func agreesWithEncodingJSON(t *testing.T, line []byte) {
	t.Helper()
	var p objectParser
	members, bad := p.parse(string(line))
	if bad != nil || !utf8.Valid(line) {
		return
	}
	var want map[string]any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		t.Fatalf("%q was read, encoding/json says %v", line, err)
	}
	got := map[string]any{}
	for _, m := range members {
		switch m.cell.Kind {
		case Number:
			got[m.key] = json.Number(m.cell.Text)
		case Bool:
			got[m.key] = m.cell.Text == "true"
		case Null:
			got[m.key] = nil
		default:
			got[m.key] = m.cell.Text
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for key, value := range want {
		if got[key] != value {
			t.Fatalf("key %q is %v, want %v", key, got[key], value)
		}
	}
}

// checkRows reads a whole file: no panic, an end, ascending lines, whole rows of clean text.
func checkRows(t *testing.T, data []byte, o Options) {
	t.Helper()
	r, err := Open(bytes.NewReader(data), o)
	if err != nil {
		var refused *FileError
		if !errors.As(err, &refused) {
			t.Fatalf("Open: %v", err)
		}
		return
	}
	last := 0
	for {
		row, err := r.Read()
		var bad *RowError
		if errors.Is(err, io.EOF) {
			break
		}
		var refused *FileError
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
