package verify

import (
	"callflow"
	"callflow/internal/db"
)

// withdrawnOutcome is an outcome of the log that names the change that withdrew it.
type withdrawnOutcome struct{ seq, number int64 }

// checkWithdrawal holds the two entries of a withdrawal against each other: the outcome comes first, and each names the other.
func (p *replay) checkWithdrawal(number int64, rows db.Rows) {
	seq, what, withdrew, withdrawnBy := rows.Int(0), callflow.What(rows.Int(3)), rows.Int(12), rows.Int(13)
	if withdrawnBy != 0 {
		if what != callflow.Registered {
			p.differ(rowName(p.campaign, number), "change %d (%s) is said to be withdrawn, and is no outcome", seq, what)
			return
		}
		p.withdrawn[withdrawnBy] = withdrawnOutcome{seq, number}
	}
	if what != callflow.Withdrew && withdrew == 0 {
		return
	}
	outcome := p.withdrawn[seq]
	delete(p.withdrawn, seq)
	if what != callflow.Withdrew || withdrew != outcome.seq || number != outcome.number {
		p.differ(rowName(p.campaign, number), "change %d withdraws change %d, which is no outcome of the row that was withdrawn by it", seq, withdrew)
	}
}

// checkWithdrawn tells the outcomes whose withdrawal did not come.
func (p *replay) checkWithdrawn() {
	for _, seq := range sortedKeys(p.withdrawn) {
		outcome := p.withdrawn[seq]
		p.differ(rowName(p.campaign, outcome.number), "change %d is said to be withdrawn by change %d, which does not", outcome.seq, seq)
	}
}
