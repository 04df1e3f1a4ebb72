package app

import (
	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// typeOf is the type that a field for the column has: the one of all its values, and text where another would lose something.
// kept says why it stays text, "" where nothing else was thought of.
func (p *columnProfile) typeOf(heading string, format tabular.Format) (t callflow.FieldType, kept string) {
	numbers := p.values - p.marks[cleanse.NoNumber] - p.words
	switch {
	case p.values == 0:
		return callflow.Text, ""
	case p.typed[typedBool]+p.booleans == p.values && p.typed[typedBool]+p.clear > 0:
		return callflow.Boolean, ""
	case numbers == p.values:
		return p.numberType(heading, format)
	case p.undated == 0 && p.typed[typedNumber]+p.typed[typedBool] == 0 && p.compact < p.values && p.orders[cleanse.NoDate] == 0:
		return callflow.Date, ""
	case p.dates > p.values-p.dates:
		return callflow.Text, keptByOthers
	case numbers > p.values-numbers:
		return callflow.Text, keptByWords
	}
	return callflow.Text, ""
}

// Why a column of numbers stays text.
const (
	keptByHeading = "heading"
	keptByZero    = "leading"
	keptByWidth   = "width"
	keptByLength  = "length"
	keptByMarks   = "marks"
	keptByWords   = "words"
	keptByOthers  = "dates"
)

// textWidth is from how many digits on values of one width are taken for codes.
const textWidth = 4

func (p *columnProfile) numberType(heading string, format tabular.Format) (t callflow.FieldType, kept string) {
	mark, _ := p.mark()
	switch {
	case cleanse.Textual(heading):
		return callflow.Text, keptByHeading
	case p.leading:
		return callflow.Text, keptByZero
	case p.long:
		return callflow.Text, keptByLength
	case mark == cleanse.NoNumber:
		return callflow.Text, keptByMarks
	case p.digits == p.values && p.width >= textWidth && (format != tabular.NDJSON || p.typed[typedNumber] == 0):
		return callflow.Text, keptByWidth
	case p.marks[cleanse.NoMark] == p.values && p.typed[typedFraction] == 0:
		return callflow.Integer, ""
	}
	return callflow.Decimal, ""
}
