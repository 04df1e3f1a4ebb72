package callflow_test

import (
	"maps"
	"testing"
	"time"

	"callflow"
)

// The call states of the tests' campaign, one of each kind and a second done one.
const (
	ready int64 = 1 + iota
	scheduled
	waiting
	sold
	refused
	excluded
)

var states = []callflow.State{
	{ID: ready, Name: "To call", Kind: callflow.KindReady, Position: 1},
	{ID: scheduled, Name: "Scheduled", Kind: callflow.KindScheduled, Position: 2},
	{ID: waiting, Name: "Lead", Kind: callflow.KindHold, Position: 3},
	{ID: sold, Name: "Sold", Kind: callflow.KindDone, Position: 4},
	{ID: refused, Name: "Refused", Kind: callflow.KindDone, Position: 5},
	{ID: excluded, Name: "Excluded", Kind: callflow.KindExcluded, Position: 6},
}

var products = []callflow.Product{{ID: 11, Code: "PROD1"}, {ID: 12, Code: "PROD2"}}

var (
	kari = &callflow.User{ID: 71, Name: "Kari Testmo"}
	ola  = &callflow.User{ID: 72, Name: "Ola Testmo"}
)

// now is 2026-11-24 09:30 UTC.
var now = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC).UnixMilli()

const (
	minute = int64(60_000)
	hour   = 60 * minute
	day    = 24 * hour
	// tenYears is how far ahead a call or a meeting may be agreed.
	tenYears = 3660 * day
)

func campaign() *callflow.Rules { return &callflow.Rules{States: states, Products: products} }

func sale() *callflow.Outcome {
	return &callflow.Outcome{ID: 1, Type: "Sale", Subtype: "Yes", StateID: sold, CountsAsAttempt: true}
}

func noAnswer() *callflow.Outcome {
	return &callflow.Outcome{ID: 2, Type: "No answer", Subtype: "Busy", StateID: scheduled, CountsAsAttempt: true, RetryAfterMinutes: 30}
}

func demanding(stateID int64, demands ...callflow.Demand) *callflow.Outcome {
	return &callflow.Outcome{ID: 3, Type: "Test", Subtype: "Asks", StateID: stateID, Requires: demands}
}

// registered is what Kari registers now of an outcome, and nothing else.
func registered(outcome *callflow.Outcome) *callflow.Registration {
	return &callflow.Registration{Outcome: outcome, User: kari, At: now}
}

func mustRegister(t *testing.T, rules *callflow.Rules, from *callflow.Standing, registration *callflow.Registration) callflow.Standing {
	t.Helper()
	to, err := rules.Register(from, registration)
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
	return to
}

func TestNothingIsRegisteredOnACustomerInAFinalState(t *testing.T) {
	t.Parallel()
	const fix = " To call it again, an admin moves it to another call_state with PATCH first."
	for stateID, want := range map[int64]string{
		ready: "", scheduled: "", waiting: "",
		sold:     `The customer is in "Sold", which is final: no call is made any more.` + fix,
		refused:  `The customer is in "Refused", which is final: no call is made any more.` + fix,
		excluded: `The customer is in "Excluded": it must not be called.` + fix,
	} {
		_, err := campaign().Register(&callflow.Standing{StateID: stateID}, registered(sale()))
		if want == "" && err != nil {
			t.Errorf("from state %d: refused: %v", stateID, err)
		}
		if want != "" && (callflow.ErrorCode(err) != callflow.Conflict || callflow.ErrorText(err) != want) {
			t.Errorf("from state %d: the refusal is %v, want %s", stateID, err, want)
		}
	}
}

func TestAnOutcomeTellsWhoWhenAndWhy(t *testing.T) {
	t.Parallel()
	registration := registered(sale())
	registration.Comment = "Wants it before Christmas"
	from := callflow.Standing{StateID: scheduled, Attempts: 2, ChangedAt: now - day, DueAt: now - hour, CallbackUserID: ola.ID, Status: callflow.Status{
		User: "Ola Testmo", Cause: "No answer", Alternative: "Busy", Comment: "Call after work",
	}}
	to := mustRegister(t, campaign(), &from, registration)
	if to.StateID != sold || to.Attempts != 3 || to.ChangedAt != now || to.DueAt != 0 || to.CallbackUserID != 0 {
		t.Errorf("the customer stands at %+v", to)
	}
	if to.User != "Kari Testmo" || to.Cause != "Sale" || to.Alternative != "Yes" || to.Comment != "Wants it before Christmas" {
		t.Errorf("the change is told as %+v", to.Status)
	}
	if to = mustRegister(t, campaign(), &callflow.Standing{StateID: ready, Status: from.Status}, registered(sale())); to.Comment != "" {
		t.Errorf("the comment of an earlier change is told of this one: %q", to.Comment)
	}
}

func TestOnlyOutcomesThatCountAreAttempts(t *testing.T) {
	t.Parallel()
	uncounted := noAnswer()
	uncounted.CountsAsAttempt = false
	standing := callflow.Standing{StateID: ready}
	for i, step := range []struct {
		outcome *callflow.Outcome
		want    int64
	}{{noAnswer(), 1}, {uncounted, 1}, {noAnswer(), 2}, {demanding(waiting), 2}, {sale(), 3}} {
		standing = mustRegister(t, campaign(), &standing, registered(step.outcome))
		if standing.Attempts != step.want {
			t.Errorf("after outcome %d there are %d attempts, want %d", i+1, standing.Attempts, step.want)
		}
	}
}

func TestTheNextCallIsDueAfterTheRetryDelayOrAtTheCallback(t *testing.T) {
	t.Parallel()
	nextYear := noAnswer()
	nextYear.RetryAfterMinutes = 366 * 24 * 60
	for name, test := range map[string]struct {
		outcome      *callflow.Outcome
		callback     int64
		due, promise int64
	}{
		"the retry delay":                       {noAnswer(), 0, now + 30*minute, 0},
		"the longest retry delay":               {nextYear, 0, now + 366*day, 0},
		"a callback is promised by the user":    {demanding(scheduled, callflow.DemandCallback), now + 3*day, now + 3*day, kari.ID},
		"a later callback beats a retry delay":  {noAnswer(), now + 3*day, now + 3*day, kari.ID},
		"a sooner callback beats a retry delay": {noAnswer(), now + minute, now + minute, kari.ID},
		"a state that is not scheduled":         {sale(), 0, 0, 0},
	} {
		registration := registered(test.outcome)
		registration.CallbackAt = test.callback
		// Ola's earlier promise is over, whatever comes of the call.
		to := mustRegister(t, campaign(), &callflow.Standing{StateID: scheduled, DueAt: now - hour, CallbackUserID: ola.ID}, registration)
		if to.DueAt != test.due || to.CallbackUserID != test.promise {
			t.Errorf("%s: due at %d by user %d, want %d by %d", name, to.DueAt, to.CallbackUserID, test.due, test.promise)
		}
	}
}

func TestAMeetingStaysUntilAnotherIsBooked(t *testing.T) {
	t.Parallel()
	booked := registered(demanding(waiting, callflow.DemandMeeting))
	booked.Meeting = &callflow.Meeting{Agent: "Eva Testmo", From: now + day, To: now + day + hour}
	standing := mustRegister(t, campaign(), &callflow.Standing{StateID: ready}, booked)
	standing = mustRegister(t, campaign(), &standing, registered(demanding(waiting)))
	if standing.MeetingAgent != "Eva Testmo" || standing.MeetingFrom != now+day || standing.MeetingTo != now+day+hour {
		t.Errorf("the meeting became %+v", standing.Status)
	}
	booked.Meeting = &callflow.Meeting{Agent: "Per Testmo", From: now + 2*day, To: now + 3*day}
	standing = mustRegister(t, campaign(), &standing, booked)
	if standing.MeetingAgent != "Per Testmo" || standing.MeetingFrom != now+2*day || standing.MeetingTo != now+3*day {
		t.Errorf("the new meeting is %+v", standing.Status)
	}
}

func TestTheProductsOfEveryRegistrationAddUp(t *testing.T) {
	t.Parallel()
	standing := callflow.Standing{StateID: ready}
	for _, sold := range []map[int64]int64{{11: 2}, nil, {11: 1, 12: 5}, {12: 1}} {
		registration := registered(demanding(waiting))
		registration.Products = sold
		standing = mustRegister(t, campaign(), &standing, registration)
	}
	if want := map[int64]int64{11: 3, 12: 6}; !maps.Equal(standing.Products, want) {
		t.Errorf("the products are %v, want %v", standing.Products, want)
	}
}
