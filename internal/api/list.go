package api

import (
	"bytes"
	"maps"
	"net/http"
	"strings"

	"callflow/internal/app"
	"callflow/internal/web"
)

// The parameters of the status lists, and of the customers' list.
var (
	statusParameters   = []string{"at", "call_state", "callable_number", "changed_since", "cursor", "fields", "include", "page", "page_size"}
	customerParameters = []string{"cursor", "page", "page_size"}
	recordParameters   = []string{"fields", "include"}
)

func (api *API) assignmentStatuses(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	return req.list(&app.ListRequest{AssignmentID: id}, statusParameters)
}

func (api *API) campaignStatuses(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	return req.list(&app.ListRequest{CampaignID: id}, statusParameters)
}

func (api *API) customers(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	return req.list(&app.ListRequest{AssignmentID: id, Customers: true}, customerParameters)
}

// listing is a list request on its way: the list, and what its links are made of.
type listing struct {
	*app.List
	request *app.ListRequest
	query   *query
	key     answerKey
}

// list answers a page: from what was sent before where nothing has changed since,
// from what was made ahead, or made now.
func (req *request) list(r *app.ListRequest, known []string) error {
	if req.file != "" {
		return req.listFile(r, known, req.file)
	}
	l, err := req.openList(r, known)
	if err != nil {
		return err
	}
	req.reads = r.Of()
	encoding := req.chooseEncoding()
	held, err := req.held(l)
	if err != nil {
		return err
	}
	if held != nil && req.sendAgain(held, encoding) {
		return nil
	}
	p, err := req.api.ahead.take(req.Context(), req, l, encoding)
	if err != nil {
		return err
	}
	if p == nil {
		p = newPage()
		made, err := req.api.app.Page(req.Context(), l.List, p.room())
		if err == nil {
			err = p.encode(made, l, encoding)
		}
		if err != nil {
			p.release()
			return err
		}
	}
	defer p.release()
	if r.Cursor != "" && p.next != nil { // a walker asks for the next page soon
		req.api.ahead.begin(req.session, l, p.next, encoding)
	}
	req.remember(l.key, p, held)
	req.sendPage(p)
	return nil
}

func (req *request) openList(r *app.ListRequest, known []string) (*listing, error) {
	q, err := req.parameters(known...)
	if err != nil {
		return nil, err
	}
	if err := q.page(r); err != nil {
		return nil, err
	}
	r.Seen = strings.TrimSpace(req.Header.Get("Callflow-Sync-Token"))
	if err := q.filter(r); err != nil {
		return nil, err
	}
	if r.Selection, err = q.selection(); err != nil {
		return nil, err
	}
	if r.When, err = q.when(); err != nil {
		return nil, err
	}
	opened, err := req.api.app.Open(req.session, r)
	key := answerKey{account: req.session.AccountID, origin: web.Origin(req.Request), path: req.path(), query: req.URL.RawQuery}
	return &listing{List: opened, request: r, query: q, key: key}, err
}

// held finds the answer sent before, nil where there is none that is still true.
func (req *request) held(l *listing) (*answer, error) {
	held := req.api.cache.get(l.key)
	if held == nil {
		return nil, nil //nolint:nilnil // nothing is held: the caller makes a page
	}
	unchanged, err := req.stillTrue(l, held)
	if err != nil || !unchanged {
		return nil, err
	}
	if held.moment != req.session.Moment {
		held = &answer{moment: req.session.Moment, tag: held.tag, bodies: held.bodies, records: held.records}
		req.api.cache.put(l.key, held)
	}
	return held, nil
}

func (req *request) stillTrue(l *listing, a *answer) (bool, error) {
	return req.api.app.Unchanged(req.Context(), l.List, a.moment, req.session.Moment)
}

// sendAgain answers with an answer that is still true; false where its body is not kept.
func (req *request) sendAgain(held *answer, encoding string) bool {
	if req.hasTag(held.tag) {
		req.notModified(held.tag, encoding, held.moment)
		return true
	}
	body, kept := held.bodies[encoding]
	if !kept {
		return false
	}
	req.headers(held.tag, encoding, held.moment)
	req.told = held.records
	req.write(http.StatusOK, encoding, body)
	return true
}

// remember keeps what was made: compressed at once, as it is only when it was
// asked for before.
func (req *request) remember(key answerKey, p *page, before *answer) {
	kept := &answer{moment: p.moment, tag: p.tag, bodies: make(map[string][]byte), records: p.records}
	if before != nil && before.tag == p.tag {
		maps.Copy(kept.bodies, before.bodies)
	}
	switch {
	case p.encoding != web.Identity:
		kept.bodies[p.encoding] = p.sent
	case before != nil:
		kept.bodies[web.Identity] = bytes.Clone(p.sent)
	}
	req.api.cache.put(key, kept)
}

func (req *request) sendPage(p *page) {
	if req.hasTag(p.tag) {
		req.notModified(p.tag, p.encoding, p.moment)
		return
	}
	req.headers(p.tag, p.encoding, p.moment)
	req.told = p.records
	req.write(http.StatusOK, p.encoding, p.sent)
}
