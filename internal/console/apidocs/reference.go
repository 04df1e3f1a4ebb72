package apidocs

import (
	"bytes"
	"html/template"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"callflow/internal/auth"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/reference"
	"callflow/internal/web"
)

// Reference is the description of the API, with what its page shows alike to everybody who reads a language.
type Reference struct {
	document *reference.Document // nil where the console was given none
	pages    *ui.Templates
	mutex    sync.Mutex
	fixed    map[string]*Fixed // by language: as many as the console speaks
}

// Fixed are the parts of the page that depend on the reader's language alone, made once.
type Fixed struct {
	Contents, Schemas template.HTML
	operations        map[string]fixedOperation // by id
}

// fixedOperation is what stands before and after the request to paste.
type fixedOperation struct{ Before, After template.HTML }

// lastRead is the description that was read last: a process has one, however many consoles it starts.
var lastRead atomic.Pointer[readDescription]

type readDescription struct {
	text     []byte
	document *reference.Document
}

// Read reads the description of the API for its page; a console that was given none has an empty one.
func Read(text []byte, pages *ui.Templates) (*Reference, error) {
	r := &Reference{pages: pages, fixed: make(map[string]*Fixed)}
	if len(text) == 0 {
		return r, nil
	}
	if known := lastRead.Load(); known != nil && bytes.Equal(known.text, text) {
		r.document = known.document
		return r, nil
	}
	var err error
	if r.document, err = reference.Read(text); err != nil {
		return nil, err
	}
	lastRead.Store(&readDescription{bytes.Clone(text), r.document})
	return r, nil
}

// In gives the parts of the page in the reader's language.
func (r *Reference) In(read locale.Reader) (*Fixed, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if known := r.fixed[read.Language]; known != nil {
		return known, nil
	}
	f := &Fixed{operations: make(map[string]fixedOperation)}
	made := func(part string, data any) (template.HTML, error) {
		text, err := r.pages.Execute("reference", part, data)
		return template.HTML(text), err //nolint:gosec // the template has escaped it
	}
	var err error
	if f.Contents, err = made("contents", &View{read, r.document, nil}); err != nil {
		return nil, err
	}
	if f.Schemas, err = made("schemas", &View{read, r.document, nil}); err != nil {
		return nil, err
	}
	for i := range r.document.Groups {
		for _, operation := range r.document.Groups[i].Operations {
			var o fixedOperation
			if o.Before, err = made("before", &View{read, r.document, operation}); err != nil {
				return nil, err
			}
			if o.After, err = made("after", &View{read, r.document, operation}); err != nil {
				return nil, err
			}
			f.operations[operation.ID] = o
		}
	}
	r.fixed[read.Language] = f
	return f, nil
}

// View is what the fixed parts are made of.
type View struct {
	locale.Reader
	*reference.Document
	Operation *reference.Operation
}

// Bounds says which values a shape allows, beyond its type.
func (v *View) Bounds(s reference.Shape) string {
	var bounds []string
	for _, bound := range []struct{ least, most, between, atLeast, atMost string }{
		{s.Min, s.Max, "%s to %s", "at least %s", "at most %s"},
		{s.MinLength, s.MaxLength, "%s to %s characters", "at least %s characters", "at most %s characters"},
		{s.MinItems, s.MaxItems, "%s to %s entries", "at least %s entries", "at most %s entries"},
	} {
		switch {
		case bound.least != "" && bound.most != "":
			bounds = append(bounds, v.T(bound.between, bound.least, bound.most))
		case bound.least == "1" && bound.atLeast == "at least %s characters":
			bounds = append(bounds, v.T("not empty"))
		case bound.least != "":
			bounds = append(bounds, v.T(bound.atLeast, bound.least))
		case bound.most != "":
			bounds = append(bounds, v.T(bound.atMost, bound.most))
		}
	}
	return strings.Join(bounds, ", ")
}

// Own says whether a shape's object is one that the page tells the members of.
func (v *View) Own(schema string) bool {
	for i := range v.Schemas {
		if v.Schemas[i].Name == schema {
			return true
		}
	}
	return false
}

// Shown is the page of the API.
type Shown struct {
	ui.Frame
	Document *reference.Document // nil without one
	Fixed    *Fixed
	Base     string // address of the API, as the reader came here
	Paths    string // path of the API on this host
	MaySetUp bool
	Part     string      // that is shown: a group's anchor, partOfObjects, or "" for how to begin
	Group    *groupShown // nil where the part is none
}

// partOfObjects is the part of the page that tells what requests and answers are made of.
const partOfObjects = "objects"

type groupShown struct {
	*reference.Group
	Operations []operationShown
}

type operationShown struct {
	fixedOperation
	ID, Request string
}

// Page answers the page of the API.
func (r *Reference) Page(req *ui.Request) error {
	page := &Shown{Frame: req.Frame("API"), Document: r.document, MaySetUp: req.Session.Can(auth.WriteSetup)}
	if page.Document == nil {
		return req.Render("reference", page)
	}
	var err error
	if page.Fixed, err = r.In(page.Reader); err != nil {
		return err
	}
	page.Paths = page.Document.Base
	page.Base = web.Origin(req.Request) + page.Paths
	if page.Part = req.URL.Query().Get("part"); page.Part != "" && page.Part != partOfObjects {
		if page.Group, err = referenceGroup(req, page); err != nil {
			return err
		}
	}
	return req.Render("reference", page)
}

// referenceGroup is the group of requests that the page is to show.
func referenceGroup(req *ui.Request, page *Shown) (*groupShown, error) {
	at := slices.IndexFunc(page.Document.Groups, func(group reference.Group) bool { return group.Anchor == page.Part })
	if at < 0 {
		return nil, ui.ErrNotFound
	}
	ids, err := idsToShow(req)
	if err != nil {
		return nil, err
	}
	shown := &groupShown{Group: &page.Document.Groups[at]}
	for _, operation := range shown.Group.Operations {
		shown.Operations = append(shown.Operations, operationShown{page.Fixed.operations[operation.ID], operation.ID, curl(page.Base, operation, ids)})
	}
	return shown, nil
}
