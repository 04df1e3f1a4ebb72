package changelog

import (
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// OutcomeList is which registered outcomes a list ranges over: campaign by campaign,
// each in the order of the clock. Times are milliseconds since 1970, To is not included.
type OutcomeList struct {
	Campaigns []int64 // ascending
	From, To  int64
	Sold      bool // one record for each product sold, instead of each outcome
	Withdrawn bool // also those that were withdrawn
}

// OutcomePlace is where a record stands: its entry of the log, and which of its products.
type OutcomePlace struct {
	Seq     int64
	Product int
}

// OutcomeWindow is which records are wanted: up to Limit of them after (or, when
// Backward, before) a place. Start nil begins at the list's own end.
type OutcomeWindow struct {
	Start    *OutcomePlace
	Backward bool
	Limit    int
}

// OutcomeBatch holds the records that were read last, and their bytes.
type OutcomeBatch struct {
	Rows  []callflow.OutcomeRow
	bytes statuslist.Batch
}

// condition is the one of the list's partial index, word for word, and what the index has of withdrawals.
func (l *OutcomeList) condition() string {
	condition := " AND c.what = 3"
	if l.Sold {
		condition = " AND c.products > 0"
	}
	if l.Withdrawn {
		return condition
	}
	return condition + " AND c.withdrawn_by = 0"
}

// CountOutcomes is how many records the list has, exactly.
func CountOutcomes(r *store.Snapshot, list *OutcomeList) (int64, error) {
	var count int64
	for _, campaignID := range list.Campaigns {
		n, err := countOutcomes(r, list, campaignID)
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

func countOutcomes(r *store.Snapshot, list *OutcomeList, campaignID int64) (int64, error) {
	counted := "COUNT(*)"
	if list.Sold {
		counted = "CAST(COALESCE(SUM(c.products), 0) AS BIGINT)"
	}
	rows := r.Tx().Query("SELECT "+counted+" FROM changes c WHERE c.account_id = $1 AND c.campaign_id = $2"+list.condition()+
		" AND c.at >= $3 AND c.at < $4", r.AccountID, campaignID, list.From, list.To)
	defer rows.Close()
	var count int64
	if rows.Next() {
		count = rows.Int(0)
	}
	return count, rows.Err()
}

// LocateOutcome finds the record that has offset records of the list before it; ok is false past the end.
func LocateOutcome(r *store.Snapshot, list *OutcomeList, offset int64) (place OutcomePlace, ok bool, err error) {
	for _, campaignID := range list.Campaigns {
		count, err := countOutcomes(r, list, campaignID)
		if err != nil {
			return place, false, err
		}
		if offset < count {
			return locateOutcome(r, list, campaignID, offset)
		}
		offset -= count
	}
	return place, false, nil
}

// locateOutcome walks the list's index, which has all that is needed.
func locateOutcome(r *store.Snapshot, list *OutcomeList, campaignID, offset int64) (place OutcomePlace, ok bool, err error) {
	records := "1"
	if list.Sold {
		records = "c.products"
	}
	rows := r.Tx().Query("SELECT c.seq, "+records+" FROM changes c WHERE c.account_id = $1 AND c.campaign_id = $2"+list.condition()+
		" AND c.at >= $3 AND c.at < $4 ORDER BY c.at, c.seq", r.AccountID, campaignID, list.From, list.To)
	defer rows.Close()
	for rows.Next() {
		if offset < rows.Int(1) {
			return OutcomePlace{Seq: rows.Int(0), Product: int(offset)}, true, nil
		}
		offset -= rows.Int(1)
	}
	return place, false, rows.Err()
}

// OutcomeAt tells when the outcome of an entry of the log was registered, and in which
// campaign; ok is false where there is no such entry.
func OutcomeAt(r *store.Snapshot, seq int64) (campaignID, at int64, ok bool, err error) {
	rows := r.Tx().Query("SELECT campaign_id, at FROM changes WHERE account_id = $1 AND seq = $2 AND what = 3", r.AccountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, 0, false, rows.Err()
	}
	return rows.Int(0), rows.Int(1), true, nil
}

// outcomeSpan is a window on one campaign, from a moment of the clock on.
type outcomeSpan struct {
	*OutcomeWindow
	campaignID, at, seq int64
}

// Outcomes reads the window's records into the batch, in the list's order.
func Outcomes(r *store.Snapshot, list *OutcomeList, window OutcomeWindow, batch *OutcomeBatch) error {
	batch.Rows = batch.Rows[:0]
	batch.bytes.Reset()
	var startCampaign, startAt int64
	if window.Start != nil {
		var ok bool
		var err error
		if startCampaign, startAt, ok, err = OutcomeAt(r, window.Start.Seq); err != nil {
			return err
		}
		if !ok {
			return callflow.ErrInvalidCursor()
		}
	}
	campaigns := slices.Clone(list.Campaigns)
	if window.Backward {
		slices.Reverse(campaigns)
	}
	for _, campaignID := range campaigns {
		span := outcomeSpan{OutcomeWindow: &window, campaignID: campaignID, at: list.From}
		if window.Backward {
			span.at = list.To
		}
		switch {
		case window.Start == nil:
		case campaignID == startCampaign:
			span.at, span.seq = startAt, window.Start.Seq
		case window.Backward && campaignID > startCampaign, !window.Backward && campaignID < startCampaign:
			continue // the window has passed it
		}
		if err := scanOutcomes(r, list, span, batch); err != nil {
			return err
		}
	}
	if window.Backward {
		slices.Reverse(batch.Rows)
	}
	return nil
}

const outcomeColumns = `c.seq, c.number, c.at, c.products, c.status, c.detail, k.customer_id, k.card, c.withdrawn_by`

const outcomeTables = ` FROM changes c LEFT JOIN customers k
	ON k.account_id = c.account_id AND k.assignment_id = c.assignment_id AND k.number = c.number
	WHERE c.account_id = $1 AND c.campaign_id = $2`

// scanOutcomes reads one campaign's records along the list's index. The entry that the
// window starts at is read too: some of its products may still be wanted.
func scanOutcomes(r *store.Snapshot, list *OutcomeList, span outcomeSpan, batch *OutcomeBatch) error {
	wanted := span.Limit - len(batch.Rows)
	if wanted <= 0 {
		return nil
	}
	order, end := " AND (c.at, c.seq) >= ($3, $4) AND c.at < $5 ORDER BY c.at, c.seq LIMIT $6", list.To
	if span.Backward {
		order, end = " AND (c.at, c.seq) <= ($3, $4) AND c.at >= $5 ORDER BY c.at DESC, c.seq DESC LIMIT $6", list.From
	}
	rows := r.Tx().Query("SELECT "+outcomeColumns+outcomeTables+list.condition()+order,
		r.AccountID, span.campaignID, span.at, span.seq, end, wanted+1)
	for rows.Next() {
		row := batch.row(rows, span.campaignID)
		batch.add(&row, records(list, rows), span.OutcomeWindow)
	}
	batch.Rows = batch.Rows[:min(len(batch.Rows), span.Limit)]
	return rows.Err()
}

// row takes one entry of the log.
func (b *OutcomeBatch) row(rows db.Rows, campaignID int64) callflow.OutcomeRow {
	row := callflow.OutcomeRow{StatusRow: callflow.StatusRow{CampaignID: campaignID, Seq: rows.Int(0), Number: rows.Int(1), ChangedAt: rows.Int(2)}}
	row.Status, row.Detail = b.bytes.Keep(rows, 4), b.bytes.Keep(rows, 5)
	row.CustomerID, row.Card, row.WithdrawnBy = b.bytes.Keep(rows, 6), b.bytes.Keep(rows, 7), rows.Int(8)
	return row
}

// records is how many records an entry has in the list.
func records(list *OutcomeList, rows db.Rows) int {
	if list.Sold {
		return int(rows.Int(3))
	}
	return 1
}

// add takes the records of one entry that lie in the window, in its direction.
func (b *OutcomeBatch) add(row *callflow.OutcomeRow, records int, window *OutcomeWindow) {
	for i := range records {
		row.Product = i
		if window.Backward {
			row.Product = records - 1 - i
		}
		if window.has(row) {
			b.Rows = append(b.Rows, *row)
		}
	}
}

// has says whether a record of an entry that was read lies beyond the window's start.
func (w *OutcomeWindow) has(row *callflow.OutcomeRow) bool {
	switch {
	case w.Start == nil || row.Seq != w.Start.Seq:
		return true
	case w.Backward:
		return row.Product < w.Start.Product
	}
	return row.Product > w.Start.Product
}
