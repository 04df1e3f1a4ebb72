package store

import (
	"cmp"
	"fmt"
	"slices"
)

// checkTallies holds the tallies of a campaign against the outcomes that its log has.
// Hits and decisions are not in the log: they can only be too many.
func (p *replay) checkTallies() error {
	rows := p.tx.Query(`SELECT day, user_name, type, subtype, n, hits, decisions FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 ORDER BY day, user_name, type, subtype`, p.AccountID, p.campaign)
	defer rows.Close()
	for rows.Next() {
		key := tallyKey{p.campaign, rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)}
		n, hits, decisions := rows.Int(4), rows.Int(5), rows.Int(6)
		if logged := p.tallies[key]; n != logged {
			p.differ(p.tallyName(key), "it is tallied %d times, and %d times in the log", n, logged)
		}
		if hits < 0 || hits > decisions || decisions > n {
			p.differ(p.tallyName(key), "of %d, %d are hits and %d decisions, which can't be", n, hits, decisions)
		}
		delete(p.tallies, key)
	}
	left := make([]tallyKey, 0, len(p.tallies))
	for key := range p.tallies {
		left = append(left, key)
	}
	slices.SortFunc(left, func(a, b tallyKey) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.user, b.user), cmp.Compare(a.kind, b.kind), cmp.Compare(a.subtype, b.subtype))
	})
	for _, key := range left {
		p.differ(p.tallyName(key), "it is not tallied, and %d times in the log", p.tallies[key])
	}
	return rows.Err()
}

// tallyName names an outcome of a day, and its user by id: a name is personal.
func (p *replay) tallyName(key tallyKey) string {
	user := "a user of another name since"
	for _, id := range sortedKeys(p.Setup().Users) {
		if p.Setup().Users[id].Name == key.user {
			user = fmt.Sprintf("user %d", id)
			break
		}
	}
	return fmt.Sprintf("campaign %d, %s, outcome %q %q of %s", p.campaign, key.day, key.kind, key.subtype, user)
}
