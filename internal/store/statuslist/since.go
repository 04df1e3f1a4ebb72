package statuslist

import (
	"cmp"
	"errors"
	"slices"
)

// changedRow is a row of a campaign that changed after a moment: how it stood then
// and how it stands now, and where the log tells it. State 0 is outside the campaign.
type changedRow struct {
	number    int64
	then, now int64 // states
	first     int64 // seq of its first change after the moment
	last      int64 // seq of its latest change
	card      int64 // seq of the first change that keeps the customer's card as it stood then; 0 for none
}

// since is what changed in a campaign after the seq from, up to the seq to: its rows
// by number. It is never altered: going on makes another one.
type since struct {
	from, to int64
	rows     []changedRow
	order    []int32         // places in rows, in the order of their latest changes
	counts   map[int64]int64 // of rows, by the states that they are in now
}

// sinceKey names a since, whatever moment it has come to.
type sinceKey struct{ lineage, account, campaign, from int64 }

// Bounds of what is kept in memory: rows of 52 bytes.
const (
	sincesKept     = 12
	largestSince   = 150_000
	leastSinceKept = 500 // smaller ones are told from the log as quickly
)

// ErrSnapshotOld says that others have gone on since the snapshot was taken: take a new one.
var ErrSnapshotOld = errors.New("the snapshot is older than what is known of the log")

// since tells what changed in a campaign after a seq, up to the snapshot.
func (r *Lists) since(campaignID, from int64) (*since, error) {
	key := sinceKey{r.lineage, r.accountID, campaignID, from}
	known, ok := r.memory.sinces.Get(key)
	if !ok {
		known = &since{from: from, to: from}
	}
	if known.to > r.seq {
		return nil, ErrSnapshotOld
	}
	if known.to == r.seq {
		return known, nil
	}
	further, err := r.readSince(campaignID, known.to)
	if err != nil {
		return nil, err
	}
	told := known.with(further)
	told.from, told.to = from, r.seq
	if len(told.rows) >= leastSinceKept && len(told.rows) <= largestSince && r.memory.isCurrent(r.lineage) {
		r.memory.sinces.Add(key, told)
	}
	return told, nil
}

// SinceCost says how many changes have to be gone through to tell what changed in a list after a seq, beside what is kept of it.
func (r *Lists) SinceCost(list List, from int64) int64 {
	var cost int64
	for i := range list {
		read := from
		if known, ok := r.memory.sinces.Peek(sinceKey{r.lineage, r.accountID, list[i].CampaignID, from}); ok {
			read = known.to
		}
		cost += max(r.seq-read, 0)
	}
	return cost
}

// readSince reads the changes after a seq, each row once, by number.
func (r *Lists) readSince(campaignID, after int64) ([]changedRow, error) {
	var all []changedRow
	place := make(map[int64]int) // in all, by number
	rows := r.tx.Query(`SELECT seq, number, what, from_state, to_state FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 AND seq > $3 AND seq <= $4 ORDER BY seq`,
		r.accountID, campaignID, after, r.seq)
	for rows.Next() {
		seq, number := rows.Int(0), rows.Int(1)
		i, known := place[number]
		if !known {
			i = len(all)
			place[number] = i
			all = append(all, changedRow{number: number, then: rows.Int(3), first: seq})
		}
		row := &all[i]
		row.now, row.last = rows.Int(4), seq
		if row.card == 0 && keepsCard(rows.Int(2)) {
			row.card = seq
		}
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	slices.SortFunc(all, func(a, b changedRow) int { return cmp.Compare(a.number, b.number) })
	return all, nil
}

// with gives what is known with further changes laid over it.
func (s *since) with(further []changedRow) *since {
	if len(s.rows) == 0 {
		return &since{rows: further, order: orderByChange(further), counts: countNow(further)}
	}
	laid := overlay{rows: make([]changedRow, 0, len(s.rows)+len(further)), moved: make([]int32, len(s.rows))}
	i := 0
	for _, row := range further {
		for ; i < len(s.rows) && s.rows[i].number < row.number; i++ {
			laid.keep(i, s.rows[i])
		}
		if i < len(s.rows) && s.rows[i].number == row.number {
			row.then, row.first = s.rows[i].then, s.rows[i].first
			if s.rows[i].card != 0 {
				row.card = s.rows[i].card
			}
			laid.moved[i] = -1
			i++
		}
		laid.changed = append(laid.changed, int32(len(laid.rows)))
		laid.rows = append(laid.rows, row)
	}
	for ; i < len(s.rows); i++ {
		laid.keep(i, s.rows[i])
	}
	return &since{rows: laid.rows, order: laid.order(s.order), counts: countNow(laid.rows)}
}

// overlay is rows that further changes are laid over.
type overlay struct {
	rows    []changedRow
	moved   []int32 // by the places of the rows before: where they are now, -1 for those that changed
	changed []int32 // where those are that changed
}

func (o *overlay) keep(i int, row changedRow) {
	o.moved[i] = int32(len(o.rows))
	o.rows = append(o.rows, row)
}

// order puts those that changed behind all others: each of their latest changes is later.
func (o *overlay) order(before []int32) []int32 {
	order := make([]int32, 0, len(o.rows))
	for _, i := range before {
		if o.moved[i] >= 0 {
			order = append(order, o.moved[i])
		}
	}
	slices.SortFunc(o.changed, func(a, b int32) int { return cmp.Compare(o.rows[a].last, o.rows[b].last) })
	return append(order, o.changed...)
}

// find gives the row of a number, nil when it has not changed.
func (s *since) find(number int64) *changedRow {
	i, ok := slices.BinarySearchFunc(s.rows, number, func(row changedRow, n int64) int { return cmp.Compare(row.number, n) })
	if !ok {
		return nil
	}
	return &s.rows[i]
}

// between gives the changed rows with low < number < high.
func (s *since) between(low, high int64) []changedRow {
	byNumber := func(row changedRow, n int64) int { return cmp.Compare(row.number, n) }
	first, _ := slices.BinarySearchFunc(s.rows, low+1, byNumber)
	end, _ := slices.BinarySearchFunc(s.rows, high, byNumber)
	return s.rows[first:max(first, end)]
}

// has says whether a state is one that the part lists; state 0 is in none.
func (p *Part) has(state int64) bool {
	return state != 0 && (p.States == nil || slices.Contains(p.States, state))
}
