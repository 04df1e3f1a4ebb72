package console

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
)

// setupKind is a kind of thing that an admin sets up, as pages show it: one mechanism lists, makes, changes and removes the
// things of every kind. Texts are of the catalogue.
type setupKind struct {
	noun    app.Noun
	name    string // the last part of its path
	path    string // of the list; {owner_id} stands for whose things they are
	ordered bool   // by positions, which buttons change
	texts   setupTexts
	members []setupMember
	columns []string // the members that a list shows; the first leads to the thing
	called  []string // the members that a thing is called by
	parts   []setupPart
	above   func(req *request, ownerID int64, values url.Values) []setupCrumb // where the page is, below the overview
	begins  bool                                                              // what a new thing begins with is chosen, and it may be like another
	page    string                                                            // where the rest of the console shows a thing; its id follows; "" for nowhere
}

// setupTexts are what a kind is called.
type setupTexts struct{ one, many, add, none, note string }

// setupPart is a list on the page of a thing: of what it owns, or of what names it in a member.
type setupPart struct{ kind, by string }

// setupAs says what a member of the verb's body is, and so how it is asked for and shown.
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

// setupMember is one member of the verb's body.
type setupMember struct {
	name, label, hint string
	as                setupAs
	required          bool
	later             bool // known only where the account speaks the later generation
	initial           string
	words             []option                                      // their texts are of the catalogue
	others            func(s *auth.Session, ownerID int64) []option // what may be referred to
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

// values reads what a verb shows of a thing as a form sends it: pages know one way to hold a thing, whether it was read or typed.
func (k *setupKind) values(record map[string]any) url.Values {
	values := url.Values{}
	for name, value := range record {
		switch value := value.(type) {
		case string:
			values.Set(name, value)
		case json.Number:
			if value != "0" {
				values.Set(name, value.String())
			}
		case bool:
			if value {
				values.Set(name, "true")
			}
		case []any:
			for _, text := range value {
				if text, ok := text.(string); ok {
					values.Add(name, text)
				}
			}
			if m := k.member(name); m != nil && m.as == asLines {
				values.Set(name, strings.Join(values[name], "\n"))
			}
		}
	}
	return values
}

func decodeSetup(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// setupBody makes the verb's members of what was typed.
func setupBody(members []setupMember, values url.Values) ([]app.Member, error) {
	body := make([]app.Member, 0, len(members))
	for i := range members {
		value, err := json.Marshal(members[i].typed(values))
		if err != nil {
			return nil, err
		}
		body = append(body, app.Member{Name: members[i].name, Value: value})
	}
	return body, nil
}

// typed is what was typed as JSON has it. A number that is none stays a text, which the verb refuses in its own words.
func (m *setupMember) typed(values url.Values) any {
	text := strings.TrimSpace(strings.ReplaceAll(values.Get(m.name), "\r\n", "\n"))
	switch m.as {
	case asNumber, asReference:
		if text == "" {
			return 0
		}
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case asYes:
		return text != ""
	case asLines:
		lines := []string{}
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		return lines
	case asWords:
		return append([]string{}, values[m.name]...)
	case asAmount:
		return strings.Replace(strings.ReplaceAll(text, " ", ""), ",", ".", 1)
	case asText, asLongText, asDate, asWord, asName:
	}
	return text
}
