// Package reference reads the OpenAPI document of the API into what a page shows to people: its operations by group, in the document's own
// order, with references resolved and the few forms of Markdown that the descriptions use made into HTML. It knows nothing of the server,
// of a session or of a language, and imports the standard library and a YAML reader alone.
package reference

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// Document is the description of an API.
type Document struct {
	Title       string
	Version     string
	Base        string // the path that those of the operations begin after, such as /api/v1
	Description template.HTML
	Groups      []Group
	Answers     []Answer // that several operations have, and have a name
	Schemas     []Schema
}

// Group are the operations of a tag.
type Group struct {
	Name        string
	Anchor      string
	Description template.HTML
	Operations  []*Operation
}

// Operation is a request that may be sent.
type Operation struct {
	ID          string
	Method      string // in capitals
	Path        string // with its parameters in braces, after the base
	Summary     string
	Description template.HTML
	Open        bool // asks for no credentials
	Parameters  []Parameter
	Body        *Body // nil without one
	Answers     []Answer
}

// Parameter is a value in a path, a query or a header.
type Parameter struct {
	Value
	In string // path, query, header
}

// Value is something with a name: a parameter, or a member of an object.
type Value struct {
	Shape
	Name        string // of a member in an object in an object with dots, such as meeting.agent or outcomes[].type
	Required    bool
	Description template.HTML
}

// Body is what a request sends.
type Body struct {
	Required    bool
	Description template.HTML
	Types       []string // media types
	Schema      string   // the name in Schemas; "" without one
	Members     []Value
	Examples    []Example
}

// Answer is what may come back.
type Answer struct {
	Status      string
	Name        string // in Answers; "" for one that this operation alone has
	Anchor      string
	Description template.HTML
	Types       []string // media types
	Schema      string   // the name in Schemas; "" without one
	Headers     []string // names
	Examples    []Example
}

// Example is a body as it may look.
type Example struct {
	Summary string
	Text    string // JSON is indented
}

// Schema is an object of the document that has a name.
type Schema struct {
	Name        string
	Anchor      string
	Description template.HTML
	Members     []Value
}

// Read reads an OpenAPI 3 document, in YAML or JSON. References have to lead to something within the document.
func Read(text []byte) (*Document, error) {
	root, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("the description of the API: %w", err)
	}
	if root.get("openapi").text() == "" {
		return nil, errors.New("the description of the API is no OpenAPI document")
	}
	info := root.get("info")
	d := &Document{Title: info.get("title").text(), Version: info.get("version").text(), Description: Markdown(info.get("description").text())}
	if servers := root.get("servers").items(); len(servers) > 0 {
		d.Base = servers[0].get("url").text()
	}
	d.readGroups(root)
	d.gatherAnswers()
	d.readSchemas(root.get("components").get("schemas"))
	return d, nil
}

// methods are those that a path may have.
var methods = map[string]string{
	"get": "GET", "put": "PUT", "post": "POST", "patch": "PATCH", "delete": "DELETE", "head": "HEAD", "options": "OPTIONS", "trace": "TRACE",
}

// readGroups reads the operations by their first tag. One whose tag the document does not explain gets a group at the end.
func (d *Document) readGroups(root node) {
	places := make(map[string]int)
	group := func(name string) *Group {
		at, ok := places[name]
		if !ok {
			at = len(d.Groups)
			places[name] = at
			d.Groups = append(d.Groups, Group{Name: name, Anchor: "group-" + anchor(name)})
		}
		return &d.Groups[at]
	}
	for _, tag := range root.get("tags").items() {
		group(tag.get("name").text()).Description = Markdown(tag.get("description").text())
	}
	for path, item := range root.get("paths").pairs() {
		for name, operation := range item.pairs() {
			method, ok := methods[name]
			if !ok {
				continue
			}
			tag := "Other"
			if tags := operation.get("tags").items(); len(tags) > 0 {
				tag = tags[0].text()
			}
			found := group(tag)
			found.Operations = append(found.Operations, readOperation(method, path, item, operation))
		}
	}
}

// gatherAnswers lists the answers that have a name, by status.
func (d *Document) gatherAnswers() {
	seen := make(map[string]bool)
	for i := range d.Groups {
		for _, operation := range d.Groups[i].Operations {
			for _, answer := range operation.Answers {
				if answer.Name != "" && !seen[answer.Name] {
					seen[answer.Name] = true
					d.Answers = append(d.Answers, answer)
				}
			}
		}
	}
	slices.SortStableFunc(d.Answers, func(a, b Answer) int { return strings.Compare(a.Status, b.Status) })
}
