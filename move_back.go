package callflow

import "slices"

// MoveBack gives where a customer stands that a move by hand is undone of: in the call state, with the due time and the comment of before.
// The history is everything that happened to it in the campaign, ascending, seq is that of the move, and from is where all of it has led.
// Where something but a change of its values happened since, the customer is left alone.
func (r *Rules) MoveBack(from *Standing, history []*Change, seq int64, by ManualMove) (Standing, error) {
	to := *from
	place := slices.IndexFunc(history, func(c *Change) bool { return c.Seq == seq && c.What == Moved })
	if place < 0 {
		return to, NotFoundError()
	}
	if slices.ContainsFunc(history[place+1:], placesCustomer) {
		return to, &Error{Code: Conflict, Message: "Something happened to the customer since it was moved.", Fix: moveByHand}
	}
	before := place - 1
	for before >= 0 && !placesCustomer(history[before]) {
		before--
	}
	if before < 0 {
		return to, NotFoundError()
	}
	if err := r.putBack(&to, history[before], moveByHand); err != nil {
		return to, err
	}
	var status Status
	status.SetPacked(history[before].Status)
	to.Comment = status.Comment
	to.ChangedAt, to.User, to.Cause, to.Alternative = by.At, by.User.Name, CauseManual, CauseManual
	return to, nil
}

const moveByHand = "Move the customer by hand."

// placesCustomer says whether a change says where the customer stands: all do but those of its values.
func placesCustomer(c *Change) bool { return c.What != CustomerSet }
