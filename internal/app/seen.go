package app

import (
	"strconv"

	"callflow"
	"callflow/internal/store"
)

// readSeen reads how far the client has seen the account. Who says so may be answered by
// a standby that has come as far: nobody sees time run backwards.
func (l *List) readSeen() error {
	l.seen = -1
	if l.request.Seen == "" {
		return nil
	}
	token, err := strconv.ParseInt(l.request.Seen, 10, 64)
	if err != nil || token < 0 {
		return callflow.InvalidField("Callflow-Sync-Token", "Callflow-Sync-Token must be one that callflow gave with an answer.")
	}
	seen, known := l.session.Setup.SeqOf(token)
	if !known {
		return errSeenLost
	}
	if seen > l.session.Moment.Seq && l.session.Setup.Restored() {
		return errSeenLost
	}
	if seen > l.session.Moment.Seq {
		return &callflow.Error{
			Code:    callflow.Unavailable,
			Message: "The account's clock has not come to this Callflow-Sync-Token.",
			Fix:     "Try again in a moment. If it goes on, the database has lost changes: read everything again, without the header at first.",
		}
	}
	if l.atTime < 0 { // a standby can't know whether it has all that happened up to a time
		l.seen = seen
	}
	return nil
}

// errSeenLost is the answer to whoever has seen what a restored account does not have.
var errSeenLost = &callflow.Error{
	Code: callflow.Gone, Fix: fixGone + " Leave the header out at first.",
	Message: "The Callflow-Sync-Token is of before the database was restored, copied or taken over by another server, which may have lost changes.",
}

// farEnough says whether a standby's moment is one that the list may be told of.
func (l *List) farEnough(moment store.Moment) bool {
	return moment.Seq >= max(l.seen, l.atSeq, l.after) && moment.Setup == l.session.Setup.Version
}
