package statuslist

import (
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/lookup"
	"callflow/internal/store/searchindex"
)

// Narrow is how many customers may be gone through one by one.
const Narrow = 5_000

// Bounds are what a search does at a time.
type Bounds struct {
	Narrow   int64 // customers that may be gone through one by one
	Sorted   int64 // customers of call states whose latest changes are sorted in memory: the log has them far apart
	Few      int   // what an index finds, and is kept in memory while a page is made
	Fresh    int   // customers that were written since the mark, and are looked at directly
	Entries  int64 // of the log after the mark, in which those are looked for; behind them they are counted, as far again
	Known    int   // rows of a part whose numbers are taken into memory
	Prefixed int   // customers whose ids begin alike
	Block    int   // candidates that are looked at together
	Budget   int   // candidates that are looked at for one page
}

var usualBounds = Bounds{
	Narrow: Narrow, Sorted: 15_000, Few: 20_000, Fresh: 5_000, Entries: 60_000, Known: 50_000, Prefixed: 1_000,
	Block: 500, Budget: 6_000,
}

// walkWorth is how many times more customers there must be before a part's own rows are gone through.
const walkWorth = 5

// seeker finds the customers of one part that a query means, as of a snapshot. Whatever proposes them (the index, the
// customers that the index does not know yet, or the rows of a part that has few), each one's row and card are looked at
// as they are: what the index has kept of earlier days is never shown.
type seeker struct {
	r       *Lists
	bounds  *Bounds
	part    Part
	query   *lookup.Query
	columns *lookup.Columns
	place   *searchindex.Place

	walks  bool    // candidates are the part's own rows
	few    []int64 // else they are these, ascending, where isFew
	isFew  bool
	cut    bool    // there are more than few has
	fresh  []int64 // else they are what the index finds, and these, ascending
	behind int64   // customers that the index does not know yet, and that are too many to be looked at
	work   Batch
}

// seek gets ready to find what a query means in one part.
func (r *Lists) seek(part Part, query *lookup.Query) (*seeker, error) {
	k := &seeker{r: r, bounds: &r.memory.Bounds, part: part, query: query, columns: r.searchColumns(part.AssignmentID)}
	k.place = &searchindex.Place{AccountID: r.accountID, AssignmentID: part.AssignmentID, Terms: query.Terms()}
	count, err := r.countPart(&part)
	if err != nil {
		return nil, err
	}
	switch {
	case query.Empty(), count <= k.bounds.Narrow:
		k.walks = true
		return k, nil
	case query.IsPrefix():
		k.isFew = true
		return k, k.findPrefixed()
	case len(k.place.Terms) == 0:
		return nil, callflow.InvalidField("search", fmt.Sprintf("Write at least one word of %d letters or more.", lookup.Grams))
	}
	return k, k.askIndex(count)
}

// findPrefixed finds customers by what their ids begin with, as it was written and in capitals.
func (k *seeker) findPrefixed() error {
	for _, prefix := range k.query.Prefixes() {
		rows := k.r.tx.Query(`SELECT number FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id >= $3 AND customer_id < $4
			ORDER BY customer_id LIMIT $5`, k.r.accountID, k.part.AssignmentID, prefix, prefix+"\U0010ffff", k.bounds.Prefixed)
		found := 0
		for ; rows.Next(); found++ {
			k.few = append(k.few, rows.Int(0))
		}
		if rows.Err() != nil {
			return rows.Err()
		}
		k.cut = k.cut || found == k.bounds.Prefixed
	}
	k.few = ascending(k.few)
	return nil
}

// askIndex finds out whether the index finds few. Where it finds many, a part that has far fewer rows than there are customers is
// gone through by its own rows.
func (k *seeker) askIndex(count int64) error {
	if err := k.lookAtFresh(); err != nil {
		return err
	}
	all, err := k.r.countPart(&Part{AssignmentID: k.part.AssignmentID})
	if err != nil {
		return err
	}
	small := count*walkWorth < all
	if k.few, k.isFew, err = k.r.memory.search.Few(k.r.tx, k.place, k.bounds.Few); err != nil {
		return err
	}
	if !k.isFew {
		if k.walks = small; small {
			k.behind = 0
		}
		return nil
	}
	k.few = ascending(append(k.few, k.fresh...))
	if small && count <= int64(k.bounds.Known) && count < walkWorth*int64(len(k.few)) {
		return k.keepMembers()
	}
	return nil
}

// keepMembers leaves of the few those that are in the part, which has not many more.
func (k *seeker) keepMembers() error {
	members, err := k.r.numbers(&k.part, span{after: -1, limit: k.bounds.Known})
	k.few = slices.DeleteFunc(k.few, func(number int64) bool {
		_, is := slices.BinarySearch(members, number)
		return !is
	})
	return err
}

// lookAtFresh finds those that the index can't know: customers written after its mark, and the one that has the text as its id.
func (k *seeker) lookAtFresh() error {
	number, ok, err := k.r.NumberOf(k.part.AssignmentID, k.query.ID)
	if err != nil {
		return err
	}
	if ok {
		k.fresh = append(k.fresh, number)
	}
	written, err := k.writtenSince()
	if err != nil || len(written) == 0 {
		return err
	}
	if len(written) > k.bounds.Fresh {
		return k.countBehind(written[0])
	}
	written = ascending(written)
	if err := k.r.CardsOf(k.part.AssignmentID, written, &k.work); err != nil {
		return err
	}
	k.fresh = ascending(append(k.fresh, k.matching()...))
	return nil
}

// writtenSince gives who was written after the index's mark, in the order of the log: one more than are looked at where they are too many.
// Where the log goes on beyond what is looked through, it counts those who were written there. The list's count tells when the latest was.
func (k *seeker) writtenSince() ([]int64, error) {
	mark, err := searchindex.Mark(k.r.tx, k.r.accountID)
	if err != nil {
		return nil, err
	}
	latest, err := k.r.LatestChange(List{{AssignmentID: k.part.AssignmentID}})
	if err != nil || latest <= mark {
		return nil, err
	}
	end := mark + k.bounds.Entries
	if latest > end {
		if err := k.countBeyond(end); err != nil {
			return nil, err
		}
	}
	var written []int64
	rows := k.r.tx.Query(`SELECT number FROM changes WHERE account_id = $1 AND seq > $2 AND seq <= $3 AND assignment_id = $4 AND what = 5
		ORDER BY seq LIMIT $5`, k.r.accountID, mark, min(latest, end), k.part.AssignmentID, k.bounds.Fresh+1)
	for rows.Next() {
		written = append(written, rows.Int(0))
	}
	return written, rows.Err()
}

// countBeyond counts the customers that were written after an entry of the log, at least one: there is a later one.
func (k *seeker) countBeyond(end int64) error {
	beyond, err := db.ReadNumber(k.r.tx, `SELECT COUNT(*) FROM changes WHERE account_id = $1 AND seq > $2 AND seq <= $3 AND assignment_id = $4 AND what = 5`,
		k.r.accountID, end, end+k.bounds.Entries, k.part.AssignmentID)
	k.behind = max(beyond, 1)
	return err
}

// countBehind says how many the index does not know, from the first of them on: customers are written in the order of their numbers,
// when they are many.
func (k *seeker) countBehind(first int64) error {
	last, err := db.ReadNumber(k.r.tx, "SELECT MAX(number) FROM customers WHERE account_id = $1 AND assignment_id = $2", k.r.accountID, k.part.AssignmentID)
	k.behind = max(k.behind, last-first+1, int64(k.bounds.Fresh)+1)
	return err
}

// ascending gives numbers in order, each once.
func ascending(numbers []int64) []int64 {
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// seekResult is what was found, how far was looked, and whether that is the end.
type seekResult struct {
	numbers []int64
	reached int64
	done    bool
}

// find gives those of a span, in its order, having looked at budget candidates at most.
func (k *seeker) find(s span, budget int) (found seekResult, err error) {
	found.reached = s.after
	for limit := s.limit; len(found.numbers) < limit && budget > 0; {
		s.after, s.limit = found.reached, min(max(2*limit, 64), k.bounds.Block)
		candidates, err := k.candidates(s)
		if err != nil {
			return found, err
		}
		budget -= len(candidates)
		matching, err := k.verified(candidates)
		if err != nil {
			return found, err
		}
		if found.done = len(candidates) < s.limit; !found.done {
			found.reached = candidates[len(candidates)-1]
		}
		found.numbers = append(found.numbers, matching...)
		if len(found.numbers) > limit {
			found.numbers = found.numbers[:limit]
			found.reached, found.done = found.numbers[limit-1], false
		}
		if found.done {
			break
		}
	}
	return found, nil
}

// candidates are the next of a span, which a query may mean: fewer than its limit at the end.
func (k *seeker) candidates(s span) ([]int64, error) {
	if k.walks {
		return k.r.numbers(&k.part, s)
	}
	if k.isFew {
		return s.of(k.few), nil
	}
	found, err := k.r.memory.search.Ordered(k.r.tx, k.place, searchindex.Range{After: s.after, Backward: s.backward, Limit: s.limit})
	if err != nil {
		return nil, err
	}
	found = ascending(append(found, s.of(k.fresh)...))
	if s.backward {
		slices.Reverse(found)
	}
	return found[:min(len(found), s.limit)], nil
}

// of gives the span of numbers that ascend, in the span's own order.
func (s *span) of(numbers []int64) []int64 {
	if !s.backward {
		first, found := slices.BinarySearch(numbers, s.after)
		if found {
			first++
		}
		return numbers[first:min(len(numbers), first+s.limit)]
	}
	end, _ := slices.BinarySearch(numbers, s.after)
	part := slices.Clone(numbers[max(0, end-s.limit):end])
	slices.Reverse(part)
	return part
}

// verified gives those that are in the part, and that the query means.
func (k *seeker) verified(numbers []int64) ([]int64, error) {
	if k.walks && k.query.Empty() || len(numbers) == 0 {
		return numbers, nil
	}
	k.work.Reset()
	for _, number := range numbers {
		k.work.Rows = append(k.work.Rows, callflow.StatusRow{CampaignID: k.part.CampaignID, Number: number})
	}
	if !k.walks {
		if err := k.r.fillStatuses(&k.part, &k.work, 0); err != nil {
			return nil, err
		}
		k.work.Rows = slices.DeleteFunc(k.work.Rows, func(row callflow.StatusRow) bool { return !k.part.has(row.StateID) })
	}
	if err := k.r.fillCards(&k.part, &k.work, 0); err != nil {
		return nil, err
	}
	return k.matching(), nil
}

// matching gives the numbers of those in work that the query means.
func (k *seeker) matching() []int64 {
	var found []int64
	var text []byte
	for i := range k.work.Rows {
		row := &k.work.Rows[i]
		if len(row.CustomerID) == 0 || k.part.NoNumber && callflow.HasNumber(row.Card) {
			continue
		}
		text = k.columns.AppendText(text[:0], row.CustomerID, row.Card)
		if string(row.CustomerID) == k.query.ID || k.query.Matches(text) {
			found = append(found, row.Number)
		}
	}
	return found
}
