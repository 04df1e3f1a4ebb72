package lookup

import (
	"slices"

	"callflow"
)

// between stands between two values of a text: no word holds it.
const between = '\n'

// Columns are the values of a card that its customer is found by: name, telephone numbers, e-mail, and the custom
// fields of an assignment whose values are texts.
type Columns struct {
	custom []uint64 // tags, ascending
}

// ColumnsOf gives the columns of an assignment with these custom fields.
func ColumnsOf(fields []callflow.Field) *Columns {
	c := &Columns{}
	for i := range fields {
		if fields[i].Type == callflow.Text || fields[i].Type == callflow.Choice {
			c.custom = append(c.custom, callflow.CustomTag(fields[i].ID))
		}
	}
	slices.Sort(c.custom)
	return c
}

// AppendText appends what a customer is found by: its id first, then its values, folded. An anonymised one has its id alone.
func (c *Columns) AppendText(dst, customerID, card []byte) []byte {
	dst = AppendFolded(dst, customerID)
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
	if kind == unfound || len(value) < 2 || value[0] != '"' {
		return dst
	}
	text := value[1 : len(value)-1]
	if slices.Contains(text, '\\') {
		text = []byte(callflow.Value(value).Text())
	}
	dst = append(dst, between)
	if kind == foundByDigits {
		return appendDigits(dst, text)
	}
	return AppendFolded(dst, text)
}

// How a value is found.
const (
	unfound = iota
	foundByText
	foundByDigits
)

func (c *Columns) kind(tag uint64) int {
	switch tag {
	case callflow.StandardTag(0), callflow.StandardTag(4):
		return foundByText
	case callflow.StandardTag(1), callflow.StandardTag(2), callflow.StandardTag(3):
		return foundByDigits
	}
	if _, ok := slices.BinarySearch(c.custom, tag); ok {
		return foundByText
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
