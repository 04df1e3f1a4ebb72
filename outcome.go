package callflow

import (
	"fmt"
	"slices"
	"strings"
)

// Demand is what an outcome asks of whoever registers it.
type Demand string

// The demands of the contract's section 5.
const (
	DemandComment  Demand = "comment"
	DemandCallback Demand = "callback_at"
	DemandMeeting  Demand = "meeting"
	DemandProduct  Demand = "product"
)

// Demands lists what an outcome may demand, in the order in which it is stored.
func Demands() []Demand {
	return []Demand{DemandComment, DemandCallback, DemandMeeting, DemandProduct}
}

// Outcome is what a call can come to, and where that leads.
type Outcome struct {
	ID                int64
	Type              string // Sale, No answer …: shown as the cause of the change
	Subtype           string // the alternative that the agent picks
	StateID           int64  // the call state that it leads to
	CountsAsAttempt   bool
	RetryAfterMinutes int64 // for a state of kind scheduled: when to call again; 0 leaves that to callback_at
	MaxAttempts       int64 // 0 when there is no limit
	ExhaustedStateID  int64 // where the customer goes with the last attempt; 0 takes the campaign's own
	Requires          []Demand
	Position          int64
}

// Demands says whether the outcome asks for something.
func (o *Outcome) Demands(demand Demand) bool { return slices.Contains(o.Requires, demand) }

// Limits of an outcome.
const (
	mostRetryMinutes = 366 * 24 * 60
	maxNameLength    = 200
)

// Validate says what is missing or contradicts the campaign's call states.
func (o *Outcome) Validate(states []State) error {
	if o.Type == "" {
		return InvalidField("type", "An outcome needs a type, such as Sale or No answer.")
	}
	for _, text := range []struct{ field, value string }{{"type", o.Type}, {"subtype", o.Subtype}} {
		if problem := textProblem(text.value, maxNameLength); problem != "" {
			return InvalidField(text.field, text.field+" "+problem+".")
		}
	}
	state := StateOf(states, o.StateID)
	if state == nil {
		return InvalidField("call_state", "An outcome needs a call_state: the name of one of the campaign's call states.")
	}
	if err := o.validateExhausted(states); err != nil {
		return err
	}
	if o.MaxAttempts < 0 {
		return InvalidField("max_attempts", "max_attempts can't be negative; 0 means no limit.")
	}
	if err := o.validateDemands(); err != nil {
		return err
	}
	return o.validateTimes(state)
}

func (o *Outcome) validateExhausted(states []State) error {
	if o.ExhaustedStateID == 0 {
		return nil
	}
	state := StateOf(states, o.ExhaustedStateID)
	if state == nil {
		return InvalidField("exhausted_call_state", "exhausted_call_state must be the name of one of the campaign's call states.")
	}
	if state.Kind == KindReady || state.Kind == KindScheduled {
		return InvalidField("exhausted_call_state", fmt.Sprintf(
			"%q is of kind %s: customers in it are called, and exhausted_call_state is for those who were called often enough.", state.Name, state.Kind))
	}
	return nil
}

func (o *Outcome) validateDemands() error {
	for i, demand := range o.Requires {
		if !slices.Contains(Demands(), demand) {
			return InvalidField("requires", fmt.Sprintf("An outcome can't require %q. It may require comment, callback_at, meeting, product.", demand))
		}
		if slices.Contains(o.Requires[:i], demand) {
			return InvalidField("requires", fmt.Sprintf("requires names %q twice.", demand))
		}
	}
	return nil
}

// validateTimes holds times and the state's kind together: scheduled customers, and
// they alone, are called again at a time.
func (o *Outcome) validateTimes(state *State) error {
	timed := o.RetryAfterMinutes > 0 || o.Demands(DemandCallback)
	switch {
	case o.RetryAfterMinutes < 0 || o.RetryAfterMinutes > mostRetryMinutes:
		return InvalidField("retry_after_minutes", fmt.Sprintf("retry_after_minutes must be from 0 to %d, a year.", mostRetryMinutes))
	case timed && state.Kind != KindScheduled:
		return InvalidField("call_state", fmt.Sprintf(
			"The outcome says when to call again, so its call_state must be of kind scheduled; %q is of kind %s.", state.Name, state.Kind))
	case !timed && state.Kind == KindScheduled:
		return InvalidField("retry_after_minutes", fmt.Sprintf(
			"%q is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.", state.Name))
	}
	return nil
}

// Flow is what a campaign begins with: its call states, and the outcomes that lead to
// them, made once the states have their ids.
type Flow struct {
	States   []State
	Outcomes func(states []State) []Outcome
}

// DefaultFlow is what every new campaign begins with (contract, section 5).
func DefaultFlow() Flow { return Flow{States: DefaultStates(), Outcomes: DefaultOutcomes} }

// StateNamed finds a call state by its name, nil where there is none.
func StateNamed(states []State, name string) *State {
	return stateWhere(states, func(s State) bool { return s.Name == name })
}

// StateOf is the call state with an id; nil where there is none.
func StateOf(states []State, id int64) *State {
	return stateWhere(states, func(s State) bool { return s.ID == id })
}

func stateWhere(states []State, is func(State) bool) *State {
	i := slices.IndexFunc(states, is)
	if i < 0 {
		return nil
	}
	return &states[i]
}

// DefaultOutcomes are what a new campaign starts with, for the states of DefaultStates
// with the ids that they have got.
func DefaultOutcomes(states []State) []Outcome {
	id := func(name string) int64 {
		if state := StateNamed(states, name); state != nil {
			return state.ID
		}
		return 0
	}
	unanswered := func(subtype string, minutes int64) Outcome {
		return Outcome{
			Type: "No answer", Subtype: subtype, StateID: id("Scheduled"), CountsAsAttempt: true,
			RetryAfterMinutes: minutes, MaxAttempts: 8, ExhaustedStateID: id("Completed - No"),
		}
	}
	outcomes := []Outcome{
		unanswered("No answer", 120),
		unanswered("Busy", 30),
		unanswered("Answering machine", 240),
		{Type: "Callback", Subtype: "Call back later", StateID: id("Scheduled"), CountsAsAttempt: true, Requires: []Demand{DemandCallback}},
		{Type: "Lead", Subtype: "Interested", StateID: id("Lead"), CountsAsAttempt: true},
		{Type: "Meeting", Subtype: "Meeting booked", StateID: id("Appointment open"), CountsAsAttempt: true, Requires: []Demand{DemandMeeting}},
		{Type: "Meeting", Subtype: "Meeting held", StateID: id("Appointment closed")},
		{Type: "Booking", Subtype: "Booked", StateID: id("Booked"), CountsAsAttempt: true},
		{Type: "Sale", Subtype: "Yes - to be confirmed", StateID: id("Unconfirmed - Yes"), CountsAsAttempt: true},
		{Type: "Sale", Subtype: "Yes", StateID: id("Completed - Yes"), CountsAsAttempt: true},
		{Type: "No", Subtype: "Not interested", StateID: id("Completed - No"), CountsAsAttempt: true},
		{Type: "No", Subtype: "Wrong number", StateID: id("Completed - No"), CountsAsAttempt: true},
		{Type: "Do not call", Subtype: "Does not want calls", StateID: id("Excluded"), CountsAsAttempt: true},
	}
	for i := range outcomes {
		outcomes[i].Position = int64(i + 1)
	}
	return outcomes
}

// FindOutcome finds the outcome that a type and a subtype name; the subtype alone
// will do where one outcome has it.
func FindOutcome(outcomes []Outcome, kind, subtype string) (*Outcome, error) {
	if kind == "" && subtype == "" {
		return nil, InvalidField("type", "Give the type and the subtype of an outcome.")
	}
	var found []*Outcome
	for i := range outcomes {
		o := &outcomes[i]
		if (kind == "" || o.Type == kind) && (o.Subtype == subtype || subtype == "" && kind != "") {
			found = append(found, o)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	for _, o := range found { // a subtype that is empty is a name as well
		if kind != "" && o.Subtype == subtype {
			return o, nil
		}
	}
	if len(found) > 1 {
		return nil, InvalidField("type", fmt.Sprintf("Several outcomes fit: %s. Give type and subtype.", outcomeNames(found)))
	}
	return nil, unknownOutcome(outcomes, kind, subtype)
}

func unknownOutcome(outcomes []Outcome, kind, subtype string) error {
	all := make([]*Outcome, len(outcomes))
	names := make([]string, len(outcomes))
	for i := range outcomes {
		all[i] = &outcomes[i]
		names[i] = outcomes[i].Subtype
	}
	field, message := "subtype", fmt.Sprintf("The campaign has no outcome %q.", subtype)
	if kind != "" {
		message = fmt.Sprintf("The campaign has no outcome of type %q and subtype %q.", kind, subtype)
	}
	if subtype == "" {
		field, subtype, message = "type", kind, fmt.Sprintf("The campaign has no outcome of type %q.", kind)
		for i := range outcomes {
			names[i] = outcomes[i].Type
		}
	}
	if nearest := Nearest(subtype, names); nearest != "" && nearest != subtype {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	if len(outcomes) == 0 {
		return InvalidField(field, message+" It has no outcomes yet.")
	}
	return InvalidField(field, message+" The outcomes are: "+outcomeNames(all)+".")
}

func outcomeNames(outcomes []*Outcome) string {
	names := make([]string, len(outcomes))
	for i, o := range outcomes {
		names[i] = o.Type + " / " + o.Subtype
	}
	return strings.Join(names, ", ")
}
