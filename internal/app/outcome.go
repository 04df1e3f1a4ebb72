package app

import (
	"context"
	"encoding/json"
	"fmt"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/store"
)

// registered is an outcome as a body names it, and what it says beside the status.
type registered struct {
	callflow.Registration
	detail callflow.Detail
	hit    bool // it sells something or books a meeting
}

// RegisterOutcome registers what came of a call, and answers the record that it led to.
func (a *App) RegisterOutcome(ctx context.Context, s *auth.Session, at Place, members []Member) (*auth.Answer, error) {
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) { return k.register(members) })
	})
}

func (k *work) register(members []Member) (*auth.Answer, error) {
	outcome, err := k.decodeRegistration(members)
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
	return &auth.Answer{Created: true, Body: k.record(), Location: number(k.row.Seq)}, nil
}

// words is what the outcome says of the customer in words. A meeting that names nobody is with the user.
func (r *registered) words(user *callflow.User) string {
	words := r.Comment + string(r.detail.Extra)
	if r.Meeting != nil && r.Meeting.Agent != user.Name {
		words += r.Meeting.Agent
	}
	return words
}

// decodeRegistration reads the body of contract, section 5.
func (k *work) decodeRegistration(members []Member) (*registered, error) {
	b := newBody("A registered outcome", members, k.s.Setup.Location)
	kind, subtype := b.text("type"), b.text("subtype")
	r := &registered{Registration: callflow.Registration{
		User: k.s.User, At: k.w.Now, Comment: b.text("comment"), CallbackAt: b.moment("callback_at"),
	}}
	r.Meeting = k.meeting(b.object("meeting"))
	r.Products = k.products(b.object("products"))
	r.detail = callflow.Detail{Products: r.Products, Extra: extra(b.object("extra")), UserID: k.s.User.ID, Meeting: r.Meeting != nil}
	r.hit = len(r.Products) > 0 || r.Meeting != nil
	if err := b.err(); err != nil {
		return nil, err
	}
	var err error
	r.Outcome, err = callflow.FindOutcome(k.rules.Outcomes, kind, subtype)
	return r, err
}

// meeting reads an appointment; one of which everything is empty is none.
func (k *work) meeting(b *body) *callflow.Meeting {
	if b == nil {
		return nil
	}
	defer b.finish()
	meeting := &callflow.Meeting{Agent: b.text("agent"), From: b.moment("from"), To: b.moment("to")}
	if *meeting == (callflow.Meeting{}) {
		return nil
	}
	if meeting.Agent == "" {
		meeting.Agent = k.s.User.Name
	}
	return meeting
}

// products reads units by product code.
func (k *work) products(b *body) map[int64]int64 {
	if b == nil {
		return nil
	}
	b.what = "The campaign's list of products"
	units := make(map[int64]int64)
	for i := range k.rules.Products {
		product := &k.rules.Products[i]
		if _, given := b.value(product.Code); given {
			units[product.ID] = b.integer(product.Code, 0)
		}
	}
	b.finish()
	return units
}

// Limits of what a registration may carry beside its own members.
const (
	mostExtras   = 50
	longestLabel = 100
	longestExtra = 2000
)

// extra reads further values by label: single values alone, in the order given.
func extra(b *body) callflow.Value {
	if b == nil || len(b.members) == 0 {
		return ""
	}
	if len(b.members) > mostExtras {
		*b.wrong = append(*b.wrong, callflow.FieldError{Field: "extra", Message: fmt.Sprintf("extra has more than %d labels.", mostExtras)})
		return ""
	}
	object := []byte{'{'}
	for _, member := range b.members {
		_, _ = b.value(member.Name) // it is known
		value, problem := extraValue(member)
		if problem != "" {
			b.note(member.Name, "%s", problem)
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		object = append(append(callflow.AppendJSONString(object, member.Name), ':'), value...)
	}
	return callflow.Value(append(object, '}'))
}

// extraValue writes a label's value again, so that it is compact and not escaped.
func extraValue(member Member) (value []byte, problem string) {
	if member.Name == "" || len(member.Name) > longestLabel || !cleanse.IsOneLine(member.Name) {
		return nil, fmt.Sprintf("must have a label of 1 to %d bytes, without line breaks and control characters.", longestLabel)
	}
	if len(member.Value) > longestExtra {
		return nil, fmt.Sprintf("must have at most %d bytes.", longestExtra)
	}
	switch member.Value[0] {
	case '{', '[':
		return nil, "must be a single value: a string, a number, true or false."
	case '"':
		var text string
		if err := json.Unmarshal(member.Value, &text); err != nil {
			return nil, "must be a string."
		}
		return callflow.AppendJSONString(nil, text), ""
	case 'n':
		return []byte(`""`), ""
	}
	return member.Value, ""
}
