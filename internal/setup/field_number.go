package setup

import (
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/store"
)

// numberSigns says which signs the numbers of a field's texts have before their decimals, where that is certain: 1.250 can be read in two
// ways, and is read as the others are.
type numberSigns struct{ points, commas bool }

// learnSigns looks at all texts that are to be numbers, before the first is read.
func (v *fieldSurvey) learnSigns(r *store.Snapshot) error {
	if !v.again() || v.wanted.Type != callflow.Integer && v.wanted.Type != callflow.Decimal || v.from() != callflow.Text && v.from() != callflow.Choice {
		return nil
	}
	return r.EachCustomer(v.assignmentID, func(row *callflow.StatusRow) {
		held := callflow.Value(callflow.FindPacked(row.Card, callflow.CustomTag(v.held.ID)))
		if !held.IsText() {
			return
		}
		switch cleanse.MarkOf(strings.TrimSpace(held.Text())) {
		case cleanse.Point:
			v.signs.points = true
		case cleanse.Comma:
			v.signs.commas = true
		case cleanse.NoMark, cleanse.PointMaybe, cleanse.CommaMaybe, cleanse.NoNumber:
		}
	})
}

// read writes a number as fields have it. A text that is no number stays as it is.
func (n numberSigns) read(field *callflow.Field, text string) (string, error) {
	mark := cleanse.MarkOf(text)
	switch mark {
	case cleanse.NoNumber:
		return text, nil
	case cleanse.PointMaybe, cleanse.CommaMaybe:
		if n.points == n.commas {
			return "", callflow.InvalidField(field.LookupID(), field.Key+
				" has a sign that can part thousands or stand before decimals, and no other value says which.")
		}
		if mark = cleanse.Point; n.commas {
			mark = cleanse.Comma
		}
	case cleanse.NoMark:
		mark = cleanse.Point
	case cleanse.Point, cleanse.Comma:
	}
	number, _ := cleanse.Number(text, mark)
	return number, nil
}
