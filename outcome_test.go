package callflow_test

import (
	"slices"
	"strings"
	"testing"

	"callflow"
)

func TestAnOutcomeHasToFitTheCampaign(t *testing.T) {
	t.Parallel()
	const stillCalled = ": customers in it are called, and exhausted_call_state is for those who were called often enough."
	for name, test := range map[string]struct {
		change func(*callflow.Outcome)
		want   string
	}{
		"as it is":            {func(*callflow.Outcome) {}, ""},
		"no type":             {func(o *callflow.Outcome) { o.Type = "" }, "type: An outcome needs a type, such as Sale or No answer."},
		"a long type":         {func(o *callflow.Outcome) { o.Type = strings.Repeat("ø", 200) }, ""},
		"too long a type":     {func(o *callflow.Outcome) { o.Type = strings.Repeat("ø", 201) }, "type: type must have at most 200 characters."},
		"a type with a NUL":   {func(o *callflow.Outcome) { o.Type = "\x00" }, "type: type must not hold a NUL character."},
		"no subtype":          {func(o *callflow.Outcome) { o.Subtype = "" }, ""},
		"too long a subtype":  {func(o *callflow.Outcome) { o.Subtype = strings.Repeat("a", 201) }, "subtype: subtype must have at most 200 characters."},
		"a subtype not UTF-8": {func(o *callflow.Outcome) { o.Subtype = "\xff" }, "subtype: subtype must be UTF-8 text."},
		"no state": {
			func(o *callflow.Outcome) { o.StateID = 0 },
			"call_state: An outcome needs a call_state: the name of one of the campaign's call states.",
		},
		"another's state": {
			func(o *callflow.Outcome) { o.StateID = 99 },
			"call_state: An outcome needs a call_state: the name of one of the campaign's call states.",
		},
		"an exhausted state": {func(o *callflow.Outcome) { o.ExhaustedStateID = refused }, ""},
		"another's as that": {
			func(o *callflow.Outcome) { o.ExhaustedStateID = 99 },
			"exhausted_call_state: exhausted_call_state must be the name of one of the campaign's call states.",
		},
		"an excluded one as that": {func(o *callflow.Outcome) { o.ExhaustedStateID = excluded }, ""},
		"one on hold as that":     {func(o *callflow.Outcome) { o.ExhaustedStateID = waiting }, ""},
		"a ready one as that": {
			func(o *callflow.Outcome) { o.ExhaustedStateID = ready },
			`exhausted_call_state: "To call" is of kind ready` + stillCalled,
		},
		"a scheduled one as that": {
			func(o *callflow.Outcome) { o.ExhaustedStateID = scheduled },
			`exhausted_call_state: "Scheduled" is of kind scheduled` + stillCalled,
		},
		"a ready one as that, in an outcome that ends the calls": {
			func(o *callflow.Outcome) { o.StateID, o.RetryAfterMinutes, o.ExhaustedStateID = sold, 0, ready },
			`exhausted_call_state: "To call" is of kind ready` + stillCalled,
		},
		"a limit":            {func(o *callflow.Outcome) { o.MaxAttempts = 8 }, ""},
		"a limit below none": {func(o *callflow.Outcome) { o.MaxAttempts = -1 }, "max_attempts: max_attempts can't be negative; 0 means no limit."},
		"all the demands":    {func(o *callflow.Outcome) { o.Requires = callflow.Demands() }, ""},
		"an unknown demand": {
			func(o *callflow.Outcome) { o.Requires = []callflow.Demand{"comment", "cake"} },
			`requires: An outcome can't require "cake". It may require comment, callback_at, meeting, product.`,
		},
		"a demand twice": {
			func(o *callflow.Outcome) { o.Requires = []callflow.Demand{"comment", "meeting", "comment"} },
			`requires: requires names "comment" twice.`,
		},
		"the longest delay": {func(o *callflow.Outcome) { o.RetryAfterMinutes = 527_040 }, ""},
		"too long a delay": {
			func(o *callflow.Outcome) { o.RetryAfterMinutes = 527_041 },
			"retry_after_minutes: retry_after_minutes must be from 0 to 527040, a year.",
		},
		"a delay below none": {
			func(o *callflow.Outcome) { o.RetryAfterMinutes = -1 },
			"retry_after_minutes: retry_after_minutes must be from 0 to 527040, a year.",
		},
		"a callback, no delay": {func(o *callflow.Outcome) { o.RetryAfterMinutes, o.Requires = 0, []callflow.Demand{"callback_at"} }, ""},
		"neither": {
			func(o *callflow.Outcome) { o.RetryAfterMinutes = 0 },
			`retry_after_minutes: "Scheduled" is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.`,
		},
		"neither, but a demand": {
			func(o *callflow.Outcome) { o.RetryAfterMinutes, o.Requires = 0, []callflow.Demand{"comment"} },
			`retry_after_minutes: "Scheduled" is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.`,
		},
		"a delay, and it waits": {
			func(o *callflow.Outcome) { o.StateID = waiting },
			`call_state: The outcome says when to call again, so its call_state must be of kind scheduled; "Lead" is of kind hold.`,
		},
		"a delay, and ready": {
			func(o *callflow.Outcome) { o.StateID = ready },
			`call_state: The outcome says when to call again, so its call_state must be of kind scheduled; "To call" is of kind ready.`,
		},
		"a callback, and done": {
			func(o *callflow.Outcome) {
				o.StateID, o.RetryAfterMinutes, o.Requires = sold, 0, []callflow.Demand{"callback_at"}
			},
			`call_state: The outcome says when to call again, so its call_state must be of kind scheduled; "Sold" is of kind done.`,
		},
		"no delay, and done": {func(o *callflow.Outcome) { o.StateID, o.RetryAfterMinutes = sold, 0 }, ""},
	} {
		outcome := noAnswer()
		test.change(outcome)
		var want []string
		if test.want != "" {
			want = []string{test.want}
		}
		if got := wrongFields(t, outcome.Validate(states)); !slices.Equal(got, want) {
			t.Errorf("%s: the refusal is %q, want %q", name, got, want)
		}
	}
}

func TestWhatACampaignBeginsWithIsInOrder(t *testing.T) {
	t.Parallel()
	flow := callflow.DefaultFlow()
	for i := range flow.States {
		flow.States[i].ID = int64(100 + i) // as the store gives them
	}
	outcomes := flow.Outcomes(flow.States)
	if len(outcomes) == 0 {
		t.Fatal("a campaign begins without outcomes")
	}
	for i := range outcomes {
		if err := outcomes[i].Validate(flow.States); err != nil {
			t.Errorf("%s / %s: %v", outcomes[i].Type, outcomes[i].Subtype, err)
		}
		if outcomes[i].Position != int64(i+1) {
			t.Errorf("%s / %s has position %d, want %d", outcomes[i].Type, outcomes[i].Subtype, outcomes[i].Position, i+1)
		}
		if found, err := callflow.FindOutcome(outcomes, "", outcomes[i].Subtype); err != nil || found != &outcomes[i] {
			t.Errorf("%s is not found by its subtype alone: %v", outcomes[i].Subtype, err)
		}
	}
	rules := callflow.Rules{States: flow.States, Outcomes: outcomes}
	if first, err := rules.FirstState(); err != nil || first.Name != "Ready" {
		t.Errorf("it begins in %+v, %v", first, err)
	}
	unanswered := &outcomes[0]
	if state := callflow.StateNamed(flow.States, "Completed - No"); unanswered.MaxAttempts != 8 || unanswered.ExhaustedStateID != state.ID {
		t.Errorf("who never answers is called %d times and goes to state %d", unanswered.MaxAttempts, unanswered.ExhaustedStateID)
	}
}

func TestAStateThatIsNotThereHasNoName(t *testing.T) {
	t.Parallel()
	if state := callflow.StateNamed(states, "Lead"); state == nil || state.ID != waiting {
		t.Errorf("Lead is %+v", state)
	}
	if state := callflow.StateNamed(states, "lead"); state != nil {
		t.Errorf("lead is %+v, want none", state)
	}
}

var named = []callflow.Outcome{
	{ID: 1, Type: "Sale", Subtype: "Yes"},
	{ID: 2, Type: "Sale", Subtype: "Yes - to be confirmed"},
	{ID: 3, Type: "No answer", Subtype: "Busy"},
	{ID: 4, Type: "Wrong", Subtype: "Other"},
	{ID: 5, Type: "No", Subtype: "Other"},
	{ID: 6, Type: "No", Subtype: ""},
	{ID: 7, Type: "Lead", Subtype: ""},
}

func TestAnOutcomeIsFoundByItsNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind, subtype string
		want          int64
	}{
		"type and subtype":                            {"Sale", "Yes", 1},
		"a subtype alone":                             {"", "Busy", 3},
		"a subtype that begins another one":           {"", "Yes", 1},
		"a type alone, with one outcome":              {"No answer", "", 3},
		"a subtype of two types, with its type":       {"No", "Other", 5},
		"an empty subtype is one of several":          {"No", "", 6},
		"a type alone, whose one subtype is empty":    {"Lead", "", 7},
		"a type alone that begins another, and alone": {"Wrong", "", 4},
	} {
		found, err := callflow.FindOutcome(named, test.kind, test.subtype)
		if err != nil || found.ID != test.want {
			t.Errorf("%s: %+v, %v, want outcome %d", name, found, err, test.want)
			continue
		}
		if found != &named[test.want-1] {
			t.Errorf("%s: it is a copy of the campaign's outcome", name)
		}
	}
}

func TestAnOutcomeThatIsNotFoundIsToldWithWhatThereIs(t *testing.T) {
	t.Parallel()
	const all = " The outcomes are: Sale / Yes, Sale / Yes - to be confirmed, No answer / Busy, Wrong / Other, No / Other."
	withSubtypes := named[:5]
	for name, test := range map[string]struct {
		outcomes      []callflow.Outcome
		kind, subtype string
		want          string
	}{
		"a subtype of two types": {withSubtypes, "", "Other", "type: Several outcomes fit: Wrong / Other, No / Other. Give type and subtype."},
		"a type of two subtypes": {withSubtypes, "Sale", "", "type: Several outcomes fit: Sale / Yes, Sale / Yes - to be confirmed. Give type and subtype."},
		"a slip of the pen":      {withSubtypes, "", "Bsuy", `subtype: The campaign has no outcome "Bsuy". Did you mean "Busy"?` + all},
		"its beginning alone": {
			withSubtypes, "Sale", "Yes - to",
			`subtype: The campaign has no outcome of type "Sale" and subtype "Yes - to". Did you mean "Yes - to be confirmed"?` + all,
		},
		"in another case":                     {withSubtypes, "", "busy", `subtype: The campaign has no outcome "busy". Did you mean "Busy"?` + all},
		"nothing like it":                     {withSubtypes, "", "Zeppelin", `subtype: The campaign has no outcome "Zeppelin".` + all},
		"a subtype of other type":             {withSubtypes, "Sale", "Busy", `subtype: The campaign has no outcome of type "Sale" and subtype "Busy".` + all},
		"neither":                             {withSubtypes, "", "", "type: Give the type and the subtype of an outcome."},
		"neither, where one subtype is empty": {named[6:], "", "", "type: Give the type and the subtype of an outcome."},
		"a slip in the type alone":            {withSubtypes, "Slae", "", `type: The campaign has no outcome of type "Slae". Did you mean "Sale"?` + all},
		"no outcomes":                         {nil, "Sale", "Yes", `subtype: The campaign has no outcome of type "Sale" and subtype "Yes". It has no outcomes yet.`},
	} {
		found, err := callflow.FindOutcome(test.outcomes, test.kind, test.subtype)
		if got := wrongFields(t, err); found != nil || !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: %+v, the refusal is %q, want %q", name, found, got, test.want)
		}
	}
}
