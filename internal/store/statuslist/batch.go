package statuslist

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
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

// Reset empties the batch, and keeps its room.
func (b *Batch) Reset() {
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

// Keep copies a column's bytes into the batch.
func (b *Batch) Keep(rows db.Rows, column int) []byte {
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

// Columns are those of a row of a status list, in their order.
const Columns = "number, state_id, seq, attempts, changed_at, due_at, status"

func (b *Batch) setStatus(row *callflow.StatusRow, rows db.Rows) {
	row.StateID = rows.Int(1)
	row.Seq = rows.Int(2)
	row.Attempts = rows.Int(3)
	row.ChangedAt = rows.Int(4)
	row.DueAt = rows.Int(5)
	row.Status = b.Keep(rows, 6)
}

const plainColumns = "number, state_id, attempts, changed_at, status"

func (b *Batch) setPlain(row *callflow.StatusRow, rows db.Rows) {
	row.StateID, row.Attempts, row.ChangedAt = rows.Int(1), rows.Int(2), rows.Int(3)
	row.Status = b.Keep(rows, 4)
}

// statusQuery is how statuses are read, all of their columns or the plain ones.
type statusQuery struct {
	forward, backward, several, apart string
}

var wholeStatuses, plainStatuses = statusQueries(Columns), statusQueries(plainColumns)

func statusQueries(columns string) *statusQuery {
	part := `SELECT ` + columns + ` FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number `
	return &statusQuery{
		forward:  part + `> $3 ORDER BY number LIMIT $4`,
		backward: part + `< $3 ORDER BY number DESC LIMIT $4`,
		several:  part + `BETWEEN $3 AND $4 ORDER BY number`,
		apart: among.Numbers + `SELECT ` + columns + ` FROM wanted LEFT JOIN callflow_customers
			ON account_id = $1 AND campaign_id = $2 AND number = wanted.key`,
	}
}

// statuses gives how the snapshot reads statuses, and takes them over.
func (r *Lists) statuses(batch *Batch) (*statusQuery, func(*callflow.StatusRow, db.Rows)) {
	if r.plain {
		return plainStatuses, batch.setPlain
	}
	return wholeStatuses, batch.setStatus
}

const cardColumns = "number, customer_id, card"

func (b *Batch) setCard(row *callflow.StatusRow, rows db.Rows) {
	row.CustomerID = b.Keep(rows, 1)
	row.Card = b.Keep(rows, 2)
}
