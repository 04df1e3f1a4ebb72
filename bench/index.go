package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"callflow/internal/app"
	"callflow/internal/store"
)

// measureBesideIndex reads pages while the server brings the search index up to date after the import, in turns with pages of a copy that has
// all of its index. It comes first, so that the measures after it find the index as it is on other days.
func measureBesideIndex(ctx context.Context, p *pair) ([]row, error) {
	behind, err := p.isIndexBehind(ctx)
	if err != nil || !behind { // an earlier run has left the folder with all of it
		return nil, err
	}
	copied, err := p.copyCampaign(ctx)
	if err != nil {
		return nil, err
	}
	defer copied.remove()
	built, err := copied.buildIndex(ctx)
	if err != nil {
		return nil, err
	}
	indexed, err := p.open(ctx, copied, "callflow-indexed")
	if err != nil {
		return nil, err
	}
	rows, err := p.pagesBeside(ctx, indexed)
	if closing := indexed.close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	_, err = p.campaign.buildIndex(ctx)
	return append(rows, built), err
}

// pagesBeside compares fresh pages of the pair, whose index is behind, with those of the same campaign with all of its index.
func (p *pair) pagesBeside(ctx context.Context, indexed *pair) ([]row, error) {
	if err := p.connect(ctx); err != nil { // servers close connections that nobody uses for a while
		return nil, err
	}
	sides := []side{p.readySide(firstPage, requestsPerRound), indexed.freshSide("pages without"), p.freshSide("pages beside the index")}
	for i := range sides {
		sides[i].times *= 5 // longer than the index rests between two steps
	}
	sides[2] = p.alone(sides[2])
	seconds, err := takeTurns(ctx, p.rounds, sides)
	if waking := p.process.signal(syscall.SIGCONT); err == nil {
		err = waking
	}
	if err != nil {
		return nil, err
	}
	stillBehind, err := p.isIndexBehind(ctx)
	note := ""
	if !stillBehind {
		note = "the index was complete before the pages were read"
	}
	beside := []float64{seconds[0], seconds[2]}
	return []row{
		againstReady("pages, identity, never asked before, while the search index is made", "pages", beside, atLeast(20)),
		{
			measure: "… against the same with all of the index", figure: perSecond(seconds[2], "pages"), ready: perSecond(seconds[1], "pages"),
			ratio: percent(seconds[1]/seconds[2], "without"), wanted: atLeast(90), note: note,
		},
	}, err
}

// alone has the real server stopped but in the rounds of one side, so that its index does not slow the other sides.
func (p *pair) alone(s side) side {
	return side{s.name, s.times, func(i int) error {
		if i%s.times == 0 {
			if err := p.process.signal(syscall.SIGCONT); err != nil {
				return err
			}
		}
		if err := s.once(i); err != nil || i%s.times < s.times-1 {
			return err
		}
		return p.process.signal(syscall.SIGSTOP)
	}}
}

// copyCampaign copies the campaign's database, for which it stops the server and starts it again.
func (p *pair) copyCampaign(ctx context.Context) (*campaign, error) {
	if err := p.close(); err != nil {
		return nil, err
	}
	copied := *p.campaign
	copied.Database = filepath.Join(p.dir, "indexed.db")
	if err := copyFile(p.campaign.Database, copied.Database); err != nil {
		return nil, err
	}
	again, err := p.open(ctx, p.campaign, "callflow")
	if err != nil {
		return nil, err
	}
	p.process, p.real, p.kept = again.process, again.real, again.kept
	return &copied, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// remove deletes the campaign's database.
func (c *campaign) remove() {
	for _, ending := range []string{"", "-wal", "-shm", "-line"} {
		_ = os.Remove(c.Database + ending) // what is left goes with the folder
	}
}

// withVerbs runs fn with the verbs over the campaign's database, beside the server.
func (c *campaign) withVerbs(ctx context.Context, fn func(*app.App, *store.Store, int64) error) error {
	opened, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	verbs, err := app.New(opened, nil)
	if err == nil {
		var account int64
		if account, err = opened.AccountNamed(ctx, c.Account); err == nil {
			err = fn(verbs, opened, account)
		}
	}
	if closing := opened.Close(); err == nil {
		err = closing
	}
	return err
}

// isIndexBehind says whether the search index lacks customers.
func (p *pair) isIndexBehind(ctx context.Context) (behind bool, err error) {
	err = p.campaign.withVerbs(ctx, func(_ *app.App, opened *store.Store, account int64) (err error) {
		behind, err = opened.IndexSearch(ctx, account)
		return err
	})
	return behind, err
}

// buildIndex brings the campaign's index up to date.
func (c *campaign) buildIndex(ctx context.Context) (built row, err error) {
	err = c.withVerbs(ctx, func(verbs *app.App, _ *store.Store, account int64) error {
		started := time.Now()
		err := verbs.IndexSearch(ctx, account)
		took := time.Since(started)
		built = row{measure: "the search index of the campaign, made at once", figure: quantity{took.Seconds(), "s", 1}}
		return err
	})
	return built, err
}
