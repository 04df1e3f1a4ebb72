package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"callflow/internal/app"
)

// ahead makes the page that a walker will ask for next while it still reads the
// one before: the second core works while the first one sends. A page made
// ahead is used once, and only when it is still true.
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
}

const (
	mostAhead    = 8               // pages that wait for their walkers
	aheadTimeout = 5 * time.Second // for making one
	aheadPause   = time.Second     // after one was made in vain: the account is being written
)

func newAhead(api *API) *ahead {
	return &ahead{api: api, pages: make(map[answerKey]*aheadPage)}
}

// begin starts to make the page that a link leads to.
func (h *ahead) begin(s *app.Session, l *listing, link *app.Link, encoding string) {
	request := *l.request
	request.Cursor, request.Page.Number, request.At = link.Cursor, link.Page, link.At
	next := &listing{request: &request, query: l.query, key: l.key}
	next.key.query = l.query.with(link)
	waiting := h.place(next.key)
	if waiting == nil {
		return
	}
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
		if next.List, err = h.api.app.Open(s, &request); err != nil {
			return // whoever asks for it hears the error
		}
		if p, err := h.api.makePage(ctx, next, encoding); err == nil {
			waiting.page = p
		}
	}()
}

// place makes room for one more page, nil where nothing is to be made.
func (h *ahead) place(key answerKey) *aheadPage {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.pages[key] != nil || time.Now().Before(h.pauseTo) {
		return nil
	}
	for len(h.pages) >= mostAhead {
		h.dropOldest()
	}
	waiting := &aheadPage{done: make(chan struct{})}
	h.pages[key] = waiting
	h.oldest = append(h.oldest, key)
	h.work.Add(1)
	return waiting
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
