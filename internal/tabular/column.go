package tabular

// Column is one column of a file that is written: the records' key, what people call it, and what its values are.
type Column struct {
	Key   string
	Label string // distinct among a file's columns
	Type  ColumnType
	Few   bool // it has few different values: a format with dictionaries keeps each once
}

// ColumnType is what the values of a column are, where a format has types.
type ColumnType int

// The types. A value of any but TextColumn may be missing.
const (
	TextColumn    ColumnType = iota
	IntegerColumn            // a whole number
	DecimalColumn            // a number
	DateColumn               // YYYY-MM-DD
	MinuteColumn             // YYYY-MM-DD HH:MM, in the account's zone
	BooleanColumn
)
