package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// measure is one subject of the table. It gets a server of its own, so that it does not live on what
// another one left in memory, and gives its rows.
type measure struct {
	name string
	run  func(context.Context, *pair) ([]row, error)
}

// measures, in the table's order. A new one is a line here and its function.
var measures = []measure{
	{"search index beside", measureBesideIndex},
	{"pages by position", measurePositions},
	{"first pages of a state", measureStates},
	{"pages never asked before", measureFreshPages},
	{"unchanged gzip", measureGzip},
	{"full walk", measureWalk},
	{"exports", measureExports},
	{"export memory", measureExportMemory},
	{"not modified", measureNotModified},
	{"import", measureImport},
	{"outcomes", measureOutcomes},
	{"events", measureEvents},
	{"changed since", measureChangedSince},
	{"earlier moment", measureEarlierMoment},
	{"search", measureSearch},
	{"console", measureConsole},
	{"neighbour", measureNeighbour},
}

// pair is the two servers of a measure, and a connection to each.
type pair struct {
	*bench
	campaign *campaign // what the real server is asked for
	process  *process  // the real server
	real     *client
	kept     *client // the ready-made one
	asked    int     // how many fresh targets were made
}

// measureAll runs the measures one after the other.
func (b *bench) measureAll(ctx context.Context, measures []measure) ([]row, error) {
	var rows []row
	for _, m := range measures {
		if !strings.Contains(m.name, b.only) {
			continue
		}
		started := time.Now()
		more, err := b.measureOne(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("measuring %s: %w", m.name, err)
		}
		rows = append(rows, more...)
		b.say("measured %s in %.1f s", m.name, time.Since(started).Seconds())
	}
	return rows, nil
}

func (b *bench) measureOne(ctx context.Context, m measure) ([]row, error) {
	p, err := b.open(ctx, b.campaign, "callflow")
	if err != nil {
		return nil, err
	}
	rows, err := m.run(ctx, p)
	if closing := p.close(); err == nil {
		err = closing
	}
	return rows, err
}

// open starts the real server, whose log gets a name, and connects to both; the ready-made one need not run.
func (b *bench) open(ctx context.Context, c *campaign, log string) (*pair, error) {
	process, err := start(ctx, b.serveCommand(ctx, c.Database), filepath.Join(b.dir, log+".log"))
	if err != nil {
		return nil, err
	}
	p := &pair{bench: b, campaign: c, process: process}
	if err := p.connect(ctx); err != nil {
		_ = p.close()
		return nil, err
	}
	return p, nil
}

// connect opens connections to both servers in place of those that there are.
func (p *pair) connect(ctx context.Context) (err error) {
	p.disconnect()
	if p.real, err = dial(ctx, p.process.address, p.campaign.Token); err == nil && p.ready != nil {
		p.kept, err = dial(ctx, p.ready.address, p.campaign.Token)
	}
	if err != nil {
		return err
	}
	_, err = p.real.get("/healthz", http.StatusOK) // a connection that was never used is closed after ten seconds
	return err
}

func (p *pair) disconnect() {
	if p.real != nil {
		p.real.close()
	}
	if p.kept != nil {
		p.kept.close()
	}
	p.real, p.kept = nil, nil
}

func (p *pair) close() error {
	p.disconnect()
	return p.process.stop()
}

// path is the campaign's status list.
func (p *pair) path() string {
	return "/api/v1/campaigns/" + strconv.FormatInt(p.campaign.ID, 10) + "/callflow_customers/"
}

// page is the target of a page by position, in one state where one is given.
func (p *pair) page(number int64, state string) string {
	parameters := url.Values{}
	if number > 1 {
		parameters.Set("page", strconv.FormatInt(number, 10))
	}
	if state != "" {
		parameters.Set("call_state", state)
	}
	if len(parameters) == 0 {
		return p.path()
	}
	return p.path() + "?" + parameters.Encode()
}

// fresh makes a target one that was never asked for: names that begin with _ are let pass.
func (p *pair) fresh(target string) string {
	separator := "?"
	if strings.Contains(target, "?") {
		separator = "&"
	}
	p.asked++
	return target + separator + "_=" + strconv.Itoa(p.asked)
}

// readySide is the ready-made half of a comparison.
func (p *pair) readySide(page string, times int, headers ...string) side {
	return side{"ready-made " + page, times, func(int) error {
		_, err := p.kept.get("/"+page, 200, headers...)
		return err
	}}
}

// realSide asks the real server for one page at a time: whatever target gives, which is told how many times it was asked before.
func (p *pair) realSide(name string, target func(i int) string) side {
	return side{name, requestsPerRound, func(i int) error {
		_, err := p.real.get(target(i), 200)
		return err
	}}
}
