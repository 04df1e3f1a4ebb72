package console

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// typedText is one value of a form.
type typedText struct{ Name, Text string }

// untyped are values of forms that nobody typed (hidden ones, buttons and choices), or that a page must not show.
var untyped = regexp.MustCompile(`password|^(` + strings.Join([]string{
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

// wordFor is what a form calls one of its values.
func (req *request) wordFor(name string) string {
	if code, ok := strings.CutPrefix(name, "units."); ok {
		return req.reader.T("Units of %s", code)
	}
	if label := cmp.Or(wordsOf[name], standardLabels[name]); label != "" {
		return req.reader.T(label)
	}
	return name
}

// typed is what somebody typed into the form of a write, by name.
func (req *request) typed() []typedText {
	if req.PostForm == nil && req.readForm() != nil {
		return nil
	}
	var texts []typedText
	for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
		if text := strings.Join(req.PostForm[name], ", "); text != "" && !untyped.MatchString(name) {
			texts = append(texts, typedText{req.wordFor(name), text})
		}
	}
	return texts
}
