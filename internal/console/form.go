package console

import (
	"errors"
	"strings"

	"callflow"
)

// input is one labelled field of a form, as the template input writes it. Its texts are in the reader's language.
type input struct {
	Name         string
	Label        string
	Kind         string // of the HTML input, or select, textarea, checkbox; "" for text
	Value        string
	Hint         string
	Problem      string // what is wrong with what was typed; "" for nothing
	AutoComplete string
	Options      []option // of a select
	Required     bool
	Checked      bool // of a checkbox
	Focus        bool // where the cursor is at first
}

// option is one choice of a select.
type option struct {
	Value    string
	Text     string
	Selected bool
}

// problems are what is wrong with what was typed: of each field, and with the rest.
type problems struct {
	Whole  string // "" where each is about a field
	fields map[string]string
}

// problemsOf takes an error apart. fields are those that the form shows: what is said of others is said of the whole.
func (r reader) problemsOf(err error, inputs []input) problems {
	p := problems{fields: make(map[string]string)}
	if err == nil {
		return p
	}
	var e *callflow.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		p.Whole = r.problem(err)
		return p
	}
	var rest []string
	for _, field := range e.Fields {
		if p.takes(field.Field, inputs) {
			p.fields[field.Field] = r.Said(field.Message)
			continue
		}
		rest = append(rest, r.Said(field.Message))
	}
	p.Whole = strings.Join(rest, " ")
	return p
}

func (p *problems) takes(name string, inputs []input) bool {
	for i := range inputs {
		if inputs[i].Name == name {
			return true
		}
	}
	return false
}

// withProblems sets what is wrong beside each input, and the cursor in the first that is.
func (r reader) withProblems(inputs []input, err error) (string, []input) {
	p := r.problemsOf(err, inputs)
	focused := false
	for i := range inputs {
		inputs[i].Problem = p.fields[inputs[i].Name]
		if inputs[i].Problem != "" {
			inputs[i].Focus, focused = !focused, true
		} else if err != nil {
			inputs[i].Focus = false
		}
	}
	return p.Whole, inputs
}
