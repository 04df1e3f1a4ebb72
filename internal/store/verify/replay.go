package verify

import (
	"hash/maphash"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// standing is where the log leaves a customer of a campaign. It is kept for every one
// at once: let it stay small. seq is 0 before the first entry.
type standing struct {
	seq, state, attempts, changedAt, due, callback int64

	status  uint64 // a hash: the bytes themselves would not fit into memory
	in      bool   // not yet, or no longer, in the campaign where false
	matched bool   // with a row of the campaign, or of those taken out of it
}

// replay is one campaign as its log tells it.
type replay struct {
	*verifier
	campaign   int64
	assignment int64
	seed       maphash.Seed
	standings  numbered[standing]
	tallies    counted.Tallies
	untold     map[counted.TallyKey]bool  // outcomes of which the log is too old to say whether they were hits or decisions
	withdrawn  map[int64]withdrawnOutcome // by the seq of the withdrawal that is still to come
	latest     int64                      // the seq of the campaign's latest change
	bytes      []byte
}

func (v *verifier) replay(campaign, assignment int64) (*replay, error) {
	p := &replay{verifier: v, campaign: campaign, assignment: assignment, seed: maphash.MakeSeed(), tallies: make(counted.Tallies),
		untold: make(map[counted.TallyKey]bool), withdrawn: make(map[int64]withdrawnOutcome)}
	if campaign <= 0 {
		return p, nil // no campaign's log: told where the log was read
	}
	// campaign_id > 0 lets the index of the campaigns' changes be used.
	rows := v.tx.Query(`SELECT seq, number, previous_seq, what, at, from_state, to_state, attempts, due_at, status, callback_user_id, assignment_id,
			withdrew, withdrawn_by, products, detail
		FROM changes WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 ORDER BY seq`, v.ID, campaign)
	defer rows.Close()
	for rows.Next() {
		p.step(rows)
		v.progress()
	}
	p.checkWithdrawn()
	return p, rows.Err()
}

// step plays one entry: it must follow from what the log said of the row before.
// Whatever it finds, it goes on from the entry, so that one damage is told once.
func (p *replay) step(rows db.Rows) {
	seq, number, what := rows.Int(0), rows.Int(1), callflow.What(rows.Int(3))
	row := p.standings.at(number)
	p.checkStep(row, rows)
	p.latest = seq
	row.seq = seq
	if what == callflow.Removed {
		*row = standing{seq: seq}
		return
	}
	if what != callflow.CustomerSet {
		row.changedAt = rows.Int(4)
	}
	p.bytes = rows.Append(p.bytes[:0], 9)
	row.in, row.state, row.attempts, row.due, row.callback = true, rows.Int(6), rows.Int(7), rows.Int(8), rows.Int(10)
	row.status = maphash.Bytes(p.seed, p.bytes)
	p.checkWithdrawal(number, rows)
	if what == callflow.Registered {
		p.tally(row, rows)
	}
}

func (p *replay) checkStep(row *standing, rows db.Rows) {
	seq, number, what := rows.Int(0), rows.Int(1), callflow.What(rows.Int(3))
	where := func() string { return rowName(p.campaign, number) }
	switch {
	case what == callflow.Added && row.in:
		p.differ(where(), "change %d adds it, and it was there already", seq)
	case what != callflow.Added && !row.in:
		p.differ(where(), "change %d (%s) is of a row that was not there", seq, what)
	}
	if previous := rows.Int(2); previous != row.seq {
		p.differ(where(), "change %d follows change %d, and the one before it is %d", seq, previous, row.seq)
	}
	if from := rows.Int(5); from != row.state {
		p.differ(where(), "change %d comes from state %d, and it was in %d", seq, from, row.state)
	}
	if assignment := rows.Int(11); assignment != p.assignment && p.assignment != 0 {
		p.differ(where(), "change %d is of assignment %d, and the campaign's is %d", seq, assignment, p.assignment)
	}
}
