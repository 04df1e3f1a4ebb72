package store

import "callflow"

// Claim says who is calling a customer of a campaign, and until when nobody else may.
type Claim struct {
	UserID int64
	Until  int64 // milliseconds since 1970; what lies in the past has lapsed
}

// Live says whether the claim still holds.
func (c *Claim) Live(now int64) bool { return c.Until > now }

// Claim gives the latest claim on a callflow customer, lapsed or not; the zero Claim where there is none.
func (r *Snapshot) Claim(campaignID, number int64) (Claim, error) {
	rows := r.tx.Query("SELECT user_id, until FROM claims WHERE account_id = $1 AND campaign_id = $2 AND number = $3", r.AccountID, campaignID, number)
	defer rows.Close()
	if !rows.Next() {
		return Claim{}, rows.Err()
	}
	return Claim{UserID: rows.Int(0), Until: rows.Int(1)}, nil
}

// SetClaim gives a callflow customer to somebody to call.
func (w *Write) SetClaim(campaignID, number int64, claim Claim) error {
	_, err := w.tx().Exec(`INSERT INTO claims (account_id, campaign_id, number, user_id, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, campaign_id, number) DO UPDATE SET user_id = excluded.user_id, until = excluded.until`,
		w.AccountID(), campaignID, number, claim.UserID, claim.Until)
	return err
}

// EndClaim forgets who was calling a callflow customer.
func (w *Write) EndClaim(campaignID, number int64) error {
	_, err := w.tx().Exec("DELETE FROM claims WHERE account_id = $1 AND campaign_id = $2 AND number = $3", w.AccountID(), campaignID, number)
	return err
}

// unlimited stands for no limit of attempts.
const unlimited = 1 << 62

// notClaimed leaves out the customers that somebody is calling. $4 is now.
const notClaimed = ` AND attempts < $5 AND NOT EXISTS (SELECT 1 FROM claims k
	WHERE k.account_id = $1 AND k.campaign_id = $2 AND k.number = callflow_customers.number AND k.until > $4)`

// NextCallable finds whom a user calls next: the callbacks that the user promised and
// that are due, those that others promised, those that are due again, then those who
// are ready, in order. ok is false when nobody can be called.
func (w *Write) NextCallable(campaignID int64, rules *callflow.Rules, userID int64) (number int64, ok bool, err error) {
	attempts := rules.MaxAttempts
	if attempts == 0 {
		attempts = unlimited
	}
	due := `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id = $3
		AND due_at > 0 AND due_at <= $4` + notClaimed + ` ORDER BY due_at, number LIMIT 1`
	promised := `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id > $3
		AND callback_user_id > 0 AND due_at <= $4` + notClaimed + ` ORDER BY due_at, number LIMIT 1`
	ready := `SELECT number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND state_id = $3` + notClaimed + ` ORDER BY number LIMIT 1`

	searches := []struct {
		sql string
		of  int64
	}{{due, userID}, {promised, 0}, {due, 0}}
	for i := range rules.States {
		if rules.States[i].Kind == callflow.KindReady {
			searches = append(searches, struct {
				sql string
				of  int64
			}{ready, rules.States[i].ID})
		}
	}
	for _, search := range searches {
		number, ok, err := w.first(search.sql, w.AccountID(), campaignID, search.of, w.Now, attempts)
		if ok || err != nil {
			return number, ok, err
		}
	}
	return 0, false, nil
}

func (w *Write) first(sql string, args ...any) (number int64, ok bool, err error) {
	rows := w.tx().Query(sql, args...)
	defer rows.Close()
	if !rows.Next() {
		return 0, false, rows.Err()
	}
	return rows.Int(0), true, nil
}
