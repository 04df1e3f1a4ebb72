package tabular

import "golang.org/x/text/unicode/norm"

// Reading tells how a file is read: what was given, what was guessed, and on what grounds.
type Reading struct {
	Format     Format
	Encoding   Encoding
	EncodingBy EncodingGround
	ToldFirst  Encoding // of such rows: in what the file that they are of was written, "" where it is not told; this one may have been saved otherwise
	Samples    []string // the first values with a letter beyond ASCII, as they are read
	Doubled    int64    // letters that were encoded twice, as "Ã¥"; Samples begins with a value that has one

	Delimiter   rune // of CSV
	SmartQuotes bool // CSV: every value stood in typographic quotes, which are taken off

	Sheet         string   // of XLSX
	OtherSheets   []string // with rows that are not read, those that are hidden among them
	HiddenColumns []string // by name

	HeaderRow int          // line of the row of headings; 0 for NDJSON
	Above     []SkippedRow // the rows with a value above it, which are not read
	Headings  []Heading    // of each column, in the order of Reader.Columns
	Unnamed   []int        // places of columns without heading and value, which are left out
	Rejected  bool         // the file is of rows that were not taken before: its first columns, line and reason, are left out
	ReadAs    []string     // of such rows: each way in which the files were read that they are of, as HeadingReadAs was told, "" where it is not told

	Rows   int64    // that were given, rows with a problem among them
	Bad    int64    // that were given as *RowError
	Blank  int64    // without a value
	Whole  int64    // values whose letters came in parts, as a and a ring, and are written as one
	Hidden int64    // that the sheet does not show
	Merged []string // ranges of merged cells, such as D2:D3, known after the last row; the first hundred
	// MergedCount is how many there are.
	MergedCount int64

	WholeLines, HiddenLines []int // the first of these rows

	Units []Units // of columns whose numbers a sheet shows with a unit, which is not read
}

// begin begins a pass: its counts are of no row yet.
func (r *Reading) begin() {
	r.Rows, r.Bad, r.Blank, r.Whole, r.Hidden = 0, 0, 0, 0, 0
	r.WholeLines, r.HiddenLines, r.Units = nil, nil, nil
}

// whole writes a text of a line with whole letters, in NFC.
func (r *Reading) whole(text string, line int) string {
	written := norm.NFC.String(text)
	if written != text {
		r.Whole++
		r.WholeLines = withLine(r.WholeLines, line)
	}
	return written
}

// linesOfReading is how many lines are told of each kind.
const linesOfReading = 5

// withLine adds a line where there are not enough.
func withLine(lines []int, line int) []int {
	if len(lines) < linesOfReading {
		return append(lines, line)
	}
	return lines
}

// Heading is what stands above a column.
type Heading struct {
	Text  string // without blanks around it and in NFC; several columns may have the same
	Place int    // of the column in the file, from 1
}

// SkippedRow is a row above the headings.
type SkippedRow struct {
	Line int
	Text string // its values, shortened
}

// EncodingGround is on what grounds a file's encoding is taken for what it is.
type EncodingGround string

// The grounds, from the surest on.
const (
	ByMark    EncodingGround = "mark"    // the file begins with the encoding's byte order mark
	ByRequest EncodingGround = "given"   // Options say so
	byFormat  EncodingGround = "format"  // the format has no other
	ByTold    EncodingGround = "told"    // it is a file of rows that were not taken, and tells how the file was written that they are of
	ByASCII   EncodingGround = "ascii"   // no byte is beyond ASCII, which is the same in all of them
	ByBytes   EncodingGround = "bytes"   // its bytes are valid UTF-8, or have zeros where UTF-16 has them
	ByLetters EncodingGround = "letters" // it makes words of the bytes, as no other does
)

// PossibleEncoding is one way to read a file of which it is in doubt.
type PossibleEncoding struct {
	Encoding Encoding
	Samples  []string // values so read
}
