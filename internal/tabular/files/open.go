// Package files opens and writes files of rows, whatever their format: it finds out which one a file has, and hands it to that format's
// room. It is the only one that knows all of them; none of them may import it.
package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
	"callflow/internal/tabular/foreign"
	"callflow/internal/tabular/letters"
	"callflow/internal/tabular/ndjson"
	"callflow/internal/tabular/xlsx"
)

// Open finds out how the file is written and returns a reader that stands before its first row.
//
// The source must be able to seek, because two guesses are only right when they rest on the whole
// file: the encoding of a CSV (the first "ø" may come after gigabytes of ASCII) and the columns of
// an NDJSON (the last row may bring a new key). Each costs one pass at the speed of the disk, in
// constant memory; giving Options.Encoding spares the first. A pipe must be saved to a file.
//
// A file of rows that were not taken is read also where the options are those of the workbook or the NDJSON that they are of.
func Open(source io.ReadSeeker, options tabular.Options) (tabular.Reader, error) {
	reader, err := openAs(source, options)
	again := options
	if again.Sheet = ""; again.Format != tabular.CSV {
		again.Format = ""
	}
	if again == options || err == nil && len(reader.Columns()) > 0 {
		return reader, err
	}
	rejected, failed := openAs(source, again)
	switch {
	case failed != nil:
		return reader, errors.Join(err, rewound(reader))
	case !rejected.Reading().Rejected:
		return reader, errors.Join(err, rejected.Close(), rewound(reader))
	}
	return rejected, nil
}

// rewound goes back to the beginning of a file that another reader has read meanwhile.
func rewound(reader tabular.Reader) error {
	if reader == nil {
		return nil
	}
	return reader.Rewind()
}

// openAs opens a file that is as the options say.
func openAs(source io.ReadSeeker, options tabular.Options) (tabular.Reader, error) {
	if err := checkOptions(options); err != nil {
		return nil, err
	}
	head, err := readHead(source)
	if err != nil {
		return nil, err
	}
	if err := foreign.Refuse(head); err != nil {
		return nil, err
	}
	if isArchive(head) {
		if options.Format != "" && options.Format != tabular.XLSX {
			return nil, &tabular.FileError{Reason: "the file is an Excel workbook or a ZIP archive, not " + string(options.Format), Fix: "leave the format out"}
		}
		options.Format = tabular.XLSX
		return xlsx.Open(source, options)
	}
	if options.Format == tabular.XLSX {
		return nil, &tabular.FileError{Reason: "the file is no Excel workbook", Fix: "leave the format out, or save the file as XLSX"}
	}
	if options.Format == "" {
		options.Format = guessFormat(options.Name, head)
	}
	if options.Format == tabular.NDJSON {
		return ndjson.Open(source, head, options)
	}
	return csv.Open(source, head, options)
}

func checkOptions(o tabular.Options) error {
	switch o.Format {
	case "", tabular.CSV, tabular.NDJSON, tabular.XLSX:
	default:
		return &tabular.FileError{Reason: fmt.Sprintf("the format %q is not known", o.Format), Fix: "use csv, ndjson or xlsx"}
	}
	if _, known := letters.CodingOf(o.Encoding); !known && o.Encoding != "" {
		return &tabular.FileError{Reason: fmt.Sprintf("the encoding %q is not known", o.Encoding), Fix: "use one such as " + letters.SomeEncodings}
	}
	if o.HeaderRow < 0 {
		return &tabular.FileError{Reason: "lines are counted from 1", Fix: "name the line of the headings"}
	}
	if o.Delimiter != 0 && !csv.CanDelimit(o.Delimiter) {
		return &tabular.FileError{Reason: fmt.Sprintf("%q cannot separate cells", o.Delimiter),
			Fix: "use a comma, a semicolon, a tab or another ASCII sign that is not a quote"}
	}
	return nil
}

func readHead(source io.ReadSeeker) ([]byte, error) {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, &tabular.FileError{Reason: "the source cannot be read twice, as a pipe cannot",
			Fix: "save it to a file and read that"}
	}
	head := make([]byte, letters.HeadSize)
	n, err := io.ReadFull(source, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if n == 0 {
		return nil, errEmpty
	}
	return head[:n], nil
}

var errEmpty = &tabular.FileError{Reason: "the file is empty", Fix: "choose one that has rows"}

func isArchive(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

func guessFormat(name string, head []byte) tabular.Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv":
		if beginsWithObject(head) { // whatever its name says: cut at commas, its first object would be headings
			return tabular.NDJSON
		}
		return tabular.CSV
	case ".ndjson", ".jsonl":
		return tabular.NDJSON
	}
	_, mark := letters.ByteOrderMark(head)
	start := bytes.TrimLeft(head[mark:], "\x00 \t\r\n") // NUL is half of each ASCII letter in UTF-16
	if bytes.HasPrefix(start, []byte("{")) || strings.EqualFold(path.Ext(name), ".json") {
		return tabular.NDJSON
	}
	return tabular.CSV
}

// beginsWithObject says whether the first line is a JSON object and nothing else.
func beginsWithObject(head []byte) bool {
	_, mark := letters.ByteOrderMark(head)
	first, _, _ := bytes.Cut(bytes.TrimLeft(head[mark:], " \t\r\n"), []byte("\n"))
	return bytes.HasPrefix(first, []byte("{")) && json.Valid(first)
}
