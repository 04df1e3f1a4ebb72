package callwork

import (
	"context"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// What the audit calls moves that were made together, and undone together.
const (
	auditedMoves     = "moved customers of"
	auditedMovesBack = "moved customers back in"
)

// movesAudit is the entry of moves that one request makes, each in a transaction of its own: it comes with the first of them, and counts each
// other one in that one's transaction. So it tells what was moved also where the server was killed in between.
type movesAudit struct {
	service    *Service
	action     string
	campaignID int64
	entry      int64 // its id, once it is committed; 0 before
}

// onCustomer works on one customer within a transaction.
type onCustomer func(w *store.Write, s *auth.Session, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error)

// one makes one of the moves. seq is that of the move, 0 where there was none to make.
func (m *movesAudit) one(ctx context.Context, s *auth.Session, on onCustomer, move func(*work) (*auth.Answer, error)) (seq int64, err error) {
	entry := m.entry
	_, err = m.service.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		seq, entry = 0, m.entry // this may be run again
		return on(w, s, func(k *work) (*auth.Answer, error) {
			before := k.row.Seq
			answer, err := move(k)
			if err != nil || k.row.Seq == before {
				return answer, err
			}
			seq = k.row.Seq
			entry, err = m.count(w, s)
			return answer, err
		})
	})
	if err != nil {
		return 0, err
	}
	m.entry = entry
	return seq, nil
}

// count notes one more move, and gives the entry's id, which holds once the transaction is committed.
func (m *movesAudit) count(w *store.Write, s *auth.Session) (id int64, err error) {
	if m.entry != 0 {
		if found, err := w.CountAudit(m.entry, 1, ""); found || err != nil {
			return m.entry, err
		}
	}
	entry := store.AuditEntry{Action: m.action, Noun: "campaign", NounID: m.campaignID, Count: 1}
	s.Sign(&entry)
	return w.AuditNumbered(entry)
}
