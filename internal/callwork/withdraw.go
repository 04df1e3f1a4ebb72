package callwork

import (
	"context"
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/handout"
)

// OutcomePlace names an outcome that was registered: whose it is, and the seq of the change that registered it.
type OutcomePlace struct {
	Place
	Seq int64
}

// WithdrawInput is what is said of a withdrawal.
type WithdrawInput struct {
	Comment given.Value[string]
	Faults  []callflow.FieldError // what else the door found wrong, told last
}

// WithdrawOutcome takes back an outcome that was registered, and answers the customer's record as it is then.
func (a *Service) WithdrawOutcome(ctx context.Context, s *auth.Session, at OutcomePlace, input *WithdrawInput) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.withdrawIn(w, s, at, func(k *work) (*auth.Answer, error) { return k.withdraw(at.Seq, input) })
	})
}

// withdrawIn is workOn for a withdrawal, which says of a customer that was taken out of the campaign what to do.
func (a *Service) withdrawIn(w *store.Write, s *auth.Session, at OutcomePlace, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error) {
	answer, err := a.workOn(w, s, at.Place, fn)
	if callflow.ErrorCode(err) == callflow.NotFound {
		err = takenOutSince(w, s, at, err)
	}
	return answer, err
}

// withdraw decides first who may: whoever may not hears nothing else of the outcome.
func (k *work) withdraw(seq int64, input *WithdrawInput) (*auth.Answer, error) {
	faults := given.NewFaults()
	comment := given.Take(faults, "comment", input.Comment)
	faults.Add(input.Faults...)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	history, err := k.history()
	if err != nil {
		return nil, err
	}
	outcome := outcomeAmong(history, seq)
	if outcome == nil {
		return nil, callflow.NotFoundError()
	}
	if err := MayWithdraw(k.s, k.campaign, outcome, k.w.Now); err != nil {
		return nil, err
	}
	if err := k.checkWords(comment); err != nil {
		return nil, err
	}
	withdrawn, err := k.rules.Withdraw(&k.standing, history, &callflow.Withdrawal{
		Seq: seq, User: k.s.User, At: k.w.Now, Comment: comment, CalledNoMore: callflow.IsAnonymizedCard(k.row.Card),
	})
	if err != nil {
		return nil, err
	}
	if err := k.withdrawWhileCalled(withdrawn.StateID); err != nil {
		return nil, err
	}
	if err := k.w.Withdraw(k.row, k.campaign, k.rules.Products, withdrawn); err != nil {
		return nil, err
	}
	return &auth.Answer{Body: k.record()}, nil
}

// withdrawWhileCalled looks after a customer that somebody is calling: an agent leaves it alone, and whoever may withdraw anybody's outcome
// lets the claim lapse where the customer moves, as a change by hand does.
func (k *work) withdrawWhileCalled(toState int64) error {
	if !k.s.Can(auth.WithdrawAny) {
		_, err := k.ownClaim()
		return err
	}
	if toState == k.row.StateID {
		return nil
	}
	return handout.LapseClaims(k.w, k.campaign.ID, k.row.Number)
}

// history is everything that happened to the customer in the campaign, ascending.
func (k *work) history() ([]*callflow.Change, error) {
	snapshot, err := k.w.Snapshot()
	if err != nil {
		return nil, err
	}
	entries, err := changelog.History(snapshot, k.campaign.ID, k.row.Number)
	return changesOf(entries), err
}

func changesOf(entries []*changelog.LogEntry) []*callflow.Change {
	changes := make([]*callflow.Change, len(entries))
	for i := range entries {
		changes[i] = &entries[i].Change
	}
	return changes
}

// outcomeAmong finds a registered outcome by its seq, nil where there is none.
func outcomeAmong(history []*callflow.Change, seq int64) *callflow.Change {
	for _, change := range history {
		if change.Seq == seq && change.What == callflow.Registered {
			return change
		}
	}
	return nil
}

// MayWithdraw says whether the caller may withdraw an outcome now: nil, or the error that says no.
func MayWithdraw(s *auth.Session, campaign *callflow.Campaign, outcome *callflow.Change, now int64) error {
	if s.Can(auth.WithdrawAny) {
		return nil
	}
	var detail callflow.Detail
	detail.SetPacked(outcome.Detail)
	switch {
	case !s.Can(auth.WithdrawOwn):
		return auth.ForbiddenError()
	case campaign.WithdrawMinutes == 0:
		return notYoursToWithdraw("Only an admin can withdraw outcomes of this campaign.")
	case detail.UserID == 0:
		return notYoursToWithdraw("Only an admin can withdraw it: no user here registered it.")
	case detail.UserID != s.User.ID:
		const who = "Somebody else registered it: only they can withdraw it, within %s, or an admin."
		return notYoursToWithdraw(fmt.Sprintf(who, InWords(campaign.WithdrawMinutes)))
	}
	if now >= campaign.WithdrawableUntil(outcome.At) {
		return &callflow.Error{
			Code:    callflow.Conflict,
			Message: fmt.Sprintf("It was registered more than %s ago: only an admin can withdraw it now.", InWords(campaign.WithdrawMinutes)),
			Fix:     askAdmin,
		}
	}
	return nil
}

// askAdmin is what to do about an outcome that the caller may not withdraw.
const askAdmin = "Ask an admin to do so."

// notYoursToWithdraw says who may withdraw an outcome, and what to do.
func notYoursToWithdraw(who string) error {
	return &callflow.Error{Code: callflow.Forbidden, Message: who, Fix: askAdmin}
}

// takenOutSince tells of an outcome of a customer that is not in the campaign any more what to do; another reason stays as it is.
func takenOutSince(w *store.Write, s *auth.Session, at OutcomePlace, reason error) error {
	campaign, err := s.Campaign(at.CampaignID)
	if err != nil {
		return err
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	entries, err := HistoryOf(snapshot, campaign, at.CustomerID)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return reason
	}
	if err != nil {
		return err
	}
	outcome := outcomeAmong(changesOf(entries), at.Seq)
	if outcome == nil {
		return reason
	}
	if err := MayWithdraw(s, campaign, outcome, w.Now); err != nil {
		return err
	}
	_, err = s.Setup.Rules(campaign).Withdraw(&callflow.Standing{}, changesOf(entries), &callflow.Withdrawal{Seq: at.Seq, User: s.User, At: w.Now})
	return err
}

// HistoryOf is everything that happened to a customer in a campaign, ascending; NotFound where it never was in it.
func HistoryOf(r *store.Snapshot, campaign *callflow.Campaign, customerID string) ([]*changelog.LogEntry, error) {
	number, ok, err := r.NumberOf(campaign.AssignmentID, customerID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, callflow.NotFoundError()
	}
	return changelog.History(r, campaign.ID, number)
}

// InWords tells a delay in the largest unit that fits.
func InWords(minutes int64) string {
	const hour, day = 60, 24 * 60
	count, unit := minutes, "minute"
	switch {
	case minutes%day == 0:
		count, unit = minutes/day, "day"
	case minutes%hour == 0:
		count, unit = minutes/hour, "hour"
	}
	return callflow.Counted(count, unit)
}

// OutcomeCalled names an outcome, which may have no subtype.
func OutcomeCalled(kind, subtype string) string { return strings.TrimSuffix(kind+" / "+subtype, " / ") }
