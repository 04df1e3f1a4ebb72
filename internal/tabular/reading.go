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
	ReadAs    []string     // of such rows: each way in which the files were read that they are of, as heading.ReadAs was told, "" where it is not told

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

// Begin begins a pass: its counts are of no row yet.
func (r *Reading) Begin() {
	r.Rows, r.Bad, r.Blank, r.Whole, r.Hidden = 0, 0, 0, 0, 0
	r.WholeLines, r.HiddenLines, r.Units = nil, nil, nil
}

// Compose writes a text of a line with whole letters, in NFC.
func (r *Reading) Compose(text string, line int) string {
	written := norm.NFC.String(text)
	if written != text {
		r.Whole++
		r.WholeLines = withLine(r.WholeLines, line)
	}
	return written
}

// NoteHidden notes a row that its sheet does not show.
func (r *Reading) NoteHidden(line int) {
	r.Hidden++
	r.HiddenLines = withLine(r.HiddenLines, line)
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
