package setuppages

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// inputs asks for the members of a thing; values are what it is, or what was typed.
func (k *Kind) inputs(req *ui.Request, ownerID int64, values url.Values) []ui.Input {
	var inputs []ui.Input
	for _, m := range k.shown(req.Session) {
		in := ui.Input{Name: m.name, Label: req.Reader.T(m.label), Value: values.Get(m.name), Required: m.required, AutoComplete: "off"}
		if m.hint != "" {
			in.Hint = req.Reader.T(m.hint)
		}
		m.setKind(req, &in, values[m.name], ownerID)
		inputs = append(inputs, in)
	}
	return inputs
}

// kindOfChecks is several boxes under one label, which the template of this page's forms writes.
const kindOfChecks = "checks"

func (m *kindMember) setKind(req *ui.Request, in *ui.Input, held []string, ownerID int64) {
	switch m.as {
	case asLongText, asLines:
		in.Kind = "textarea"
	case asNumber:
		in.Kind = "number"
	case asDate:
		in.Kind = "date"
	case asYes:
		in.Kind, in.Checked, in.Value = "checkbox", in.Value != "", "true"
	case asWord, asReference, asName:
		in.Kind = "select"
		if m.words == nil {
			in.Options = append(in.Options, ui.Option{}) // nothing is chosen yet
		}
	case asWords:
		in.Kind = kindOfChecks
	case asAmount:
		in.Value = amountText(req.Reader, in.Value)
	case asText:
	}
	for _, choice := range m.options(req, ownerID) {
		choice.Selected = slices.Contains(held, choice.Value)
		in.Options = append(in.Options, choice)
	}
}

// options are what may be chosen, in the reader's language.
func (m *kindMember) options(req *ui.Request, ownerID int64) []ui.Option {
	if m.others != nil {
		return m.others(req.Session, ownerID)
	}
	options := slices.Clone(m.words)
	for i := range options {
		options[i].Text = req.Reader.T(options[i].Text)
	}
	return options
}

// cell is a member of a thing as a list shows it.
func (m *kindMember) cell(req *ui.Request, held []string, options []ui.Option) string {
	text := strings.Join(held, ", ")
	switch m.as {
	case asNumber:
		return text
	case asDate:
		return req.Reader.Day(text)
	case asYes:
		if text == "" {
			return req.Reader.T("No")
		}
		return req.Reader.T("Yes")
	case asWord, asReference, asWords:
		var texts []string
		for _, choice := range options {
			if slices.Contains(held, choice.Value) {
				texts = append(texts, choice.Text)
			}
		}
		return strings.Join(texts, ", ")
	case asAmount:
		return amountText(req.Reader, text)
	case asText, asLongText, asName, asLines:
	}
	return text
}

// amountText writes a number as the reader's language has it.
func amountText(r locale.Reader, text string) string {
	if r.Language == "nb" {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// translateFormError is what a verb says of a form, with the labels that the page has for the members.
func translateFormError(r locale.Reader, err error, inputs []ui.Input) error {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return err
	}
	told := *e
	told.Message, told.Fix, told.Fields = r.SetupSentence(e.Message), r.SetupSentence(e.Fix), slices.Clone(e.Fields)
	for i := range told.Fields {
		field := &told.Fields[i]
		rest, named := strings.CutPrefix(field.Message, field.Field+" ")
		at := slices.IndexFunc(inputs, func(in ui.Input) bool { return in.Name == field.Field })
		if named && at >= 0 {
			field.Message = inputs[at].Label + " " + r.SetupSentence(rest)
		} else {
			field.Message = r.SetupSentence(field.Message)
		}
	}
	return &told
}
