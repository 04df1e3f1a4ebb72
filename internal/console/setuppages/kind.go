package setuppages

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

// Kind is a kind of thing that an admin sets up, as pages show it: one mechanism lists, makes, changes and removes the
// things of every kind. Texts are of the catalogue.
type Kind struct {
	Name    string // the last part of its path
	Path    string // of the list; {owner_id} stands for whose things they are
	Ordered bool   // by positions, which buttons change
	noun    setup.Noun
	texts   kindTexts
	members []kindMember
	columns []string // the members that a list shows; the first leads to the thing
	called  []string // the members that a thing is called by
	parts   []kindPart
	above   func(req *ui.Request, ownerID int64, values url.Values) []crumb // where the page is, below the overview
	begins  bool                                                            // what a new thing begins with is chosen, and it may be like another
	page    string                                                          // where the rest of the console shows a thing; its id follows; "" for nowhere
}

// kindTexts are what a kind is called.
type kindTexts struct{ one, many, add, none, note string }

// kindPart is a list on the page of a thing: of what it owns, or of what names it in a member.
type kindPart struct{ kind, by string }

// memberAs says what a member of the verb's edit is, and so how it is asked for and shown.
type memberAs int

const (
	asText memberAs = iota
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

// kindMember is one value of the verb's edit, by its name.
type kindMember struct {
	name, label, hint string
	as                memberAs
	required          bool
	later             bool // known only where the account speaks the later generation
	initial           string
	words             []ui.Option                                      // their texts are of the catalogue
	others            func(s *auth.Session, ownerID int64) []ui.Option // what may be referred to
}

// kindNamed finds a kind that is there.
func kindNamed(name string) *Kind {
	i := slices.IndexFunc(Kinds, func(kind Kind) bool { return kind.Name == name })
	return &Kinds[i]
}

// list is the path of a list.
func (k *Kind) list(ownerID int64) string {
	return strings.Replace(k.Path, "{owner_id}", strconv.FormatInt(ownerID, 10), 1)
}

// owned says whether things belong to one of another kind, on whose page they are listed.
func (k *Kind) owned() bool { return strings.Contains(k.Path, "{owner_id}") }

// listed is the page that lists the things.
func (k *Kind) listed(ownerID int64) string {
	if !k.owned() {
		return k.Path
	}
	owner, _, _ := strings.Cut(k.Path, "/{owner_id}")
	return owner + "/" + strconv.FormatInt(ownerID, 10)
}

// shown are the members that the account knows.
func (k *Kind) shown(s *auth.Session) []kindMember {
	return slices.DeleteFunc(slices.Clone(k.members), func(m kindMember) bool { return m.later && s.Setup.Account.Generation < callflow.LaterGeneration })
}

func (k *Kind) member(name string) *kindMember {
	i := slices.IndexFunc(k.members, func(m kindMember) bool { return m.name == name })
	if i < 0 {
		return nil
	}
	return &k.members[i]
}

// callName is what a thing is called.
func (k *Kind) callName(values url.Values) string {
	var names []string
	for _, name := range k.called {
		if value := values.Get(name); value != "" {
			names = append(names, value)
		}
	}
	return strings.Join(names, " / ")
}

// values has a thing as a form sends it: pages know one way to hold a thing, whether it was read or typed.
func (k *Kind) values(thing setup.Thing) url.Values {
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
func (k *Kind) typedEdit(s *auth.Session, form url.Values) setup.Edit {
	edit := k.noun.NewEdit()
	for _, m := range k.shown(s) {
		m.setIn(edit, form)
	}
	return edit
}

// setIn sets the member in an edit to what was typed, and says whether the edit has it. A number that is none is refused by the verb.
func (m *kindMember) setIn(edit setup.Edit, form url.Values) bool {
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
