package callflow_test

import (
	"slices"
	"testing"

	"callflow"
)

// flowOf is a campaign with these states and a limit of attempts.
func flowOf(most int64, of ...callflow.State) *callflow.Rules {
	return &callflow.Rules{MaxAttempts: most, States: of}
}

func TestTheLastAttemptLeadsWhereItsLimitSays(t *testing.T) {
	t.Parallel()
	backwards := []callflow.State{states[4], states[3], states[0], states[1], states[2], states[5]}
	limited := func(stateID, most, exhausted int64) *callflow.Outcome {
		outcome := noAnswer()
		outcome.StateID, outcome.RetryAfterMinutes, outcome.MaxAttempts, outcome.ExhaustedStateID = stateID, 0, most, exhausted
		if stateID == scheduled {
			outcome.RetryAfterMinutes = 30
		}
		return outcome
	}
	for name, test := range map[string]struct {
		rules    *callflow.Rules
		outcome  *callflow.Outcome
		attempts int64 // before
		want     int64 // the state after
	}{
		"no limit at all":                                     {campaign(), limited(scheduled, 0, sold), 99, scheduled},
		"one attempt before the outcome's limit":              {campaign(), limited(scheduled, 4, waiting), 2, scheduled},
		"the outcome's limit, with a state for it":            {campaign(), limited(scheduled, 4, waiting), 3, waiting},
		"beyond the outcome's limit":                          {campaign(), limited(scheduled, 4, waiting), 50, waiting},
		"the outcome's limit, with a ready state for it":      {campaign(), limited(scheduled, 4, ready), 3, ready},
		"the outcome's limit, excluded":                       {campaign(), limited(scheduled, 4, excluded), 3, excluded},
		"the outcome's limit, without a state for it":         {campaign(), limited(scheduled, 4, 0), 3, refused},
		"from a ready state as well":                          {campaign(), limited(ready, 4, waiting), 3, waiting},
		"the last done state by position":                     {flowOf(0, backwards...), limited(scheduled, 4, 0), 3, sold},
		"one attempt before the campaign's limit":             {flowOf(4, states...), limited(scheduled, 0, waiting), 2, scheduled},
		"the campaign's limit, with the outcome's state":      {flowOf(4, states...), limited(scheduled, 0, waiting), 3, waiting},
		"the campaign's limit, without a state for it":        {flowOf(4, states...), limited(scheduled, 0, 0), 3, refused},
		"beyond the campaign's limit":                         {flowOf(4, states...), limited(scheduled, 0, 0), 50, refused},
		"the lower of two limits is the campaign's":           {flowOf(2, states...), limited(scheduled, 9, waiting), 1, waiting},
		"the lower of two limits is the outcome's":            {flowOf(9, states...), limited(scheduled, 2, waiting), 1, waiting},
		"a limit of one":                                      {flowOf(1, states...), limited(scheduled, 0, 0), 0, refused},
		"no done state to go to":                              {flowOf(4, states[:3]...), limited(scheduled, 4, 0), 3, scheduled},
		"no done state to go to, and the state is ready":      {flowOf(4, states[:3]...), limited(ready, 4, 0), 3, ready},
		"no done state, but one of the outcome's":             {flowOf(4, states[:3]...), limited(scheduled, 4, waiting), 3, waiting},
		"an outcome that ends the calls anyway":               {flowOf(4, states...), limited(sold, 4, refused), 3, sold},
		"an outcome after which the customer waits":           {flowOf(4, states...), limited(waiting, 4, refused), 3, waiting},
		"an outcome after which the customer is never called": {flowOf(4, states...), limited(excluded, 4, refused), 3, excluded},
	} {
		to := mustRegister(t, test.rules, &callflow.Standing{StateID: ready, Attempts: test.attempts}, registered(test.outcome))
		if to.StateID != test.want || to.Attempts != test.attempts+1 {
			t.Errorf("%s: state %d with %d attempts, want %d with %d", name, to.StateID, to.Attempts, test.want, test.attempts+1)
		}
		if due := to.StateID == scheduled; due != (to.DueAt == now+30*minute) || !due && to.DueAt != 0 {
			t.Errorf("%s: due at %d in state %d", name, to.DueAt, to.StateID)
		}
	}
}

func TestAnOutcomeThatIsNoAttemptExhaustsNothing(t *testing.T) {
	t.Parallel()
	outcome := noAnswer()
	outcome.CountsAsAttempt, outcome.MaxAttempts, outcome.ExhaustedStateID = false, 3, refused
	to := mustRegister(t, flowOf(3, states...), &callflow.Standing{StateID: ready, Attempts: 50}, registered(outcome))
	if to.StateID != scheduled || to.Attempts != 50 || to.DueAt != now+30*minute {
		t.Errorf("the customer stands at %+v", to)
	}
}

func TestTheLastAttemptTellsItsOwnOutcomeAndPromisesNoCallback(t *testing.T) {
	t.Parallel()
	registration := registered(noAnswer())
	registration.CallbackAt, registration.Comment, registration.Products = now+day, "Rings out", map[int64]int64{11: 1}
	rules := flowOf(1, append(slices.Clone(states), callflow.State{ID: 9, Name: "Given up", Kind: callflow.KindDone})...)
	to := mustRegister(t, rules, &callflow.Standing{StateID: ready}, registration)
	if to.StateID != 9 || to.DueAt != 0 || to.CallbackUserID != 0 {
		t.Errorf("the customer stands at %+v", to)
	}
	if to.Cause != "No answer" || to.Alternative != "Busy" || to.Comment != "Rings out" || to.Products[11] != 1 || to.ChangedAt != now {
		t.Errorf("the last attempt is told as %+v", to)
	}
}

func TestACustomerBeginsInTheFirstReadyState(t *testing.T) {
	t.Parallel()
	rules := flowOf(0, states[2], states[3], callflow.State{ID: 9, Name: "New", Kind: callflow.KindReady}, states[0])
	standing, err := rules.Begin(kari, now)
	if err != nil {
		t.Fatal(err)
	}
	if standing.StateID != 9 || standing.Attempts != 0 || standing.ChangedAt != now || standing.DueAt != 0 {
		t.Errorf("it begins at %+v", standing)
	}
	if standing.User != "Kari Testmo" || standing.Cause != "Segmentation" || standing.Alternative != "Segmentation" || standing.Comment != "" {
		t.Errorf("the beginning is told as %+v", standing.Status)
	}
	_, err = flowOf(0, states[1:]...).Begin(kari, now)
	const want = "The campaign has no call state of kind ready to begin in. Add one first."
	if callflow.ErrorCode(err) != callflow.Conflict || callflow.ErrorText(err) != want {
		t.Errorf("without a ready state: %v, want %s", err, want)
	}
}

func TestACustomerIsCallableByItsStateItsAttemptsAndItsDueTime(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		most     int64
		standing callflow.Standing
		want     callflow.Callability
	}{
		"ready": {0, callflow.Standing{StateID: ready}, callflow.Callability{Now: true, Why: `"To call" is of kind ready.`}},
		"ready, often called, no limit": {
			0, callflow.Standing{StateID: ready, Attempts: 99},
			callflow.Callability{Now: true, Why: `"To call" is of kind ready.`},
		},
		"due long ago": {
			0, callflow.Standing{StateID: scheduled, DueAt: now - day},
			callflow.Callability{Now: true, Why: `"Scheduled" is of kind scheduled.`},
		},
		"due this moment": {
			0, callflow.Standing{StateID: scheduled, DueAt: now},
			callflow.Callability{Now: true, Why: `"Scheduled" is of kind scheduled.`},
		},
		"not yet due": {
			0, callflow.Standing{StateID: scheduled, DueAt: now + 1},
			callflow.Callability{Why: `It is in "Scheduled", and not due yet.`, From: now + 1},
		},
		"on hold": {
			0, callflow.Standing{StateID: waiting},
			callflow.Callability{Why: `"Lead" is of kind hold: customers in it wait until somebody moves them.`},
		},
		"done": {0, callflow.Standing{StateID: sold}, callflow.Callability{Why: `"Sold" is of kind done: it is final.`}},
		"excluded": {
			0, callflow.Standing{StateID: excluded},
			callflow.Callability{Why: `"Excluded" is of kind excluded: it is final, and customers in it are never called.`},
		},
		"one attempt left": {4, callflow.Standing{StateID: ready, Attempts: 3}, callflow.Callability{Now: true, Why: `"To call" is of kind ready.`}},
		"attempts used up": {
			4, callflow.Standing{StateID: ready, Attempts: 4},
			callflow.Callability{Why: "The campaign allows 4 attempts, and 4 were made."},
		},
		"attempts more than used up, and due": {
			4, callflow.Standing{StateID: scheduled, Attempts: 5, DueAt: now - 1},
			callflow.Callability{Why: "The campaign allows 4 attempts, and 5 were made."},
		},
		"attempts used up, and not yet due: waiting won't help": {
			4, callflow.Standing{StateID: scheduled, Attempts: 4, DueAt: now + day},
			callflow.Callability{Why: "The campaign allows 4 attempts, and 4 were made."},
		},
	} {
		if got := flowOf(test.most, states...).Callable(&test.standing, now); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
