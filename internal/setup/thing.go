package setup

import (
	"slices"
	"strconv"
	"strings"

	"callflow"
)

// Thing is one thing as it is told: its values by the names that the API has for them, in their order.
type Thing []Attribute

// Attribute is a value of a thing: a string, an int64, a bool or a []string.
type Attribute struct {
	Name  string
	Value any
}

// ID is the thing's id.
func (t Thing) ID() int64 { return t.number("id") }

// position is where it stands among its like, 0 where things of its kind have no order.
func (t Thing) position() int64 { return t.number("position") }

func (t Thing) number(name string) int64 {
	n, _ := t.value(name).(int64)
	return n
}

// value is one of the thing's values, nil where it has none of that name.
func (t Thing) value(name string) any {
	i := slices.IndexFunc(t, func(a Attribute) bool { return a.Name == name })
	if i < 0 {
		return nil
	}
	return t[i].Value
}

// same says whether two things of a kind are told alike.
func (t Thing) same(other Thing) bool {
	return slices.EqualFunc(t, other, func(a, b Attribute) bool {
		texts, list := a.Value.([]string)
		others, alike := b.Value.([]string)
		if list || alike {
			return a.Name == b.Name && list == alike && slices.Equal(texts, others)
		}
		return a == b
	})
}

// told is a value as people read it; "–" for none.
func told(value any) string {
	switch value := value.(type) {
	case string:
		if value != "" {
			return strings.ReplaceAll(value, "\n", " ")
		}
	case int64:
		if value != 0 {
			return strconv.FormatInt(value, 10)
		}
	case bool:
		return strconv.FormatBool(value)
	case []string:
		return toldTexts(value)
	}
	return "–"
}

func toldTexts(texts []string) string {
	told := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			told = append(told, ',')
		}
		told = callflow.AppendJSONString(told, text)
	}
	return string(append(told, ']'))
}

func textsOf[T ~string](words []T) []string {
	texts := make([]string, len(words))
	for i := range words {
		texts[i] = string(words[i])
	}
	return texts
}
