package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// pageSize is the contract's default.
const pageSize = 500

// requestsPerRound of the measures that time single pages.
const requestsPerRound = 40

// The kept pages. Those at a depth are named by depths.
const (
	firstPage     = "page-1"
	firstGzip     = "page-1-gzip"
	halfPage      = "half-state"
	hundredthPage = "hundredth-state"
)

// depths are the places in the list at which pages are asked for by position.
var depths = []struct {
	name  string
	kept  string
	share float64
}{
	{"1 %", "page-at-1", 0.01},
	{"50 %", "page-at-50", 0.5},
	{"99 %", "page-at-99", 0.99},
}

// near is the number of a page at or beside a depth: another one at each of a few requests.
func (b *bench) near(share float64, i int) int64 {
	number := int64(share*float64(b.pages)) + int64(i%7) - 3
	return min(max(number, 2), b.pages-1)
}

// keepPages asks the real server for the pages that the ready-made one repeats.
func (b *bench) keepPages(ctx context.Context) ([]keptPage, error) {
	p, err := b.open(ctx, b.campaign, "callflow")
	if err != nil {
		return nil, err
	}
	pages, err := p.keepPages()
	if closing := p.close(); err == nil {
		err = closing
	}
	return pages, err
}

// countPages holds the server to the size of the campaign, and gives the first page.
func (p *pair) countPages() (answer, error) {
	first, err := p.real.get(p.page(1, ""), 200)
	if err != nil {
		return answer{}, err
	}
	var list struct {
		Count   int64             `json:"count"`
		Results []json.RawMessage `json:"results"`
	}
	if err := json.Unmarshal(first.body, &list); err != nil {
		return answer{}, err
	}
	if list.Count != int64(p.n) || len(list.Results) != pageSize {
		return answer{}, fmt.Errorf("the campaign has %d customers, %d on its first page; want %d and %d", list.Count, len(list.Results), p.n, pageSize)
	}
	p.pages = (list.Count + pageSize - 1) / pageSize
	p.say("%d pages; the first has %s bytes", p.pages, thousands(fmt.Sprint(len(first.body))))
	return first, nil
}

func (p *pair) keepPages() ([]keptPage, error) {
	first, err := p.countPages()
	if err != nil {
		return nil, err
	}
	pages := []keptPage{keep(firstPage, first)}
	wanted := map[string]string{halfPage: p.page(1, halfState), hundredthPage: p.page(1, hundredthState)}
	for _, depth := range depths {
		wanted[depth.kept] = p.page(p.near(depth.share, 0), "")
	}
	for name, target := range wanted {
		got, err := p.real.get(target, 200)
		if err != nil {
			return nil, err
		}
		pages = append(pages, keep(name, got))
	}
	compressed, err := p.real.get(p.page(1, ""), 200, acceptGzip)
	if err != nil {
		return nil, err
	}
	return append(pages, keep(firstGzip, compressed)), nil
}

// measurePositions compares pages by position with page 1.
func measurePositions(ctx context.Context, p *pair) ([]row, error) {
	return p.positions(ctx, func(kept string, _ func(int) int64) side { return p.readySide(kept, requestsPerRound) })
}

// pagesSide asks for pages by position, each new: number is told how many were asked for before.
func (p *pair) pagesSide(name string, number func(i int) int64) side {
	return p.realSide(name, func(i int) string { return p.fresh(p.page(number(i), "")) })
}

// positions compares pages by position with page 1; beside gives the side that does the same elsewhere.
func (p *pair) positions(ctx context.Context, beside func(name string, number func(int) int64) side) ([]row, error) {
	first := func(int) int64 { return 1 }
	sides := []side{beside(firstPage, first), p.pagesSide("page 1", first)}
	for _, depth := range depths {
		number := func(i int) int64 { return p.near(depth.share, i) }
		sides = append(sides, beside(depth.kept, number), p.pagesSide("page at "+depth.name, number))
	}
	seconds, err := takeTurns(ctx, p.rounds, sides)
	if err != nil {
		return nil, err
	}
	rows := []row{{measure: "page 1", figure: milliseconds(seconds[1]), ready: milliseconds(seconds[0])}}
	for i, depth := range depths {
		rows = append(rows, againstFirst("page of 500 by position at "+depth.name, seconds, 2+2*i, atMost(1.3)))
	}
	return rows, nil
}

// measureStates compares the first pages of a state with page 1 of all.
func measureStates(ctx context.Context, p *pair) ([]row, error) {
	sides := p.firstPageSides()
	for _, state := range []struct{ kept, name string }{{halfPage, halfState}, {hundredthPage, hundredthState}} {
		sides = append(sides, p.readySide(state.kept, requestsPerRound), p.realSide(state.name, func(int) string {
			return p.fresh(p.page(1, state.name))
		}))
	}
	seconds, err := takeTurns(ctx, p.rounds, sides)
	if err != nil {
		return nil, err
	}
	return []row{
		againstFirst("first page of a state with half of the rows", seconds, 2, atMost(2.5)),
		againstFirst("first page of a state with 1 % of the rows, spread evenly", seconds, 4, atMost(10)),
	}, nil
}

// firstPageSides are page 1 ready-made and real: what the rows of againstFirst compare with.
func (p *pair) firstPageSides() []side {
	return []side{
		p.readySide(firstPage, requestsPerRound),
		p.realSide("page 1", func(int) string { return p.fresh(p.page(1, "")) }),
	}
}

// againstFirst compares the page whose ready-made side is at a place among seconds with page 1.
func againstFirst(name string, seconds []float64, place int, wanted bar) row {
	return row{
		measure: name,
		figure:  milliseconds(seconds[place+1]), ready: milliseconds(seconds[place]),
		ratio: times(seconds[place+1]/seconds[1], "page 1"), wanted: wanted,
	}
}

// measureFreshPages asks for pages all over the list, each by position and each new.
func measureFreshPages(ctx context.Context, p *pair) ([]row, error) {
	seconds, err := takeTurns(ctx, p.rounds, []side{p.readySide(firstPage, requestsPerRound), p.freshSide("fresh pages")})
	if err != nil {
		return nil, err
	}
	return []row{againstReady("pages, identity, never asked before, by position in no order", "pages", seconds, atLeast(20))}, nil
}

// freshSide asks for pages that are somewhere in the list and were never asked for before.
func (p *pair) freshSide(name string) side {
	const stride = 7919 // a prime: it meets every page before it meets one again
	return p.realSide(name, func(i int) string { return p.fresh(p.page(1+int64(i*stride)%(p.pages-1), "")) })
}

// againstReady compares the rate of the second side with that of the first, in percent.
func againstReady(name, of string, seconds []float64, wanted bar) row {
	return row{
		measure: name, figure: perSecond(seconds[1], of), ready: perSecond(seconds[0], of),
		ratio: percent(seconds[0]/seconds[1], "ready-made"), wanted: wanted,
	}
}
