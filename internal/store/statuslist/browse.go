package statuslist

import (
	"cmp"
	"math"
	"slices"

	"callflow"
	"callflow/internal/lookup"
)

// Order is what the customers of a campaign are sorted by.
type Order int

// The orders.
const (
	ByNumber Order = iota // as the list itself
	ByChange              // the latest change first
	ByDue                 // the earliest first; those without a time are not in it
	ByName
)

// Spot is where a customer stands in an order. It holds what the order goes by, so that nothing that is written later
// moves it.
type Spot struct {
	Name   string
	Key    int64
	Number int64
}

func (s Spot) compare(other Spot) int {
	return cmp.Or(cmp.Compare(s.Name, other.Name), cmp.Compare(s.Key, other.Key), cmp.Compare(s.Number, other.Number))
}

// Until is a spot right behind another in an order: what is before it ends with the other one.
func (o Order) Until(at Spot) Spot {
	if o == ByChange { // each change is one customer's, and the stream goes by it alone
		return Spot{Key: at.Key + 1}
	}
	at.Number++
	return at
}

// From is a spot right before another in an order: what is after it begins with the other one.
func (o Order) From(at Spot) Spot {
	if o == ByChange {
		return Spot{Key: at.Key - 1, Number: math.MaxInt64}
	}
	at.Number--
	return at
}

// ErrTooManyToSort is told where an order is asked for that can't be read from an index, of too many customers.
func ErrTooManyToSort() error {
	return callflow.InvalidField("order",
		"There are more than 5,000 customers: they can be sorted by name where a search or a call state narrows them to that.")
}

// MostCounted is how far what is found is counted exactly.
const MostCounted = 1_000

// Browser goes through the customers of one campaign that a text finds, in an order.
type Browser struct {
	seeker *seeker
	order  Order
	spots  []Spot // all of them, sorted, where inMemory
	memory bool
}

// Where gives the tags of the values of a row's card that the search found, but for those that are seen anyway.
func (b *Browser) Where(row *callflow.StatusRow, seen func(tag uint64) bool) []uint64 {
	return b.seeker.columns.Where(b.seeker.query, row.CustomerID, row.Card, seen)
}

// Browse gets ready to go through one part. text "" is everybody.
func (r *Lists) Browse(part Part, text string, order Order) (*Browser, error) {
	if part.NoNumber && part.States == nil {
		for _, state := range r.states[part.CampaignID] {
			part.States = append(part.States, state.ID)
		}
	}
	k, err := r.seek(part, lookup.Parse(text))
	if err != nil {
		return nil, err
	}
	b := &Browser{seeker: k, order: order}
	if order == ByNumber {
		return b, nil
	}
	return b, b.collect()
}

// Behind is how many customers the search does not know yet.
func (b *Browser) Behind() int64 { return b.seeker.behind }

// collect takes all of them into memory where they are few.
func (b *Browser) collect() error {
	count, err := b.seeker.r.countPart(&b.seeker.part)
	if err != nil {
		return err
	}
	k := b.seeker
	bound := k.bounds.Narrow
	if b.order == ByChange && k.query.Empty() && k.part.States != nil {
		bound = max(bound, k.bounds.Sorted)
	}
	wide := count > bound
	many := k.query.Empty() || b.order != ByName && (!k.isFew || int64(len(k.few)) > k.bounds.Narrow)
	if wide && many { // those who are looked for are met often enough along the order itself
		return b.needMemory()
	}
	budget := b.seeker.bounds.Budget
	if !wide {
		budget = int(count) + 1
	}
	found, err := b.seeker.find(span{after: -1, limit: int(bound) + 1}, budget)
	if err != nil {
		return err
	}
	if int64(len(found.numbers)) > bound || !found.done {
		return b.needMemory()
	}
	b.memory = true
	b.spots, err = b.spotsOf(found.numbers)
	return err
}

// needMemory refuses the order that no index has.
func (b *Browser) needMemory() error {
	if b.order == ByName {
		return ErrTooManyToSort()
	}
	return nil
}

// spotsOf finds where customers stand, and sorts them.
func (b *Browser) spotsOf(numbers []int64) ([]Spot, error) {
	k := b.seeker
	batch := &Batch{}
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: k.part.CampaignID, Number: number})
	}
	fill := k.r.fillStatuses
	if b.order == ByName {
		fill = k.r.fillCards
	}
	if err := fill(&k.part, batch, 0); err != nil {
		return nil, err
	}
	spots := make([]Spot, 0, len(numbers))
	for i := range batch.Rows {
		row := &batch.Rows[i]
		switch {
		case b.order == ByName:
			spots = append(spots, Spot{Name: lookup.Name(row.Card), Number: row.Number})
		case b.order == ByChange:
			spots = append(spots, Spot{Key: -row.Seq, Number: row.Number})
		case row.DueAt > 0:
			spots = append(spots, Spot{Key: row.DueAt, Number: row.Number})
		}
	}
	slices.SortFunc(spots, Spot.compare)
	return spots, nil
}

// Count counts them, exactly as far as MostCounted; then, or where that would take too long, there are at least so many.
// Without a search it is exact, from the counts that are kept.
func (b *Browser) Count() (count int64, atLeast bool, err error) {
	k := b.seeker
	switch {
	case b.memory:
		return int64(len(b.spots)), k.cut, nil
	case k.query.Empty() && b.order != ByDue:
		count, err = k.r.countPart(&k.part)
		return count, false, err
	case b.order == ByDue:
		page, err := b.Page(nil, false, MostCounted+1)
		if err != nil {
			return 0, false, err
		}
		return min(int64(len(page.Spots)), MostCounted), len(page.Spots) > MostCounted || !page.Done, err
	}
	found, err := k.find(span{after: -1, limit: MostCounted + 1}, k.bounds.Budget)
	return min(int64(len(found.numbers)), MostCounted), len(found.numbers) > MostCounted || !found.done || k.cut, err
}

// SpotPage is a run of customers in an order. A page may have fewer than were asked for, and not be the last: then
// so many had to be looked at that the rest is for the next page, from Reached on.
type SpotPage struct {
	Spots   []Spot
	Reached Spot
	Done    bool // nothing comes behind
}

// Page gives up to limit of those after a spot or, backward, before it, nearest first; nil begins at the order's own end.
func (b *Browser) Page(from *Spot, backward bool, limit int) (*SpotPage, error) {
	switch {
	case b.memory:
		return b.fromMemory(from, backward, limit), nil
	case b.order == ByNumber:
		return b.byNumber(from, backward, limit)
	}
	return b.stream(from, backward, limit)
}

func (b *Browser) fromMemory(from *Spot, backward bool, limit int) *SpotPage {
	page := &SpotPage{Done: true}
	first, end := 0, len(b.spots)
	if from != nil {
		place, found := slices.BinarySearchFunc(b.spots, *from, Spot.compare)
		if end = place; !backward {
			if first, end = place, len(b.spots); found {
				first++
			}
		}
	}
	page.Spots = slices.Clone(b.spots[first:end])
	if backward {
		slices.Reverse(page.Spots)
	}
	if len(page.Spots) > limit {
		page.Spots, page.Done = page.Spots[:limit], false
	}
	return page.reach(from)
}

func (b *Browser) byNumber(from *Spot, backward bool, limit int) (*SpotPage, error) {
	s := span{after: -1, backward: backward, limit: limit}
	if backward {
		s.after = 1 << 62
	}
	if from != nil {
		s.after = from.Number
	}
	found, err := b.seeker.find(s, b.seeker.bounds.Budget)
	page := &SpotPage{Reached: Spot{Number: found.reached}, Done: found.done}
	for _, number := range found.numbers {
		page.Spots = append(page.Spots, Spot{Number: number})
	}
	return page, err
}

// reach sets how far a page looked: to its last customer.
func (p *SpotPage) reach(from *Spot) *SpotPage {
	if len(p.Spots) > 0 {
		p.Reached = p.Spots[len(p.Spots)-1]
	} else if from != nil {
		p.Reached = *from
	}
	return p
}

// Fill reads the rows of spots, with their customers, in their order.
func (b *Browser) Fill(spots []Spot, batch *Batch) error {
	k := b.seeker
	batch.Reset()
	for _, spot := range spots {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: k.part.CampaignID, Number: spot.Number})
	}
	slices.SortFunc(batch.Rows, func(x, y callflow.StatusRow) int { return cmp.Compare(x.Number, y.Number) })
	if err := k.r.fillStatuses(&k.part, batch, 0); err != nil {
		return err
	}
	if err := k.r.fillCards(&k.part, batch, 0); err != nil {
		return err
	}
	place := make(map[int64]int, len(spots))
	for i, spot := range spots {
		place[spot.Number] = i
	}
	slices.SortFunc(batch.Rows, func(x, y callflow.StatusRow) int { return cmp.Compare(place[x.Number], place[y.Number]) })
	return nil
}
