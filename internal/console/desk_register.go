package console

import (
	"bytes"
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
)

// deskRegister registers what came of a call, and leads to the next customer.
func deskRegister(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	sent := readCallForm(req.PostForm)
	outcome := outcomeOf(req.session, at.CampaignID, sent.OutcomeID)
	if err := req.doubt(at, outcome, &sent); err != nil {
		return req.showCall(sent.refused(err))
	}
	if req.PostForm.Has("again") {
		if _, err := req.console.app.ClaimCustomer(req.Context(), req.session, at, nil); err != nil {
			return req.showCall(&deskCall{sent: &sent, refused: err})
		}
	}
	if err := req.register(at, outcome, &sent); err != nil {
		return req.showCall(sent.refused(err))
	}
	if sent.Pause {
		return req.doneTo("/desk/"+numberText(at.CampaignID), doneOutcome, at.CustomerID)
	}
	return req.toNext(at.CampaignID, doneOutcome, at.CustomerID)
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
func (req *request) doubt(at app.Place, outcome *callflow.Outcome, sent *callForm) error {
	if outcome == nil && sent.Shown != "" {
		return app.ErrOutcomeGone()
	}
	if outcome == nil {
		return callflow.InvalidField("outcome", "Choose what came of the call.")
	}
	if err := req.unsure(at, outcome); err != nil {
		return err
	}
	if sent.isLeftOver(outcome, req.session.Setup.Outcomes[at.CampaignID]) && req.PostFormValue("also") == "" {
		return errLeftOver
	}
	return nil
}

// unsure asks once more before an outcome ends the calls of a customer, where the form does not say that it was chosen before.
func (req *request) unsure(at app.Place, outcome *callflow.Outcome) error {
	if req.PostForm.Has("register") || req.PostForm.Has("again") {
		return nil
	}
	_, place, err := req.called(at)
	if err != nil {
		return err
	}
	state := app.LeadsTo(req.session.Setup.Rules(place.Campaign), standingAt(place), outcome)
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
func (req *request) register(at app.Place, outcome *callflow.Outcome, sent *callForm) error {
	form := url.Values{}
	for name, values := range req.PostForm {
		if !slices.Contains(besideCall, name) && !strings.HasPrefix(name, shownOf) {
			form[name] = values
		}
	}
	session, err := req.once(at.CustomerID, numberText(outcome.ID), form.Encode())
	if err != nil {
		return err
	}
	call := &app.HeldCall{Place: at, OutcomeID: outcome.ID, Shown: sent.Shown, Products: sent.soldAs(), Members: sent.members(outcome)}
	answer, err := req.console.app.RegisterHeld(req.Context(), session, call)
	if err != nil || !answer.Replayed {
		return err
	}
	seq, err := strconv.ParseInt(answer.Location, 10, 64)
	if err != nil {
		return err
	}
	undone, err := req.console.app.IsWithdrawn(req.Context(), req.session, app.OutcomePlace{Place: at, Seq: seq})
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

// members is the body that the verb reads (contract, section 5).
func (f *callForm) members(outcome *callflow.Outcome) []app.Member {
	members := []app.Member{member("type", outcome.Type), member("subtype", outcome.Subtype), member("comment", f.Comment)}
	if f.CallbackAt != "" {
		members = append(members, member("callback_at", momentOf(f.CallbackAt)))
	}
	if f.MeetingFrom != "" || f.MeetingTo != "" {
		if from, err := time.Parse("2006-01-02T15:04", f.MeetingFrom); err == nil && f.MeetingTo == "" {
			f.MeetingTo = inputTime(from.Add(usualMeeting))
		}
		members = append(members, app.Member{Name: "meeting", Value: object(
			member("agent", f.Agent), member("from", momentOf(f.MeetingFrom)), member("to", momentOf(f.MeetingTo)))})
	}
	var products []app.Member
	for code, units := range f.Units {
		if !isSome(units) {
			continue
		}
		value := callflow.AppendJSONString(nil, units) // of which the verb says what it wants instead
		if n, err := strconv.ParseInt(units, 10, 64); err == nil {
			value = strconv.AppendInt(nil, n, 10)
		}
		products = append(products, app.Member{Name: code, Value: value})
	}
	if len(products) > 0 {
		members = append(members, app.Member{Name: "products", Value: object(products...)})
	}
	return members
}

// object packs members as a JSON object.
func object(members ...app.Member) []byte {
	var packed bytes.Buffer
	packed.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			packed.WriteByte(',')
		}
		packed.Write(callflow.AppendJSONString(nil, m.Name))
		packed.WriteByte(':')
		packed.Write(m.Value)
	}
	packed.WriteByte('}')
	return packed.Bytes()
}
