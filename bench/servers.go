package main

import (
	"context"
	"errors"
	"time"
)

// How two accounts are worked on at once. Each turn begins with a while that is not counted, because the server
// that has an account now need not be the one that had it before.
const (
	agentsOfEach  = agents / 2
	warmUpOfTurns = time.Second / 2
)

// measureTwoServers registers outcomes on two accounts: through one server, against each through a server of its
// own. The second server runs in its turns alone.
func measureTwoServers(ctx context.Context, p *pair) ([]row, error) {
	rates, err := takeTurnsAtRates(p.rounds,
		func() (float64, error) {
			return registerOnBoth(ctx, p, &pair{bench: p.bench, campaign: p.second, process: p.process})
		},
		func() (float64, error) { return registerOnTwoServers(ctx, p) },
	)
	if err != nil {
		return nil, err
	}
	one, two := rates[0], rates[1]
	return []row{{
		measure: "outcomes registered on two accounts, 32 connections each, through two servers", figure: rate(two, "outcomes"),
		ratio: percent(two/one, "one server"), wanted: atLeast(100), note: "one server " + rate(one, "outcomes").String(),
	}}, nil
}

// registerOnTwoServers starts a server for the second account.
func registerOnTwoServers(ctx context.Context, p *pair) (float64, error) {
	other, err := p.open(ctx, p.second, "callflow-second")
	if err != nil {
		return 0, err
	}
	perSecond, err := registerOnBoth(ctx, p, other)
	if closing := other.close(); err == nil {
		err = closing
	}
	return perSecond, err
}

// registerOnBoth registers on two campaigns at once, and gives how many a second were registered in all.
func registerOnBoth(ctx context.Context, first, second *pair) (float64, error) {
	if _, err := registerTogether(ctx, warmUpOfTurns, first, second); err != nil {
		return 0, err
	}
	return registerTogether(ctx, first.outcomeTime, first, second)
}

func registerTogether(ctx context.Context, d time.Duration, first, second *pair) (float64, error) {
	type result struct {
		perSecond float64
		err       error
	}
	told := make(chan result, 1)
	go func() {
		perSecond, err := second.register(ctx, agentsOfEach, d)
		told <- result{perSecond, err}
	}()
	perSecond, err := first.register(ctx, agentsOfEach, d)
	beside := <-told
	return perSecond + beside.perSecond, errors.Join(err, beside.err)
}
