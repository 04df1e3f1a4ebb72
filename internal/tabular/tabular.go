// Package tabular is the face that files of rows wear: CSV, XLSX, NDJSON, and, written alone, JSON and Parquet, as streams in constant
// memory, with an error for each row that cannot be read. It has the types that all formats share, and no format: those have rooms of their
// own below, and files.Open and files.NewWriter choose among them. It knows nothing of customers, and may import nothing of callflow.
//
// Reader.Reading tells how a file is read: the encoding with the first letters that came of it, the separator, the sheet, the row of
// headings and what stood above it. Reader.Read then gives one row after the other:
//
//   - A Row has a cell for each column. Row.Short tells of cells that its end did not have, Row.Hidden of a row that its sheet hides,
//     and Row.Problems of cells without a value that can be used, such as #N/A: whoever uses one of those columns rejects the row.
//   - A *RowError is a row that can't be used at all. It has the row's cells, or its text where it could not be cut into cells.
//   - Rows without a value are none. Texts and names of columns are in NFC, and names have single blanks.
//
// Nothing else of a value is changed: blanks around it, words for nothing, and formats are the caller's.
package tabular

import (
	"errors"
	"fmt"
	"strconv"
)

// Format is the kind of file.
type Format string

// The formats that can be read.
const (
	CSV    Format = "csv"    // a header line, then one row per line (RFC 4180, with , ; or tab)
	NDJSON Format = "ndjson" // one JSON object per line
	XLSX   Format = "xlsx"   // a sheet of an Excel workbook, headed by its first row
)

// MaxColumns is how many columns a file may have: as many as a spreadsheet can hold.
const MaxColumns = 16_384

// Options say how to read a file. The zero value guesses everything.
type Options struct {
	Name      string   // the file's name; its ending tells the format where Format is ""
	Format    Format   // "": by the name's ending, else by the first character
	Encoding  Encoding // "": by the byte order mark, else by all bytes of the file
	Delimiter rune     // 0: by the header and the first rows, one of , ; tab and |. CSV alone
	Sheet     string   // "": the first that has a row and is not hidden. XLSX alone
	HeaderRow int      // line of the row of headings, from 1; 0: found among the first rows. CSV and XLSX
	OwnLine   bool     // columns called line and reason are as others; else they are left out where csv.RowsBack may have written them. CSV and XLSX
}

// Kind is what the file says about a cell's value.
type Kind uint8

// CSV cells are all Untyped; NDJSON and XLSX cells have the other kinds.
const (
	Missing Kind = iota // NDJSON: the row does not have the key. Text is ""
	Null                // NDJSON: null. Text is ""
	Untyped             // CSV: characters that may mean anything, "" for an empty cell
	Text                // NDJSON: a string
	Number              // NDJSON, XLSX: a number, Text holds its digits as they are written
	Bool                // NDJSON: Text is "true" or "false"
)

// Cell is one value of a row.
type Cell struct {
	Text string // always valid UTF-8, never with a NUL; spaces are kept, a newline is "\n"
	Kind Kind
}

// Row is one record of the file.
type Row struct {
	Line  int    // the 1-based line on which the row begins
	Cells []Cell // as many as Reader.Columns, in the same order; the caller's to keep

	Short    int       // how many cells at its end the file does not have: they are empty
	Hidden   bool      // XLSX: the sheet does not show the row
	Problems []Problem // cells without a value that can be used, in the order of the columns
}

// Problem is why a cell has no value that can be used. The cell's text is what the file shows there.
type Problem struct {
	Column int
	Reason string // goes on after the column's name
}

// Reader gives the rows of a file in their order. It is for one goroutine.
type Reader interface {
	// Columns are the names of the columns: distinct, never empty, the same for the whole file.
	Columns() []string
	// Read gives the next row: io.EOF after the last one, a *RowError for a row that cannot be
	// read (call Read again for the one after it). Any other error is final.
	Read() (Row, error)
	// Rewind goes back to before the first row, without looking through the whole file again.
	Rewind() error
	// Offset is how many bytes of the file this pass has taken, at most one buffer ahead of the
	// row last read, and the file's size at the end.
	Offset() int64
	// Options are those that it was opened with, with every guess filled in.
	Options() Options
	// Reading tells how the file is read. Its counts are those of this pass so far.
	Reading() *Reading
	// Close lets go of what the reader keeps beside the file, at once. The file itself stays open.
	Close() error
}

// RowError is a row that could not be read. Reading goes on after it.
type RowError struct {
	Line   int    // the 1-based line on which the row begins
	Column string // the column's name, "" when it is the whole row
	Reason string

	// Cells are those of the row under the columns' names, also those that are no clean text, and behind them what belongs to no
	// column; nil where the row could not be cut into cells.
	Cells    []Cell
	Problems []Problem // of them
	Raw      string    // the row's text where it could not be cut; "" where it is longer than a row may be
}

func (e *RowError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, column %s: %s", e.Line, strconv.Quote(e.Column), e.Reason)
}

// IsRowError says whether an error is of one row, behind which reading goes on.
func IsRowError(err error) bool {
	var bad *RowError
	return errors.As(err, &bad)
}

// FileError is a file that cannot be read at all because of what it holds.
type FileError struct {
	Line   int    // 1-based, 0 when it is no line in particular
	Reason string // what is wrong
	Fix    string // what to do about it

	Possible []PossibleEncoding // where it is in doubt how the file writes its letters

	Otherwise bool     // the file is of a known format, and may be right where it is read in another way
	Sheets    []string // of the workbook that it is then
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Reason + "; " + e.Fix
	}
	return fmt.Sprintf("line %d: %s; %s", e.Line, e.Reason, e.Fix)
}
