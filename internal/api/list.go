package api

import (
	"strconv"
	"sync"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

// The parameters of the status lists, and of the customers' list.
var (
	statusParameters   = []string{"call_state", "cursor", "fields", "include", "page", "page_size"}
	customerParameters = []string{"cursor", "fields", "page", "page_size"}
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

// list answers a page: from what was sent before where nothing has changed since.
func (req *request) list(r *app.ListRequest, known []string) error {
	q, err := req.parameters(known...)
	if err != nil {
		return err
	}
	if err := q.page(r); err != nil {
		return err
	}
	r.CallStates = q.values["call_state"]
	if r.Selection, err = q.selection(); err != nil {
		return err
	}
	l, err := req.api.app.Open(req.session, r)
	if err != nil {
		return err
	}
	key := answerKey{account: req.session.AccountID, origin: req.origin(), path: req.path(), query: req.URL.RawQuery}
	held, err := req.held(key, l)
	if err != nil {
		return err
	}
	if held != nil {
		return req.sendAgain(key, l, q, held)
	}
	return req.makePage(key, l, q, nil)
}

// held finds the answer sent before, nil where there is none that is still true.
func (req *request) held(key answerKey, l *app.List) (*answer, error) {
	held := req.api.cache.get(key)
	if held == nil {
		return nil, nil
	}
	now := req.session.Moment
	if held.moment == now {
		return held, nil
	}
	unchanged, err := req.api.app.Unchanged(req.Context(), l, held.moment, now)
	if err != nil || !unchanged {
		return nil, err
	}
	held = &answer{moment: now, tag: held.tag, bodies: held.bodies}
	req.api.cache.put(key, held)
	return held, nil
}

// sendAgain answers with an answer that is still true.
func (req *request) sendAgain(key answerKey, l *app.List, q *query, held *answer) error {
	if req.hasTag(held.tag) {
		req.notModified(held.tag, held.moment)
		return nil
	}
	encoding := chooseEncoding(req.Header.Get("Accept-Encoding"))
	body, ok := held.bodies[encoding]
	if !ok {
		return req.makePage(key, l, q, held)
	}
	req.headers(held.tag, encoding, held.moment)
	req.write(200, encoding, body)
	return nil
}

// pageBuffers hold bodies while they are made and sent.
var pageBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 1<<20); return &b }}

// largestKept is the largest buffer worth keeping: a page of 5,000 is rare.
const largestKept = 4 << 20

// makePage reads, writes and sends a page, and remembers it: compressed at once,
// as it is only when it was asked for before.
func (req *request) makePage(key answerKey, l *app.List, q *query, before *answer) error {
	buffer := pageBuffers.Get().(*[]byte)
	defer func() {
		if cap(*buffer) <= largestKept {
			pageBuffers.Put(buffer)
		}
	}()
	body, moment, err := req.renderPage(l, q, (*buffer)[:0])
	if err != nil {
		return err
	}
	*buffer = body[:0] // it may have grown
	made := &answer{moment: moment, tag: tagOf(body), bodies: make(map[string][]byte)}
	if before != nil && before.tag == made.tag {
		for encoding, old := range before.bodies {
			made.bodies[encoding] = old
		}
	}
	encoding := req.encodingFor(body)
	sent := body
	switch {
	case encoding != identity:
		if sent, err = compress(encoding, body); err != nil {
			return err
		}
		made.bodies[encoding] = sent
	case before != nil:
		made.bodies[identity] = append([]byte(nil), body...)
	}
	req.api.cache.put(key, made)
	if req.hasTag(made.tag) {
		req.notModified(made.tag, moment)
		return nil
	}
	req.headers(made.tag, encoding, moment)
	req.write(200, encoding, sent)
	return nil
}

// headRoom is kept free before the results while they are written: only then
// is it known what goes there.
const headRoom = 4 << 10

// renderPage makes the whole body in the buffer.
func (req *request) renderPage(l *app.List, q *query, buffer []byte) ([]byte, store.Moment, error) {
	page, err := req.api.app.Page(req.Context(), l, append(buffer, make([]byte, headRoom)...))
	if err != nil {
		return nil, store.Moment{}, err
	}
	body := append(page.Results, '}')
	head := req.head(page, q)
	if len(head) > headRoom {
		return append(head, body[headRoom:]...), page.Moment, nil
	}
	start := headRoom - len(head)
	copy(body[start:], head)
	return body[start:], page.Moment, nil
}

// head is the body up to the results: count, next, previous (contract, section 3).
func (req *request) head(page *app.ListPage, q *query) []byte {
	head := append(make([]byte, 0, 512), `{"count":`...)
	head = strconv.AppendInt(head, page.Count, 10)
	head = append(head, `,"next":`...)
	head = req.appendLink(head, page.Next, q)
	head = append(head, `,"previous":`...)
	head = req.appendLink(head, page.Previous, q)
	return append(head, `,"results":`...)
}

func (req *request) appendLink(dst []byte, link *app.Link, q *query) []byte {
	if link == nil {
		return append(dst, "null"...)
	}
	target := req.origin() + req.path()
	if text := q.with(link); text != "" {
		target += "?" + text
	}
	return callflow.AppendJSONString(dst, target)
}
