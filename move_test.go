package callflow_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"callflow"
)

// movedBy is a change by hand that Kari makes now.
func movedBy(stateID, dueAt *int64, comment *string) *callflow.ManualMove {
	return &callflow.ManualMove{User: kari, At: now, StateID: stateID, DueAt: dueAt, Comment: comment}
}

// promised is a customer whom Ola will call tomorrow.
func promised() callflow.Standing {
	return callflow.Standing{StateID: scheduled, Attempts: 2, ChangedAt: now - day, DueAt: now + day, CallbackUserID: ola.ID, Status: callflow.Status{
		User: "Ola Testmo", Cause: "Callback", Alternative: "Later", Comment: "At work",
		MeetingAgent: "Eva Testmo", MeetingFrom: now + day, MeetingTo: now + 2*day, Products: map[int64]int64{11: 2},
	}}
}

// dueAt is a customer whom Ola promised to call at that time.
func dueAt(at int64) callflow.Standing {
	standing := promised()
	standing.DueAt = at
	return standing
}

// in is a customer in a state where nobody is called at a time.
func in(stateID int64) callflow.Standing {
	return callflow.Standing{StateID: stateID, Attempts: 2, ChangedAt: now - day, Status: callflow.Status{
		User: "Ola Testmo", Cause: "Sale", Alternative: "Yes", Comment: "Glad",
	}}
}

func TestAMoveThatChangesNothingIsNoChange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from callflow.Standing
		move *callflow.ManualMove
	}{
		"nothing set":                       {promised(), movedBy(nil, nil, nil)},
		"the same state":                    {promised(), movedBy(new(scheduled), nil, nil)},
		"the same due time":                 {promised(), movedBy(nil, new(now+day), nil)},
		"the same due time, though past":    {dueAt(now - day), movedBy(nil, new(now-day), nil)},
		"the last moment of its minute":     {promised(), movedBy(nil, new(now+day+minute-1), nil)},
		"the first moment of its minute":    {dueAt(now + day + 30_000), movedBy(nil, new(now+day), nil)},
		"its minute, though past":           {dueAt(now - day + 30_000), movedBy(nil, new(now-day), nil)},
		"its minute, with all it has":       {dueAt(now + day + 30_000), movedBy(new(scheduled), new(now+day), new("At work"))},
		"the same comment":                  {promised(), movedBy(nil, nil, new("At work"))},
		"everything the same":               {promised(), movedBy(new(scheduled), new(now+day), new("At work"))},
		"no due time where there is none":   {in(ready), movedBy(nil, new(int64(0)), nil)},
		"a final state, as it is":           {in(sold), movedBy(new(sold), new(int64(0)), new("Glad"))},
		"a customer without comment, still": {callflow.Standing{StateID: ready}, movedBy(nil, nil, new(""))},
	} {
		to, changed, err := campaign().MoveByHand(&test.from, test.move)
		if err != nil || changed || !reflect.DeepEqual(to, test.from) {
			t.Errorf("%s: changed is %t to %+v, %v", name, changed, to, err)
		}
	}
}

func TestAMoveByHandSetsWhatItNamesAndTellsOfItself(t *testing.T) {
	t.Parallel()
	twoScheduled := &callflow.Rules{States: append(slices.Clone(states), callflow.State{ID: 9, Name: "Later", Kind: callflow.KindScheduled})}
	type end struct {
		stateID, due, promise int64
		comment               string
	}
	for name, test := range map[string]struct {
		from callflow.Standing
		move *callflow.ManualMove
		want end
	}{
		"only a comment; the promise stands":     {promised(), movedBy(nil, nil, new("Has a dog")), end{scheduled, now + day, ola.ID, "Has a dog"}},
		"only no comment":                        {promised(), movedBy(nil, nil, new("")), end{scheduled, now + day, ola.ID, ""}},
		"only a due time; nobody promised that":  {promised(), movedBy(nil, new(now+hour), nil), end{scheduled, now + hour, 0, ""}},
		"a due time and a comment":               {promised(), movedBy(nil, new(now+hour), new("Ill")), end{scheduled, now + hour, 0, "Ill"}},
		"the next moment":                        {promised(), movedBy(nil, new(now+1), nil), end{scheduled, now + 1, 0, ""}},
		"ten years ahead":                        {promised(), movedBy(nil, new(now+tenYears), nil), end{scheduled, now + tenYears, 0, ""}},
		"the same due time with another comment": {promised(), movedBy(nil, new(now+day), new("Ill")), end{scheduled, now + day, ola.ID, "Ill"}},
		"the minute after":                       {promised(), movedBy(nil, new(now+day+minute), nil), end{scheduled, now + day + minute, 0, ""}},
		"the moment before its minute":           {promised(), movedBy(nil, new(now+day-1), nil), end{scheduled, now + day - 1, 0, ""}},
		"its minute with another comment": {
			dueAt(now + day + 1), movedBy(nil, new(now+day), new("Ill")),
			end{scheduled, now + day + 1, ola.ID, "Ill"},
		},
		"to another scheduled state, at its minute":      {dueAt(now + day + 1), movedBy(new(int64(9)), new(now+day), nil), end{9, now + day + 1, ola.ID, ""}},
		"to scheduled with a due time":                   {in(ready), movedBy(new(scheduled), new(now+day), nil), end{scheduled, now + day, 0, ""}},
		"from one scheduled state to another":            {promised(), movedBy(new(int64(9)), nil, nil), end{9, now + day, ola.ID, ""}},
		"from scheduled to ready takes the time away":    {promised(), movedBy(new(ready), nil, nil), end{ready, 0, 0, ""}},
		"the same in so many words":                      {promised(), movedBy(new(ready), new(int64(0)), nil), end{ready, 0, 0, ""}},
		"from scheduled to hold":                         {promised(), movedBy(new(waiting), nil, new("Asks her boss")), end{waiting, 0, 0, "Asks her boss"}},
		"from scheduled to done":                         {promised(), movedBy(new(sold), nil, nil), end{sold, 0, 0, ""}},
		"from scheduled to excluded":                     {promised(), movedBy(new(excluded), nil, nil), end{excluded, 0, 0, ""}},
		"a customer that is done is opened again":        {in(sold), movedBy(new(ready), nil, nil), end{ready, 0, 0, ""}},
		"a customer that is excluded is opened again":    {in(excluded), movedBy(new(scheduled), new(now+hour), nil), end{scheduled, now + hour, 0, ""}},
		"a comment on a customer that is done":           {in(sold), movedBy(nil, nil, new("Paid")), end{sold, 0, 0, "Paid"}},
		"a move with the comment that is there keeps it": {in(sold), movedBy(new(ready), nil, new("Glad")), end{ready, 0, 0, "Glad"}},
	} {
		before := test.from
		to, changed, err := twoScheduled.MoveByHand(&test.from, test.move)
		if err != nil || !changed {
			t.Errorf("%s: changed is %t, %v", name, changed, err)
			continue
		}
		if got := (end{to.StateID, to.DueAt, to.CallbackUserID, to.Comment}); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
		if to.User != "Kari Testmo" || to.Cause != "Manual" || to.Alternative != "Manual" || to.ChangedAt != now {
			t.Errorf("%s: told as %+v", name, to)
		}
		if to.Attempts != before.Attempts || to.MeetingAgent != before.MeetingAgent || to.MeetingFrom != before.MeetingFrom ||
			to.MeetingTo != before.MeetingTo || !maps.Equal(to.Products, before.Products) {
			t.Errorf("%s: %+v is no longer what it was: %+v", name, to, before)
		}
		if !reflect.DeepEqual(test.from, before) {
			t.Errorf("%s: what it moves from became %+v", name, test.from)
		}
	}
}

func TestAMoveByHandIsRefusedWhereItsDueTimeCannotBe(t *testing.T) {
	t.Parallel()
	const (
		past      = "due: due is in the past. Give a time that is still to come. To have the customer called now, set call_state to a state of kind ready."
		tooFar    = "due: due is more than ten years ahead. Check the year. To have the customer called now, set call_state to a state of kind ready."
		needed    = `due: "Scheduled" is of kind scheduled: give due, the time from which the customer may be called.`
		notWanted = ": only customers in a state of kind scheduled have a due time."
	)
	for name, test := range map[string]struct {
		from callflow.Standing
		move *callflow.ManualMove
		want string
	}{
		"to scheduled without a due time":          {in(ready), movedBy(new(scheduled), nil, nil), needed},
		"to scheduled, taking a due time away":     {in(ready), movedBy(new(scheduled), new(int64(0)), nil), needed},
		"taking the due time of a scheduled one":   {promised(), movedBy(nil, new(int64(0)), nil), needed},
		"a due time this moment":                   {promised(), movedBy(nil, new(now), nil), past},
		"a due time of yesterday":                  {promised(), movedBy(nil, new(now-day), nil), past},
		"a due time before 1970":                   {promised(), movedBy(nil, new(int64(-1)), nil), past},
		"a due time in more than ten years":        {promised(), movedBy(nil, new(now+tenYears+1), nil), tooFar},
		"a due time in a ready state":              {in(ready), movedBy(nil, new(now+day), nil), `due: "To call" is of kind ready` + notWanted},
		"a due time in a state on hold":            {in(waiting), movedBy(nil, new(now+day), nil), `due: "Lead" is of kind hold` + notWanted},
		"a due time in a final state":              {in(sold), movedBy(nil, new(now+day), nil), `due: "Sold" is of kind done` + notWanted},
		"moved out of scheduled with its due time": {promised(), movedBy(new(ready), new(now+day), nil), `due: "To call" is of kind ready` + notWanted},
		"moved out of scheduled with another due time": {
			promised(), movedBy(new(excluded), new(now+hour), nil),
			`due: "Excluded" is of kind excluded` + notWanted,
		},
		"a comment that is too long": {
			promised(), movedBy(nil, nil, new(strings.Repeat("æ", 10_001))),
			"comment: comment must have at most 10000 characters.",
		},
		"a comment that no database keeps, with a move": {promised(), movedBy(new(ready), nil, new("\x00")), "comment: comment must not hold a NUL character."},
	} {
		_, changed, err := campaign().MoveByHand(&test.from, test.move)
		if got := wrongFields(t, err); changed || !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: changed is %t, the refusal is %q, want %q", name, changed, got, test.want)
		}
	}
}
