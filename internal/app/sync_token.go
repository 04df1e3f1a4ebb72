package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// seqOfToken finds the seq after which the log is asked for, on a snapshot: a token that another history of the account gave out is gone.
func seqOfToken(r *store.Snapshot, token int64) (int64, error) {
	const parameter = "after"
	seq, ok := r.Setup().SeqOf(token)
	if !ok {
		return 0, gone(r, parameter, seq)
	}
	if seq > r.Seq {
		return 0, aheadOfClock(r, parameter)
	}
	return seq, nil
}

// gone refuses what was given out by a history of the account that is not this one, or that may not be: it is never answered with a gap.
func gone(r *store.Snapshot, parameter string, seq int64) error {
	message := "It is of before the database was restored, copied or taken over by another server, which may have lost changes."
	if seq <= r.Seq {
		message += " If it is the seq of a change that is told now, write " + number(r.Setup().Token(seq)) + "."
	}
	return &callflow.Error{
		Code: callflow.Gone, Message: parameter + " is of an earlier history of the account.", Fix: fixGone,
		Fields: []callflow.FieldError{{Field: parameter, Message: message}},
	}
}

const fixGone = "Read everything again, and go on from its Callflow-Sync-Token."

// aheadOfClock refuses a place in the log that is still to come: the server was restored from a backup, or the number is another account's.
func aheadOfClock(r *store.Snapshot, parameter string) error {
	if r.OnStandby() {
		return errNotCaughtUp
	}
	return &callflow.Error{
		Code: callflow.Gone, Message: parameter + " is ahead of the account's clock.",
		Fix:    "If the database was restored from a backup, read everything again, and go on from its Callflow-Sync-Token.",
		Fields: []callflow.FieldError{{Field: parameter, Message: "The clock stands at " + number(r.Setup().Token(r.Seq)) + "."}},
	}
}

var errNotCaughtUp = &callflow.Error{
	Code: callflow.Unavailable, Message: "The server that answers has not caught up with the one that is away.", Fix: "Try again in a moment.",
}

// errHeardLost ends a stream whose latest event was lost.
var errHeardLost = &callflow.Error{Code: callflow.Gone, Message: "Changes that were told were lost.", Fix: fixGone}

// errCursorGone refuses a cursor that was made before the account's history became another one: who was shown may have been lost.
func errCursorGone() error {
	return &callflow.Error{
		Code: callflow.Gone, Message: "The cursor is of before the database was restored, copied or taken over by another server.",
		Fix: "Begin again at the first page.",
	}
}

// encodeCursor writes a cursor for one list.
func encodeCursor(s *auth.Session, cursor callflow.Cursor, list string) string {
	cursor.Epoch = s.Setup.CursorEpoch()
	return cursor.Encode(s.Setup.Account.Secret, list)
}

// decodeCursor reads a cursor of one list back.
func decodeCursor(s *auth.Session, list, text string) (*callflow.Cursor, error) {
	cursor, err := callflow.DecodeCursor(s.Setup.Account.Secret, list, text)
	if err == nil && cursor.Epoch != s.Setup.CursorEpoch() {
		return nil, errCursorGone()
	}
	return cursor, err
}

// RenewEpoch makes the tokens and cursors that were given out for an account void, but for the tokens up to a seq: for whoever has put a
// backup in its place that callflow can't tell from what was there before. It gives the account's new token.
func (a *App) RenewEpoch(ctx context.Context, accountID, upTo int64) (token int64, err error) {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return 0, err
	}
	err = a.store.Write(ctx, accountID, func(w *store.Write) error {
		w.SetNow(a.now().UnixMilli())
		if upTo < 0 || upTo > w.Moment.Seq {
			return callflow.InvalidField("kept", "The account's clock stands at "+number(w.Moment.Seq)+": no more than that can be kept.")
		}
		if err := w.RenewEpoch(upTo); err != nil {
			return err
		}
		return operator.Audit(w, store.AuditEntry{Action: "renewed the epoch of", Noun: "account", Details: "kept: " + number(upTo)})
	})
	if err != nil {
		return 0, err
	}
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return 0, err
	}
	return session.SyncToken(), nil
}

// MarkDatabase sets the database apart from copies of it that were made before, so that a backup in its place is known.
func (a *App) MarkDatabase(ctx context.Context) error { return a.store.MarkLine(ctx) }
