package app

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/figures"
)

// movesKept bounds of how many campaigns the day's moves are remembered.
const movesKept = 512

// dayMoves remembers how customers of campaigns moved since a day began, so that a page that lives counts what is new alone. The log is
// only added to: what was counted stays true for as long as the database is the same one, but for outcomes that are withdrawn later.
type dayMoves struct {
	mu   sync.Mutex
	kept *lru.Cache[dayOfCampaign, countedMoves]
}

type dayOfCampaign struct{ account, campaign, midnight int64 }

// countedMoves are those up to a seq. The map is never written again.
type countedMoves struct {
	begun, seq, lineage int64
	counts              map[[2]int64]int64
}

func newDayMoves() (*dayMoves, error) {
	kept, err := lru.New[dayOfCampaign, countedMoves](movesKept)
	return &dayMoves{kept: kept}, err
}

// since gives the moves of a campaign since the day began (milliseconds since 1970), by the states' ids.
func (d *dayMoves) since(r *store.Snapshot, campaignID, midnight int64) ([]figures.Moved, error) {
	key := dayOfCampaign{r.AccountID, campaignID, midnight}
	known, ok := d.kept.Get(key)
	if !ok || known.lineage != r.Lineage || known.seq > r.Seq {
		begun, err := changelog.SeqAt(r, midnight-1)
		if err != nil {
			return nil, err
		}
		known = countedMoves{begun: begun, seq: begun, lineage: r.Lineage}
	}
	moved, err := figures.MovedSince(r, campaignID, known.seq, known.begun)
	if err != nil {
		return nil, err
	}
	counted := countedMoves{begun: known.begun, seq: r.Seq, lineage: r.Lineage, counts: maps.Clone(known.counts)}
	if counted.counts == nil {
		counted.counts = make(map[[2]int64]int64, len(moved))
	}
	for _, move := range moved {
		counted.counts[[2]int64{move.FromState, move.ToState}] += move.N
	}
	maps.DeleteFunc(counted.counts, func(_ [2]int64, n int64) bool { return n == 0 })
	d.keep(key, counted)
	return counted.moves(), nil
}

// keep remembers the later of two counts.
func (d *dayMoves) keep(key dayOfCampaign, counted countedMoves) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if held, ok := d.kept.Peek(key); ok && held.lineage == counted.lineage && held.seq > counted.seq {
		return
	}
	d.kept.Add(key, counted)
}

// moves are sorted by the states that they begin and end in.
func (c *countedMoves) moves() []figures.Moved {
	moves := make([]figures.Moved, 0, len(c.counts))
	for between, n := range c.counts {
		moves = append(moves, figures.Moved{FromState: between[0], ToState: between[1], N: n})
	}
	slices.SortFunc(moves, func(a, b figures.Moved) int {
		return cmp.Or(cmp.Compare(a.FromState, b.FromState), cmp.Compare(a.ToState, b.ToState))
	})
	return moves
}
