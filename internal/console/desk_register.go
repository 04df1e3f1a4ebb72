package console

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/ui"
	"callflow/internal/given"
)

// deskRegister registers what came of a call, and leads to the next customer.
func deskRegister(req *ui.Request) error {
	at, err := customerpages.ShownPlace(req)
	if err != nil {
		return err
	}
	sent := readCallForm(req.PostForm)
	outcome := outcomeOf(req.Session, at.CampaignID, sent.OutcomeID)
	if err := askIfDoubtful(req, at, outcome, &sent); err != nil {
		return showCall(req, sent.refused(err))
	}
	if req.PostForm.Has("again") {
		if _, err := req.Console.App.Calls.ClaimCustomer(req.Context(), req.Session, at, &callwork.ClaimInput{}); err != nil {
			return showCall(req, &deskCall{sent: &sent, refused: err})
		}
	}
	if err := registerOutcome(req, at, outcome, &sent); err != nil {
		return showCall(req, sent.refused(err))
	}
	if sent.Pause {
		return doneTo(req, "/desk/"+ui.NumberText(at.CampaignID), ui.DoneOutcome, at.CustomerID)
	}
	return toNext(req, at.CampaignID, ui.DoneOutcome, at.CustomerID)
}

// refused is the page of an outcome that was not registered. Where it is another now than the agent chose, or the call was registered before,
// what came of the call has to be chosen again.
func (f *callForm) refused(err error) *deskCall {
	call := &deskCall{sent: f, refused: err, leftOver: errors.Is(err, errLeftOver)}
	switch callflow.ErrorCode(err) {
	case callflow.PreconditionFailed:
		call.changed, f.OutcomeID = f.OutcomeID, 0
	case callflow.Unprocessable:
		f.OutcomeID = 0
	default:
	}
	return call
}

// doubt is why an outcome has to be chosen, or asked about, before it is registered. The form names the mark of one that was there to choose.
func askIfDoubtful(req *ui.Request, at callwork.Place, outcome *callflow.Outcome, sent *callForm) error {
	if outcome == nil && sent.Shown != "" {
		return callwork.ErrOutcomeGone()
	}
	if outcome == nil {
		return callflow.InvalidField("outcome", "Choose what came of the call.")
	}
	if err := askIfUnsure(req, at, outcome); err != nil {
		return err
	}
	if sent.isLeftOver(outcome, req.Session.Setup.Outcomes[at.CampaignID]) && req.PostFormValue("also") == "" {
		return errLeftOver
	}
	return nil
}

// unsure asks once more before an outcome ends the calls of a customer, where the form does not say that it was chosen before.
func askIfUnsure(req *ui.Request, at callwork.Place, outcome *callflow.Outcome) error {
	if req.PostForm.Has("register") || req.PostForm.Has("again") {
		return nil
	}
	_, place, err := calledCustomer(req, at)
	if err != nil {
		return err
	}
	state := callwork.LeadsTo(req.Session.Setup.Rules(place.Campaign), standingAt(place), outcome)
	if state == nil || !state.Kind.Final() {
		return nil
	}
	return errUnsure
}

// errUnsure asks about an outcome that is final.
var errUnsure = &callflow.Error{
	Code: callflow.Conflict, Message: "This outcome is final. Nothing was registered yet.", Fix: "Press Register what I chose if it is right.",
}

// errLeftOver asks about what was filled in for another outcome than the one that was chosen then.
var errLeftOver = &callflow.Error{
	Code: callflow.Conflict, Message: "Products or a meeting are filled in, which this outcome does not ask for.",
	Fix: "Empty them, or say below that they belong to it. Nothing was registered yet.",
}

// isLeftOver says whether something was filled in that would count as sold or booked, and that other outcomes ask for, not this one.
func (f *callForm) isLeftOver(outcome *callflow.Outcome, all []callflow.Outcome) bool {
	others := func(demand callflow.Demand) bool {
		return !outcome.Demands(demand) && slices.ContainsFunc(all, func(other callflow.Outcome) bool { return other.Demands(demand) })
	}
	sold := false
	for _, units := range f.Units {
		sold = sold || isSome(units)
	}
	meeting := f.MeetingFrom != "" || f.MeetingTo != ""
	return sold && others(callflow.DemandProduct) || meeting && others(callflow.DemandMeeting)
}

func outcomeOf(s *auth.Session, campaignID, id int64) *callflow.Outcome {
	outcomes := s.Setup.Outcomes[campaignID]
	i := slices.IndexFunc(outcomes, func(o callflow.Outcome) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &outcomes[i]
}

// besideCall are values of the form that are not about what is registered; the outcome is told apart.
var besideCall = []string{"again", "also", "chosen", "outcome", "pause", "register"}

// shownOf begins the names of the values that hold what the page says of its outcomes. It differs where the same call's page was opened again.
const shownOf = "shown."

// errUndoneSince is about a form that was sent again after its outcome was registered and undone.
var errUndoneSince = &callflow.Error{
	Code: callflow.Unprocessable, Message: "This form was sent before, and its outcome was undone since. Nothing was registered now.",
	Fix: "Choose again what came of the call.",
}

// register sends the form to the verb, with the key of the page that it was filled in on: a second time it is answered and not done.
func registerOutcome(req *ui.Request, at callwork.Place, outcome *callflow.Outcome, sent *callForm) error {
	form := url.Values{}
	for name, values := range req.PostForm {
		if !slices.Contains(besideCall, name) && !strings.HasPrefix(name, shownOf) {
			form[name] = values
		}
	}
	session, err := sessionForOneCall(req, at.CustomerID, ui.NumberText(outcome.ID), form.Encode())
	if err != nil {
		return err
	}
	call := &callwork.HeldCall{Place: at, OutcomeID: outcome.ID, Shown: sent.Shown, Products: sent.soldAs(), Outcome: outcomeInput(req, sent, outcome)}
	answer, err := req.Console.App.Calls.RegisterHeld(req.Context(), session, call)
	if err != nil || !answer.Replayed {
		return err
	}
	seq, err := strconv.ParseInt(answer.Location, 10, 64)
	if err != nil {
		return err
	}
	undone, err := req.Console.App.Calls.IsWithdrawn(req.Context(), req.Session, callwork.OutcomePlace{Place: at, Seq: seq})
	if undone {
		return errUndoneSince
	}
	if callflow.ErrorCode(err) == callflow.NotFound { // the customer is gone since: nothing was undone
		return nil
	}
	return err
}

// isSome says whether units were typed: an empty input and 0 are none.
func isSome(units string) bool { return units != "" && units != "0" }

// soldAs are the marks of the products of which units were typed.
func (f *callForm) soldAs() map[string]string {
	marks := make(map[string]string)
	for code, units := range f.Units {
		if isSome(units) {
			marks[code] = f.Products[code]
		}
	}
	return marks
}

func readCallForm(form url.Values) callForm {
	pressed := cmp.Or(form.Get("outcome"), form.Get("chosen")) // another button than an outcome's leaves that which was chosen before
	id, _ := strconv.ParseInt(pressed, 10, 64)                 // none is none of the campaign's
	sent := callForm{
		OutcomeID: id, Shown: form.Get(shownOf + pressed), Comment: strings.TrimSpace(form.Get("comment")),
		CallbackAt: form.Get("callback_at"), MeetingFrom: form.Get("meeting_from"), MeetingTo: form.Get("meeting_to"),
		Agent: strings.TrimSpace(form.Get("meeting_agent")), Units: make(map[string]string), Products: make(map[string]string), Pause: form.Get("pause") != "",
	}
	for name, values := range form {
		if code, ok := strings.CutPrefix(name, "units."); ok {
			sent.Units[code] = strings.TrimSpace(values[0])
		}
		if code, ok := strings.CutPrefix(name, shownOf+"units."); ok {
			sent.Products[code] = values[0]
		}
	}
	return sent
}

// usualMeeting is how long a meeting lasts whose end was not given.
const usualMeeting = time.Hour

// outcomeInput is what the verb is told of the call.
func outcomeInput(req *ui.Request, f *callForm, outcome *callflow.Outcome) *callwork.OutcomeInput {
	input := &callwork.OutcomeInput{Type: given.Of(outcome.Type), Subtype: given.Of(outcome.Subtype), Comment: given.Typed(f.Comment)}
	if f.CallbackAt != "" {
		input.CallbackAt = customerpages.TimeOf(req, f.CallbackAt)
	}
	if f.MeetingFrom != "" || f.MeetingTo != "" {
		if from, err := time.Parse("2006-01-02T15:04", f.MeetingFrom); err == nil && f.MeetingTo == "" {
			f.MeetingTo = inputTime(from.Add(usualMeeting))
		}
		input.Meeting = given.Of(callwork.MeetingInput{
			Agent: given.Typed(f.Agent), From: customerpages.TimeOf(req, f.MeetingFrom), To: customerpages.TimeOf(req, f.MeetingTo),
		})
	}
	var sold []callwork.SoldInput
	for code, units := range f.Units {
		if isSome(units) {
			sold = append(sold, callwork.SoldInput{Code: code, Units: given.Integer(units)})
		}
	}
	input.Products = given.Of(sold)
	return input
}
