package profile

import (
	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// Type is the type that a field for the column has: the one of all its values, and text where another would lose something.
// kept says why it stays text, "" where nothing else was thought of.
func (p *Column) Type(heading string, format tabular.Format) (t callflow.FieldType, kept string) {
	numbers := p.Values - p.Marks[cleanse.NoNumber] - p.words
	switch {
	case p.Values == 0:
		return callflow.Text, ""
	case p.typed[typedBool]+p.booleans == p.Values && p.typed[typedBool]+p.clear > 0:
		return callflow.Boolean, ""
	case numbers == p.Values:
		return p.numberType(heading, format)
	case p.Undated == 0 && p.typed[typedNumber]+p.typed[typedBool] == 0 && p.Compact < p.Values && p.Orders[cleanse.NoDate] == 0:
		return callflow.Date, ""
	case p.Dates > p.Values-p.Dates:
		return callflow.Text, KeptByOthers
	case numbers > p.Values-numbers:
		return callflow.Text, KeptByWords
	}
	return callflow.Text, ""
}

// Why a column of numbers stays text.
const (
	KeptByHeading = "heading"
	KeptByZero    = "leading"
	KeptByWidth   = "width"
	KeptByLength  = "length"
	KeptByMarks   = "marks"
	KeptByWords   = "words"
	KeptByOthers  = "dates"
)

// textWidth is from how many digits on values of one width are taken for codes.
const textWidth = 4

func (p *Column) numberType(heading string, format tabular.Format) (t callflow.FieldType, kept string) {
	mark, _ := p.Mark()
	switch {
	case cleanse.Textual(heading):
		return callflow.Text, KeptByHeading
	case p.leading:
		return callflow.Text, KeptByZero
	case p.long:
		return callflow.Text, KeptByLength
	case mark == cleanse.NoNumber:
		return callflow.Text, KeptByMarks
	case p.digits == p.Values && p.width >= textWidth && (format != tabular.NDJSON || p.typed[typedNumber] == 0):
		return callflow.Text, KeptByWidth
	case p.Marks[cleanse.NoMark] == p.Values && p.typed[typedFraction] == 0:
		return callflow.Integer, ""
	}
	return callflow.Decimal, ""
}
