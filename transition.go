package callflow

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rules are what decides how the customers of one campaign move.
type Rules struct {
	MaxAttempts          int64 // of the campaign; 0 when there is no limit
	HandOutWithoutNumber bool  // of the campaign

	States   []State
	Outcomes []Outcome
	Products []Product
}

// noState stands for a call state that a row names and the campaign does not have. Its customers wait until somebody moves them.
var noState = State{Kind: KindHold}

// StateOrNone is StateOf, with a state of kind hold and without a name where there is none of that id.
func StateOrNone(states []State, id int64) *State { return cmp.Or(StateOf(states, id), &noState) }

func (r *Rules) state(id int64) *State { return StateOrNone(r.States, id) }

// Standing is where a callflow customer stands. Times are milliseconds since 1970, 0 when not set.
type Standing struct {
	StateID        int64
	Attempts       int64
	ChangedAt      int64
	DueAt          int64 // set in states of kind scheduled alone
	CallbackUserID int64 // who promised to call at DueAt; 0 when nobody did
	Status
}

// Registration is what somebody says came of a call.
type Registration struct {
	Outcome    *Outcome
	User       *User
	At         int64
	Comment    string
	CallbackAt int64 // 0 when none was agreed
	Meeting    *Meeting
	Products   map[int64]int64 // units by product id
}

// Meeting is an appointment with a customer.
type Meeting struct {
	Agent    string
	From, To int64
}

// Register gives where a customer stands after an outcome. It refuses what the
// state or the outcome's demands do not allow.
func (r *Rules) Register(from *Standing, reg *Registration) (Standing, error) {
	if state := r.state(from.StateID); state.Kind.Final() {
		return Standing{}, finalError(state)
	}
	if err := r.checkDemands(reg); err != nil {
		return Standing{}, err
	}
	return r.After(from, reg), nil
}

func finalError(state *State) error {
	message := fmt.Sprintf("The customer is in %q, which is final: no call is made any more.", state.Name)
	if state.Kind == KindExcluded {
		message = fmt.Sprintf("The customer is in %q: it must not be called.", state.Name)
	}
	return &Error{Code: Conflict, Message: message, Fix: "To call it again, an admin moves it to another call_state with PATCH first."}
}

// checkDemands tells all that is missing or wrong at once.
func (r *Rules) checkDemands(reg *Registration) error {
	var wrong []FieldError
	note := func(field, message string) { wrong = append(wrong, FieldError{Field: field, Message: message}) }
	outcome := reg.Outcome
	name := fmt.Sprintf("The outcome %q", cmp.Or(outcome.Subtype, outcome.Type))
	if outcome.Demands(DemandComment) && strings.TrimSpace(reg.Comment) == "" {
		note("comment", name+" needs a comment.")
	}
	if problem := textProblem(reg.Comment, longestText); problem != "" {
		note("comment", "comment "+problem+".")
	}
	r.checkCallback(reg, name, note)
	checkMeeting(reg, name, note)
	r.checkProducts(reg, name, note)
	if len(wrong) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Message: wrong[0].Message, Fields: wrong}
}

func (r *Rules) checkCallback(reg *Registration, name string, note func(field, message string)) {
	state := r.state(reg.Outcome.StateID)
	switch {
	case reg.CallbackAt == 0 && reg.Outcome.Demands(DemandCallback):
		note("callback_at", name+" needs callback_at: when the customer is called again.")
	case reg.CallbackAt != 0 && state.Kind != KindScheduled:
		note("callback_at", fmt.Sprintf("%s leads to %q, where nobody is called at a time: leave callback_at out, or take another outcome.", name, state.Name))
	case reg.CallbackAt != 0:
		if problem := timeProblem(reg.CallbackAt, reg.At); problem != "" {
			note("callback_at", "callback_at "+problem)
		}
	}
}

// furthestAhead bounds how far ahead a call or a meeting is agreed: beyond it, it is a slip of the pen.
const furthestAhead = 10 * 366 * 24 * time.Hour

// longestMeeting is how long a meeting may last.
const longestMeeting = 31 * 24 * time.Hour

func timeProblem(at, now int64) string {
	if at <= now {
		return "is in the past. Give a time that is still to come."
	}
	if at > now+furthestAhead.Milliseconds() {
		return "is more than ten years ahead. Check the year."
	}
	return ""
}

func checkMeeting(reg *Registration, name string, note func(field, message string)) {
	meeting := reg.Meeting
	if meeting == nil {
		if reg.Outcome.Demands(DemandMeeting) {
			note("meeting", name+` needs a meeting: {"agent", "from", "to"}.`)
		}
		return
	}
	if problem := textProblem(meeting.Agent, maxNameLength); problem != "" {
		note("meeting.agent", "meeting.agent "+problem+".")
	}
	if meeting.From == 0 || meeting.To == 0 {
		note("meeting", "A meeting needs from and to.")
		return
	}
	if problem := timeProblem(meeting.From, reg.At); problem != "" {
		note("meeting.from", "meeting.from "+problem)
	}
	if meeting.To <= meeting.From {
		note("meeting.to", "meeting.to must be after meeting.from.")
	}
	if meeting.To > meeting.From+longestMeeting.Milliseconds() {
		note("meeting.to", "meeting.to is more than 31 days after meeting.from. Check the date.")
	}
}

// mostUnits bounds how many units of a product one registration sells.
const mostUnits = 1_000_000

func (r *Rules) checkProducts(reg *Registration, name string, note func(field, message string)) {
	if len(reg.Products) == 0 && reg.Outcome.Demands(DemandProduct) {
		note("products", name+" needs products: units by product code.")
	}
	for i := range r.Products {
		units, given := reg.Products[r.Products[i].ID]
		if given && (units < 1 || units > mostUnits) {
			code := r.Products[i].Code
			note("products."+code, fmt.Sprintf("The units of %s must be a whole number from 1 to %d.", code, mostUnits))
		}
	}
}

// After gives where a customer stands after an outcome, without asking whether it
// may be registered: a dry run replays the log with it.
func (r *Rules) After(from *Standing, reg *Registration) Standing {
	outcome := reg.Outcome
	to := *from
	to.StateID, to.ChangedAt, to.DueAt, to.CallbackUserID = outcome.StateID, reg.At, 0, 0
	to.User, to.Cause, to.Alternative, to.Comment = reg.User.Name, outcome.Type, outcome.Subtype, reg.Comment
	if outcome.CountsAsAttempt {
		to.Attempts++
	}
	if reg.Meeting != nil {
		to.MeetingAgent, to.MeetingFrom, to.MeetingTo = reg.Meeting.Agent, reg.Meeting.From, reg.Meeting.To
	}
	to.Products = addProducts(from.Products, reg.Products)
	if exhausted := r.exhausted(outcome, to.Attempts); exhausted != nil {
		to.StateID = exhausted.ID
		return to
	}
	if r.state(to.StateID).Kind != KindScheduled {
		return to
	}
	to.DueAt = reg.At + outcome.RetryAfterMinutes*time.Minute.Milliseconds()
	if reg.CallbackAt != 0 {
		to.DueAt, to.CallbackUserID = reg.CallbackAt, reg.User.ID
	}
	return to
}

func addProducts(held, sold map[int64]int64) map[int64]int64 {
	sum := make(map[int64]int64, len(held)+len(sold))
	for id, units := range held {
		sum[id] = units
	}
	for id, units := range sold {
		sum[id] += units
	}
	return sum
}

// exhausted is where a customer goes whose last attempt this was; nil while there
// are attempts left, and where the outcome ends the calls anyway.
func (r *Rules) exhausted(outcome *Outcome, attempts int64) *State {
	state := r.state(outcome.StateID)
	callable := state.Kind == KindReady || state.Kind == KindScheduled
	byOutcome := outcome.MaxAttempts > 0 && attempts >= outcome.MaxAttempts
	byCampaign := r.MaxAttempts > 0 && attempts >= r.MaxAttempts
	if !outcome.CountsAsAttempt || !callable || !byOutcome && !byCampaign {
		return nil
	}
	if exhausted := StateOf(r.States, outcome.ExhaustedStateID); exhausted != nil {
		return exhausted
	}
	return r.lastDone()
}

// lastDone is where customers go that were called often enough and whose outcome
// names no state for it: the campaign's last state of kind done, nil without one.
func (r *Rules) lastDone() *State {
	var last *State
	for i := range r.States {
		if r.States[i].Kind == KindDone {
			last = &r.States[i]
		}
	}
	return last
}

// FirstState is where a customer begins: the campaign's first state of kind ready.
func (r *Rules) FirstState() (*State, error) {
	i := slices.IndexFunc(r.States, func(s State) bool { return s.Kind == KindReady })
	if i < 0 {
		return nil, &Error{Code: Conflict, Message: "The campaign has no call state of kind ready to begin in.", Fix: "Add one first."}
	}
	return &r.States[i], nil
}

// Begin gives where a customer stands that is put into the campaign.
func (r *Rules) Begin(user *User, at int64) (Standing, error) {
	state, err := r.FirstState()
	if err != nil {
		return Standing{}, err
	}
	return Standing{
		StateID: state.ID, ChangedAt: at,
		Status: Status{User: user.Name, Cause: CauseSegmentation, Alternative: CauseSegmentation},
	}, nil
}

// ManualMove is what somebody sets by hand. What is nil stays.
type ManualMove struct {
	User    *User
	At      int64
	StateID *int64
	DueAt   *int64 // milliseconds since 1970; 0 takes it away
	Comment *string
}

// MoveByHand gives where a customer stands after a change by hand; changed is
// false where it stands like that already.
func (r *Rules) MoveByHand(from *Standing, move *ManualMove) (to Standing, changed bool, err error) {
	to = *from
	if move.StateID != nil {
		to.StateID = *move.StateID
	}
	state := r.state(to.StateID)
	if move.DueAt != nil && !sameMinute(*move.DueAt, from.DueAt) {
		if problem := timeProblem(*move.DueAt, move.At); *move.DueAt != 0 && problem != "" {
			return to, false, InvalidField("due", "due "+problem+" To have the customer called now, set call_state to a state of kind ready.")
		}
		to.DueAt, to.CallbackUserID = *move.DueAt, 0
	}
	switch {
	case state.Kind != KindScheduled && move.DueAt != nil && *move.DueAt != 0:
		return to, false, InvalidField("due", fmt.Sprintf(
			"%q is of kind %s: only customers in a state of kind scheduled have a due time.", state.Name, state.Kind))
	case state.Kind != KindScheduled:
		to.DueAt, to.CallbackUserID = 0, 0
	case to.DueAt == 0:
		return to, false, InvalidField("due", fmt.Sprintf("%q is of kind scheduled: give due, the time from which the customer may be called.", state.Name))
	}
	if move.Comment != nil {
		if problem := textProblem(*move.Comment, longestText); problem != "" {
			return to, false, InvalidField("comment", "comment "+problem+".")
		}
	}
	sameComment := move.Comment == nil || *move.Comment == from.Comment
	if to.StateID == from.StateID && to.DueAt == from.DueAt && sameComment {
		return *from, false, nil
	}
	to.Comment = ""
	if move.Comment != nil {
		to.Comment = *move.Comment
	}
	to.ChangedAt, to.User, to.Cause, to.Alternative = move.At, move.User.Name, CauseManual, CauseManual
	return to, true, nil
}

// sameMinute says whether two times read alike in a record: sending its due time back changes nothing.
func sameMinute(a, b int64) bool {
	minute := time.Minute.Milliseconds()
	return floorDiv(a, minute) == floorDiv(b, minute)
}

// Callability says whether a customer may be called, and if not, why not and from when.
type Callability struct {
	Now  bool
	Why  string
	From int64 // milliseconds since 1970; 0 where time alone changes nothing
}

// Callable tells whether a customer may be called now.
func (r *Rules) Callable(at *Standing, now int64) Callability {
	state := r.state(at.StateID)
	if state == &noState {
		return Callability{Why: "It is in a call state that the campaign does not have: nobody calls it until somebody moves it to another one."}
	}
	switch state.Kind {
	case KindHold:
		return Callability{Why: fmt.Sprintf("%q is of kind hold: customers in it wait until somebody moves them.", state.Name)}
	case KindDone:
		return Callability{Why: fmt.Sprintf("%q is of kind done: it is final.", state.Name)}
	case KindExcluded:
		return Callability{Why: fmt.Sprintf("%q is of kind excluded: it is final, and customers in it are never called.", state.Name)}
	case KindReady, KindScheduled:
	}
	if r.MaxAttempts > 0 && at.Attempts >= r.MaxAttempts {
		return Callability{Why: usedUp(r.MaxAttempts, at.Attempts)}
	}
	if state.Kind == KindScheduled && at.DueAt > now {
		return Callability{Why: fmt.Sprintf("It is in %q, and not due yet.", state.Name), From: at.DueAt}
	}
	return Callability{Now: true, Why: fmt.Sprintf("%q is of kind %s.", state.Name, state.Kind)}
}

// usedUp says that there were as many attempts as there may be.
func usedUp(most, made int64) string {
	switch {
	case most == 1 && made == 1:
		return "The campaign allows 1 attempt, and 1 was made."
	case most == 1:
		return fmt.Sprintf("The campaign allows 1 attempt, and %d were made.", made)
	}
	return fmt.Sprintf("The campaign allows %d attempts, and %d were made.", most, made)
}
