package store

import (
	"cmp"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// Batch holds the rows that were read last, and their bytes. Reuse it: a page
// then costs no allocation of its own.
type Batch struct {
	Rows  []callflow.StatusRow
	chunk []byte

	// Completed, where it is set, is shown from time to time the first rows of Rows that are complete while others are still read, in
	// the order of Rows. A transaction that is run again begins anew.
	Completed func([]callflow.StatusRow)
}

// shownTogether is how many rows are completed between two calls of Completed.
const shownTogether = 50

// chunkSize is the room for bytes that a batch takes at a time.
const chunkSize = 512 << 10

func (b *Batch) reset() {
	b.Rows = b.Rows[:0]
	b.chunk = b.chunk[:0]
}

// add appends a row of which nothing else is known yet.
func (b *Batch) add(campaignID, number int64) *callflow.StatusRow {
	b.Rows = append(b.Rows, callflow.StatusRow{CampaignID: campaignID, Number: number})
	return &b.Rows[len(b.Rows)-1]
}

func (b *Batch) completed(n int) {
	if b.Completed != nil {
		b.Completed(b.Rows[:n])
	}
}

// keep copies a column's bytes into the batch.
func (b *Batch) keep(rows db.Rows, column int) []byte {
	if cap(b.chunk) == 0 {
		b.chunk = make([]byte, 0, chunkSize)
	}
	start := len(b.chunk)
	kept := rows.Append(b.chunk[start:start:cap(b.chunk)], column)
	if len(kept) > cap(b.chunk)-start { // it did not fit, and was given room of its own
		b.chunk = make([]byte, 0, chunkSize)
		return kept
	}
	b.chunk = b.chunk[:start+len(kept)]
	return kept[:len(kept):len(kept)]
}

const statusColumns = "number, state_id, seq, attempts, changed_at, due_at, status"

func (b *Batch) setStatus(row *callflow.StatusRow, rows db.Rows) {
	row.StateID = rows.Int(1)
	row.Seq = rows.Int(2)
	row.Attempts = rows.Int(3)
	row.ChangedAt = rows.Int(4)
	row.DueAt = rows.Int(5)
	row.Status = b.keep(rows, 6)
}

const plainColumns = "number, state_id, attempts, changed_at, status"

func (b *Batch) setPlain(row *callflow.StatusRow, rows db.Rows) {
	row.StateID, row.Attempts, row.ChangedAt = rows.Int(1), rows.Int(2), rows.Int(3)
	row.Status = b.keep(rows, 4)
}

// statusQuery is how statuses are read, all of their columns or the plain ones.
type statusQuery struct {
	forward, backward, several, apart string
}

var wholeStatuses, plainStatuses = statusQueries(statusColumns), statusQueries(plainColumns)

func statusQueries(columns string) *statusQuery {
	part := `SELECT ` + columns + ` FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number `
	return &statusQuery{
		forward:  part + `> $3 ORDER BY number LIMIT $4`,
		backward: part + `< $3 ORDER BY number DESC LIMIT $4`,
		several:  part + `BETWEEN $3 AND $4 ORDER BY number`,
		apart: wantedNumbers + `SELECT ` + columns + ` FROM wanted LEFT JOIN callflow_customers
			ON account_id = $1 AND campaign_id = $2 AND number = wanted.key`,
	}
}

// statuses gives how the snapshot reads statuses, and takes them over.
func (r *Snapshot) statuses(batch *Batch) (*statusQuery, func(*callflow.StatusRow, db.Rows)) {
	if r.plain {
		return plainStatuses, batch.setPlain
	}
	return wholeStatuses, batch.setStatus
}

const cardColumns = "number, customer_id, card"

func (b *Batch) setCard(row *callflow.StatusRow, rows db.Rows) {
	row.CustomerID = b.keep(rows, 1)
	row.Card = b.keep(rows, 2)
}

// scanStatuses reads a campaign's rows as they lie.
func (r *Snapshot) scanStatuses(part *Part, s span, batch *Batch) error {
	query, set := r.statuses(batch)
	if err := r.expectCards(part, s); err != nil {
		return err
	}
	rows := r.tx.Query(s.choose(query.forward, query.backward), r.AccountID, part.CampaignID, s.after, s.limit)
	for rows.Next() {
		set(batch.add(part.CampaignID, rows.Int(0)), rows)
	}
	return rows.Err()
}

// scanCustomers reads an assignment's customers as they lie.
func (r *Snapshot) scanCustomers(part *Part, s span, batch *Batch) error {
	sql := s.choose(
		`SELECT `+cardColumns+` FROM customers
			WHERE account_id = $1 AND assignment_id = $2 AND number > $3 ORDER BY number LIMIT $4`,
		`SELECT `+cardColumns+` FROM customers
			WHERE account_id = $1 AND assignment_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4`)
	rows := r.tx.Query(sql, r.AccountID, part.AssignmentID, s.after, s.limit)
	for rows.Next() {
		batch.setCard(batch.add(part.Mark(), rows.Int(0)), rows)
		if n := len(batch.Rows); !s.backward && n%shownTogether == 0 {
			batch.completed(n)
		}
	}
	return rows.Err()
}

// fillStatuses completes rows of which only the number is known.
func (r *Snapshot) fillStatuses(part *Part, batch *Batch, first int) error {
	query, set := r.statuses(batch)
	return r.fill(batch.Rows[first:], fillQuery{several: query.several, apart: query.apart, owner: part.CampaignID, set: set})
}

const severalCards = `SELECT ` + cardColumns + ` FROM customers
	WHERE account_id = $1 AND assignment_id = $2 AND number BETWEEN $3 AND $4 ORDER BY number`

// expectCards lets the cards of a span be asked for with its rows where it is known which
// they are: its blocks have every number.
func (r *Snapshot) expectCards(part *Part, s span) error {
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
	r.tx.Expect(severalCards, r.AccountID, part.AssignmentID, first, last)
	return nil
}

// fillCards completes rows with their customers' cards.
func (r *Snapshot) fillCards(part *Part, batch *Batch, first int) error {
	return r.fill(batch.Rows[first:], fillQuery{
		several: severalCards,
		apart:   wantedCards,
		owner:   part.AssignmentID,
		set:     batch.setCard,
		filled:  func(n int) { batch.completed(first + n) },
	})
}

// wantedCards are those that lie apart from one another.
var wantedCards = wantedNumbers + `SELECT ` + cardColumns + ` FROM wanted LEFT JOIN customers
	ON account_id = $1 AND assignment_id = $2 AND number = wanted.key`

type fillQuery struct {
	several, apart string
	owner          int64
	set            func(*callflow.StatusRow, db.Rows)
	filled         func(int) // told how many rows are filled, from their first on, while others are still read; may be nil
}

// scanWorth is up to how many rows read in vain, per row wanted, one scan of
// neighbours beats a look-up of each (measured: a step 0.5 µs, a look-up 3 µs).
const scanWorth = 4

// fill reads one more table for rows that lie in the order of their numbers,
// ascending or descending: by one scan where they lie close together, else by a look-up of each.
func (r *Snapshot) fill(rows []callflow.StatusRow, q fillQuery) error {
	if len(rows) == 0 {
		return nil
	}
	low, high := rows[0].Number, rows[len(rows)-1].Number
	step, next := 1, 0
	if low > high {
		low, high = high, low
		step, next = -1, len(rows)-1
	}
	if high-low >= int64(scanWorth*len(rows)) {
		return r.fillApart(rows, q)
	}
	found := r.tx.Query(q.several, r.AccountID, q.owner, low, high)
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
func (r *Snapshot) fillApart(rows []callflow.StatusRow, q fillQuery) error {
	numbers := make([]int64, len(rows))
	for i := range rows {
		numbers[i] = rows[i].Number
	}
	next := 0
	return eachGroup(numbers, [2]any{r.AccountID, q.owner}, func(args []any) error {
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
