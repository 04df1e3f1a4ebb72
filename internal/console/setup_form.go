package console

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"callflow"
)

// inputs asks for the members of a thing; values are what it is, or what was typed.
func (k *setupKind) inputs(req *request, ownerID int64, values url.Values) []input {
	var inputs []input
	for _, m := range k.shown(req.session) {
		in := input{Name: m.name, Label: req.reader.T(m.label), Value: values.Get(m.name), Required: m.required, AutoComplete: "off"}
		if m.hint != "" {
			in.Hint = req.reader.T(m.hint)
		}
		m.setKind(req, &in, values[m.name], ownerID)
		inputs = append(inputs, in)
	}
	return inputs
}

// kindOfChecks is several boxes under one label, which the template of this page's forms writes.
const kindOfChecks = "checks"

func (m *setupMember) setKind(req *request, in *input, held []string, ownerID int64) {
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
			in.Options = append(in.Options, option{}) // nothing is chosen yet
		}
	case asWords:
		in.Kind = kindOfChecks
	case asAmount:
		in.Value = req.reader.amount(in.Value)
	case asText:
	}
	for _, choice := range m.options(req, ownerID) {
		choice.Selected = slices.Contains(held, choice.Value)
		in.Options = append(in.Options, choice)
	}
}

// options are what may be chosen, in the reader's language.
func (m *setupMember) options(req *request, ownerID int64) []option {
	if m.others != nil {
		return m.others(req.session, ownerID)
	}
	options := slices.Clone(m.words)
	for i := range options {
		options[i].Text = req.reader.T(options[i].Text)
	}
	return options
}

// cell is a member of a thing as a list shows it.
func (m *setupMember) cell(req *request, held []string, options []option) string {
	text := strings.Join(held, ", ")
	switch m.as {
	case asNumber:
		return text
	case asDate:
		return req.reader.Day(text)
	case asYes:
		if text == "" {
			return req.reader.T("No")
		}
		return req.reader.T("Yes")
	case asWord, asReference, asWords:
		var texts []string
		for _, choice := range options {
			if slices.Contains(held, choice.Value) {
				texts = append(texts, choice.Text)
			}
		}
		return strings.Join(texts, ", ")
	case asAmount:
		return req.reader.amount(text)
	case asText, asLongText, asName, asLines:
	}
	return text
}

// amount writes a number as the reader's language has it.
func (r reader) amount(text string) string {
	if r.Language == "nb" {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// setupSentences are those that verbs say of what is set up.
var setupSentences = []sentence{
	{"must be the id of a client.", "has to be chosen."},
	{"must be the id of an assignment.", "has to be chosen."},
	{"An outcome needs a call_state: the name of one of the campaign's call states.", "Choose the call state that the outcome leads to."},
	{"An outcome needs a type, such as Sale or No answer.", "An outcome needs a type, such as Sale or No answer."},
	{"must have at most %s characters.", "must have at most %s characters."},
	{"must be a whole number from 0 to %s.", "must be a whole number from 0 to %s."},
	{"must be from 0 to %s, a year.", "must be from 0 to %s, a year."},
	{"must be one of %s.", "must be one of %s."},
	{"must hold texts of 1 to %s characters, without line breaks and control characters.",
		"must hold texts of 1 to %s characters, without line breaks and control characters."},
	{"names %s twice.", "names %s twice."},
	{"is the label of the custom field %s already: %s.", "is the label of the custom field %s already: %s."},
	{"is a name of %s, which records have already: columns of files are matched by it. Choose another label.",
		"is a name of %s, which records have already: columns of files are matched by it. Choose another label."},
	{"The outcome says when to call again, so its call_state must be of kind scheduled; %s is of kind %s.",
		"It says when to call again, so it has to lead to a scheduled call state."},
	{"%s is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.",
		"It leads to a scheduled call state: say after how many minutes to call again, or ask for a time to call back."},
	{"Remove them, or PATCH their client_id, first.", "Remove them, or give them to another client, first."},
	{"Archive it instead: PATCH its archived_date.", "Archive it instead: give it a day under Archived on."},
	{"The client has assignments: %s.", "The client has assignments: %s."},
	{"The assignment has campaigns: %s.", "The assignment has campaigns: %s."},
	{"The assignment has custom fields: %s.", "The assignment has custom fields: %s."},
	{"The assignment has %s custom fields, and may have no more.", "The assignment has %s custom fields, and may have no more."},
	{"1 of 1 value can't be read as %s.", "Some values can't be read as the new type."},
	{"%s of %s values can't be read as %s.", "Some values can't be read as the new type."},
	{"begins with a zero or a plus, which a number loses.", "begins with a zero or a plus, which a number loses."},
	{"has a sign that can part thousands or stand before decimals, and no other value says which.",
		"has a sign that can part thousands or stand before decimals, and no other value says which."},
	{"has blanks alone.", "has blanks alone."},
	{"A dry run names the first; drop_unreadable=true wipes them.", "Say that they may be wiped, or leave the type as it is."},
	{"The outcome %s leads to the call state.", "The outcome %s leads to the call state."},
	{"The outcome %s would not fit the kind %s. %s", "The outcome %s would not fit the kind."},
	{"%s is of kind %s: customers in it are called, and exhausted_call_state is for those who were called often enough.",
		"In %s customers are called, and here go those who were called often enough."},
	{"%s customers are in the call state, and only those in a state of kind scheduled have a due time.",
		"%s customers are in the call state, and only in a scheduled one do customers have a time."},
	{"%s customer is in the call state, and only those in a state of kind scheduled have a due time.",
		"%s customer is in the call state, and only in a scheduled one do customers have a time."},
	{"%s customers are in the call state.", "%s customers are in the call state."},
	{"The record has changed since it was read.", "Somebody else changed this after you opened it."},
	{"Read it again, then repeat the change.", "What you typed is kept: save again to have it so all the same."},
	{"has the unknown variable %s. There are: %s.", "has the unknown variable %s. There are: %s."},
	{"is before start_date.", "is before the day on which it begins."},
	{"must be from 0 to %s, a year; 0 lets admins alone withdraw outcomes.", "must be from 0 to %s, a year; 0 lets admins alone undo outcomes."},
	{"must be from 0 to 86400; 0 means a day, which is the longest.", "must be from 0 to 86400; 0 means a day, which is the longest."},
	{"can't be negative; 0 means none.", "can't be negative; 0 means none."},
	{"That name or id is taken.", "That name is taken."},
}

// setupPatterns find the sentences, in their order.
var setupPatterns = patternsOf(setupSentences)

// said is a sentence of a verb about set-up in a page's words and the reader's language.
func (r reader) said(text string) string {
	if said, ok := r.saidBy(text, setupSentences, setupPatterns); ok {
		return said
	}
	return r.Said(text)
}

// toldOf is what a verb says of a form, with the labels that the page has for the members.
func (r reader) toldOf(err error, inputs []input) error {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return err
	}
	told := *e
	told.Message, told.Fix, told.Fields = r.said(e.Message), r.said(e.Fix), slices.Clone(e.Fields)
	for i := range told.Fields {
		field := &told.Fields[i]
		rest, named := strings.CutPrefix(field.Message, field.Field+" ")
		at := slices.IndexFunc(inputs, func(in input) bool { return in.Name == field.Field })
		if named && at >= 0 {
			field.Message = inputs[at].Label + " " + r.said(rest)
		} else {
			field.Message = r.said(field.Message)
		}
	}
	return &told
}
