package statuslist

import (
	"cmp"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
	"callflow/internal/store/counted"
)

// scanStatuses reads a campaign's rows as they lie.
func (r *Lists) scanStatuses(part *Part, s span, batch *Batch) error {
	query, set := r.statuses(batch)
	if err := r.expectCards(part, s); err != nil {
		return err
	}
	rows := r.tx.Query(s.choose(query.forward, query.backward), r.accountID, part.CampaignID, s.after, s.limit)
	for rows.Next() {
		set(batch.add(part.CampaignID, rows.Int(0)), rows)
	}
	return rows.Err()
}

// scanCustomers reads an assignment's customers as they lie.
func (r *Lists) scanCustomers(part *Part, s span, batch *Batch) error {
	sql := s.choose(
		`SELECT `+cardColumns+` FROM customers
			WHERE account_id = $1 AND assignment_id = $2 AND number > $3 ORDER BY number LIMIT $4`,
		`SELECT `+cardColumns+` FROM customers
			WHERE account_id = $1 AND assignment_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4`)
	rows := r.tx.Query(sql, r.accountID, part.AssignmentID, s.after, s.limit)
	for rows.Next() {
		batch.setCard(batch.add(part.Mark(), rows.Int(0)), rows)
		if n := len(batch.Rows); !s.backward && n%shownTogether == 0 {
			batch.completed(n)
		}
	}
	return rows.Err()
}

// fillStatuses completes rows of which only the number is known.
func (r *Lists) fillStatuses(part *Part, batch *Batch, first int) error {
	query, set := r.statuses(batch)
	return r.fill(batch.Rows[first:], fillQuery{several: query.several, apart: query.apart, owner: part.CampaignID, set: set})
}

const severalCards = `SELECT ` + cardColumns + ` FROM customers
	WHERE account_id = $1 AND assignment_id = $2 AND number BETWEEN $3 AND $4 ORDER BY number`

// expectCards lets the cards of a span be asked for with its rows where it is known which
// they are: its blocks have every number.
func (r *Lists) expectCards(part *Part, s span) error {
	if s.backward || s.after < 0 {
		return nil
	}
	const finePerCoarse = 1 << (counted.CoarseBits - counted.FineBits)
	first, last := s.after+1, s.after+int64(s.limit)
	coarseFirst := first >> counted.CoarseBits
	if coarseFirst != last>>counted.CoarseBits {
		return nil
	}
	full, err := r.blocksOf(part, counted.AnyState, blocks{counted.Fine, coarseFirst * finePerCoarse, (coarseFirst+1)*finePerCoarse - 1})
	if err != nil {
		return err
	}
	for block := first >> counted.FineBits; block <= last>>counted.FineBits; block++ {
		if !slices.Contains(full, blockCount{block, 1 << counted.FineBits}) {
			return nil
		}
	}
	r.tx.Expect(severalCards, r.accountID, part.AssignmentID, first, last)
	return nil
}

// fillCards completes rows with their customers' cards.
func (r *Lists) fillCards(part *Part, batch *Batch, first int) error {
	return r.fill(batch.Rows[first:], fillQuery{
		several: severalCards,
		apart:   wantedCards,
		owner:   part.AssignmentID,
		set:     batch.setCard,
		filled:  func(n int) { batch.completed(first + n) },
	})
}

// wantedCards are those that lie apart from one another.
var wantedCards = among.Numbers + `SELECT ` + cardColumns + ` FROM wanted LEFT JOIN customers
	ON account_id = $1 AND assignment_id = $2 AND number = wanted.key`

type fillQuery struct {
	several, apart string
	owner          int64
	set            func(*callflow.StatusRow, db.Rows)
	filled         func(int) // told how many rows are filled, from their first on, while others are still read; may be nil
}

// fill reads one more table for rows that lie in the order of their numbers,
// ascending or descending: by one scan where they lie close together, else by a look-up of each.
func (r *Lists) fill(rows []callflow.StatusRow, q fillQuery) error {
	if len(rows) == 0 {
		return nil
	}
	low, high := rows[0].Number, rows[len(rows)-1].Number
	step, next := 1, 0
	if low > high {
		low, high = high, low
		step, next = -1, len(rows)-1
	}
	if high-low >= int64(among.ScanWorth*len(rows)) {
		return r.fillApart(rows, q)
	}
	found := r.tx.Query(q.several, r.accountID, q.owner, low, high)
	for found.Next() {
		number := found.Int(0)
		for next >= 0 && next < len(rows) && rows[next].Number < number { // it is not there: an earlier moment had it
			next += step
		}
		if next >= 0 && next < len(rows) && rows[next].Number == number {
			q.set(&rows[next], found)
			next += step
			if q.filled != nil && step > 0 && next%shownTogether == 0 {
				q.filled(next)
			}
		}
	}
	return found.Err()
}

// fillApart looks up many rows at a time. What is found carries its number, and comes in whatever order the database likes.
func (r *Lists) fillApart(rows []callflow.StatusRow, q fillQuery) error {
	numbers := make([]int64, len(rows))
	for i := range rows {
		numbers[i] = rows[i].Number
	}
	next := 0
	return among.Each(numbers, [2]any{r.accountID, q.owner}, func(args []any) error {
		found := r.tx.Query(q.apart, args...)
		for found.Next() {
			place := placeOf(rows, found.Int(0), next)
			if place < 0 {
				continue // a row of NULLs: it is not there, an earlier moment had it
			}
			q.set(&rows[place], found)
			next = place + 1
		}
		return found.Err()
	})
}

// placeOf finds the row of a number among rows that lie in the order of their numbers, ascending or descending; -1 where there is none.
// It looks at the likely place first.
func placeOf(rows []callflow.StatusRow, number int64, likely int) int {
	if likely < len(rows) && rows[likely].Number == number {
		return likely
	}
	direction := 1
	if rows[0].Number > rows[len(rows)-1].Number {
		direction = -1
	}
	place, found := slices.BinarySearchFunc(rows, number, func(row callflow.StatusRow, number int64) int {
		return direction * cmp.Compare(row.Number, number)
	})
	if !found {
		return -1
	}
	return place
}
