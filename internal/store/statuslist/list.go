package statuslist

import (
	"errors"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// errCountsDiffer says that the counts and the rows disagree, which `callflow verify` would show.
var errCountsDiffer = errors.New("the counts differ from the rows")

// List is what a status or customer list ranges over: its parts in order, each in
// the order of the customers' numbers.
type List []Part

// Part is the callflow customers of one campaign, or the customers of one
// assignment where CampaignID is 0. States nil means every state.
type Part struct {
	AssignmentID int64
	CampaignID   int64
	States       []int64
	NoNumber     bool // of callflow customers in States: only those whose customers have no number that can be called
	Marked       bool // of customers: its rows carry the assignment's id where others carry their campaign's
}

// Mark is what the part's rows carry to say which part they are of; it ascends along a list.
func (p *Part) Mark() int64 {
	if p.Marked {
		return p.AssignmentID
	}
	return p.CampaignID
}

func (p *Part) listID() int64 {
	if p.CampaignID == 0 {
		return -p.AssignmentID
	}
	return p.CampaignID
}

func (p *Part) countedStates() []int64 {
	if p.States == nil {
		return []int64{counted.AnyState}
	}
	return p.States
}

// Window is which rows of a list are wanted: up to Limit of them after (or, when
// Backward, before) a position. Start nil begins at the list's own end.
type Window struct {
	Start    *callflow.Position
	Backward bool
	Limit    int
}

// span is a window on one part. Backward, after is the number that the rows come before.
type span struct {
	after    int64
	backward bool
	limit    int
}

// rest gives the span of one part, ok false where the window has passed the part.
func (w *Window) rest(part *Part, have int) (s span, ok bool) {
	s = span{after: -1, backward: w.Backward, limit: w.Limit - have}
	if w.Backward {
		s.after = 1 << 62
	}
	if s.limit <= 0 {
		return s, false
	}
	if w.Start == nil || part.Mark() == w.Start.CampaignID {
		if w.Start != nil {
			s.after = w.Start.Number
		}
		return s, true
	}
	if w.Backward {
		return s, part.Mark() < w.Start.CampaignID
	}
	return s, part.Mark() > w.Start.CampaignID
}

// Rows reads the window's rows into the batch, in the list's order.
func (r *Lists) Rows(list List, window Window, batch *Batch) error {
	parts := newPartWalk(list, window, batch)
	for parts.next() {
		if err := r.readPart(parts.part, parts.span, batch); err != nil {
			return err
		}
	}
	return nil
}

// partWalk goes through the parts that a window lies on, until the window is full.
type partWalk struct {
	list   List
	window Window
	batch  *Batch
	passed int // parts

	part *Part
	span span // of the part
}

func newPartWalk(list List, window Window, batch *Batch) *partWalk {
	batch.Reset()
	return &partWalk{list: list, window: window, batch: batch}
}

// next finds the next part. Once there is none, the batch is in the list's order.
func (w *partWalk) next() (ok bool) {
	for ; w.passed < len(w.list); w.passed++ {
		w.part = &w.list[w.passed]
		if w.window.Backward {
			w.part = &w.list[len(w.list)-1-w.passed]
		}
		if w.span, ok = w.window.rest(w.part, len(w.batch.Rows)); ok {
			w.passed++
			return true
		}
	}
	if w.window.Backward {
		slices.Reverse(w.batch.Rows)
	}
	return false
}

func (r *Lists) readPart(part *Part, s span, batch *Batch) error {
	first := len(batch.Rows)
	switch {
	case part.CampaignID == 0:
		return r.scanCustomers(part, s, batch)
	case part.States == nil:
		if err := r.scanStatuses(part, s, batch); err != nil {
			return err
		}
	default:
		numbers, err := r.numbers(part, s)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: part.CampaignID, Number: number})
		}
		if err := r.fillStatuses(part, batch, first); err != nil {
			return err
		}
	}
	return r.fillCards(part, batch, first)
}

// The customers in a state: those who have a number that can be called and those who have none are in two indexes, so that each
// customer is in one, and whom to call next is found in the first.
const (
	withNumberAfter = `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND state_id = $3 AND no_number = 0
		AND number > $4 ORDER BY number LIMIT $5`
	withNumberBefore = `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND state_id = $3 AND no_number = 0
		AND number < $4 ORDER BY number DESC LIMIT $5`
	withoutNumberAfter = `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND state_id = $3 AND no_number = 1
		AND number > $4 ORDER BY number LIMIT $5`
	withoutNumberBefore = `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND state_id = $3 AND no_number = 1
		AND number < $4 ORDER BY number DESC LIMIT $5`
)

// numbers gives the customers' numbers of a span, in its order, from indexes alone.
func (r *Lists) numbers(part *Part, s span) ([]int64, error) {
	switch {
	case part.CampaignID == 0:
		return db.ReadColumn(r.tx, `SELECT number FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number > $3 ORDER BY number LIMIT $4`,
			r.accountID, part.AssignmentID, s.after, s.limit)
	case part.States == nil:
		return db.ReadColumn(r.tx, s.choose(
			`SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number > $3 ORDER BY number LIMIT $4`,
			`SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4`),
			r.accountID, part.CampaignID, s.after, s.limit)
	}
	var numbers []int64
	for _, state := range part.States {
		found, err := r.numbersIn(part, state, s)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, found...)
	}
	if len(part.States) > 1 {
		numbers = s.sorted(numbers)
	}
	return numbers[:min(len(numbers), s.limit)], nil
}

// numbersIn gives those of a span in one state, from one index or from both.
func (r *Lists) numbersIn(part *Part, state int64, s span) (numbers []int64, err error) {
	if !part.NoNumber {
		numbers, err = db.ReadColumn(r.tx, s.choose(withNumberAfter, withNumberBefore), r.accountID, part.CampaignID, state, s.after, s.limit)
		if err != nil {
			return nil, err
		}
		if has, err := r.hasWithoutNumber(part, state); err != nil || !has {
			return numbers, err
		}
	}
	without, err := db.ReadColumn(r.tx, s.choose(withoutNumberAfter, withoutNumberBefore), r.accountID, part.CampaignID, state, s.after, s.limit)
	if err != nil || len(numbers) == 0 || len(without) == 0 {
		return append(numbers, without...), err
	}
	return s.sorted(append(numbers, without...)), nil
}

// hasWithoutNumber says whether a state may have customers without a number. While it is written, what is counted is not written yet.
func (r *Lists) hasWithoutNumber(part *Part, state int64) (bool, error) {
	if r.writing {
		return true, nil
	}
	n, _, err := r.whole(part, counted.WithoutNumberIn(state))
	return n > 0, err
}

// sorted puts numbers into the span's order.
func (s *span) sorted(numbers []int64) []int64 {
	slices.Sort(numbers)
	if s.backward {
		slices.Reverse(numbers)
	}
	return numbers
}

func (s *span) choose(forward, backward string) string {
	if s.backward {
		return backward
	}
	return forward
}

// RowsAt reads where customers stand in a part's campaign, by their numbers, which ascend. Of one that is not in it, the row has no StateID.
func (r *Lists) RowsAt(part *Part, numbers []int64, batch *Batch) error {
	batch.Reset()
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: part.CampaignID, Number: number})
	}
	if err := r.fillStatuses(part, batch, 0); err != nil {
		return err
	}
	return r.fillCards(part, batch, 0)
}

// NumbersIn gives the numbers of a campaign's customers, up to limit of them after one.
func (r *Lists) NumbersIn(campaignID, after int64, limit int) ([]int64, error) {
	return r.numbers(&Part{CampaignID: campaignID}, span{after: after, limit: limit})
}
