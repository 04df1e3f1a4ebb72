package object

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"callflow/internal/tabular"
)

// Values finds the values of records, in the order of a file's columns. Records nearly always have their keys in that order:
// then nothing is looked up.
type Values struct {
	columns []tabular.Column
	names   [][]byte // each column's key as a record writes it, with its colon
	places  map[string]int
	Raw     [][]byte // by column: the JSON of its value, nil where the record has no such key
}

// NewValues finds the values of these columns.
func NewValues(columns []tabular.Column) Values {
	v := Values{columns: columns, names: make([][]byte, len(columns)), places: make(map[string]int, len(columns)), Raw: make([][]byte, len(columns))}
	for i := range columns {
		name, err := json.Marshal(columns[i].Key)
		if err != nil {
			panic(err) // a string is always written
		}
		v.names[i], v.places[columns[i].Key] = append(name, ':'), i
	}
	return v
}

// Read takes one record apart. What it gives lies in the record.
func (v *Values) Read(record []byte) error {
	clear(v.Raw)
	if len(record) < 2 || record[0] != '{' {
		return fmt.Errorf("a record is no object")
	}
	at, column := 1, 0
	for at < len(record) && record[at] != '}' {
		place, value, err := v.member(record, at, column)
		if err != nil {
			return err
		}
		end := valueEnd(record, value)
		if end < 0 {
			return fmt.Errorf("a record is cut short")
		}
		v.Raw[place] = record[value:end]
		column = place + 1
		if at = end; at < len(record) && record[at] == ',' {
			at++
		}
	}
	return nil
}

// member finds the column of the key that begins at at, column as a rule, and where its value begins.
func (v *Values) member(record []byte, at, column int) (place, value int, err error) {
	if column < len(v.names) && bytes.HasPrefix(record[at:], v.names[column]) {
		return column, at + len(v.names[column]), nil
	}
	end := valueEnd(record, at)
	if end < 0 || end >= len(record) || record[end] != ':' {
		return 0, 0, fmt.Errorf("a record is no flat object")
	}
	key := textOfJSON(record[at:end])
	place, known := v.places[key]
	if !known {
		return 0, 0, fmt.Errorf("a record has the key %q, which the head has not", key)
	}
	return place, end + 1, nil
}

// valueEnd gives the place after the value that begins at at, -1 where there is none. Records are flat, and have no white space.
func valueEnd(record []byte, at int) int {
	if at >= len(record) {
		return -1
	}
	switch record[at] {
	case '"':
		return stringEnd(record, at)
	case '{', '[':
		return nestedEnd(record, at)
	}
	for at < len(record) && record[at] != ',' && record[at] != '}' && record[at] != ']' {
		at++
	}
	return at
}

func nestedEnd(record []byte, at int) int {
	for depth := 0; at >= 0 && at < len(record); at++ {
		switch record[at] {
		case '"':
			if at = stringEnd(record, at); at < 0 {
				return -1
			}
			at--
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return -1
}

func stringEnd(record []byte, at int) int {
	for at++; ; at++ {
		next := bytes.IndexByte(record[at:], '"')
		if next < 0 {
			return -1
		}
		at += next
		escapes := 0
		for record[at-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at + 1
		}
	}
}

// IsUnset says whether a value is one that is not there.
func IsUnset(raw []byte) bool {
	return len(raw) == 0 || len(raw) == 2 && raw[0] == '"' || string(raw) == "null"
}

// AppendText appends a value as text: of a text what it says, of anything else its JSON.
func AppendText(dst, raw []byte) []byte {
	if len(raw) < 2 || raw[0] != '"' {
		return append(dst, raw...)
	}
	if plain := raw[1 : len(raw)-1]; bytes.IndexByte(plain, '\\') < 0 {
		return append(dst, plain...)
	}
	return append(dst, textOfJSON(raw)...)
}

func textOfJSON(raw []byte) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return string(raw)
	}
	return text
}

// errNoRecords says that what should be records is something else.
var errNoRecords = errors.New("the records are no JSON array of objects")

// Each shows the records of a JSON array without white space, one after the other.
func Each(array []byte, each func(record []byte) error) error {
	if len(array) < 2 || array[0] != '[' {
		return errNoRecords
	}
	for at := 1; at < len(array) && array[at] != ']'; at++ {
		end := valueEnd(array, at)
		if end < 0 || array[at] != '{' {
			return errNoRecords
		}
		if err := each(array[at:end:end]); err != nil {
			return err
		}
		if at = end; at < len(array) && array[at] == ']' {
			return nil
		}
	}
	return nil
}

// EachMember shows the members of a record, in their order; values are raw JSON.
func EachMember(record []byte, each func(key string, value []byte) error) error {
	if len(record) < 2 || record[0] != '{' {
		return errNoRecords
	}
	for at := 1; at < len(record) && record[at] != '}'; {
		name := valueEnd(record, at)
		if name < 0 || name+1 >= len(record) || record[name] != ':' {
			return errNoRecords
		}
		end := valueEnd(record, name+1)
		if end < 0 {
			return errNoRecords
		}
		if err := each(textOfJSON(record[at:name]), record[name+1:end]); err != nil {
			return err
		}
		if at = end; at < len(record) && record[at] == ',' {
			at++
		}
	}
	return nil
}
