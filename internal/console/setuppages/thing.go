package setuppages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"

	"callflow/internal/console/ui"
	"callflow/internal/setup"
)

// Thing is the page of one thing, or of one that is to be; and of any form of a few inputs, such as that of one's own password.
type Thing struct {
	ui.Frame
	Crumbs  []crumb
	Problem string
	Retyped string // the type that a custom field had, where the change of it is unfinished
	Inputs  []ui.Input
	Seen    string // which state of the thing the form was filled from
	Action  string // where the form goes
	Save    string // what its button says, a text of the catalogue
	Copy    string // where one like it is made; "" for what has no copies
	Remove  string // where its removal goes; "" for what is not there yet
	Open    string // the same thing in the rest of the console; "" for nowhere
	Tables  []*tableView
}

// request reads the ids of the path.
func (k *Kind) request(req *ui.Request) (r *setup.Request, err error) {
	r = &setup.Request{Noun: k.noun, Encode: markThing}
	if k.owned() {
		if r.OwnerID, err = req.ID("owner_id"); err != nil {
			return nil, err
		}
	}
	if req.PathValue("id") != "" {
		r.ID, err = req.ID("id")
	}
	return r, err
}

// BlankPage asks for a new thing.
func (k *Kind) BlankPage(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	if _, err := setup.List(req.Session, r); err != nil { // its owner is not there
		return err
	}
	values := url.Values{}
	for _, m := range k.members {
		if m.initial != "" {
			values.Set(m.name, m.initial)
		}
		if m.as == asReference {
			values.Set(m.name, req.URL.Query().Get(m.name))
			if options := m.options(req, r.OwnerID); values.Get(m.name) == "" && len(options) == 1 {
				values.Set(m.name, options[0].Value)
			}
		}
	}
	if k.begins {
		if err := k.beginLike(req, values); err != nil {
			return err
		}
	}
	return k.show(req, &shownThing{request: r, values: values})
}

// ThingPage shows a thing and asks what is to change.
func (k *Kind) ThingPage(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	held, err := k.held(req, r)
	if err != nil {
		return err
	}
	return k.show(req, held)
}

// shownThing is a thing as a page shows it: as it is kept, or as it was typed and refused.
type shownThing struct {
	request *setup.Request
	name    string // as it is kept
	values  url.Values
	seen    string
	retyped string // the type that a custom field is being changed from; "" where no change is unfinished
	problem error
}

// held is a thing as it is kept.
func (k *Kind) held(req *ui.Request, r *setup.Request) (*shownThing, error) {
	thing, err := setup.One(req.Session, r)
	if err != nil {
		return nil, err
	}
	values := k.values(thing)
	shown := &shownThing{request: r, name: k.callName(values), values: values, seen: stateOfThing(thing), retyped: values.Get("retyped_from")}
	return shown, nil
}

// stateOfThing tells two states of a thing apart.
func stateOfThing(thing setup.Thing) string { return string(markThing(thing)) }

// markThing is a mark of a thing's state, which stands for the thing where the verb asks for one that the caller has seen.
func markThing(thing setup.Thing) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", thing))
	return hex.AppendEncode(nil, sum[:16])
}

func (k *Kind) show(req *ui.Request, shown *shownThing) error {
	r := shown.request
	page := &Thing{Frame: req.Frame(k.texts.one), Seen: shown.seen, Action: k.list(r.OwnerID), Save: k.texts.add}
	page.Crumbs = crumbs(req, k.above(req, r.OwnerID, shown.values)...)
	inputs := k.inputs(req, r.OwnerID, shown.values)
	if r.ID == 0 && k.begins {
		inputs = append(inputs, beginsInput(req, shown.values))
	}
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, translateFormError(page.Reader, shown.problem, inputs))
	if r.ID == 0 {
		page.Title = k.texts.add
		return req.RenderAs(req.Status(shown.problem), "setup_thing", page)
	}
	id := strconv.FormatInt(r.ID, 10)
	page.Name, page.Save, page.Retyped = shown.name, "Save", retypedFrom(req, shown.retyped)
	page.Action += "/" + id
	page.Remove = page.Action + "/remove"
	if k.page != "" {
		page.Open = k.page + id
	}
	if k.begins {
		page.Copy = k.Path + "/new?" + url.Values{beginsWith: {id}}.Encode()
	}
	for _, part := range k.parts {
		kind, of := kindNamed(part.kind), tableOf{by: part.by, named: id}
		if kind.owned() {
			of.ownerID = r.ID
		}
		table, err := kind.table(req, of)
		if err != nil {
			return err
		}
		page.Tables = append(page.Tables, table)
	}
	return req.RenderAs(req.Status(shown.problem), "setup_thing", page)
}
