package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// How much changes before what changed is asked for.
const (
	fewChanges  = 1000
	manyChanges = 50_000
)

// clock is the account's clock.
func (p *pair) clock() (string, error) {
	got, err := p.real.get(p.fresh(p.page(1, "")+"?page_size=1"), 200)
	return got.header("Callflow-Sync-Token"), err
}

// change registers so many outcomes, at least, and gives the clock as it was before.
func (p *pair) change(ctx context.Context, count int) (before string, err error) {
	if before, err = p.clock(); err != nil {
		return "", err
	}
	from, err := strconv.Atoi(before)
	if err != nil {
		return "", fmt.Errorf("the clock is %q", before)
	}
	for at := from; at < from+count; {
		if _, err := p.register(ctx, agents, time.Second/2); err != nil {
			return "", err
		}
		now, err := p.clock()
		if err != nil {
			return "", err
		}
		if at, err = strconv.Atoi(now); err != nil {
			return "", err
		}
	}
	return before, nil
}

// measureChangedSince reads what changed since a token, against reading everything.
func measureChangedSince(ctx context.Context, p *pair) ([]row, error) {
	before, err := p.clock()
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(2, uint64(time.Now().UnixNano())))
	for range fewChanges {
		if _, err := p.real.post(p.outcomeTarget(p.openPlace(random)), outcomeBody, 201); err != nil {
			return nil, err
		}
	}
	seconds, err := takeTurns(ctx, p.rounds, []side{
		p.walkSide(ctx, "full walk"),
		{"changed since", 5, func(int) error { return p.follow(p.fresh(p.path() + "?changed_since=" + before)) }},
	})
	if err != nil {
		return nil, err
	}
	return []row{{
		measure: "changed_since with 1,000 changes, all its pages", figure: milliseconds(seconds[1]),
		ratio: times(seconds[0]/seconds[1], "quicker than a full walk"), wanted: atLeast(200),
	}}, nil
}

// follow reads a list from a target to its end.
func (p *pair) follow(target string) error {
	for target != "" {
		got, err := p.real.get(target, 200)
		if err != nil {
			return err
		}
		if target, err = nextOf(got.body); err != nil {
			return err
		}
	}
	return nil
}

// measureEarlierMoment reads page 1 as it stood before 50,000 changes, against page 1 now.
func measureEarlierMoment(ctx context.Context, p *pair) ([]row, error) {
	before, err := p.change(ctx, manyChanges)
	if err != nil {
		return nil, err
	}
	target := p.path() + "?at=" + before
	started := time.Now()
	if _, err := p.real.get(p.fresh(target), 200); err != nil {
		return nil, err
	}
	first := time.Since(started)
	seconds, err := takeTurns(ctx, p.rounds, []side{
		p.realSide("page 1 now", func(int) string { return p.fresh(p.page(1, "")) }),
		p.realSide("page 1 then", func(int) string { return p.fresh(target) }),
	})
	if err != nil {
		return nil, err
	}
	return []row{{
		measure: "page 1 as it stood 50,000 changes ago", figure: milliseconds(seconds[1]), ratio: times(seconds[1]/seconds[0], "page 1 now"),
		wanted: atMost(3), note: "the first time " + milliseconds(first.Seconds()).String(),
	}}, nil
}
