package lookup

import (
	"cmp"
	"slices"
	"time"

	"callflow"
)

// between stands between two values of a text: no word holds it.
const between = '\n'

// Columns are the values of a card that its customer is found by: name, telephone numbers, e-mail, and the custom
// fields of an assignment, but for those that say yes or no.
type Columns struct {
	custom []customColumn // by their tags, ascending
}

type customColumn struct {
	tag  uint64
	kind int
}

// customKinds says how a custom field's value is found, by its type.
var customKinds = map[callflow.FieldType]int{
	callflow.Text: foundByText, callflow.Choice: foundByText, callflow.Decimal: foundByText,
	callflow.Integer: foundByDigits, callflow.Date: foundByDate,
}

// ColumnsOf gives the columns of an assignment with these custom fields.
func ColumnsOf(fields []callflow.Field) *Columns {
	c := &Columns{}
	for i := range fields {
		if kind := customKinds[fields[i].Type]; kind != unfound {
			c.custom = append(c.custom, customColumn{callflow.CustomTag(fields[i].ID), kind})
		}
	}
	slices.SortFunc(c.custom, func(a, b customColumn) int { return cmp.Compare(a.tag, b.tag) })
	return c
}

// AppendText appends what a customer is found by: its id first, then its values, folded. An anonymised one has its id alone.
func (c *Columns) AppendText(dst, customerID, card []byte) []byte {
	dst = appendFound(dst, customerID)
	if callflow.IsAnonymizedCard(card) {
		return dst
	}
	for {
		tag, value, rest, ok := callflow.NextPacked(card)
		if !ok {
			return dst
		}
		dst = c.appendValue(dst, tag, value)
		card = rest
	}
}

func (c *Columns) appendValue(dst []byte, tag uint64, value []byte) []byte {
	kind := c.kind(tag)
	if kind == unfound || len(value) == 0 {
		return dst
	}
	text := value
	if len(value) > 1 && value[0] == '"' {
		text = value[1 : len(value)-1]
	}
	if slices.Contains(text, '\\') {
		text = []byte(callflow.Value(value).Text())
	}
	dst = append(dst, between)
	switch kind {
	case foundByDigits:
		return appendDigits(dst, text)
	case foundByDate:
		return appendDate(dst, text)
	}
	return appendFound(dst, text)
}

// appendFound appends a text folded, and behind it the numbers that are written in it.
func appendFound(dst, text []byte) []byte {
	start := len(dst)
	dst = AppendFolded(dst, text)
	return appendNumbers(dst, dst[start:])
}

// appendDate appends a date by its digits, as one is looked for that is written YYYY-MM-DD, and as DD.MM.YYYY.
func appendDate(dst, date []byte) []byte {
	dst = appendDigits(dst, date)
	if len(date) != len(time.DateOnly) {
		return dst
	}
	dst = append(append(append(dst, between), date[8:]...), '.')
	return append(append(append(dst, date[5:7]...), '.'), date[:4]...)
}

// How a value is found.
const (
	unfound = iota
	foundByText
	foundByDigits
	foundByDate
)

func (c *Columns) kind(tag uint64) int {
	switch tag {
	case callflow.StandardTag(0), callflow.StandardTag(4):
		return foundByText
	case callflow.StandardTag(1), callflow.StandardTag(2), callflow.StandardTag(3):
		return foundByDigits
	}
	at, ok := slices.BinarySearchFunc(c.custom, tag, func(column customColumn, tag uint64) int { return cmp.Compare(column.tag, tag) })
	if ok {
		return c.custom[at].kind
	}
	return unfound
}

// longestName is how much of a name decides where it stands in an order.
const longestName = 64

// Name gives what a card's customer is sorted by: the beginning of its name, folded.
func Name(card []byte) string {
	name := AppendFolded(nil, callflow.Value(callflow.FindPacked(card, callflow.StandardTag(0))).Text())
	return string(name[:min(len(name), longestName)])
}
