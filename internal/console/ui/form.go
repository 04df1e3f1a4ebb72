package ui

import (
	"errors"
	"net/url"
	"strings"

	"callflow"
	"callflow/internal/console/locale"
)

// Input is one labelled field of a form, as the template input writes it. Its texts are in the reader's language.
type Input struct {
	Name         string
	Label        string
	Kind         string // of the HTML input, or select, textarea, checkbox; "" for text
	Value        string
	Hint         string
	Problem      string // what is wrong with what was typed; "" for nothing
	AutoComplete string
	Options      []Option // of a select
	Required     bool
	Checked      bool // of a checkbox
	Focus        bool // where the cursor is at first
}

// Option is one choice of a select.
type Option struct {
	Value    string
	Text     string
	Selected bool
}

// Problems are what is wrong with what was typed: of each field, and with the rest.
type Problems struct {
	Whole  string // "" where each is about a field
	Fields map[string]string
}

// ProblemsOf takes an error apart. fields are those that the form shows: what is said of others is said of the whole.
func ProblemsOf(r locale.Reader, err error, inputs []Input) Problems {
	p := Problems{Fields: make(map[string]string)}
	if err == nil {
		return p
	}
	var e *callflow.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		p.Whole = r.Explain(err)
		return p
	}
	var rest []string
	for _, field := range e.Fields {
		if p.takes(field.Field, inputs) {
			p.Fields[field.Field] = r.Said(field.Message)
			continue
		}
		rest = append(rest, r.Said(field.Message))
	}
	p.Whole = strings.Join(rest, " ")
	return p
}

func (p *Problems) takes(name string, inputs []Input) bool {
	for i := range inputs {
		if inputs[i].Name == name {
			return true
		}
	}
	return false
}

// MarkProblems sets what is wrong beside each input, and the cursor in the first that is.
func MarkProblems(r locale.Reader, inputs []Input, err error) (string, []Input) {
	p := ProblemsOf(r, err, inputs)
	focused := false
	for i := range inputs {
		inputs[i].Problem = p.Fields[inputs[i].Name]
		if inputs[i].Problem != "" {
			inputs[i].Focus, focused = !focused, true
		} else if err != nil {
			inputs[i].Focus = false
		}
	}
	return p.Whole, inputs
}

// WasPrefix is before the name of a value as the form was made with it.
const WasPrefix = "was."

// PlainLines ends lines as they are kept: browsers send them with a carriage return.
func PlainLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// Take shows what was typed, and says what somebody else made of the value meanwhile. What nobody touched is shown as it is now.
func (in *Input) Take(r locale.Reader, sent url.Values) {
	if !sent.Has(in.Name) {
		return
	}
	typed, was := PlainLines(sent.Get(in.Name)), PlainLines(sent.Get(WasPrefix+in.Name))
	known := sent.Has(WasPrefix + in.Name) // of a new customer there is none
	if known && typed == was {
		return
	}
	if known && in.Value != was && in.Value != typed {
		in.Hint = r.T("Somebody else wrote here meanwhile: %s", in.Value)
	}
	in.Choose(typed)
}

// ForLines gives a value of several lines an input that keeps them.
func (in Input) ForLines() Input {
	if in.Kind == "" && strings.Contains(in.Value, "\n") {
		in.Kind = "textarea"
	}
	return in
}

// Choose sets the input's value, or which of its options is chosen.
func (in *Input) Choose(value string) {
	in.Value = value
	for i := range in.Options {
		in.Options[i].Selected = in.Options[i].Value == value
	}
}
