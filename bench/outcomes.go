package main

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// How outcomes are registered while they are measured.
const (
	agents      = 64
	outcomeTime = 3 * time.Second // of a round; tests have less of it
	readTime    = time.Second
)

// outcomeBody leads to a state that is not final, however often it is registered.
const outcomeBody = `{"type": "Lead", "subtype": "Interested", "comment": "Ringte på kvelden, vil ha tilbud på e-post"}`

// measureOutcomes registers outcomes over 64 connections, against one connection that sends one after the
// other, and reads page 1 meanwhile.
func measureOutcomes(ctx context.Context, p *pair) ([]row, error) {
	rates, err := takeTurnsAtRates(p.rounds,
		func() (float64, error) { return p.register(ctx, 1, p.outcomeTime/3) },
		func() (float64, error) { return p.register(ctx, agents, p.outcomeTime) },
		func() (float64, error) { return p.readFirstPage(ctx, readTime) },
		func() (float64, error) { return p.readWhileRegistering(ctx) },
	)
	if err != nil {
		return nil, err
	}
	one, many, quiet, meanwhile := rates[0], rates[1], rates[2], rates[3]
	return []row{
		{measure: "outcomes registered, 64 connections, fsync at every commit", figure: rate(many, "outcomes"), wanted: atLeast(6000)},
		{
			measure: "… against one connection, one commit each", figure: rate(one, "outcomes"),
			ratio: times(many/one, "one by one"), wanted: atLeast(3),
		},
		{
			measure: "page 1, made anew, while 6,000 outcomes/s are registered", figure: rate(meanwhile, "pages"),
			ratio: percent(meanwhile/quiet, "idle"), wanted: atLeast(50), note: "idle " + rate(quiet, "pages").String(),
		},
	}, nil
}

func rate(perSecond float64, of string) quantity { return quantity{perSecond, of + "/s", 0} }

// openPlace draws a row of the campaign that is in no final state.
func (p *pair) openPlace(random *rand.Rand) int {
	for {
		if place := random.IntN(p.campaign.Customers); stateOf(place) == "" {
			return place
		}
	}
}

// outcomeTarget is where the outcomes of the customer at a place are registered.
func (p *pair) outcomeTarget(place int) string {
	return p.path() + strconv.Itoa(firstCustomerID+place) + "/call_outcomes/"
}

// register lets so many connections register outcomes on customers in no order, each as soon as its last one
// was answered, and gives how many a second were.
func (p *pair) register(ctx context.Context, connections int, d time.Duration) (float64, error) {
	return p.registerPaced(ctx, connections, d, 0)
}

// registerPaced is register at no more than a rate in all; 0 is without limit.
func (p *pair) registerPaced(ctx context.Context, connections int, d time.Duration, perSecond float64) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, d+longestAnswer)
	defer cancel()
	var work sync.WaitGroup
	var done atomic.Int64
	failed := make(chan error, connections)
	started := time.Now()
	for i := range connections {
		c, err := dial(ctx, p.process.address, p.campaign.Token)
		if err != nil {
			return 0, err
		}
		work.Go(func() {
			defer c.close()
			random := rand.New(rand.NewPCG(uint64(i), uint64(started.UnixNano())))
			for turn := 0; time.Since(started) < d; turn++ {
				if perSecond > 0 { // each connection has its turns, spread evenly
					due := (float64(turn) + float64(i)/float64(connections)) * float64(connections) / perSecond
					<-time.After(time.Duration(due*float64(time.Second)) - time.Since(started))
				}
				if _, err := c.post(p.outcomeTarget(p.openPlace(random)), outcomeBody, 201); err != nil {
					failed <- err
					return
				}
				done.Add(1)
			}
		})
	}
	work.Wait()
	select {
	case err := <-failed:
		return 0, err
	default:
		return float64(done.Load()) / time.Since(started).Seconds(), nil
	}
}

// readFirstPage reads page 1, never the same URL twice, and gives how many a second it got.
func (p *pair) readFirstPage(ctx context.Context, d time.Duration) (float64, error) {
	started, read := time.Now(), 0
	for time.Since(started) < d && ctx.Err() == nil {
		if _, err := p.real.get(p.fresh(p.page(1, "")), 200); err != nil {
			return 0, err
		}
		read++
	}
	return float64(read) / time.Since(started).Seconds(), ctx.Err()
}

// readWhileRegistering reads page 1 while outcomes are registered at the rate that is wanted.
func (p *pair) readWhileRegistering(ctx context.Context) (float64, error) {
	failed := make(chan error, 1)
	go func() {
		_, err := p.registerPaced(ctx, agents, readTime+readTime/2, 6000)
		failed <- err
	}()
	<-time.After(readTime / 4)
	pages, err := p.readFirstPage(ctx, readTime)
	if registering := <-failed; err == nil {
		err = registering
	}
	return pages, err
}
