// Package handout finds whom an agent calls next, and keeps the claims: who is calling whom, and until when. It stands on the store; moving a
// customer is the store's own.
package handout

import (
	"callflow"
	"callflow/internal/store"
)

// Claim says who is calling a customer of a campaign, and until when nobody else may.
type Claim struct {
	UserID int64
	Until  int64 // milliseconds since 1970; what lies in the past has lapsed
}

// Live says whether the claim still holds.
func (c *Claim) Live(now int64) bool { return c.Until > now }

// Claims gives the claims on a callflow customer, one for each user that ever held it
// and has not called it since: the one that is live, and those that have lapsed.
func Claims(r *store.Snapshot, campaignID, number int64) ([]Claim, error) {
	var claims []Claim
	rows := r.Tx().Query("SELECT user_id, until FROM claims WHERE account_id = $1 AND campaign_id = $2 AND number = $3 AND until > 0 ORDER BY user_id",
		r.AccountID, campaignID, number)
	for rows.Next() {
		claims = append(claims, Claim{UserID: rows.Int(0), Until: rows.Int(1)})
	}
	return claims, rows.Err()
}

// SetClaim gives a callflow customer to somebody to call.
func SetClaim(w *store.Write, campaignID, number int64, claim Claim) error {
	return w.Tx().Queue(`INSERT INTO claims (account_id, campaign_id, number, user_id, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, campaign_id, number, user_id) DO UPDATE SET until = excluded.until`,
		w.AccountID(), campaignID, number, claim.UserID, claim.Until)
}

// Skip ends a claim, and keeps the customer from being offered to the user before a time: the row has that time with a minus, which is
// no claim to whoever reads claims.
func Skip(w *store.Write, campaignID, number int64, claim Claim) error {
	return SetClaim(w, campaignID, number, Claim{UserID: claim.UserID, Until: -claim.Until})
}

// EndClaim forgets that a user was calling a callflow customer.
func EndClaim(w *store.Write, campaignID, number, userID int64) error {
	return w.Tx().Queue("DELETE FROM claims WHERE account_id = $1 AND campaign_id = $2 AND number = $3 AND user_id = $4",
		w.AccountID(), campaignID, number, userID)
}

// LapseClaims lets the claim on a callflow customer lapse at once: it stands elsewhere now.
func LapseClaims(w *store.Write, campaignID, number int64) error {
	return w.Tx().Queue("UPDATE claims SET until = $4 WHERE account_id = $1 AND campaign_id = $2 AND number = $3 AND until > $4",
		w.AccountID(), campaignID, number, w.Now)
}

// ForgetClaims forgets every claim on a callflow customer that is taken out of its campaign.
func ForgetClaims(w *store.Write, campaignID, number int64) error {
	return w.Tx().Queue("DELETE FROM claims WHERE account_id = $1 AND campaign_id = $2 AND number = $3", w.AccountID(), campaignID, number)
}

// unlimited stands for no limit of attempts.
const unlimited = 1 << 62

// mayBeCalled leaves out the customers that somebody is calling, those that were called
// often enough, and those that the user skips. $4 is now, $5 the attempts, $6 the user.
const mayBeCalled = ` AND COALESCE(r.attempts, 0) < $5 AND NOT EXISTS (SELECT 1 FROM claims k
	WHERE k.account_id = $1 AND k.campaign_id = $2 AND k.number = r.number AND (k.until > $4 OR k.user_id = $6 AND k.until + $4 < 0))`

// The ways to look for the next customer. The ready ones are found in their state's index,
// joined to the rows themselves: left to itself, SQLite reads the whole campaign in order. PostgreSQL may
// turn an inner join around, and an outer one that a plain condition on its right side makes an inner one.
const (
	ofDue = `SELECT r.number FROM callflow_customers r WHERE r.account_id = $1 AND r.campaign_id = $2 AND r.callback_user_id = $3
		AND r.due_at > 0 AND r.due_at <= $4` + mayBeCalled
	ofPromised = `SELECT r.number FROM callflow_customers r WHERE r.account_id = $1 AND r.campaign_id = $2 AND r.callback_user_id > $3
		AND r.callback_user_id > 0 AND r.due_at <= $4` + mayBeCalled
	ofReady = `SELECT i.number FROM callflow_customers i LEFT JOIN callflow_customers r
		ON r.account_id = i.account_id AND r.campaign_id = i.campaign_id AND r.number = i.number
		WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.state_id = $3`

	byDue    = " ORDER BY r.due_at, r.number LIMIT 1"
	byNumber = " ORDER BY i.number LIMIT 1"

	findDue      = ofDue + byDue
	findPromised = ofPromised + byDue
)

// The ways of those who have a number that can be called, and of those who have none. The ready ones have an index each; those who are due
// are found by their time, which no_number <> 1 leaves to the planner as the one way.
const (
	findDueWithNumber      = ofDue + " AND r.no_number <> 1" + byDue
	findPromisedWithNumber = ofPromised + " AND r.no_number <> 1" + byDue
	findReadyWithNumber    = ofReady + " AND i.no_number = 0" + mayBeCalled + byNumber
	findReadyWithoutNumber = ofReady + " AND i.no_number = 1" + mayBeCalled + byNumber
)

// search is one way, for whom or in which state.
type search struct {
	of   int64
	sql  string
	also string // a part of the same way, of which the lower number counts; "" for none
}

// Next finds whom a user calls next: the callbacks that the user promised and
// that are due, those that others promised, those that are due again, then those who
// are ready, in order. Whoever has no number that can be called is left out unless the rules
// say otherwise. ok is false when nobody can be called.
func Next(w *store.Write, campaignID int64, rules *callflow.Rules, userID int64) (number int64, ok bool, err error) {
	attempts := rules.MaxAttempts
	if attempts == 0 {
		attempts = unlimited
	}
	for _, search := range searches(rules, userID) {
		number, ok, err = first(w, search.sql, w.AccountID(), campaignID, search.of, w.Now, attempts, userID)
		if err == nil && search.also != "" {
			other, found, failed := first(w, search.also, w.AccountID(), campaignID, search.of, w.Now, attempts, userID)
			if err = failed; found && (!ok || other < number) {
				number, ok = other, true
			}
		}
		if ok || err != nil {
			return number, ok, err
		}
	}
	return 0, false, nil
}

// searches are the ways, in their order.
func searches(rules *callflow.Rules, userID int64) []search {
	all := []search{{of: userID, sql: findDueWithNumber}, {sql: findPromisedWithNumber}, {sql: findDueWithNumber}}
	ready := search{sql: findReadyWithNumber}
	if rules.HandOutWithoutNumber {
		all = []search{{of: userID, sql: findDue}, {sql: findPromised}, {sql: findDue}}
		ready.also = findReadyWithoutNumber
	}
	for i := range rules.States {
		if rules.States[i].Kind == callflow.KindReady {
			ready.of = rules.States[i].ID
			all = append(all, ready)
		}
	}
	return all
}

func first(w *store.Write, sql string, args ...any) (number int64, ok bool, err error) {
	rows := w.Tx().Query(sql, args...)
	defer rows.Close()
	if !rows.Next() {
		return 0, false, rows.Err()
	}
	return rows.Int(0), true, nil
}

// findHeld has an index of its own: what has lapsed stays, so that a campaign has as many claims as it had callers and customers.
const findHeld = `SELECT number, until FROM claims WHERE account_id = $1 AND campaign_id = $2 AND user_id = $3 AND until > $4
	ORDER BY until DESC, number DESC LIMIT 1`

// HeldBy gives the customer of a campaign that a user holds a live claim on, and until when; ok is false where it holds none.
func HeldBy(w *store.Write, campaignID, userID int64) (number, until int64, ok bool, err error) {
	rows := w.Tx().Query(findHeld, w.AccountID(), campaignID, userID, w.Now)
	defer rows.Close()
	if !rows.Next() {
		return 0, 0, false, rows.Err()
	}
	return rows.Int(0), rows.Int(1), true, nil
}

// liveClaims counts the claims of a user that still hold, and says whether one of them is on a given customer.
const liveClaims = `SELECT COUNT(*), COALESCE(MAX(CASE WHEN number = $5 THEN 1 ELSE 0 END), 0) FROM claims
	WHERE account_id = $1 AND campaign_id = $2 AND user_id = $3 AND until > $4`

// LiveClaims counts the customers of a campaign that a user holds live claims on, and says whether number is one of them.
func LiveClaims(w *store.Write, campaignID, userID, number int64) (count int64, held bool, err error) {
	rows := w.Tx().Query(liveClaims, w.AccountID(), campaignID, userID, w.Now, number)
	defer rows.Close()
	if !rows.Next() {
		return 0, false, rows.Err()
	}
	return rows.Int(0), rows.Int(1) != 0, nil
}
