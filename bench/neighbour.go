package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// How many digests of one user are asked for at a time, again and again, while somebody else reads small pages.
const (
	digestsAtOnce = 12
	smallPages    = 200
)

// measureNeighbour reads small pages beside somebody who asks for digests as fast as they are answered or refused.
func measureNeighbour(ctx context.Context, p *pair) ([]row, error) {
	quiet, err := p.smallPages(ctx)
	if err != nil {
		return nil, err
	}
	watch := watchMemory(p.process.pid)
	stop, asked := p.askForDigests(ctx)
	beside, err := p.smallPages(ctx)
	err = errors.Join(err, stop())
	most, _, watching := watch()
	if err = errors.Join(err, watching); err != nil {
		return nil, err
	}
	if asked.Load() == 0 {
		return nil, errors.New("no digest was asked for meanwhile")
	}
	return []row{
		{
			measure: "a page of 5, median, beside 12 digests of another connection", figure: milliseconds(beside), ready: milliseconds(quiet),
			ratio: times(beside/quiet, "as long as in quiet"), wanted: atMost(3),
		},
		{measure: "memory meanwhile, the most", figure: megabytes(most), wanted: atMost(300)},
	}, nil
}

// smallPages gives the median of pages that were never asked for before, in seconds.
func (p *pair) smallPages(ctx context.Context) (float64, error) {
	var seconds []float64
	for range smallPages {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		began := time.Now()
		if _, err := p.real.get(p.fresh(p.page(1, "")+"?page_size=5"), 200); err != nil {
			return 0, err
		}
		seconds = append(seconds, time.Since(began).Seconds())
	}
	return median(seconds), nil
}

// askForDigests asks until stop is called, over connections of its own.
func (p *pair) askForDigests(ctx context.Context) (stop func() error, asked *atomic.Int64) {
	ctx, cancel := context.WithCancel(ctx)
	failed := make([]error, digestsAtOnce)
	asked = &atomic.Int64{}
	var work sync.WaitGroup
	for i := range failed {
		work.Go(func() { failed[i] = p.digests(ctx, i, asked) })
	}
	return func() error {
		cancel()
		work.Wait()
		return errors.Join(failed...)
	}, asked
}

// digests asks for one digest after the other over one connection.
func (p *pair) digests(ctx context.Context, connection int, asked *atomic.Int64) error {
	c, err := dial(ctx, p.process.address, p.campaign.Token)
	if err != nil {
		return err
	}
	defer c.close()
	context.AfterFunc(ctx, func() { _ = c.conn.SetDeadline(time.Now()) })
	target := "/api/v1/campaigns/" + strconv.FormatInt(p.campaign.ID, 10) + "/digest/?_=" + strconv.Itoa(connection)
	for ctx.Err() == nil {
		c.begin("GET", target, nil)
		if _, err := c.conn.Write(c.request); err != nil {
			break
		}
		asked.Add(1)
		got, err := c.read()
		if err != nil {
			break
		}
		if got.status != 200 && got.status != 429 {
			return fmt.Errorf("a digest: status %d: %.300s", got.status, got.body)
		}
	}
	if ctx.Err() == nil {
		return errors.New("the connection of a digest broke")
	}
	return nil
}
