package callwork

import (
	"context"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/handout"
)

// movesUndoable is for how long customers that were moved together can be moved back together.
const movesUndoable = callflow.DefaultWithdrawMinutes * time.Minute

// MadeMoves name what one request moved: the seqs of its moves in the campaign's log, ascending. Those of other requests, by the same user
// as well, may stand between them.
type MadeMoves struct {
	CampaignID int64
	Seqs       []int64
}

// madeMove is one of them.
type madeMove struct {
	seq, number, at int64
	user            string
}

var errMovesTooOld = &callflow.Error{
	Code:    callflow.Conflict,
	Message: fmt.Sprintf("The customers were moved more than %d minutes ago: that can't be undone together.", callflow.DefaultWithdrawMinutes),
	Fix:     "Move them by hand.",
}

// MovesUndoable says whether the caller made moves a moment ago that can still be undone.
func (a *Service) MovesUndoable(ctx context.Context, s *auth.Session, m MadeMoves) (undoable bool, err error) {
	if !s.Can(auth.MoveCustomers) {
		return false, nil
	}
	err = a.authority.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		_, err := a.firstMove(r, s, m)
		undoable = err == nil
		if code := callflow.ErrorCode(err); code == callflow.Conflict || code == callflow.NotFound {
			return nil
		}
		return err
	})
	return undoable, err
}

// firstMove is the first of the moves, NotFound where there is none of the caller's, and Conflict where it is too old.
func (a *Service) firstMove(r *store.Snapshot, s *auth.Session, m MadeMoves) (first madeMove, err error) {
	if _, err := s.Campaign(m.CampaignID); err != nil {
		return first, err
	}
	if len(m.Seqs) == 0 || len(m.Seqs) > MostTogether {
		return first, callflow.NotFoundError()
	}
	first, err = moveAt(r, m.CampaignID, m.Seqs[0])
	switch {
	case err != nil:
		return first, err
	case first.seq == 0 || first.user != s.User.Name:
		return first, callflow.NotFoundError()
	case a.now().UnixMilli() >= first.at+movesUndoable.Milliseconds():
		return first, errMovesTooOld
	}
	return first, nil
}

// moveAt is the move by hand that has a seq in a campaign's log; the zero value where there is none.
func moveAt(r *store.Snapshot, campaignID, seq int64) (move madeMove, err error) {
	err = changelog.Changes(r, changelog.Stretch{CampaignID: campaignID, After: seq - 1, Limit: 1}, func(e *changelog.LogEntry) {
		if e.Seq == seq && e.What == callflow.Moved {
			var status callflow.Status
			status.SetPacked(e.Status)
			move = madeMove{seq: e.Seq, number: e.Number, at: e.At, user: status.User}
		}
	})
	return move, err
}

// UndoMoves moves the customers back whom moves have taken elsewhere, and tells how many there were, and how many were left alone: those to
// whom something happened since, and those whom somebody is calling. The audit has an entry with the count of those who were moved back.
func (a *Service) UndoMoves(ctx context.Context, s *auth.Session, m MadeMoves) (back, left int, err error) {
	var moves []madeMove
	err = a.authority.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		moves, err = a.movesMade(r, s, m)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	audit := movesAudit{service: a, action: auditedMovesBack, campaignID: m.CampaignID}
	for _, move := range moves {
		at := callflow.Position{CampaignID: m.CampaignID, Number: move.number}
		_, err := audit.one(ctx, s, func(w *store.Write, s *auth.Session, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error) {
			return a.workOnNumber(w, s, at, fn)
		}, func(k *work) (*auth.Answer, error) { return k.moveBack(move.seq) })
		switch {
		case err == nil:
			back++
		case isRefusal(err):
			left++
		default:
			return back, left, err
		}
	}
	return back, left, nil
}

// movesMade are those of the moves that are the caller's.
func (a *Service) movesMade(r *store.Snapshot, s *auth.Session, m MadeMoves) ([]madeMove, error) {
	first, err := a.firstMove(r, s, m)
	if err != nil {
		return nil, err
	}
	moves := []madeMove{first}
	for _, seq := range m.Seqs[1:] {
		move, err := moveAt(r, m.CampaignID, seq)
		if err != nil {
			return nil, err
		}
		if move.seq > first.seq && move.user == s.User.Name {
			moves = append(moves, move)
		}
	}
	return moves, nil
}

// moveBack undoes a move by hand.
func (k *work) moveBack(seq int64) (*auth.Answer, error) {
	history, err := k.history()
	if err != nil {
		return nil, err
	}
	to, err := k.rules.MoveBack(&k.standing, history, seq, callflow.ManualMove{User: k.s.User, At: k.w.Now})
	if err != nil {
		return nil, err
	}
	if _, err := k.ownClaim(); err != nil { // somebody is calling it where it stands
		return nil, err
	}
	if err := k.move(&to, callflow.Moved, nil); err != nil {
		return nil, err
	}
	return &auth.Answer{}, handout.LapseClaims(k.w, k.campaign.ID, k.row.Number)
}
