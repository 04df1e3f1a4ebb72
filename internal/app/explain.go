package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/handout"
	"callflow/internal/store/statuslist"
)

// Explanation tells why a customer stands where it stands, and whether it may be called. Times are "" when there are none.
type Explanation struct {
	CustomerID   string             `json:"customer_id"`
	CallState    string             `json:"call_state"`
	Kind         callflow.StateKind `json:"kind"`
	Since        string             `json:"since"`
	Because      string             `json:"because"`
	Attempts     int64              `json:"attempts"`
	MaxAttempts  *int64             `json:"max_attempts"`
	Due          string             `json:"due"`
	Callable     bool               `json:"callable"`
	Why          string             `json:"why"`
	CallableFrom string             `json:"callable_from"`
	ClaimedBy    string             `json:"claimed_by"`
	ClaimedUntil string             `json:"claimed_until"`
	Outcomes     []PossibleOutcome  `json:"outcomes"`
}

// PossibleOutcome is an outcome that may be registered now.
type PossibleOutcome struct {
	Type      string            `json:"type"`
	Subtype   string            `json:"subtype"`
	CallState string            `json:"call_state"`
	Requires  []callflow.Demand `json:"requires"`
}

// explainer is one callflow customer while it is explained.
type explainer struct {
	app      *App
	s        *auth.Session
	campaign *callflow.Campaign
	rules    *callflow.Rules
	row      *callflow.StatusRow
	history  []*changelog.LogEntry
	latest   *callflow.Change // that moved it
	claim    handout.Claim
	now      int64
}

// Explain tells why one customer stands where it stands in a campaign, whether it may be called, and what may be registered.
func (a *App) Explain(ctx context.Context, s *auth.Session, campaignID int64, customerID string) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		campaign, err := s.Campaign(campaignID)
		if err != nil {
			return nil, err
		}
		e := a.explainer(s, campaign)
		if err := e.read(r, customerID); err != nil {
			return nil, err
		}
		return auth.EncodeBody(e.explain())
	})
}

func (a *App) explainer(s *auth.Session, campaign *callflow.Campaign) *explainer {
	return &explainer{app: a, s: s, campaign: campaign, rules: s.Setup.Rules(campaign), now: a.now().UnixMilli()}
}

func (e *explainer) read(r *store.Snapshot, customerID string) error {
	var batch statuslist.Batch
	list := statuslist.List{{AssignmentID: e.campaign.AssignmentID, CampaignID: e.campaign.ID}}
	if err := r.StatusesOf(list, e.campaign.AssignmentID, customerID, &batch); err != nil {
		return err
	}
	if len(batch.Rows) == 0 {
		return callflow.NotFoundError()
	}
	return e.readRow(r, &batch.Rows[0])
}

// readRow completes a row with what happened to it, and with who is calling.
func (e *explainer) readRow(r *store.Snapshot, row *callflow.StatusRow) (err error) {
	e.row = row
	if e.history, err = changelog.History(r, e.campaign.ID, row.Number); err != nil {
		return err
	}
	for _, entry := range e.history {
		if entry.What != callflow.CustomerSet { // which moves nobody
			e.latest = &entry.Change
		}
	}
	claims, err := handout.Claims(r, e.campaign.ID, row.Number)
	for _, claim := range claims {
		if claim.Live(e.now) {
			e.claim = claim
		}
	}
	return err
}

func (e *explainer) explain() *Explanation {
	state := e.state(e.row.StateID)
	x := &Explanation{
		CustomerID: string(e.row.CustomerID), CallState: state.Name, Kind: state.Kind, Since: e.moment(e.row.ChangedAt), Because: e.because(e.latest),
		Attempts: e.row.Attempts, Due: e.moment(e.row.DueAt), Outcomes: e.outcomes(state),
	}
	if e.rules.MaxAttempts > 0 {
		x.MaxAttempts = &e.rules.MaxAttempts
	}
	if e.claim.Live(e.now) {
		x.ClaimedUntil = e.moment(e.claim.Until)
		if user := e.s.Setup.Users[e.claim.UserID]; user != nil {
			x.ClaimedBy = user.Name
		}
	}
	callable := e.callability()
	x.Callable, x.Why, x.CallableFrom = callable.Now, callable.Why, e.moment(callable.From)
	return x
}

// callability is what the rules say of the customer, then what the campaign's dates and others' claims make of it.
func (e *explainer) callability() callflow.Callability {
	standing := e.row.Standing()
	c := e.rules.Callable(&standing, e.now)
	if !c.Now && c.From == 0 { // time alone changes nothing
		return c
	}
	if !e.rules.HandOutWithoutNumber && !callflow.HasNumber(e.row.Card) {
		return callflow.Callability{Why: "It has no telephone number that can be called."}
	}
	var problem *callflow.Error
	if errors.As(e.app.Calls.CheckCalled(e.s, e.campaign), &problem) {
		begins := e.begins()
		if begins <= e.now { // it has ended
			return callflow.Callability{Why: problem.Message}
		}
		return callflow.Callability{Why: problem.Message, From: max(c.From, begins)}
	}
	if e.claim.Live(e.now) && e.claim.UserID != e.s.User.ID {
		return callflow.Callability{Why: "Another user is calling it, until " + e.moment(e.claim.Until) + ".", From: max(c.From, e.claim.Until)}
	}
	return c
}

// begins is when the campaign's first day begins, 0 where it has none.
func (e *explainer) begins() int64 {
	day, err := time.ParseInLocation(callflow.DateLayout, e.campaign.StartDate, e.s.Setup.Location)
	if err != nil {
		return 0
	}
	return day.UnixMilli()
}

func (e *explainer) outcomes(state *callflow.State) []PossibleOutcome {
	possible := []PossibleOutcome{}
	if state.Kind.Final() {
		return possible
	}
	for i := range e.rules.Outcomes {
		outcome := &e.rules.Outcomes[i]
		possible = append(possible, PossibleOutcome{
			Type: outcome.Type, Subtype: outcome.Subtype, CallState: e.state(outcome.StateID).Name, Requires: append([]callflow.Demand{}, outcome.Requires...),
		})
	}
	return possible
}

// state is a call state of the campaign; one without a name where it has none of that id.
func (e *explainer) state(id int64) *callflow.State { return callflow.StateOrNone(e.rules.States, id) }

func (e *explainer) moment(ms int64) string {
	if ms == 0 {
		return ""
	}
	return callflow.FormatMoment(ms, e.s.Setup.Location)
}

// because says in a sentence what the latest change was.
func (e *explainer) because(c *callflow.Change) string {
	var status callflow.Status
	status.SetPacked(c.Status)
	who := status.User
	if who == "" {
		who = "Somebody"
	}
	to := e.state(c.ToState).Name
	switch {
	case c.What == callflow.Added:
		return fmt.Sprintf("%s put it into the campaign: it begins in %s%s.", who, to, e.again(c, nil))
	case c.What == callflow.Registered:
		return e.becauseOfOutcome(c, who, &status)
	case c.What == callflow.Withdrew:
		return e.becauseOfWithdrawal(c, who)
	case c.FromState == c.ToState:
		return fmt.Sprintf("%s changed it by hand: it stays in %s%s.", who, to, e.again(c, nil))
	}
	return fmt.Sprintf("%s moved it by hand from %s to %s%s.", who, e.state(c.FromState).Name, to, e.again(c, nil))
}

// becauseOfOutcome tells what was registered, and where that leads by the rules as they
// are; where they were others at the time, it says so.
func (e *explainer) becauseOfOutcome(c *callflow.Change, who string, status *callflow.Status) string {
	to := e.state(c.ToState).Name
	registered := fmt.Sprintf("%s registered %s", who, callwork.OutcomeCalled(status.Cause, status.Alternative))
	outcome := e.outcomeNamed(status.Cause, status.Alternative)
	if outcome == nil {
		return fmt.Sprintf("%s: it led to %s%s. The campaign no longer has that outcome.", registered, to, e.again(c, nil))
	}
	before := callflow.Standing{Attempts: c.Attempts}
	if outcome.CountsAsAttempt {
		before.Attempts--
	}
	led := e.rules.After(&before, &callflow.Registration{Outcome: outcome, User: e.s.User, At: c.At})
	switch {
	case led.StateID != c.ToState:
		return fmt.Sprintf("%s: it led to %s%s. The campaign's rules were others then.", registered, to, e.again(c, nil))
	case outcome.StateID != c.ToState:
		return fmt.Sprintf("%s, attempt %d of the %s: that leads to %s.", registered, c.Attempts, e.limit(outcome, c.Attempts), to)
	}
	return fmt.Sprintf("%s: it leads to %s%s.", registered, to, e.again(c, outcome))
}

func (e *explainer) outcomeNamed(kind, subtype string) *callflow.Outcome {
	for i := range e.rules.Outcomes {
		if outcome := &e.rules.Outcomes[i]; outcome.Type == kind && outcome.Subtype == subtype {
			return outcome
		}
	}
	return nil
}

// limit names the most attempts that were reached.
func (e *explainer) limit(outcome *callflow.Outcome, attempts int64) string {
	if outcome.MaxAttempts > 0 && attempts >= outcome.MaxAttempts {
		return fmt.Sprintf("%d that the outcome allows", outcome.MaxAttempts)
	}
	return fmt.Sprintf("%d that the campaign allows", e.rules.MaxAttempts)
}

// again says when the customer is called again: after the outcome's own delay, or at a time.
func (e *explainer) again(c *callflow.Change, outcome *callflow.Outcome) string {
	if c.DueAt == 0 {
		return ""
	}
	if outcome != nil && c.CallbackUserID == 0 && c.DueAt == c.At+outcome.RetryAfterMinutes*time.Minute.Milliseconds() {
		return ", to be called again after " + callwork.InWords(outcome.RetryAfterMinutes)
	}
	return ", to be called again at " + e.moment(c.DueAt)
}
