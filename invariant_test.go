package callflow_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"callflow"
)

// generator draws campaigns and registrations, the same ones in each run.
type generator struct{ *rand.Rand }

// of draws one of several.
func of[T any](g generator, from ...T) T { return from[g.IntN(len(from))] }

func (g generator) rules() *callflow.Rules {
	rules := &callflow.Rules{MaxAttempts: of(g, int64(0), g.Int64N(6)), Products: products}
	for id := range 1 + g.Int64N(8) {
		kind := of(g, callflow.KindReady, callflow.KindScheduled, callflow.KindHold, callflow.KindDone, callflow.KindExcluded)
		rules.States = append(rules.States, callflow.State{ID: id + 1, Name: fmt.Sprint("State ", id+1), Kind: kind})
	}
	for len(rules.Outcomes) == 0 {
		if outcome := g.outcome(rules.States); outcome.Validate(rules.States) == nil {
			rules.Outcomes = append(rules.Outcomes, outcome)
		}
	}
	return rules
}

// outcome draws one that the states may refuse. The calls end in a state where nobody is called at a time.
func (g generator) outcome(states []callflow.State) callflow.Outcome {
	exhausted := of(g, states...)
	if exhausted.Kind == callflow.KindScheduled {
		exhausted.ID = 0
	}
	outcome := callflow.Outcome{
		Type: "Test", StateID: of(g, states...).ID, CountsAsAttempt: of(g, true, false), RetryAfterMinutes: of(g, 0, 1, g.Int64N(366*24*60)),
		MaxAttempts: of(g, int64(0), g.Int64N(6)), ExhaustedStateID: of(g, 0, exhausted.ID),
	}
	for _, demand := range callflow.Demands() {
		if g.IntN(4) == 0 {
			outcome.Requires = append(outcome.Requires, demand)
		}
	}
	return outcome
}

func (g generator) standing(rules *callflow.Rules) callflow.Standing {
	state := of(g, rules.States...)
	standing := callflow.Standing{StateID: state.ID, Attempts: g.Int64N(8), ChangedAt: now - g.Int64N(day), Status: callflow.Status{
		User: "Ola Testmo", Comment: "Before", Products: of(g, nil, map[int64]int64{}, map[int64]int64{11: g.Int64N(9), 12: 3}),
	}}
	if state.Kind == callflow.KindScheduled {
		standing.DueAt, standing.CallbackUserID = now-day+g.Int64N(2*day), of(g, 0, ola.ID)
	}
	return standing
}

// registration draws one that is in order now and then: what it lacks or has too much is drawn as well.
func (g generator) registration(rules *callflow.Rules) *callflow.Registration {
	outcome := of(g, rules.Outcomes...)
	registration := registered(&outcome)
	registration.Comment = of(g, "", " ", "Said")
	if kindOf(rules, outcome.StateID) == callflow.KindScheduled || g.IntN(9) == 0 {
		registration.CallbackAt = of(g, 0, now+day, now+1+g.Int64N(tenYears), now-g.Int64N(day))
	}
	booked := &callflow.Meeting{From: now + hour, To: now + day}
	registration.Meeting = of(g, nil, booked, booked, &callflow.Meeting{From: g.Int64N(now), To: now})
	registration.Products = of(g, nil, map[int64]int64{11: 1 + g.Int64N(9)}, map[int64]int64{11: 2, 12: 1}, map[int64]int64{12: 0})
	return registration
}

// copyOf is a standing that shares nothing with the first.
func copyOf(standing *callflow.Standing) callflow.Standing {
	second := *standing
	second.Products = maps.Clone(standing.Products)
	return second
}

func TestWhateverIsRegisteredTheRulesHold(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(19, 24))}
	taken := 0
	for range 50_000 {
		rules := g.rules()
		from, registration := g.standing(rules), g.registration(rules)
		fromBefore, before, outcome := copyOf(&from), *registration, *registration.Outcome
		outcome.Requires, before.Products = slices.Clone(outcome.Requires), maps.Clone(registration.Products)
		before.Outcome = &outcome
		if registration.Meeting != nil {
			before.Meeting = new(*registration.Meeting)
		}
		to, err := rules.Register(&from, registration)
		if !reflect.DeepEqual(from, fromBefore) || !reflect.DeepEqual(*registration, before) {
			t.Fatalf("what was given became %+v, %+v, from %+v, %+v", from, registration, fromBefore, before)
		}
		kind := kindOf(rules, from.StateID)
		if err != nil {
			if code := callflow.ErrorCode(err); !reflect.DeepEqual(to, callflow.Standing{}) || (code == callflow.Conflict) != kind.Final() {
				t.Fatalf("refused with %v and %+v, from kind %s", err, to, kind)
			}
			continue
		}
		taken++
		checkRegistered(t, rules, registration, &from, &to)
	}
	if taken < 5_000 {
		t.Errorf("only %d registrations were in order: the generator tries little", taken)
	}
}

func checkRegistered(t *testing.T, rules *callflow.Rules, registration *callflow.Registration, from, to *callflow.Standing) {
	t.Helper()
	if kindOf(rules, from.StateID).Final() {
		t.Fatalf("%+v is final, and moved to %+v", from, to)
	}
	if counted := registration.Outcome.CountsAsAttempt; to.Attempts < from.Attempts || counted != (to.Attempts == from.Attempts+1) {
		t.Fatalf("%d attempts became %d, counted is %t", from.Attempts, to.Attempts, counted)
	}
	if timed := kindOf(rules, to.StateID) == callflow.KindScheduled; timed != (to.DueAt > 0) || to.DueAt == 0 && to.CallbackUserID != 0 {
		t.Fatalf("in a state of kind %s, due at %d by user %d, after %+v", kindOf(rules, to.StateID), to.DueAt, to.CallbackUserID, registration.Outcome)
	}
	if to.DueAt != 0 && to.DueAt < registration.At {
		t.Fatalf("due at %d, before it was registered at %d", to.DueAt, registration.At)
	}
	for _, product := range products {
		if want := from.Products[product.ID] + registration.Products[product.ID]; to.Products[product.ID] != want {
			t.Fatalf("%d units of %s, want %d", to.Products[product.ID], product.Code, want)
		}
	}
	to.Products[11] = -1
	if from.Products[11] == -1 || registration.Products[11] == -1 {
		t.Fatal("before and after share their products")
	}
}

func kindOf(rules *callflow.Rules, stateID int64) callflow.StateKind {
	i := slices.IndexFunc(rules.States, func(s callflow.State) bool { return s.ID == stateID })
	return rules.States[i].Kind
}

func TestHoweverACustomerIsMovedByHandTheRulesHold(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(20, 24))}
	moved := 0
	for range 50_000 {
		rules := g.rules()
		from := g.standing(rules)
		before := copyOf(&from)
		due := of(g, nil, new(int64(0)), new(from.DueAt), new(now+g.Int64N(day)), new(now-1))
		move := movedBy(of(g, nil, new(of(g, rules.States...).ID)), due, of(g, nil, new("Before"), new("After")))
		to, changed, err := rules.MoveByHand(&from, move)
		if !reflect.DeepEqual(from, before) {
			t.Fatalf("what it moves from became %+v, from %+v", from, before)
		}
		if err != nil {
			continue
		}
		if !changed && !reflect.DeepEqual(to, from) {
			t.Fatalf("no change from %+v to %+v", from, to)
		}
		if timed := kindOf(rules, to.StateID) == callflow.KindScheduled; timed != (to.DueAt > 0) || to.Attempts != from.Attempts {
			t.Fatalf("moved from %+v to %+v", from, to)
		}
		if changed {
			moved++
		}
	}
	if moved < 5_000 {
		t.Errorf("only %d moves were in order: the generator tries little", moved)
	}
}
