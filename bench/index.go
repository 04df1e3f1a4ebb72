package main

import (
	"context"
	"time"

	"callflow/internal/app"
	"callflow/internal/store"
)

// measureBesideIndex reads pages while the server brings the search index up to date after the import, has the rest of the index made, and
// reads again. It comes first, so that the measures after it find the index as it is on other days.
func measureBesideIndex(ctx context.Context, p *pair) ([]row, error) {
	behind, err := p.isIndexBehind(ctx)
	if err != nil || !behind { // an earlier run has left the folder with all of it
		return nil, err
	}
	if _, err := p.freshPages(ctx); err != nil { // what a server that has just started is slower by is not the index's
		return nil, err
	}
	beside, err := p.freshPages(ctx)
	if err != nil {
		return nil, err
	}
	if behind, err = p.isIndexBehind(ctx); err != nil {
		return nil, err
	}
	built, err := p.buildIndex(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.connect(ctx); err != nil { // the server has closed connections that nobody used meanwhile
		return nil, err
	}
	without, err := p.freshPages(ctx)
	if err != nil {
		return nil, err
	}
	note := ""
	if !behind {
		note = "the index was complete before the pages were read"
	}
	return []row{
		againstReady("pages, identity, never asked before, while the search index is made", "pages", beside, atLeast(20)),
		{
			measure: "… against the same afterwards", figure: perSecond(beside[1], "pages"), ready: perSecond(without[1], "pages"),
			ratio: percent(without[1]/without[0]*beside[0]/beside[1], "without"), wanted: atLeast(90), note: note,
		},
		built,
	}, nil
}

// withVerbs runs fn with the verbs over the campaign's database, beside the server.
func (p *pair) withVerbs(ctx context.Context, fn func(*app.App, *store.Store, int64) error) error {
	opened, err := store.Open(ctx, p.campaign.Database)
	if err != nil {
		return err
	}
	verbs, err := app.New(opened, nil)
	if err == nil {
		var account int64
		if account, err = opened.AccountNamed(ctx, p.campaign.Account); err == nil {
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
	err = p.withVerbs(ctx, func(_ *app.App, opened *store.Store, account int64) (err error) {
		behind, err = opened.IndexSearch(ctx, account)
		return err
	})
	return behind, err
}

// buildIndex brings the index up to date, beside the server that does so as well.
func (p *pair) buildIndex(ctx context.Context) (built row, err error) {
	err = p.withVerbs(ctx, func(verbs *app.App, _ *store.Store, account int64) error {
		started := time.Now()
		err := verbs.IndexSearch(ctx, account)
		took := time.Since(started)
		built = row{measure: "the rest of the search index, made after that", figure: quantity{took.Seconds(), "s", 1}}
		return err
	})
	return built, err
}
