package callwork

import (
	"context"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
)

// OutcomeInput is what is said to have come of a call.
type OutcomeInput struct {
	Type, Subtype given.Value[string] // of an outcome of the campaign
	Comment       given.Value[string]
	CallbackAt    given.Value[int64] // milliseconds since 1970, 0 for none
	Meeting       given.Value[MeetingInput]
	Products      given.Value[[]SoldInput]
	Extra         callflow.Value        // further values by label, as a detail keeps them
	Faults        []callflow.FieldError // what the door found wrong with the further values, and what else: told last
}

// MeetingInput is an appointment. One of which everything is empty is none.
type MeetingInput struct {
	Agent    given.Value[string]   // "" for whoever registers
	From, To given.Value[int64]    // milliseconds since 1970, 0 for none
	Faults   []callflow.FieldError // what else the door found wrong with it
}

// SoldInput is how many units of a product were sold. Units that are not set are none.
type SoldInput struct {
	Code  string
	Units given.Value[int64]
}

// registered is an outcome as an input names it, and what it says beside the status.
type registered struct {
	callflow.Registration
	detail callflow.Detail
	hit    bool // it sells something or books a meeting
}

// RegisterOutcome registers what came of a call, and answers the record that it led to.
func (a *Service) RegisterOutcome(ctx context.Context, s *auth.Session, at Place, input *OutcomeInput) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) { return k.register(input) })
	})
}

func (k *work) register(input *OutcomeInput) (*auth.Answer, error) {
	outcome, err := k.registration(input)
	if err != nil {
		return nil, err
	}
	if err := k.checkWords(outcome.words(k.s.User)); err != nil {
		return nil, err
	}
	to, err := k.rules.Register(&k.standing, &outcome.Registration)
	if err != nil {
		return nil, err
	}
	if err := k.endOwnClaim(); err != nil {
		return nil, err
	}
	if err := k.move(&to, callflow.Registered, outcome); err != nil {
		return nil, err
	}
	return &auth.Answer{Created: true, Body: k.record(), Location: strconv.FormatInt(k.row.Seq, 10)}, nil
}

// words is what the outcome says of the customer in words. A meeting that names nobody is with the user.
func (r *registered) words(user *callflow.User) string {
	words := r.Comment + string(r.detail.Extra)
	if r.Meeting != nil && r.Meeting.Agent != user.Name {
		words += r.Meeting.Agent
	}
	return words
}

// registration takes what was given, and tells all that is wrong with it at once.
func (k *work) registration(input *OutcomeInput) (*registered, error) {
	faults := given.NewFaults()
	kind, subtype := given.Take(faults, "type", input.Type), given.Take(faults, "subtype", input.Subtype)
	r := &registered{Registration: callflow.Registration{
		User: k.s.User, At: k.w.Now, Comment: given.Take(faults, "comment", input.Comment), CallbackAt: given.Take(faults, "callback_at", input.CallbackAt),
	}}
	meeting := given.Take(faults, "meeting", input.Meeting)
	r.Meeting = k.meeting(faults.Below("meeting."), &meeting)
	r.Products = k.products(faults, input.Products)
	r.detail = callflow.Detail{Products: r.Products, Extra: input.Extra, UserID: k.s.User.ID, Meeting: r.Meeting != nil}
	r.hit = len(r.Products) > 0 || r.Meeting != nil
	faults.Add(input.Faults...)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	var err error
	r.Outcome, err = callflow.FindOutcome(k.rules.Outcomes, kind, subtype)
	return r, err
}

// meeting takes an appointment, nil for none.
func (k *work) meeting(faults given.Faults, input *MeetingInput) *callflow.Meeting {
	meeting := &callflow.Meeting{
		Agent: given.Take(faults, "agent", input.Agent), From: given.Take(faults, "from", input.From), To: given.Take(faults, "to", input.To),
	}
	faults.Add(input.Faults...)
	if *meeting == (callflow.Meeting{}) {
		return nil
	}
	if meeting.Agent == "" {
		meeting.Agent = k.s.User.Name
	}
	return meeting
}

// products takes the units that were sold, by product.
func (k *work) products(faults given.Faults, input given.Value[[]SoldInput]) map[int64]int64 {
	sold := given.Take(faults, "products", input)
	below := faults.Below("products.")
	units := make(map[int64]int64)
	known := make([]string, len(k.rules.Products))
	for i := range k.rules.Products {
		product := &k.rules.Products[i]
		known[i] = product.Code
		at := slices.IndexFunc(sold, func(one SoldInput) bool { return one.Code == product.Code })
		if at >= 0 && sold[at].Units.Set {
			units[product.ID] = given.Take(below, product.Code, sold[at].Units)
		}
	}
	codes := make([]string, len(sold))
	for i := range sold {
		codes[i] = sold[i].Code
	}
	faults.Add(given.Unknown("The campaign's list of products", "products.", codes, known)...)
	return units
}
