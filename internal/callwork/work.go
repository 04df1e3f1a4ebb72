package callwork

import (
	"callflow"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/person"
	"callflow/internal/store"
)

// work is one callflow customer while a transaction works on it.
type work struct {
	w        *store.Write
	s        *auth.Session
	service  *Service
	scratch  *scratch
	campaign *callflow.Campaign
	rules    *callflow.Rules
	row      *callflow.StatusRow // with its customer's id and card
	standing callflow.Standing
}

// Place names a callflow customer: a campaign, and the crm__customer_id.
type Place struct {
	CampaignID int64
	CustomerID string
	Number     int64 // of the customer whom the caller was shown by that id, which another may have since; 0 asks for none
	IfSeq      int64 // of its latest change in the campaign as the caller has read it, so that nobody's later one is written over; 0 asks for none
}

// workOn runs fn on one callflow customer within a transaction; NotFound when the
// caller may not see the campaign, or it has no such customer. A caller that read
// another record than the present one is told so.
func (a *Service) workOn(w *store.Write, s *auth.Session, at Place, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error) {
	return a.workOnFound(w, s, at.CampaignID, func(k *work, r *store.Snapshot) (*auth.Answer, error) {
		found := int64(0)
		err := r.CustomerByID(k.campaign.AssignmentID, at.CustomerID, &k.scratch.batch)
		if err == nil {
			found = k.scratch.batch.Rows[0].Number
		}
		if err := customer.CheckPerson(at.Number, found, err); err != nil {
			return nil, err
		}
		if err := k.read(); err != nil {
			return nil, err
		}
		if s.Match != nil && !s.Match(k.record()) || at.IfSeq != 0 && at.IfSeq != k.row.Seq {
			return nil, auth.ErrMovedOn()
		}
		return fn(k)
	})
}

// workOnNumber is workOn for a customer that callflow itself has chosen.
func (a *Service) workOnNumber(w *store.Write, s *auth.Session, at callflow.Position, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error) {
	return a.workOnFound(w, s, at.CampaignID, func(k *work, r *store.Snapshot) (*auth.Answer, error) {
		if err := r.CustomerByNumber(k.campaign.AssignmentID, at.Number, &k.scratch.batch); err != nil {
			return nil, err
		}
		if err := k.read(); err != nil {
			return nil, err
		}
		return fn(k)
	})
}

func (a *Service) workOnFound(w *store.Write, s *auth.Session, campaignID int64, fn func(*work, *store.Snapshot) (*auth.Answer, error)) (*auth.Answer, error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return nil, err
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	scratch := a.pages.Get().(*scratch)
	defer a.pages.Put(scratch)
	return fn(&work{w: w, s: s, service: a, scratch: scratch, campaign: campaign, rules: s.Setup.Rules(campaign)}, snapshot)
}

// read completes the customer that the batch holds with its row in the campaign.
func (k *work) read() error {
	found := &k.scratch.batch.Rows[0]
	row, err := k.w.Row(k.campaign.ID, found.Number)
	if err != nil {
		return err
	}
	row.CustomerID, row.Card = found.CustomerID, found.Card
	k.row, k.standing = row, row.Standing()
	return nil
}

// move takes the customer to where it stands next.
func (k *work) move(to *callflow.Standing, what callflow.What, outcome *registered) error {
	if err := k.checkCalledAgain(to); err != nil {
		return err
	}
	move := &store.Move{
		CampaignID: k.campaign.ID, Number: k.row.Number, StateID: to.StateID, Attempts: to.Attempts, DueAt: to.DueAt,
		CallbackUserID: to.CallbackUserID, At: to.ChangedAt, What: what, Status: to.Status,
	}
	if outcome != nil {
		move.Hit, move.Decision = outcome.hit, outcome.hit || callflow.StateOrNone(k.rules.States, to.StateID).Kind.Final()
		move.Detail = outcome.detail
		move.Detail.Decision = move.Decision
	}
	return k.w.MoveFrom(k.row, k.campaign, k.rules.Products, move)
}

// checkWords refuses words about a customer who was anonymised: they would be about a person again.
func (k *work) checkWords(comment string) error {
	if comment != "" && callflow.IsAnonymizedCard(k.row.Card) {
		return person.ErrAnonymized
	}
	return nil
}

// checkCalledAgain refuses to take an anonymised customer out of a final call state: there is nobody to call.
func (k *work) checkCalledAgain(to *callflow.Standing) error {
	from := callflow.StateOrNone(k.rules.States, k.row.StateID)
	if !callflow.IsAnonymizedCard(k.row.Card) || !from.Kind.Final() || callflow.StateOrNone(k.rules.States, to.StateID).Kind.Final() {
		return nil
	}
	return errNobodyToCall
}

// errNobodyToCall refuses to have an anonymised customer called.
var errNobodyToCall = &callflow.Error{
	Code: callflow.Conflict, Message: "The customer was anonymised: there is nobody to call.",
	Fix: "Leave it in a call state of kind done or excluded, and add the person as a new customer, if it is one again.",
}

// record is the customer's status record as it stands.
func (k *work) record() []byte {
	return k.scratch.renderer.AppendRecord(nil, StatusLayout(k.s.Setup, k.campaign), k.row)
}

// StatusLayout is how a campaign's plain status records are written.
func StatusLayout(setup *store.Setup, campaign *callflow.Campaign) *callflow.Layout {
	kind := store.LayoutKind{AssignmentID: campaign.AssignmentID, CampaignID: campaign.ID}
	return setup.Layout(kind, func() *callflow.Layout {
		shape := setup.Shape(campaign)
		return callflow.NewLayout(shape, shape.StatusKeys())
	})
}
