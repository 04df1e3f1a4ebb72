package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
)

func FuzzRecords(f *testing.F) {
	for _, seed := range []string{
		"id,name\n1,Kari\n", "id;name\r\n1;\"a\r\nb\"\r\n", "sep=;\na;b\n1;2", "a\rb\rc", "a,b\n\"x\"\"y\",\"\n\n",
		"a,b\n1,\"open\n2,x\n", "\xef\xbb\xbfa,b\n\xe6,\xf8\n", "\xff\xfea\x00\n\x001\x00", "a\tb\n\x00\t\xc3", "a\n \n\"\"\n", "a\n\"x\"\r", "\r\n\r\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(agreesWithEncodingCSV)
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
	records := &recordReader{lines: letters.NewLineReader(bytes.NewReader(data), &letters.Coding{Name: tabular.UTF8}, '\n'), delimiter: ','}
	for _, record := range want {
		got, err := records.next()
		if err != nil {
			t.Fatalf("got %v, encoding/csv reads %q", err, record)
		}
		var texts []string
		for _, cell := range got.cells {
			texts = append(texts, cell.Text)
		}
		if !slices.Equal(texts, record) {
			t.Fatalf("got %q, encoding/csv reads %q", got.cells, record)
		}
	}
	if _, err := records.next(); !errors.Is(err, io.EOF) {
		t.Fatalf("after the last record of encoding/csv comes %v", err)
	}
}
