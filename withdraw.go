package callflow

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// CauseWithdrawn is the cause of a change that took a registered outcome back. Its alternative is the outcome's.
const CauseWithdrawn = "Withdrawn"

// Withdrawal takes back an outcome that was registered.
type Withdrawal struct {
	Seq     int64 // of the change that registered the outcome
	User    *User
	At      int64
	Comment string

	// CalledNoMore says that the customer was anonymised: it stays in the call state where nobody calls it.
	CalledNoMore bool
}

// Withdrawn is what becomes of a customer, and of what was counted, when an outcome is taken back.
type Withdrawn struct {
	Standing
	Outcome  *Change
	Hit      bool // it was counted as a sale or a meeting
	Decision bool // it was counted as a decision
}

// WithdrawableUntil is until when whoever registered an outcome at a time may take it back.
func (c *Campaign) WithdrawableUntil(registeredAt int64) int64 {
	return registeredAt + c.WithdrawMinutes*time.Minute.Milliseconds()
}

// Withdraw gives where a customer stands that one of its outcomes is taken back of, as if the outcome had not been registered. The history is
// everything that happened to it in the campaign, ascending, and from is where that has led. What came after the outcome stays: where the
// customer was moved since, or another outcome was registered, its call state and due time are those of then.
func (r *Rules) Withdraw(from *Standing, history []*Change, w *Withdrawal) (*Withdrawn, error) {
	place := slices.IndexFunc(history, func(c *Change) bool { return c.Seq == w.Seq && c.What == Registered })
	if place < 0 {
		return nil, NotFoundError()
	}
	if problem := textProblem(w.Comment, longestText); problem != "" {
		return nil, InvalidField("comment", "comment "+problem+".")
	}
	t := &takingBack{Rules: r, Withdrawal: w, history: history, place: place, outcome: history[place]}
	t.detail.SetPacked(t.outcome.Detail)
	if err := t.refuse(); err != nil {
		return nil, err
	}
	to := *from
	to.Products = addProducts(from.Products, nil)
	if place > t.added() { // an earlier stay in the campaign has left nothing
		if err := t.takeBack(&to); err != nil {
			return nil, err
		}
	}
	var registered Status
	registered.SetPacked(t.outcome.Status)
	to.ChangedAt, to.User, to.Comment = w.At, w.User.Name, w.Comment
	to.Cause, to.Alternative = CauseWithdrawn, cmp.Or(registered.Alternative, registered.Cause)
	return &Withdrawn{Standing: to, Outcome: t.outcome, Hit: t.hit(), Decision: t.decision()}, nil
}

// takingBack is one withdrawal while it is worked out.
type takingBack struct {
	*Rules
	*Withdrawal
	history []*Change
	place   int // of the outcome in the history
	outcome *Change
	detail  Detail // of the outcome
}

func (t *takingBack) refuse() error {
	if t.outcome.WithdrawnBy != 0 {
		return &Error{
			Code: Conflict, Message: fmt.Sprintf("The outcome was withdrawn already, by change %d.", t.outcome.WithdrawnBy),
			Fix: "There is nothing left to do: the customer's history tells who did, and when.",
		}
	}
	if t.history[len(t.history)-1].What == Removed {
		return &Error{
			Code: Conflict, Message: "The customer was taken out of the campaign since.",
			Fix: "Have an admin put it into the campaign again, then withdraw the outcome.",
		}
	}
	return nil
}

// added is the place of the change that put the customer into the campaign the last time.
func (t *takingBack) added() int {
	for i := len(t.history) - 1; i > 0; i-- {
		if t.history[i].What == Added {
			return i
		}
	}
	return 0
}

// takeBack undoes what the outcome did to where the customer stands.
func (t *takingBack) takeBack(to *Standing) error {
	to.Attempts = max(to.Attempts-t.attempts(), 0)
	for id, units := range t.detail.Products {
		if to.Products[id] -= units; to.Products[id] <= 0 {
			delete(to.Products, id)
		}
	}
	if t.booksMeeting(t.place) {
		t.setMeeting(to)
	}
	last := t.lastPlacing()
	if t.CalledNoMore || last == nil {
		return nil
	}
	if err := t.checkExhausted(last, to.Attempts); err != nil {
		return err
	}
	if last.Seq > t.outcome.Seq { // it was moved since, and stays there
		return nil
	}
	return t.putBack(to, last, moveFirst)
}

// attempts is how many attempts the outcome counted as.
func (t *takingBack) attempts() int64 {
	return max(t.outcome.Attempts-t.before(t.place).Attempts, 0)
}

// before is the change of the same stay before one; where there is none, one that did nothing.
func (t *takingBack) before(place int) *Change {
	if place == 0 || t.history[place-1].What == Removed {
		return &Change{}
	}
	return t.history[place-1]
}

// counts says whether a change of the history is one that still holds once the outcome is taken back.
func (t *takingBack) counts(place int) bool {
	c := t.history[place]
	return place != t.place && c.WithdrawnBy == 0 && c.What != Withdrew && c.What != CustomerSet
}

// booksMeeting says whether a change booked a meeting, or put another one in its place.
func (t *takingBack) booksMeeting(place int) bool {
	c := t.history[place]
	var detail Detail
	if detail.SetPacked(c.Detail); c.What == Registered && detail.UserID != 0 {
		return detail.Meeting
	}
	var before, after Status
	before.SetPacked(t.before(place).Status)
	after.SetPacked(c.Status)
	return !before.sameMeeting(&after)
}

// setMeeting takes the meeting that is left without the outcome.
func (t *takingBack) setMeeting(to *Standing) {
	var left Status
	for i := len(t.history) - 1; i >= t.added(); i-- {
		if t.counts(i) && t.booksMeeting(i) {
			left.SetPacked(t.history[i].Status)
			break
		}
	}
	to.MeetingAgent, to.MeetingFrom, to.MeetingTo = left.MeetingAgent, left.MeetingFrom, left.MeetingTo
	to.ToldFrom, to.ToldTo = left.ToldFrom, left.ToldTo
}

func (s *Status) sameMeeting(other *Status) bool {
	return s.MeetingAgent == other.MeetingAgent && s.MeetingFrom == other.MeetingFrom && s.MeetingTo == other.MeetingTo &&
		s.ToldFrom == other.ToldFrom && s.ToldTo == other.ToldTo
}

// lastPlacing is the last of the other changes that said in which call state the customer is and when it is due; nil where there is none.
// A change by hand that set a comment alone did not.
func (t *takingBack) lastPlacing() *Change {
	for i := len(t.history) - 1; i >= t.added(); i-- {
		c := t.history[i]
		commentAlone := c.What == Moved && c.FromState == c.ToState && c.DueAt == t.before(i).DueAt
		if t.counts(i) && !commentAlone {
			return c
		}
	}
	return nil
}

// putBack puts a customer where a change before had put it; fix is what to do where it can't be there any more.
func (r *Rules) putBack(to *Standing, last *Change, fix string) error {
	state := StateOf(r.States, last.ToState)
	if state == nil {
		return &Error{Code: Conflict, Message: "The call state that it came from is no longer there.", Fix: fix}
	}
	to.StateID, to.DueAt, to.CallbackUserID = last.ToState, last.DueAt, last.CallbackUserID
	switch {
	case state.Kind != KindScheduled:
		to.DueAt, to.CallbackUserID = 0, 0
	case to.DueAt == 0:
		return &Error{Code: Conflict, Message: fmt.Sprintf("%q, where it came from, is of another kind now.", state.Name), Fix: fix}
	}
	return nil
}

const moveFirst = "Move the customer to the call state where it belongs, then withdraw the outcome."

// checkExhausted refuses to leave a customer where it is for having been called often enough, when without the outcome it was not.
func (t *takingBack) checkExhausted(last *Change, attempts int64) error {
	if last.What != Registered || attempts >= last.Attempts {
		return nil
	}
	var status Status
	status.SetPacked(last.Status)
	i := slices.IndexFunc(t.Outcomes, func(o Outcome) bool { return o.Type == status.Cause && o.Subtype == status.Alternative })
	if i < 0 {
		return nil
	}
	exhausted := t.exhausted(&t.Outcomes[i], last.Attempts)
	if exhausted == nil || exhausted.ID != last.ToState || t.exhausted(&t.Outcomes[i], attempts) != nil {
		return nil
	}
	return &Error{
		Code: Conflict, Message: fmt.Sprintf("It counts among the attempts after which the customer came to %q.", exhausted.Name),
		Fix: "Withdraw the outcome that was registered last first, or move the customer to another call state.",
	}
}

// hit says whether the outcome was counted as a hit.
func (t *takingBack) hit() bool { return t.outcome.Products > 0 || t.booksMeeting(t.place) }

// decision says whether the outcome was counted as a decision. Where the log is too old to say, it is found out from the call state's kind.
func (t *takingBack) decision() bool {
	if t.detail.UserID != 0 {
		return t.detail.Decision
	}
	state := StateOf(t.States, t.outcome.ToState)
	return t.hit() || state != nil && state.Kind.Final()
}
