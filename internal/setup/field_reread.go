package setup

import (
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// rereadValue reads a value that a customer has as one of a field of another type, as people write such values. What would lose a part of
// it is an error: a number loses its leading zeros, and a text of blanks is none of the other types.
func rereadValue(field *callflow.Field, held callflow.Value, signs numberSigns) (callflow.Value, error) {
	text := held.Text()
	switch field.Type {
	case callflow.Integer, callflow.Decimal:
		if losesZeros(text) {
			return "", callflow.InvalidField(field.LookupID(), field.Key+" begins with a zero or a plus, which a number loses.")
		}
		if held.IsText() {
			number, err := signs.read(field, strings.TrimSpace(text))
			if err != nil {
				return "", err
			}
			text = number
		}
		if whole, ok := cleanse.Whole(strings.TrimSpace(text)); ok && field.Type == callflow.Integer {
			text = whole
		}
	case callflow.Date:
		text = rereadDate(strings.TrimSpace(text))
	case callflow.Boolean:
		if value, ok := cleanse.Boolean(strings.TrimSpace(text)); ok {
			text = map[bool]string{true: "true", false: "false"}[value]
		}
	case callflow.Choice:
		if choice, ok := cleanse.OneOf(text, field.Choices); ok {
			text = choice
		}
	case callflow.Text:
	}
	value, err := field.Parse(text)
	if err == nil && value == "" {
		return "", callflow.InvalidField(field.LookupID(), field.Key+" has blanks alone.")
	}
	return value, err
}

// losesZeros says whether a number would lose what stands before it, as that of a postcode or a telephone number does.
func losesZeros(text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "-")
	return strings.HasPrefix(text, "+") || len(text) > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9'
}

// rereadDate writes a date as fields have it, where only one can be meant: one without points may have the month first.
func rereadDate(text string) string {
	parts, ok := cleanse.DateOf(text)
	if !ok || parts.ShortYear {
		return text
	}
	switch order := parts.Order(); {
	case order == cleanse.DayOrMonth && !parts.Dotted() && !parts.Same():
		return text
	case order == cleanse.MonthFirst && parts.Dotted(), order == cleanse.NoDate, order == cleanse.ZeroDate:
		return text
	default:
		if order == cleanse.DayOrMonth {
			order = cleanse.DayFirst
		}
		if written, valid := parts.Date(order); valid {
			return written
		}
	}
	return text
}

// hasForm says whether a value is as a field of a type keeps it.
func hasForm(kind callflow.FieldType, value callflow.Value) bool {
	isText := value.IsText()
	switch kind {
	case callflow.Text, callflow.Choice:
		return isText
	case callflow.Date:
		return isText && callflow.ValidDate(value.Text())
	case callflow.Boolean:
		return value == "true" || value == "false"
	case callflow.Integer:
		return !isText && !strings.ContainsAny(string(value), ".eEtf")
	case callflow.Decimal:
		return !isText && value != "true" && value != "false"
	}
	return true
}
