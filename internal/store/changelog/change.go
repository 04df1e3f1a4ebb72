// Package changelog reads the change log: what happened, to whom and when, and the registered outcomes that are in it. It stands on the store, which
// writes the log; lists of how customers stood are statuslist's.
package changelog

import (
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/failure"
)

// LogEntry is a change with the id of the customer that it happened to. Its byte
// slices are good until the next entry.
type LogEntry struct {
	callflow.Change
	CustomerID []byte
}

const changeColumns = `c.seq, c.campaign_id, c.number, c.assignment_id, c.previous_seq, c.what, c.at, c.from_state, c.to_state,
	c.attempts, c.due_at, c.status, c.callback_user_id, c.products, c.detail, c.withdrew, c.withdrawn_by, k.customer_id`

const changeTables = ` FROM changes c LEFT JOIN customers k
	ON k.account_id = c.account_id AND k.assignment_id = c.assignment_id AND k.number = c.number`

func (e *LogEntry) set(rows db.Rows) {
	e.Seq, e.CampaignID, e.Number, e.Assignment = rows.Int(0), rows.Int(1), rows.Int(2), rows.Int(3)
	e.Previous, e.What, e.At = rows.Int(4), callflow.What(rows.Int(5)), rows.Int(6)
	e.FromState, e.ToState, e.Attempts, e.DueAt = rows.Int(7), rows.Int(8), rows.Int(9), rows.Int(10)
	e.Status = rows.Append(e.Status[:0], 11)
	e.CallbackUserID, e.Products = rows.Int(12), rows.Int(13)
	e.Detail = rows.Append(e.Detail[:0], 14)
	e.Withdrew, e.WithdrawnBy = rows.Int(15), rows.Int(16)
	e.CustomerID = rows.Append(e.CustomerID[:0], 17)
}

// Stretch is a part of the log: up to Limit entries after a seq, of one campaign or, where CampaignID is 0, of the account.
type Stretch struct {
	CampaignID, After int64
	Limit             int
}

// Changes shows the entries of a stretch, ascending.
// A campaign's index is joined to its own table: left to itself, SQLite reads the whole account's log, and so does PostgreSQL with an inner join.
func Changes(r *store.Snapshot, of Stretch, each func(*LogEntry)) error {
	if of.CampaignID != 0 {
		return eachChange(r.Tx().Query(`SELECT `+changeColumns+` FROM changes i LEFT JOIN changes c ON c.account_id = i.account_id AND c.seq = i.seq
			LEFT JOIN customers k ON k.account_id = c.account_id AND k.assignment_id = c.assignment_id AND k.number = c.number
			WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.campaign_id > 0 AND i.seq > $3 ORDER BY i.seq LIMIT $4`,
			r.AccountID, of.CampaignID, of.After, of.Limit), each)
	}
	return eachChange(r.Tx().Query(`SELECT `+changeColumns+changeTables+`
		WHERE c.account_id = $1 AND c.seq > $2 ORDER BY c.seq LIMIT $3`, r.AccountID, of.After, of.Limit), each)
}

func eachChange(rows db.Rows, each func(*LogEntry)) error {
	var entry LogEntry
	for rows.Next() {
		entry.set(rows)
		each(&entry)
	}
	return rows.Err()
}

// changeAt reads one entry of the log; ok is false where there is none.
func changeAt(r *store.Snapshot, seq int64, entry *LogEntry) (ok bool, err error) {
	rows := r.Tx().Query(`SELECT `+changeColumns+changeTables+` WHERE c.account_id = $1 AND c.seq = $2`, r.AccountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return false, rows.Err()
	}
	entry.set(rows)
	return true, rows.Err()
}

// History gives everything that happened to one customer in a campaign, ascending,
// also where it was taken out; NotFound when it never was in it.
func History(r *store.Snapshot, campaignID, number int64) ([]*LogEntry, error) {
	seq, err := latestChange(r, campaignID, number)
	if err != nil {
		return nil, err
	}
	if seq == 0 {
		return nil, callflow.NotFoundError()
	}
	var history []*LogEntry
	for seq != 0 {
		entry := &LogEntry{}
		ok, err := changeAt(r, seq, entry)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, failure.ErrLogBroken
		}
		history = append(history, entry)
		seq = entry.Previous
	}
	slices.Reverse(history)
	return history, nil
}

// latestChange is the seq of what happened last to a customer in a campaign, 0 when it never was in it.
func latestChange(r *store.Snapshot, campaignID, number int64) (int64, error) {
	rows := r.Tx().Query(`SELECT seq FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3
		UNION ALL SELECT seq FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3`, r.AccountID, campaignID, number)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), nil
}

const findValuesChanged = `SELECT seq, at FROM changes
	WHERE account_id = $1 AND assignment_id = $2 AND number = $3 AND campaign_id = 0 AND previous_seq > 0 ORDER BY seq`

// ValuesChanged gives the changes of a customer's values that no campaign has among what happened in it, ascending: it was in none then.
func ValuesChanged(r *store.Snapshot, assignmentID, number int64) ([]*LogEntry, error) {
	var changes []*LogEntry
	rows := r.Tx().Query(findValuesChanged, r.AccountID, assignmentID, number)
	for rows.Next() {
		entry := &LogEntry{}
		entry.Seq, entry.At, entry.Number, entry.Assignment, entry.What = rows.Int(0), rows.Int(1), number, assignmentID, callflow.CustomerSet
		changes = append(changes, entry)
	}
	return changes, rows.Err()
}

// CardBefore is the card that a change altered, nil where it altered none.
func CardBefore(r *store.Snapshot, seq int64) ([]byte, error) {
	rows := r.Tx().Query("SELECT card FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return rows.Append(nil, 0), nil
}
