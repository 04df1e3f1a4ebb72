package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// sampleEvery is how often the memory of the server is looked at.
const sampleEvery = 20 * time.Millisecond

// measureWalk follows next from page 1 to the end, never the same URL twice, and watches the server's memory.
func measureWalk(ctx context.Context, p *pair) ([]row, error) {
	if err := p.checkWalk(ctx); err != nil {
		return nil, err
	}
	watch := watchMemory(p.process.pid)
	seconds, err := takeTurns(ctx, p.rounds, []side{
		p.readySide(firstPage, int(p.pages)),
		p.walkSide(ctx, "walk"),
	})
	most, own, watching := watch()
	if err != nil {
		return nil, err
	}
	if watching != nil {
		return nil, watching
	}
	readyPage, walk, records := seconds[0], seconds[1], float64(p.n)
	pages := []float64{readyPage, walk / float64(p.pages)}
	return []row{
		againstReady("pages, identity, never asked before, walked by `next`", "pages", pages, atLeast(20)),
		{
			measure: "full walk by `next`", figure: perSecond(walk/records, "records"), ready: perSecond(readyPage*float64(p.pages)/records, "records"),
			wanted: atLeast(200_000),
		},
		{
			measure: "memory while walking, mapped file included", figure: megabytes(most), wanted: atMost(300),
			note: "of its own " + megabytes(own).String(),
		},
	}, nil
}

// walkSide is one full walk.
func (p *pair) walkSide(ctx context.Context, name string) side {
	return side{name, 1, func(int) error { return p.walk(ctx, func([]byte) error { return nil }) }}
}

// walk asks for every page from the first, each by the link of the one before.
func (p *pair) walk(ctx context.Context, each func(body []byte) error) error {
	target := p.fresh(p.page(1, ""))
	for pages := int64(0); target != ""; pages++ {
		if pages > p.pages {
			return fmt.Errorf("next goes on after %d pages", p.pages)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		got, err := p.real.get(target, 200)
		if err != nil {
			return err
		}
		if err := each(got.body); err != nil {
			return err
		}
		if target, err = nextOf(got.body); err != nil {
			return err
		}
	}
	return nil
}

// nextOf reads the link to the next page at the beginning of a list: its path and query, "" on the last page.
func nextOf(body []byte) (string, error) {
	_, rest, found := bytes.Cut(body[:min(len(body), 4096)], []byte(`"next":`))
	if !found {
		return "", fmt.Errorf("a list without next: %.100q", body)
	}
	end := bytes.IndexByte(rest, ',')
	if end < 0 {
		return "", fmt.Errorf("a list whose next does not end: %.100q", body)
	}
	var next *string
	if err := json.Unmarshal(rest[:end], &next); err != nil {
		return "", fmt.Errorf("next: %w", err)
	}
	if next == nil {
		return "", nil
	}
	link, err := url.Parse(*next)
	if err != nil {
		return "", err
	}
	return link.RequestURI(), nil
}

// checkWalk walks once, untimed, and holds the server to its word: every customer once.
func (p *pair) checkWalk(ctx context.Context) error {
	seen := make(map[string]bool, p.campaign.Customers)
	err := p.walk(ctx, func(body []byte) error {
		for _, id := range customerIDs(body) {
			if seen[id] {
				return fmt.Errorf("customer %s came twice", id)
			}
			seen[id] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(seen) != p.campaign.Customers {
		return fmt.Errorf("the walk met %d customers, the campaign has %d", len(seen), p.campaign.Customers)
	}
	return nil
}

// customerIDs finds the crm__customer_id of each record. The generated ids need no unescaping.
func customerIDs(body []byte) []string {
	var ids []string
	key := []byte(`"crm__customer_id":"`)
	for {
		_, rest, found := bytes.Cut(body, key)
		if !found {
			return ids
		}
		id, after, _ := bytes.Cut(rest, []byte(`"`))
		ids = append(ids, string(id))
		body = after
	}
}

// watchMemory looks at a process until the function that it gives is called, which tells the most bytes that
// were resident, and the most that were its own (see memory).
func watchMemory(pid int) func() (most, own float64, err error) {
	type reading struct {
		most, own float64
		err       error
	}
	stop, told := make(chan struct{}), make(chan reading, 1)
	go func() {
		var peak reading
		ticker := time.NewTicker(sampleEvery)
		defer ticker.Stop()
		for {
			most, own, err := memory(pid)
			peak = reading{max(peak.most, most), max(peak.own, own), err}
			select {
			case <-stop:
				told <- peak
				return
			case <-ticker.C:
			}
		}
	}()
	return func() (float64, float64, error) {
		close(stop)
		peak := <-told
		return peak.most, peak.own, peak.err
	}
}
