package api

import (
	"strconv"
	"sync"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/web"
)

// page is a page that was made: its body lies in a buffer that release gives back.
type page struct {
	moment   auth.Moment
	tag      string
	next     *app.Link
	records  int64
	encoding string
	sent     []byte // encoded; where encoding is web.Identity it lies in the buffer
	buffer   *[]byte
}

// pageBuffers hold bodies while they are made and sent.
var pageBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 1<<20); return &b }}

// largestKept is the largest buffer worth keeping: a page of 5,000 is rare.
const largestKept = 4 << 20

// headRoom is kept free before the results while they are written: only then
// is it known what goes there.
const headRoom = 4 << 10

// newPage takes a buffer for a page.
func newPage() *page { return &page{buffer: pageBuffers.Get().(*[]byte)} }

// room is the buffer, with room for what stands before the results.
func (p *page) room() []byte { return append((*p.buffer)[:0], make([]byte, headRoom)...) }

// encode writes what stands around the results of a page that was read into its room, and encodes it.
func (p *page) encode(made *app.ListPage, l *listing, encoding string) (err error) {
	body := append(made.Results, '}')
	*p.buffer = body[:0] // it may have grown
	head := appendHead(make([]byte, 0, 512), made, l)
	if len(head) > headRoom {
		body = append(head, body[headRoom:]...)
	} else {
		body = body[headRoom-len(head):]
		copy(body, head)
	}
	p.moment, p.tag, p.next, p.records, p.sent = made.Moment, tagOf(body), made.Next, made.Records, body
	if len(body) < leastCompressed || encoding == web.Identity {
		return nil
	}
	p.encoding = encoding
	p.sent, err = web.Compress(encoding, body)
	return err
}

// release gives the buffer back. The page must not be used afterwards.
func (p *page) release() {
	if p.buffer != nil && cap(*p.buffer) <= largestKept {
		pageBuffers.Put(p.buffer)
	}
	p.buffer = nil
}

// appendHead appends the body up to the results: count, next, previous (contract, section 3).
func appendHead(dst []byte, p *app.ListPage, l *listing) []byte {
	dst = strconv.AppendInt(append(dst, `{"count":`...), p.Count, 10)
	dst = appendLink(append(dst, `,"next":`...), p.Next, l)
	dst = appendLink(append(dst, `,"previous":`...), p.Previous, l)
	return append(dst, `,"results":`...)
}

func appendLink(dst []byte, link *app.Link, l *listing) []byte {
	if link == nil {
		return append(dst, "null"...)
	}
	target := l.key.origin + l.key.path
	if text := l.query.with(link); text != "" {
		target += "?" + text
	}
	return callflow.AppendJSONString(dst, target)
}
