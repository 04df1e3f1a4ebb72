package verify

import (
	"hash/maphash"

	"callflow/internal/db"
	"callflow/internal/store/counted"
)

func (v *verifier) checkCampaigns() error {
	for _, id := range sortedKeys(v.campaigns) {
		assignment := int64(0)
		if campaign := v.Campaigns[id]; campaign != nil {
			assignment = campaign.AssignmentID
		} else {
			v.differ(campaignName(id), "it is not set up, and has rows, counts, claims or changes")
		}
		p, err := v.replay(id, assignment)
		if err != nil {
			return err
		}
		for _, check := range []func() error{p.checkRows, p.checkRemoved, p.checkClaims, p.checkTallies} {
			if err := check(); err != nil {
				return err
			}
		}
		v.sum.Campaigns++
	}
	return nil
}

// checkRows holds the campaign's rows against the replay, and their counts against the rows.
func (p *replay) checkRows() error {
	recount, customers := make(counted.Changes), p.assignments[p.assignment]
	rows := p.tx.Query(`SELECT number, seq, state_id, attempts, changed_at, due_at, callback_user_id, status, no_number FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 ORDER BY number`, p.ID, p.campaign)
	defer rows.Close()
	for rows.Next() {
		number, held := rows.Int(0), p.held(rows)
		p.checkRow(number, held)
		noNumber := rows.Int(8) != 0
		if customers != nil {
			p.checkCustomer(number, noNumber, customers.customers.get(number))
		}
		recount.Add(counted.Place{List: p.campaign, State: counted.AnyState, Number: number}, 1, held.seq)
		recount.Add(counted.Place{List: p.campaign, State: held.state, Number: number}, 1, held.seq)
		recount.Attempts(p.campaign, held.attempts, 1, held.seq)
		if noNumber {
			recount.NoNumber(p.campaign, held.state, 1, held.seq)
		}
		p.sum.Rows++
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return p.checkCounts(campaignName(p.campaign), p.campaign, recount, p.latest)
}

// checkCustomer holds what a row tells of its customer against the customer.
func (p *replay) checkCustomer(number int64, noNumber bool, customer customerCheck) {
	where := rowName(p.campaign, number)
	switch {
	case !customer.there:
		p.differ(where, "assignment %d has no such customer", p.assignment)
	case noNumber && customer.hasNumber:
		p.differ(where, "it is kept as without a number that can be called, and its customer has one")
	case !noNumber && !customer.hasNumber:
		p.differ(where, "it is kept as having a number that can be called, and its customer has none")
	}
}

// held is a row as the table has it.
func (p *replay) held(rows db.Rows) standing {
	p.bytes = rows.Append(p.bytes[:0], 7)
	return standing{
		seq: rows.Int(1), state: rows.Int(2), attempts: rows.Int(3), changedAt: rows.Int(4), due: rows.Int(5), callback: rows.Int(6),
		status: maphash.Bytes(p.seed, p.bytes), in: true,
	}
}

func (p *replay) checkRow(number int64, held standing) {
	logged := p.standings.at(number)
	if !logged.in {
		p.differ(rowName(p.campaign, number), "the row is there, and not by the log")
		return
	}
	if held != *logged {
		p.tellColumns(number, &held, logged)
	}
	logged.matched = true
}

func (p *replay) tellColumns(number int64, held, logged *standing) {
	where := rowName(p.campaign, number)
	for _, column := range []struct {
		name         string
		held, logged int64
	}{
		{"seq", held.seq, logged.seq}, {"state_id", held.state, logged.state}, {"attempts", held.attempts, logged.attempts},
		{"changed_at", held.changedAt, logged.changedAt}, {"due_at", held.due, logged.due}, {"callback_user_id", held.callback, logged.callback},
	} {
		if column.held != column.logged {
			p.differ(where, "%s is %d, and %d by the log", column.name, column.held, column.logged)
		}
	}
	if held.status != logged.status {
		p.differ(where, "status is another one than the log's")
	}
}

// checkRemoved holds those that were taken out of the campaign against the replay, then
// tells what the replay has beyond both tables.
func (p *replay) checkRemoved() error {
	rows := p.tx.Query("SELECT number, seq FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 ORDER BY number", p.ID, p.campaign)
	defer rows.Close()
	for rows.Next() {
		number, seq := rows.Int(0), rows.Int(1)
		logged := p.standings.at(number)
		if logged.in || logged.seq == 0 {
			p.differ(rowName(p.campaign, number), "it is kept as taken out, and is not by the log")
			continue
		}
		if seq != logged.seq {
			p.differ(rowName(p.campaign, number), "it is kept as taken out by change %d, and was by %d", seq, logged.seq)
		}
		logged.matched = true
	}
	p.standings.each(func(number int64, logged *standing) {
		switch {
		case logged.seq == 0 || logged.matched:
		case logged.in:
			p.differ(rowName(p.campaign, number), "the row is missing: change %d left it in state %d", logged.seq, logged.state)
		default:
			p.differ(rowName(p.campaign, number), "change %d took it out, and that is not kept", logged.seq)
		}
	})
	return rows.Err()
}

// checkClaims finds claims on rows that are not there. They end with the row.
func (p *replay) checkClaims() error {
	rows := p.tx.Query(`SELECT k.number FROM claims k LEFT JOIN callflow_customers r
			ON r.account_id = k.account_id AND r.campaign_id = k.campaign_id AND r.number = k.number
		WHERE k.account_id = $1 AND k.campaign_id = $2 AND r.number IS NULL ORDER BY k.number, k.user_id`, p.ID, p.campaign)
	for rows.Next() {
		p.differ(rowName(p.campaign, rows.Int(0)), "somebody has claimed it, and it is not there")
	}
	return rows.Err()
}
