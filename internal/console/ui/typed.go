package ui

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"callflow"
)

// TypedText is one value of a form.
type TypedText struct{ Name, Text string }

// Untyped are values of forms that nobody typed (hidden ones, buttons and choices), or that a page must not show.
var Untyped = regexp.MustCompile(`password|^(` + strings.Join([]string{
	`code|customer(\..*)?|key|of\.customer|seen|seq(\..*)?|(was|shown)\..*|back|next|read|moved|sure`, // hidden
	`again|also|chosen|of|outcome|pause|register|renew|reason`,                                        // of the desk
	`active|direction|language|theme|wipe`,
	`archived|assignment|call_state|campaign|customer_id|number|order|view`,                                                       // chosen from lists
	`column-\d+|dates|decimal|delimiter|encoding(_other)?|hidden|ids|match|mode|own_line|repeats|sheet`,                           // how a file is read
	`(assignment|client)_id|counts_as_attempt|crm_type|exhausted_call_state|hand_out_without_number|kind|requires|role|time_zone`, // set-up
}, "|") + `)$`)

// wordsOf are the labels of what is typed, texts of the catalogue.
var wordsOf = map[string]string{
	"comment": "Comment", "callback_at": "Call back at", "due": "Due",
	"meeting_from": "Meeting from", "meeting_to": "Meeting to", "meeting_agent": "Meeting with",
}

// StandardLabels are the labels of the values that every customer has, texts of the catalogue.
var StandardLabels = map[string]string{
	"crm__standard_info__name": "Name", "crm__standard_info__email": "E-mail",
	"crm__standard_info__phone_1": "Phone 1", "crm__standard_info__phone_2": "Phone 2", "crm__standard_info__phone_3": "Phone 3",
	callflow.KeySegment: "Segment",
}

// wordFor is what a form calls one of its values.
func (req *Request) wordFor(name string) string {
	if code, ok := strings.CutPrefix(name, "units."); ok {
		return req.Reader.T("Units of %s", code)
	}
	if label := cmp.Or(wordsOf[name], StandardLabels[name]); label != "" {
		return req.Reader.T(label)
	}
	return name
}

// Typed is what somebody typed into the form of a write, by name.
func (req *Request) Typed() []TypedText {
	if req.PostForm == nil && req.ReadForm() != nil {
		return nil
	}
	var texts []TypedText
	for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
		if text := strings.Join(req.PostForm[name], ", "); text != "" && !Untyped.MatchString(name) {
			texts = append(texts, TypedText{req.wordFor(name), text})
		}
	}
	return texts
}
