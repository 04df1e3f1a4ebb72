// Package foreign knows files that are easily taken for ones that can be read, and says what to do with them. It may import no format.
package foreign

import (
	"bytes"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
)

// What to do with a file that is none that can be read.
const (
	SaveAs    = "open it in a spreadsheet program, and save it as XLSX or CSV UTF-8"
	exportAs  = "export the table from the program that made it, as XLSX or CSV UTF-8"
	unpackIt  = "unpack it, and choose the file in it"
	saveAsOwn = "save it as XLSX without a password, or as CSV UTF-8"
)

// otherKind is a kind of file that has no rows that can be read, and is easily taken for one that has.
type otherKind struct{ magic, reason, fix string }

// otherKinds are known by how they begin.
var otherKinds = []otherKind{
	{"\x09\x08\x10\x00", "the file is an old Excel workbook", saveAsOwn},
	{"\x09\x04\x06\x00", "the file is an old Excel workbook", saveAsOwn},
	{"\x09\x02\x06\x00", "the file is an old Excel workbook", saveAsOwn},
	{"\x1f\x8b", "the file is compressed with gzip", "unpack it with gunzip"},
	{"BZh", "the file is compressed with bzip2", "unpack it with bunzip2"},
	{"\xfd7zXZ\x00", "the file is compressed with xz", "unpack it with unxz"},
	{"\x28\xb5\x2f\xfd", "the file is compressed with zstd", "unpack it with unzstd"},
	{"7z\xbc\xaf\x27\x1c", "the file is a 7-Zip archive", unpackIt},
	{"Rar!\x1a\x07", "the file is a RAR archive", unpackIt},
	{"PK\x05\x06", "the file is an empty ZIP archive", "choose another"},
	{"%PDF-", "the file is a PDF document", exportAs},
	{"PAR1", "the file is a Parquet file", "write it as CSV or NDJSON, as with DuckDB: COPY 'file.parquet' TO 'file.csv'"},
	{"SQLite format 3\x00", "the file is an SQLite database", "export the table, as with sqlite3 -csv -header"},
	{"\x00\x01\x00\x00Standard ", "the file is an Access database", exportAs},
	{"{\\rtf", "the file is a document of a word processor", exportAs},
	{"\x89PNG", "the file is a picture", exportAs},
	{"\xff\xd8\xff", "the file is a picture", exportAs},
	{"GIF8", "the file is a picture", exportAs},
	{"BEGIN:VCARD", "the file is a file of vCards", "export the contacts as CSV"},
	{"ARROW1", "the file is an Arrow file", "write it as CSV or NDJSON"},
	{"Obj\x01", "the file is an Avro file", "write it as CSV or NDJSON"},
	{"ID;P", "the file is a SYLK spreadsheet", SaveAs},
}

// Refuse recognizes files that are easily taken for CSV, so that the answer is not ten
// thousand bad rows.
func Refuse(head []byte) error {
	for i := range otherKinds {
		if other := &otherKinds[i]; bytes.HasPrefix(head, []byte(other.magic)) {
			return other.refusal()
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return compoundFile(head).refusal()
	case isDBF(head):
		return (&otherKind{reason: "the file is a dBASE table", fix: SaveAs}).refusal()
	}
	_, mark := letters.ByteOrderMark(head)
	text := bytes.TrimLeft(bytes.ReplaceAll(head[mark:min(len(head), mark+4096)], []byte{0}, nil), " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		if other, ok := markup(strings.ToLower(string(text))); ok {
			return other.refusal()
		}
	}
	return nil
}

func (o *otherKind) refusal() error { return &tabular.FileError{Reason: o.reason, Fix: o.fix} }

// compoundFile tells the files of old Office programs apart by the names in their folders.
func compoundFile(head []byte) *otherKind {
	has := func(name string) bool {
		wide := make([]byte, 0, 2*len(name))
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(head, wide)
	}
	switch {
	case has("EncryptedPackage"):
		return &otherKind{reason: "the file is an Excel workbook with a password", fix: saveAsOwn}
	case has("WordDocument"):
		return &otherKind{reason: "the file is a document of a word processor", fix: exportAs}
	}
	return &otherKind{reason: "the file is an old Excel workbook, or one with a password", fix: saveAsOwn}
}

// isDBF knows a dBASE table by its header: a version, a date, and the lengths of the header and of a record.
func isDBF(head []byte) bool {
	if len(head) < 33 || !bytes.ContainsRune([]byte("\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb"), rune(head[0])) {
		return false
	}
	length := int(head[8]) | int(head[9])<<8
	return head[2] >= 1 && head[2] <= 12 && head[3] >= 1 && head[3] <= 31 && length > 32 && bytes.Count(head[12:28], []byte{0}) > 8
}

// markup tells files of angle brackets apart.
func markup(text string) (otherKind, bool) {
	switch {
	case strings.Contains(text, "urn:schemas-microsoft-com:office:spreadsheet"):
		return otherKind{reason: "the file is an XML spreadsheet of Excel 2003", fix: SaveAs}, true
	case strings.Contains(text, "opendocument"):
		return otherKind{reason: "the file is a flat OpenDocument spreadsheet", fix: SaveAs}, true
	case strings.HasPrefix(text, "<!doctype html"), strings.Contains(text, "<html"), strings.Contains(text, "<table"), strings.Contains(text, "<body"):
		return otherKind{reason: "the file is a web page", fix: SaveAs}, true
	case strings.HasPrefix(text, "<?xml"):
		return otherKind{reason: "the file is XML", fix: exportAs}, true
	}
	return otherKind{}, false
}

// archives are ZIP archives that are known by a part in them.
var archives = []otherKind{
	{"content.xml", "the file is an OpenDocument spreadsheet", "save it as XLSX or CSV"},
	{"xl/workbook.bin", "the file is a binary Excel workbook (.xlsb)", "save it as XLSX, or as CSV UTF-8"},
	{"word/document.xml", "the file is a document of a word processor", exportAs},
	{"ppt/presentation.xml", "the file is a presentation", exportAs},
	{"index/document.iwa", "the file is a spreadsheet of Numbers", "export it from Numbers as XLSX or CSV"},
	{"index.zip", "the file is a spreadsheet of Numbers", "export it from Numbers as XLSX or CSV"},
}

// NoWorkbook is the error of an archive without a workbook in it.
func NoWorkbook(has func(part string) bool) error {
	for i := range archives {
		if has(archives[i].magic) {
			return archives[i].refusal()
		}
	}
	return &tabular.FileError{Reason: "the file is a ZIP archive, and no Excel workbook", Fix: unpackIt}
}
