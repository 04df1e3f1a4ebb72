package callwork

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// HeldCall is what an agent says came of a call to a customer that the agent holds.
type HeldCall struct {
	Place
	OutcomeID int64
	Shown     string            // what ShownOutcome gave of the outcome when it was chosen; "" registers the outcome as it is now
	Products  map[string]string // by code of those that are sold: what ShownProduct gave when the units were typed; "" sells it as it is now
	Outcome   *OutcomeInput
}

// ErrNotHeld is the answer to whoever registers an outcome at the desk for a customer that is not held for the caller any more.
func ErrNotHeld() *callflow.Error {
	return &callflow.Error{
		Code: callflow.Conflict, Message: "The customer is not kept for you any more.", Fix: "Nothing was registered. Keep it again, or take the next one.",
	}
}

// ErrOutcomeGone is the answer to whoever registers an outcome that was removed since it was chosen.
func ErrOutcomeGone() *callflow.Error {
	return &callflow.Error{
		Code: callflow.PreconditionFailed, Message: "The outcome that you chose was removed after the page was opened. Nothing was registered.",
		Fix: "Choose another one.",
	}
}

// errOutcomeChanged is about an outcome that is another now than the one that the agent chose.
var errOutcomeChanged = &callflow.Error{
	Code: callflow.PreconditionFailed, Message: "The outcome was changed after the page was opened. Nothing was registered.",
	Fix: "Read what it is now, and choose again.",
}

// RegisterHeld is RegisterOutcome for a customer that the caller holds: where the caller holds it no more, or the outcome is another than the
// caller was shown, nothing is registered.
func (a *Service) RegisterHeld(ctx context.Context, s *auth.Session, call *HeldCall) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, call.Place, func(k *work) (*auth.Answer, error) {
			held, err := k.ownClaim()
			if err != nil {
				return nil, err
			}
			if !held.Live(w.Now) {
				return nil, ErrNotHeld()
			}
			if err := k.checkShown(call); err != nil {
				return nil, err
			}
			return k.register(call.Outcome)
		})
	})
}

func (k *work) checkShown(call *HeldCall) error {
	if err := k.checkShownProducts(call.Products); err != nil {
		return err
	}
	if call.Shown == "" {
		return nil
	}
	i := slices.IndexFunc(k.rules.Outcomes, func(o callflow.Outcome) bool { return o.ID == call.OutcomeID })
	if i < 0 {
		return ErrOutcomeGone()
	}
	if ShownOutcome(k.rules, &k.standing, &k.rules.Outcomes[i]) != call.Shown {
		return errOutcomeChanged
	}
	return nil
}

// checkShownProducts refuses units of products that are others now than those of which the agent typed them. One that is gone is refused where
// the units are read.
func (k *work) checkShownProducts(shown map[string]string) error {
	var changed []callflow.FieldError
	for i := range k.rules.Products {
		product := &k.rules.Products[i]
		if mark := shown[product.Code]; mark != "" && mark != ShownProduct(product) {
			changed = append(changed, callflow.FieldError{Field: "products." + product.Code, Message: productChanged})
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return &callflow.Error{Code: callflow.Conflict, Message: productChanged, Fields: changed}
}

const productChanged = "The product was changed after the page was opened. Nothing was registered. Read what it is now, and give the units again."

// ShownProduct is a short mark of what an agent reads of a product: its id, and a hash of what it is called and costs.
func ShownProduct(product *callflow.Product) string {
	hash := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", product.Code, product.Title, product.Price))
	return strconv.FormatInt(product.ID, 10) + "." + base64.RawURLEncoding.EncodeToString(hash[:12])
}

// LeadsTo is the call state where an outcome leads a customer, who may have been called often enough with it. It is nil where there is none.
func LeadsTo(rules *callflow.Rules, from *callflow.Standing, outcome *callflow.Outcome) *callflow.State {
	to := rules.After(from, &callflow.Registration{Outcome: outcome, User: &callflow.User{}})
	return callflow.StateOf(rules.States, to.StateID)
}

// ShownOutcome is a short mark of what an agent reads of an outcome: what it is called, what it asks for, and where it leads the customer. An
// outcome with another mark is another one to the agent.
func ShownOutcome(rules *callflow.Rules, from *callflow.Standing, outcome *callflow.Outcome) string {
	leads := callflow.State{}
	if state := LeadsTo(rules, from, outcome); state != nil {
		leads = callflow.State{ID: state.ID, Name: state.Name, Kind: state.Kind}
	}
	read := fmt.Sprintf("%d %q %q %q %d %q %q", outcome.ID, outcome.Type, outcome.Subtype, outcome.Requires, leads.ID, leads.Name, leads.Kind)
	hash := sha256.Sum256([]byte(read))
	return base64.RawURLEncoding.EncodeToString(hash[:12])
}
