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

// untyped are values of forms that nobody typed, or that a page must not show.
var untyped = regexp.MustCompile(`password|^(code|key|seen|seq(\..*)?|(was|shown)\..*|back|next|read|again|also|chosen|of|outcome|pause|register)$`)

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
