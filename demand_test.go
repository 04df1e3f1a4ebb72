package callflow_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"callflow"
)

// wrongFields lists what an error has against single fields, as "field: message".
func wrongFields(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var refusal *callflow.Error
	if !errors.As(err, &refusal) || refusal.Code != callflow.Invalid || len(refusal.Fields) == 0 {
		t.Fatalf("the error is %v, want one about fields", err)
	}
	if refusal.Message != refusal.Fields[0].Message {
		t.Errorf("the message is %q, want the first field's: %q", refusal.Message, refusal.Fields[0].Message)
	}
	fields := make([]string, len(refusal.Fields))
	for i, field := range refusal.Fields {
		fields[i] = field.Field + ": " + field.Message
	}
	return fields
}

func TestAnOutcomeIsRefusedUntilItHasWhatItDemands(t *testing.T) {
	t.Parallel()
	meeting := &callflow.Meeting{From: now + day, To: now + day + hour}
	for name, test := range map[string]struct {
		outcome *callflow.Outcome
		give    func(*callflow.Registration)
		want    []string
	}{
		"nothing demanded": {demanding(sold), func(*callflow.Registration) {}, nil},
		"no comment": {
			demanding(sold, callflow.DemandComment), func(*callflow.Registration) {},
			[]string{`comment: The outcome "Asks" needs a comment.`},
		},
		"a comment of nothing at all": {
			demanding(sold, callflow.DemandComment), func(r *callflow.Registration) { r.Comment = " \t\n" },
			[]string{`comment: The outcome "Asks" needs a comment.`},
		},
		"a comment": {demanding(sold, callflow.DemandComment), func(r *callflow.Registration) { r.Comment = "Moved to Bodø" }, nil},
		"no callback": {
			demanding(scheduled, callflow.DemandCallback), func(*callflow.Registration) {},
			[]string{`callback_at: The outcome "Asks" needs callback_at: when the customer is called again.`},
		},
		"a callback": {demanding(scheduled, callflow.DemandCallback), func(r *callflow.Registration) { r.CallbackAt = now + day }, nil},
		"no meeting": {
			demanding(waiting, callflow.DemandMeeting), func(*callflow.Registration) {},
			[]string{`meeting: The outcome "Asks" needs a meeting: {"agent", "from", "to"}.`},
		},
		"a meeting": {demanding(waiting, callflow.DemandMeeting), func(r *callflow.Registration) { r.Meeting = meeting }, nil},
		"no products": {
			demanding(sold, callflow.DemandProduct), func(*callflow.Registration) {},
			[]string{`products: The outcome "Asks" needs products: units by product code.`},
		},
		"products without one": {
			demanding(sold, callflow.DemandProduct), func(r *callflow.Registration) { r.Products = map[int64]int64{} },
			[]string{`products: The outcome "Asks" needs products: units by product code.`},
		},
		"a product": {demanding(sold, callflow.DemandProduct), func(r *callflow.Registration) { r.Products = map[int64]int64{12: 1} }, nil},
		"more than is demanded": {demanding(waiting), func(r *callflow.Registration) {
			r.Comment, r.Meeting, r.Products = "Glad", meeting, map[int64]int64{11: 2}
		}, nil},
		"everything missing is told at once": {
			demanding(scheduled, callflow.Demands()...), func(*callflow.Registration) {},
			[]string{
				`comment: The outcome "Asks" needs a comment.`,
				`callback_at: The outcome "Asks" needs callback_at: when the customer is called again.`,
				`meeting: The outcome "Asks" needs a meeting: {"agent", "from", "to"}.`,
				`products: The outcome "Asks" needs products: units by product code.`,
			},
		},
	} {
		registration := registered(test.outcome)
		test.give(registration)
		_, err := campaign().Register(&callflow.Standing{StateID: ready}, registration)
		if got := wrongFields(t, err); !slices.Equal(got, test.want) {
			t.Errorf("%s: the refusal is %q, want %q", name, got, test.want)
		}
	}
}

func TestWhatARegistrationSaysHasToMakeSense(t *testing.T) {
	t.Parallel()
	past, tooFar := "is in the past. Give a time that is still to come.", "is more than ten years ahead. Check the year."
	const tooLong = "is more than 31 days after meeting.from. Check the date."
	const units = "must be a whole number from 1 to 1000000."
	callback := func(at int64) *callflow.Registration {
		return &callflow.Registration{Outcome: noAnswer(), User: kari, At: now, CallbackAt: at}
	}
	meeting := func(from, to int64) *callflow.Registration {
		return &callflow.Registration{Outcome: sale(), User: kari, At: now, Meeting: &callflow.Meeting{From: from, To: to}}
	}
	product := func(sold map[int64]int64) *callflow.Registration {
		return &callflow.Registration{Outcome: sale(), User: kari, At: now, Products: sold}
	}
	comment := func(text string) *callflow.Registration {
		return &callflow.Registration{Outcome: sale(), User: kari, At: now, Comment: text}
	}
	agent := func(name string) *callflow.Registration {
		return &callflow.Registration{Outcome: sale(), User: kari, At: now, Meeting: &callflow.Meeting{Agent: name, From: now + day, To: now + day + hour}}
	}
	for name, test := range map[string]struct {
		registration *callflow.Registration
		want         []string
	}{
		"a callback this very moment":      {callback(now), []string{"callback_at: callback_at " + past}},
		"a callback a year ago":            {callback(now - 365*day), []string{"callback_at: callback_at " + past}},
		"a callback before 1970":           {callback(-1), []string{"callback_at: callback_at " + past}},
		"a callback at the next moment":    {callback(now + 1), nil},
		"a callback in ten years":          {callback(now + tenYears), nil},
		"a callback in more than that":     {callback(now + tenYears + 1), []string{"callback_at: callback_at " + tooFar}},
		"a meeting":                        {meeting(now+day, now+day+hour), nil},
		"a meeting of a moment":            {meeting(now+day, now+day+1), nil},
		"a meeting without from":           {meeting(0, now+day), []string{"meeting: A meeting needs from and to."}},
		"a meeting without to":             {meeting(now+day, 0), []string{"meeting: A meeting needs from and to."}},
		"a meeting without times":          {meeting(0, 0), []string{"meeting: A meeting needs from and to."}},
		"a meeting that has begun":         {meeting(now, now+hour), []string{"meeting.from: meeting.from " + past}},
		"a meeting in a life to come":      {meeting(now+tenYears+1, now+tenYears+hour), []string{"meeting.from: meeting.from " + tooFar}},
		"a meeting that ends as it begins": {meeting(now+day, now+day), []string{"meeting.to: meeting.to must be after meeting.from."}},
		"a meeting that ends before it":    {meeting(now+day, now+day-1), []string{"meeting.to: meeting.to must be after meeting.from."}},
		"a meeting of 31 days":             {meeting(now+day, now+32*day), nil},
		"a meeting that is longer":         {meeting(now+day, now+32*day+1), []string{"meeting.to: meeting.to " + tooLong}},
		"a meeting that has begun, and is longer": {
			meeting(now-day, now+365*day),
			[]string{"meeting.from: meeting.from " + past, "meeting.to: meeting.to " + tooLong},
		},
		"a meeting of yesterday, reversed": {
			meeting(now-hour, now-day),
			[]string{"meeting.from: meeting.from " + past, "meeting.to: meeting.to must be after meeting.from."},
		},
		"a meeting's agent with a long name": {agent(strings.Repeat("ø", 200)), nil},
		"a meeting's agent with too long a name": {
			agent(strings.Repeat("ø", 201)),
			[]string{"meeting.agent: meeting.agent must have at most 200 characters."},
		},
		"one unit":                  {product(map[int64]int64{11: 1}), nil},
		"a million units":           {product(map[int64]int64{11: 1_000_000}), nil},
		"no unit":                   {product(map[int64]int64{11: 0}), []string{"products.PROD1: The units of PROD1 " + units}},
		"units below none":          {product(map[int64]int64{12: -1}), []string{"products.PROD2: The units of PROD2 " + units}},
		"more than a million units": {product(map[int64]int64{11: 1_000_001}), []string{"products.PROD1: The units of PROD1 " + units}},
		"one good product of three": {
			product(map[int64]int64{12: 1 << 62, 11: -4}),
			[]string{"products.PROD1: The units of PROD1 " + units, "products.PROD2: The units of PROD2 " + units},
		},
		"a long comment":              {comment(strings.Repeat("å", 10_000)), nil},
		"too long a comment":          {comment(strings.Repeat("å", 10_001)), []string{"comment: comment must have at most 10000 characters."}},
		"a comment with a NUL in it":  {comment("a\x00b"), []string{"comment: comment must not hold a NUL character."}},
		"a comment that is not UTF-8": {comment("\xff"), []string{"comment: comment must be UTF-8 text."}},
	} {
		_, err := campaign().Register(&callflow.Standing{StateID: ready}, test.registration)
		if got := wrongFields(t, err); !slices.Equal(got, test.want) {
			t.Errorf("%s: the refusal is %q, want %q", name, got, test.want)
		}
	}
}

func TestACallbackIsAgreedOnlyWhereCustomersAreCalledAtATime(t *testing.T) {
	t.Parallel()
	const advice = ", where nobody is called at a time: leave callback_at out, or take another outcome."
	for stateID, name := range map[int64]string{ready: "To call", waiting: "Lead", sold: "Sold", excluded: "Excluded"} {
		registration := registered(demanding(stateID))
		registration.CallbackAt = now + day
		_, err := campaign().Register(&callflow.Standing{StateID: ready}, registration)
		want := []string{`callback_at: The outcome "Asks" leads to "` + name + `"` + advice}
		if got := wrongFields(t, err); !slices.Equal(got, want) {
			t.Errorf("to %s: the refusal is %q, want %q", name, got, want)
		}
	}
}
