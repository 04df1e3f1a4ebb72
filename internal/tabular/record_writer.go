package tabular

import "fmt"

// RecordWriter writes flat JSON objects as a file of some format.
type RecordWriter interface {
	// Head is called once, first, with the columns of all records.
	Head(columns []Column) error
	// Record writes one record, whose keys are among those of Head, in any order.
	Record(record []byte) error
	// End ends the file. What was not flushed is written.
	End() error
	// Flush hands on what was written so far.
	Flush() error
	// Close lets go of what the writer holds, and waits until nothing is written any more, also where there was no End.
	Close() error
}

// RecordOptions say how a file is written.
type RecordOptions struct {
	Format    Format
	Delimiter rune // of CSV; 0 for a comma
	Mark      bool // whether a CSV file begins with the byte order mark, by which Excel knows UTF-8
	Labels    bool // whether the columns of CSV, XLSX and Parquet are headed by their labels instead of the records' keys
	Texts     bool // whether Parquet has all values as texts, of whatever type they are
}

// Heading is what stands above a column: its label, or the records' key.
func (c *Column) Heading(labels bool) string {
	if labels {
		return c.Label
	}
	return c.Key
}

// RecordFormats are those that records can be written in, with their media types.
var RecordFormats = map[Format]string{
	CSV:     "text/csv; charset=utf-8",
	NDJSON:  "application/x-ndjson",
	JSON:    "application/json",
	XLSX:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	Parquet: "application/vnd.apache.parquet",
}

// The formats beside those that are read as well.
const (
	JSON    Format = "json" // one array of all records
	Parquet Format = "parquet"
)

// MisfitError says that a column has a value that is not of its type.
type MisfitError struct{ Column string }

func (e *MisfitError) Error() string {
	return fmt.Sprintf("the column %s has a value that is not of its type; have all columns as texts (types=text), or take another format", e.Column)
}
