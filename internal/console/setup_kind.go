package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/ui"
	"callflow/internal/given"
	"callflow/internal/setup"
)

// setupKind is a kind of thing that an admin sets up, as pages show it: one mechanism lists, makes, changes and removes the
// things of every kind. Texts are of the catalogue.
type setupKind struct {
	noun    setup.Noun
	name    string // the last part of its path
	path    string // of the list; {owner_id} stands for whose things they are
	ordered bool   // by positions, which buttons change
	texts   setupTexts
	members []setupMember
	columns []string // the members that a list shows; the first leads to the thing
	called  []string // the members that a thing is called by
	parts   []setupPart
	above   func(req *ui.Request, ownerID int64, values url.Values) []setupCrumb // where the page is, below the overview
	begins  bool                                                                 // what a new thing begins with is chosen, and it may be like another
	page    string                                                               // where the rest of the console shows a thing; its id follows; "" for nowhere
}

// setupTexts are what a kind is called.
type setupTexts struct{ one, many, add, none, note string }

// setupPart is a list on the page of a thing: of what it owns, or of what names it in a member.
type setupPart struct{ kind, by string }

// setupAs says what a member of the verb's edit is, and so how it is asked for and shown.
type setupAs int

const (
	asText setupAs = iota
	asLongText
	asNumber // 0 is shown as nothing
	asDate
	asWord      // one of few words
	asReference // the id of another thing
	asName      // the name of another thing
	asLines     // a list of texts
	asYes       // true or false
	asWords     // some of few words
	asAmount    // a number whose decimals follow a comma or a full stop
)

// setupMember is one value of the verb's edit, by its name.
type setupMember struct {
	name, label, hint string
	as                setupAs
	required          bool
	later             bool // known only where the account speaks the later generation
	initial           string
	words             []ui.Option                                      // their texts are of the catalogue
	others            func(s *auth.Session, ownerID int64) []ui.Option // what may be referred to
}

// kindNamed finds a kind that is there.
func kindNamed(name string) *setupKind {
	i := slices.IndexFunc(setupKinds, func(kind setupKind) bool { return kind.name == name })
	return &setupKinds[i]
}

// list is the path of a list.
func (k *setupKind) list(ownerID int64) string {
	return strings.Replace(k.path, "{owner_id}", strconv.FormatInt(ownerID, 10), 1)
}

// owned says whether things belong to one of another kind, on whose page they are listed.
func (k *setupKind) owned() bool { return strings.Contains(k.path, "{owner_id}") }

// listed is the page that lists the things.
func (k *setupKind) listed(ownerID int64) string {
	if !k.owned() {
		return k.path
	}
	owner, _, _ := strings.Cut(k.path, "/{owner_id}")
	return owner + "/" + strconv.FormatInt(ownerID, 10)
}

// shown are the members that the account knows.
func (k *setupKind) shown(s *auth.Session) []setupMember {
	return slices.DeleteFunc(slices.Clone(k.members), func(m setupMember) bool { return m.later && s.Setup.Account.Generation < callflow.LaterGeneration })
}

func (k *setupKind) member(name string) *setupMember {
	i := slices.IndexFunc(k.members, func(m setupMember) bool { return m.name == name })
	if i < 0 {
		return nil
	}
	return &k.members[i]
}

// callName is what a thing is called.
func (k *setupKind) callName(values url.Values) string {
	var names []string
	for _, name := range k.called {
		if value := values.Get(name); value != "" {
			names = append(names, value)
		}
	}
	return strings.Join(names, " / ")
}

// values has a thing as a form sends it: pages know one way to hold a thing, whether it was read or typed.
func (k *setupKind) values(thing setup.Thing) url.Values {
	values := url.Values{}
	for _, attribute := range thing {
		name := attribute.Name
		switch value := attribute.Value.(type) {
		case string:
			values.Set(name, value)
		case int64:
			if value != 0 {
				values.Set(name, strconv.FormatInt(value, 10))
			}
		case bool:
			if value {
				values.Set(name, "true")
			}
		case []string:
			for _, text := range value {
				values.Add(name, text)
			}
			if m := k.member(name); m != nil && m.as == asLines {
				values.Set(name, strings.Join(value, "\n"))
			}
		}
	}
	return values
}

// typedEdit is what was typed of a thing.
func (k *setupKind) typedEdit(s *auth.Session, form url.Values) setup.Edit {
	edit := k.noun.NewEdit()
	for _, m := range k.shown(s) {
		m.setIn(edit, form)
	}
	return edit
}

// setIn sets the member in an edit to what was typed, and says whether the edit has it. A number that is none is refused by the verb.
func (m *setupMember) setIn(edit setup.Edit, form url.Values) bool {
	text := strings.TrimSpace(strings.ReplaceAll(form.Get(m.name), "\r\n", "\n"))
	switch m.as {
	case asNumber, asReference:
		if text == "" {
			text = "0"
		}
		return setup.Set(edit, m.name, given.Integer(text))
	case asYes:
		return setup.Set(edit, m.name, given.Of(text != ""))
	case asLines:
		lines := []string{}
		for line := range strings.SplitSeq(given.Typed(text).V, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		return setup.Set(edit, m.name, given.Of(lines))
	case asWords:
		return setup.Set(edit, m.name, given.Of(append([]string{}, form[m.name]...)))
	case asAmount:
		text = strings.Replace(strings.ReplaceAll(text, " ", ""), ",", ".", 1)
	case asText, asLongText, asDate, asWord, asName:
	}
	return setup.Set(edit, m.name, given.Typed(text))
}
