package remote

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strconv"

	"callflow"
)

// walkStart is where a walk begins: at a link, or at a path with a query. err is what was wrong with the request.
type walkStart struct {
	path  string
	query url.Values
	next  string
	err   error
}

// walker is a walk on its way.
type walker struct {
	client  *Client
	seen    map[string]bool // links that were followed
	records int64
	count   int64 // the largest that a page told
}

// fetched is a page that was asked for ahead.
type fetched struct {
	page *Page
	at   *url.URL
	err  error
}

// walk gives the pages one after the other. One page is fetched ahead: not more, or a server would be asked for what nobody reads.
func (c *Client) walk(ctx context.Context, start walkStart) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		target, err := c.firstOf(start)
		if err != nil {
			yield(nil, err)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		w := &walker{client: c, seen: make(map[string]bool)}
		pending := w.fetch(ctx, target, numberOf(target, 1))
		defer func() { // whoever breaks off leaves nothing running
			cancel()
			<-pending
		}()
		for {
			got, open := <-pending
			if !open {
				return
			}
			next, err := w.after(&got)
			if err != nil {
				yield(nil, err)
				return
			}
			if next != nil {
				pending = w.fetch(ctx, next, numberOf(next, got.page.Number+1))
			}
			if !yield(got.page, nil) {
				return
			}
		}
	}
}

func (c *Client) firstOf(start walkStart) (*url.URL, error) {
	if start.err != nil {
		return nil, start.err
	}
	if start.next != "" {
		return c.follow(start.next, c.base)
	}
	return c.at(start.path, start.query), nil
}

// fetch asks for a page beside what the caller does. The channel is closed after it.
func (w *walker) fetch(ctx context.Context, target *url.URL, number int64) <-chan fetched {
	w.seen[target.String()] = true
	pending := make(chan fetched, 1)
	go func() {
		defer close(pending)
		a, err := w.client.get(ctx, target)
		if err != nil {
			pending <- fetched{err: err}
			return
		}
		page, err := a.page()
		if page != nil {
			page.Number = number
		}
		pending <- fetched{page: page, at: a.url, err: err}
	}()
	return pending
}

// spare is by how much more than its count a list may grow while it is walked, beside doubling.
const spare = 10_000

// after finds the address of the page after this one, nil after the last, and refuses a list that does not get on.
func (w *walker) after(got *fetched) (*url.URL, error) {
	if got.err != nil {
		return nil, got.err
	}
	page := got.page
	w.records += int64(len(page.records))
	w.count = max(w.count, page.Count)
	if page.Next == "" {
		return nil, nil //nolint:nilnil // there is no page after the last
	}
	next, err := w.client.follow(page.Next, got.at)
	switch {
	case err != nil:
		return nil, err
	case w.seen[next.String()]:
		return nil, w.client.endless(fmt.Sprintf("after page %d gives a link that was followed before", page.Number))
	case len(page.records) == 0 && len(page.Removed) == 0:
		return nil, w.client.endless(fmt.Sprintf("gives a page %d without records, and a link to yet another", page.Number))
	case w.records > 2*w.count+spare:
		return nil, w.client.endless(fmt.Sprintf("tells of %d records, and has sent %d without an end", w.count, w.records))
	}
	return next, nil
}

func (c *Client) endless(what string) error {
	return &callflow.Error{
		Code: callflow.Unprocessable, Message: c.base.Host + " " + what + ": its list has no end.",
		Fix: "Tell whoever runs the server; asking again will not help.",
	}
}

// numberOf is the number that a link gives its page, where it gives one.
func numberOf(target *url.URL, otherwise int64) int64 {
	number, err := strconv.ParseInt(target.Query().Get("page"), 10, 64)
	if err != nil || number < 1 {
		return otherwise
	}
	return number
}
