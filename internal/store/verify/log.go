package verify

import "callflow"

// theLog names the log as a place where something differs.
const theLog = "the log"

// readLog reads the whole log once, in the clock's order: for the clock itself, and for
// the latest change of each customer's values.
func (v *verifier) readLog() error {
	rows := v.tx.Query("SELECT seq, campaign_id, number, assignment_id, what FROM changes WHERE account_id = $1 ORDER BY seq", v.ID)
	defer rows.Close()
	next := int64(1)
	for rows.Next() {
		seq, campaign, what := rows.Int(0), rows.Int(1), callflow.What(rows.Int(4))
		next = v.checkClock(next, seq)
		v.checkKind(seq, campaign, what)
		if campaign != 0 {
			v.campaigns[campaign] = true
		}
		if what == callflow.CustomerSet {
			assignment := v.assignment(rows.Int(3))
			assignment.customers.at(rows.Int(2)).logged = seq
			assignment.latest = seq
		}
		v.sum.Changes++
		v.progress()
	}
	if rows.Err() == nil && next != v.Seq+1 {
		v.differ(theLog, "it ends with change %d, and the account's clock stands at %d", next-1, v.Seq)
	}
	return rows.Err()
}

// checkClock holds an entry's number against the one that is next, and gives the one after it.
func (v *verifier) checkClock(next, seq int64) int64 {
	switch {
	case seq < next:
		v.differ(theLog, "change %d has a number that the clock never gave", seq)
		return next
	case seq == next+1:
		v.differ(theLog, "change %d is missing", next)
	case seq > next:
		v.differ(theLog, "changes %d to %d are missing", next, seq-1)
	}
	return seq + 1
}

// checkKind finds entries that nothing else would look at.
func (v *verifier) checkKind(seq, campaign int64, what callflow.What) {
	if what.String() == "" {
		v.differ(theLog, "change %d is of the unknown kind %d", seq, int64(what))
	}
	if campaign < 0 || campaign == 0 && what != callflow.CustomerSet {
		v.differ(theLog, "change %d belongs to no campaign", seq)
	}
}
