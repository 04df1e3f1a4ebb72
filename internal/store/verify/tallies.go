package verify

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// tally counts a registered outcome, whose status was just read, as registering it did.
func (p *replay) tally(row *standing, rows db.Rows) {
	var status callflow.Status
	status.SetPacked(p.bytes)
	var detail callflow.Detail
	detail.SetPacked(rows.Append(nil, 15))
	key := counted.TallyKeyOf(p.campaign, "", &status)
	if detail.UserID == 0 {
		p.leaveOpen(key, row.changedAt)
	}
	if rows.Int(13) != 0 { // it was withdrawn
		return
	}
	key.Day = counted.Day(p.Location, row.changedAt)
	kind := callflow.StateOrNone(p.States[p.campaign], row.state).Kind
	p.tallies.Merge(counted.Tallies{key: counted.TallyOf(&status, &detail, rows.Int(14) > 0, kind)})
}

// leaveOpen notes that the log is too old to say what an outcome counted as. Until a withdrawal, or a change of the account's time zone, it may
// have been counted on the day before or after as well.
func (p *replay) leaveOpen(key counted.TallyKey, at int64) {
	for _, days := range []int{-1, 0, 1} {
		key.Day = time.UnixMilli(at).In(p.Location).AddDate(0, 0, days).Format(callflow.DateLayout)
		p.untold[key] = true
	}
}

// checkTallies holds the tallies of a campaign against the outcomes that its log has.
// Where the log is too old to tell hits and decisions, they can only be too many.
func (p *replay) checkTallies() error {
	rows := p.tx.Query(`SELECT day, user_name, type, subtype, n, hits, decisions FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 ORDER BY day, user_name, type, subtype`, p.ID, p.campaign)
	defer rows.Close()
	for rows.Next() {
		key := counted.TallyKey{Campaign: p.campaign, Day: rows.Text(0), User: rows.Text(1), Kind: rows.Text(2), Subtype: rows.Text(3)}
		n, hits, decisions := rows.Int(4), rows.Int(5), rows.Int(6)
		logged := p.tallies[key]
		if n != logged.N {
			p.differ(p.tallyName(key), "it is tallied %d times, and %d times in the log", n, logged.N)
		}
		switch {
		case hits < 0 || hits > decisions || decisions > n:
			p.differ(p.tallyName(key), "of %d, %d are hits and %d decisions, which can't be", n, hits, decisions)
		case !p.untold[key] && n == logged.N && (hits != logged.Hits || decisions != logged.Decisions):
			p.differ(p.tallyName(key), "of %d, %d are hits and %d decisions, and by the log %d and %d", n, hits, decisions, logged.Hits, logged.Decisions)
		}
		delete(p.tallies, key)
	}
	left := make([]counted.TallyKey, 0, len(p.tallies))
	for key := range p.tallies {
		left = append(left, key)
	}
	slices.SortFunc(left, func(a, b counted.TallyKey) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.User, b.User), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subtype, b.Subtype))
	})
	for _, key := range left {
		p.differ(p.tallyName(key), "it is not tallied, and %d times in the log", p.tallies[key].N)
	}
	return rows.Err()
}

// tallyName names an outcome of a day, and its user by id: a name is personal.
func (p *replay) tallyName(key counted.TallyKey) string {
	user := "a user of another name since"
	for _, id := range sortedKeys(p.Users) {
		if p.Users[id].Name == key.User {
			user = fmt.Sprintf("user %d", id)
			break
		}
	}
	return fmt.Sprintf("campaign %d, %s, outcome %q %q of %s", p.campaign, key.Day, key.Kind, key.Subtype, user)
}
