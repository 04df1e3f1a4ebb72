package callflow_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"callflow"
)

// course is a customer's history in a campaign as it is written, with what a model needs to tell it again without some of its outcomes.
type course struct {
	rules   *callflow.Rules
	at      callflow.Standing
	history []*callflow.Change
	steps   map[int64]func(at *callflow.Standing) // by seq: what each change did, to be repeated elsewhere
}

func newCourse(rules *callflow.Rules) *course {
	c := &course{rules: rules, steps: make(map[int64]func(*callflow.Standing))}
	begun := callflow.Standing{StateID: rules.States[0].ID, ChangedAt: now, Status: callflow.Status{Products: map[int64]int64{}}}
	if rules.States[0].Kind == callflow.KindScheduled {
		begun.DueAt = now
	}
	c.note(callflow.Added, &begun, nil)
	c.steps[1] = func(at *callflow.Standing) { *at = copyOf(&begun) }
	return c
}

func (c *course) note(what callflow.What, to *callflow.Standing, detail []byte) *callflow.Change {
	change := &callflow.Change{
		Seq: int64(len(c.history)) + 1, What: what, At: to.ChangedAt, FromState: c.at.StateID, ToState: to.StateID, Attempts: to.Attempts,
		DueAt: to.DueAt, CallbackUserID: to.CallbackUserID, Status: to.Pack(products), Detail: detail,
	}
	if len(c.history) == 0 {
		change.FromState = 0
	}
	c.history = append(c.history, change)
	c.at = copyOf(to)
	return change
}

// register registers an outcome, though the state be final: an admin may have moved the customer from there.
func (c *course) register(registration *callflow.Registration) {
	to := c.rules.After(&c.at, registration)
	detail := callflow.Detail{Products: registration.Products, UserID: registration.User.ID, Meeting: registration.Meeting != nil}
	change := c.note(callflow.Registered, &to, detail.Pack(products))
	change.Products = int64(len(registration.Products))
	c.steps[change.Seq] = func(at *callflow.Standing) { *at = c.rules.After(at, registration) }
}

func (c *course) move(move *callflow.ManualMove) {
	to, changed, err := c.rules.MoveByHand(&c.at, move)
	if err != nil || !changed {
		return
	}
	places := to.StateID != c.at.StateID || to.DueAt != c.at.DueAt
	change := c.note(callflow.Moved, &to, nil)
	c.steps[change.Seq] = func(at *callflow.Standing) {
		if places {
			at.StateID, at.DueAt, at.CallbackUserID = to.StateID, to.DueAt, to.CallbackUserID
		}
	}
}

func (c *course) edit() { c.note(callflow.CustomerSet, &c.at, nil) }

// without tells the history again, without what was withdrawn and without one outcome more.
func (c *course) without(seq int64) callflow.Standing {
	at := callflow.Standing{}
	for _, change := range c.history {
		if step := c.steps[change.Seq]; step != nil && change.WithdrawnBy == 0 && change.Seq != seq {
			step(&at)
		}
	}
	return at
}

// outcomes are the seqs of those that may be withdrawn.
func (c *course) outcomes() (seqs []int64) {
	for _, change := range c.history {
		if change.What == callflow.Registered && change.WithdrawnBy == 0 {
			seqs = append(seqs, change.Seq)
		}
	}
	return seqs
}

// step lets something happen to the customer.
func (c *course) step(g generator) {
	switch g.IntN(6) {
	case 0:
		c.edit()
	case 1:
		due := of(g, nil, new(now+g.Int64N(day)))
		c.move(movedBy(of(g, nil, new(of(g, c.rules.States...).ID)), due, of(g, nil, new("By hand"))))
	default:
		registration := g.registration(c.rules)
		maps.DeleteFunc(registration.Products, func(_, units int64) bool { return units == 0 })
		if kindOf(c.rules, registration.Outcome.StateID) != callflow.KindScheduled || registration.CallbackAt <= now {
			registration.CallbackAt = 0
		}
		c.register(registration)
	}
}

// same says whether two customers stand alike, but for who changed them last.
func same(a, b *callflow.Standing) bool {
	none := func(_, units int64) bool { return units == 0 }
	sold, others := maps.Clone(a.Products), maps.Clone(b.Products)
	maps.DeleteFunc(sold, none)
	maps.DeleteFunc(others, none)
	return a.StateID == b.StateID && a.Attempts == b.Attempts && a.DueAt == b.DueAt && a.CallbackUserID == b.CallbackUserID &&
		a.MeetingAgent == b.MeetingAgent && a.MeetingFrom == b.MeetingFrom && a.MeetingTo == b.MeetingTo && maps.Equal(sold, others)
}

func TestAnOutcomeThatIsWithdrawnIsAsIfItHadNotBeen(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(17, 10))}
	withdrawn, refused := 0, 0
	for range 20_000 {
		c := newCourse(g.rules())
		for range 1 + g.IntN(8) {
			c.step(g)
			outcomes := c.outcomes()
			if len(outcomes) == 0 || g.IntN(2) == 0 {
				continue
			}
			seq := of(g, outcomes...)
			want, before := c.without(seq), copyOf(&c.at)
			got, err := c.rules.Withdraw(&c.at, c.history, &callflow.Withdrawal{Seq: seq, User: kari, At: now + day, Comment: "Slip"})
			if !same(&before, &c.at) {
				t.Fatalf("what it withdraws from became %+v, from %+v", c.at, before)
			}
			if err != nil {
				refused++
				checkRefused(t, c, &want, err)
				continue
			}
			withdrawn++
			if !same(&got.Standing, &want) {
				t.Fatalf("without change %d it stands at %+v, want %+v, after %+v", seq, got.Standing, want, told(c.history))
			}
			checkWithdrawn(t, got)
			c.note(callflow.Withdrew, &got.Standing, nil).Withdrew = seq
			got.Outcome.WithdrawnBy = int64(len(c.history))
		}
	}
	if withdrawn < 5_000 || refused < 20 {
		t.Errorf("%d withdrawals went through and %d were refused: the generator tries little", withdrawn, refused)
	}
}

// checkRefused allows a refusal only where the customer would not stand where the last of the other changes had put it.
func checkRefused(t *testing.T, c *course, want *callflow.Standing, err error) {
	t.Helper()
	if callflow.ErrorCode(err) != callflow.Conflict {
		t.Fatalf("refused with %v", err)
	}
	puts := func(change *callflow.Change) bool {
		return c.steps[change.Seq] != nil && change.WithdrawnBy == 0 && change.ToState == want.StateID && change.DueAt == want.DueAt
	}
	for i := len(c.history) - 1; i >= 0; i-- {
		change := c.history[i]
		if c.steps[change.Seq] == nil || change.WithdrawnBy != 0 || change.What != callflow.Registered {
			continue
		}
		if puts(change) && change.Attempts == want.Attempts {
			t.Fatalf("refused with %v, where it would stand at %+v, after %+v", err, want, told(c.history))
		}
		break
	}
}

func checkWithdrawn(t *testing.T, got *callflow.Withdrawn) {
	t.Helper()
	if got.User != kari.Name || got.Cause != callflow.CauseWithdrawn || got.Comment != "Slip" || got.ChangedAt != now+day {
		t.Fatalf("the last change is %+v", got.Standing)
	}
	if got.Hit != (got.Outcome.Products > 0 || booked(got.Outcome)) {
		t.Fatalf("hit is %t of %+v", got.Hit, got.Outcome)
	}
}

func booked(c *callflow.Change) bool {
	var detail callflow.Detail
	detail.SetPacked(c.Detail)
	return detail.Meeting
}

// told is a history in short, for a test that fails.
func told(history []*callflow.Change) []callflow.Change {
	short := make([]callflow.Change, 0, len(history))
	for _, change := range history {
		brief := *change
		brief.Status, brief.Detail = nil, nil
		short = append(short, brief)
	}
	return slices.Clip(short)
}
