package limit

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"callflow"
)

var testQueue = QueueConfig{
	AtOnce: 2, AtOnceOfOne: 2, Waiting: 4, WaitingOfOne: 3, Longest: 10 * time.Second,
	OwnTooMany:    callflow.Error{Code: callflow.TooMany, Message: "own"},
	OthersTooMany: callflow.Error{Code: callflow.Unavailable, Message: "others"},
}

// queued is what came of one who asked.
type queued struct {
	caller string
	err    error
	waited time.Duration
}

// ask lets a caller ask, hold its place for a second, and tell.
func ask(ctx context.Context, q *Queue, caller string, told chan<- queued) {
	began := time.Now()
	go func() {
		release, err := q.Take(ctx, caller)
		told <- queued{caller, err, time.Since(began)}
		if err == nil {
			<-time.After(time.Second)
			release()
		}
	}()
	synctest.Wait()
}

func all(told chan queued) (every []queued) {
	for len(told) > 0 {
		every = append(every, <-told)
	}
	return every
}

func TestCallersWhoWaitTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, told := NewQueue(testQueue), make(chan queued, 20)
		for range 4 {
			ask(t.Context(), q, "greedy", told)
		}
		ask(t.Context(), q, "modest", told)
		<-time.After(time.Minute)
		var order []string
		for _, one := range all(told) {
			if one.err != nil {
				t.Errorf("%s: %v", one.caller, one.err)
			}
			order = append(order, fmt.Sprintf("%s after %s", one.caller, one.waited))
		}
		slices.Sort(order)
		want := []string{"greedy after 0s", "greedy after 0s", "greedy after 1s", "greedy after 2s", "modest after 1s"}
		if !slices.Equal(order, want) {
			t.Errorf("places were given to %q, want %q", order, want)
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.busy != 0 || q.waiting != 0 || len(q.callers) != 0 || len(q.turns) != 0 {
			t.Errorf("something is left: %+v", q)
		}
	})
}

func TestAQueueHasAnEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, told := NewQueue(testQueue), make(chan queued, 20)
		for range 6 {
			ask(t.Context(), q, "greedy", told)
		}
		refused := slices.DeleteFunc(all(told), func(one queued) bool { return one.err == nil })
		if len(refused) != 1 || callflow.ErrorCode(refused[0].err) != callflow.TooMany || RetryAfter(refused[0].err) != 5*time.Second {
			t.Fatalf("of six at once were refused %+v", refused)
		}
		for i := range 3 { // the second makes the greedy one's last give way; then all have as few
			ask(t.Context(), q, fmt.Sprintf("modest %d", i), told)
		}
		refused = slices.DeleteFunc(all(told), func(one queued) bool { return one.err == nil })
		if len(refused) != 2 || refused[0].caller != "greedy" || refused[1].caller != "greedy" {
			t.Errorf("of three further callers were refused %+v", refused)
		}
		ask(t.Context(), q, "modest 3", told)
		if last := all(told); len(last) != 1 || callflow.ErrorCode(last[0].err) != callflow.Unavailable {
			t.Errorf("the one for whom there is no room was told %+v", last)
		}
		<-time.After(time.Minute)
	})
}

func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, told := NewQueue(testQueue), make(chan queued, 20)
		first, err := q.Take(t.Context(), "stuck")
		if err != nil {
			t.Fatal(err)
		}
		second, err := q.Take(t.Context(), "stuck")
		if err != nil {
			t.Fatal(err)
		}
		gone, leave := context.WithCancel(t.Context())
		ask(t.Context(), q, "stuck", told)
		ask(t.Context(), q, "other", told)
		ask(gone, q, "gone", told)
		leave()
		<-time.After(time.Minute)
		got := map[string]string{}
		for _, one := range all(told) {
			got[one.caller] = fmt.Sprintf("%s after %s", callflow.ErrorCode(one.err), one.waited)
		}
		want := map[string]string{"stuck": "too_many after 10s", "other": "unavailable after 10s", "gone": "unavailable after 0s"}
		for caller := range want {
			if got[caller] != want[caller] {
				t.Errorf("%s was told %s, want %s", caller, got[caller], want[caller])
			}
		}
		first()
		second()
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.busy != 0 || q.waiting != 0 || len(q.callers) != 0 || len(q.turns) != 0 {
			t.Errorf("something is left: %+v", q)
		}
	})
}
