package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"callflow/internal/app"
	"callflow/internal/auth"
)

// ahead makes the pages that a walker will ask for next while it still reads the
// one before: the second core works while the first one sends. The page after is read
// while this one's records are written. A page made ahead is used once, and only when it is still true.
type ahead struct {
	api     *API
	mu      sync.Mutex
	pages   map[answerKey]*aheadPage
	oldest  []answerKey // in the order that they were begun
	pauseTo time.Time   // nothing is made ahead before
	closed  bool
	work    sync.WaitGroup
}

// aheadPage is on its way until done is closed; page is nil when making it failed.
type aheadPage struct {
	done chan struct{}
	page *page

	session  *auth.Session
	listing  *listing
	encoding string
	depth    int       // how many pages it is ahead of the walker
	next     *app.Link // once it is known
	followed bool      // the page after it was begun
}

const (
	mostAhead    = 12              // pages that wait for their walkers
	deepest      = 2               // of them for one walker
	aheadTimeout = 5 * time.Second // for making one
	aheadPause   = time.Second     // after one was made in vain: the account is being written
)

func newAhead(api *API) *ahead {
	return &ahead{api: api, pages: make(map[answerKey]*aheadPage)}
}

// begin starts to make the page that a link leads to, the next one that the walker asks for.
func (h *ahead) begin(s *auth.Session, l *listing, link *app.Link, encoding string) {
	h.beginAt(&aheadPage{session: s, listing: follow(l, link), encoding: encoding, depth: 1})
}

// follow gives the listing that a page's link leads to.
func follow(l *listing, link *app.Link) *listing {
	request := *l.request
	request.Cursor, request.Page.Number, request.At = link.Cursor, link.Page, link.At
	next := &listing{request: &request, query: l.query, key: l.key}
	next.key.query = l.query.with(link)
	return next
}

// goOn begins the page after one whose link is known, unless that lies too far ahead. It is called with the lock held.
func (h *ahead) goOn(from *aheadPage) {
	if from.next == nil || from.followed || from.depth >= deepest {
		return
	}
	from.followed = true
	next := &aheadPage{session: from.session, listing: follow(from.listing, from.next), encoding: from.encoding, depth: from.depth + 1}
	go h.beginAt(next)
}

func (h *ahead) beginAt(waiting *aheadPage) {
	if !h.place(waiting) {
		return
	}
	next := waiting.listing
	go func() {
		defer h.work.Done()
		defer close(waiting.done)
		defer func() {
			if failure := recover(); failure != nil { // outside a request nothing else would catch it
				h.api.config.Log.Error("page ahead", slog.Any("error", failure))
			}
		}()
		ctx, cancel := context.WithTimeout(context.Background(), aheadTimeout)
		defer cancel()
		var err error
		if next.List, err = h.api.app.Open(waiting.session, next.request); err != nil {
			return // whoever asks for it hears the error
		}
		next.List.OnNext = func(link *app.Link) {
			h.mu.Lock()
			defer h.mu.Unlock()
			waiting.next = link
			h.goOn(waiting)
		}
		p := newPage()
		made, err := h.api.app.Page(ctx, next.List, p.room())
		if err != nil || p.encode(made, next, waiting.encoding) != nil {
			p.release()
			return
		}
		waiting.page = p
	}()
}

// place makes room for one more page; false where nothing is to be made.
func (h *ahead) place(page *aheadPage) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := page.listing.key
	if before := h.pages[key]; before != nil {
		before.depth = min(before.depth, page.depth)
		h.goOn(before)
		return false
	}
	if h.closed || time.Now().Before(h.pauseTo) {
		return false
	}
	for len(h.pages) >= mostAhead {
		h.dropOldest()
	}
	page.done = make(chan struct{})
	h.pages[key] = page
	h.oldest = append(h.oldest, key)
	h.work.Add(1)
	return true
}

// dropOldest forgets the page that has waited longest; the collector takes its buffer.
func (h *ahead) dropOldest() {
	delete(h.pages, h.oldest[0])
	h.oldest = h.oldest[1:]
}

// take gives the page that was made ahead for this request, waiting for it where
// it is on its way; nil where there is none that is still true.
func (h *ahead) take(ctx context.Context, req *request, l *listing, encoding string) (*page, error) {
	waiting := h.remove(l.key)
	if waiting == nil {
		return nil, nil //nolint:nilnil // none was made ahead: the caller makes one
	}
	select {
	case <-waiting.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p := waiting.page
	if p == nil {
		return nil, nil //nolint:nilnil // making it failed: the caller tries, and hears why
	}
	unchanged, err := req.stillTrue(l, &answer{moment: p.moment})
	if err == nil && unchanged && (p.encoding == encoding || len(p.sent) < leastCompressed) {
		p.moment = req.session.Moment
		return p, nil
	}
	p.release()
	if !unchanged {
		h.pause()
	}
	return nil, err
}

func (h *ahead) remove(key answerKey) *aheadPage {
	h.mu.Lock()
	defer h.mu.Unlock()
	waiting := h.pages[key]
	if waiting == nil {
		return nil
	}
	delete(h.pages, key)
	for i := range h.oldest {
		if h.oldest[i] == key {
			h.oldest = append(h.oldest[:i], h.oldest[i+1:]...)
			break
		}
	}
	return waiting
}

func (h *ahead) pause() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pauseTo = time.Now().Add(aheadPause)
}

// close ends it, and waits for what is under way.
func (h *ahead) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.work.Wait()
}
