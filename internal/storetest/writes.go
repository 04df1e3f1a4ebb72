package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/store/statuslist"
)

var errRefused = errors.New("refused by the test")

// together runs writes at the same time, so that they share commits. It gives their errors.
func (f *fixture) together(t *testing.T, count int, fn func(i int, w *store.Write) error) []error {
	t.Helper()
	errs := make([]error, count)
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			errs[i] = f.store.Write(t.Context(), f.account, func(w *store.Write) error { return fn(i, w) })
		})
	}
	all.Wait()
	return errs
}

// sequence are the numbers of the log, in its order.
func (f *fixture) sequence(t *testing.T) []int64 {
	t.Helper()
	var numbers []int64
	for _, row := range f.query(t, fmt.Sprintf("SELECT seq FROM changes WHERE account_id = %d ORDER BY seq", f.account), 1) {
		numbers = append(numbers, row[0])
	}
	return numbers
}

// wantGapless holds the log against the clock: 1, 2, 3 … up to it.
func (f *fixture) wantGapless(t *testing.T, count int) {
	t.Helper()
	numbers := f.sequence(t)
	if len(numbers) != count || f.moment(t).Seq != int64(count) {
		t.Errorf("%d entries of the log and the clock at %d, want %d", len(numbers), f.moment(t).Seq, count)
	}
	for i, number := range numbers {
		if number != int64(i+1) {
			t.Fatalf("entry %d has the number %d: the log has a gap", i+1, number)
		}
	}
}

func clockHasNoGaps(t *testing.T, f *fixture) {
	const writers = 200
	state := f.states(t, campaignID)[0]
	var mu sync.Mutex
	var seen []int64 // in the order in which the writes were run
	errs := f.together(t, writers, func(i int, w *store.Write) error {
		if err := put(w, campaignID, int64(i+1), state); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, w.Seq)
		return nil
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	f.wantGapless(t, writers)
	if !slices.IsSorted(seen) || len(slices.Compact(seen)) != writers {
		t.Errorf("the clock did not ascend: %v", seen)
	}
}

func failureIsItsOwn(t *testing.T, f *fixture) {
	const writers = 120
	states := f.states(t, campaignID)
	errs := f.together(t, writers, func(i int, w *store.Write) error {
		if _, err := w.PutCustomer(customer(fmt.Sprint("c", i), "x")); err != nil {
			return err
		}
		if err := put(w, campaignID, int64(i+1), states[i%2]); err != nil {
			return err
		}
		switch i % 6 {
		case 3:
			return errRefused
		case 5:
			panic("by the test")
		}
		return nil
	})
	kept := 0
	for i, err := range errs {
		failed := i%6 == 3 || i%6 == 5
		if (err != nil) != failed {
			t.Errorf("write %d: %v", i, err)
		}
		if !failed {
			kept++
		}
	}
	f.wantGapless(t, 2*kept)
	list := statuslist.List{{AssignmentID: assignmentID, CampaignID: campaignID}}
	f.wantCountAndRows(t, list, kept)
	f.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID}}, kept)
	list[0].States = states[1:2] // odd numbers: a third of them was kept
	f.wantCountAndRows(t, list, writers/6)
	f.wantNumbersWithoutGaps(t, kept)
}

// wantCountAndRows holds a list's count and its rows against a number.
func (f *fixture) wantCountAndRows(t *testing.T, list statuslist.List, want int) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		count, err := r.Count(list)
		if err != nil {
			return err
		}
		var batch statuslist.Batch
		err = r.Rows(list, statuslist.Window{Limit: 100_000}, &batch)
		if int(count) != want || len(batch.Rows) != want {
			t.Errorf("%+v counts %d and has %d rows, want %d", list, count, len(batch.Rows), want)
		}
		return err
	})
}

// wantNumbersWithoutGaps holds the customers' numbers against 1, 2, 3 …: a failed write takes none.
func (f *fixture) wantNumbersWithoutGaps(t *testing.T, count int) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		var batch statuslist.Batch
		err := r.Rows(statuslist.List{{AssignmentID: assignmentID}}, statuslist.Window{Limit: count + 1}, &batch)
		for i := range batch.Rows {
			if batch.Rows[i].Number != int64(i+1) {
				t.Errorf("customer %d has the number %d", i+1, batch.Rows[i].Number)
			}
		}
		return err
	})
}

func failureAloneLeavesNothing(t *testing.T, f *fixture) {
	before := f.moment(t)
	err := f.store.Write(t.Context(), f.account, func(w *store.Write) error {
		if _, err := w.PutCustomer(customer("1", "x")); err != nil {
			return err
		}
		if _, err := setuprows.CreateClient(w, &callflow.Client{ShortName: "Ny"}); err != nil {
			return err
		}
		return errRefused
	})
	if !errors.Is(err, errRefused) {
		t.Errorf("the write's own error is lost: %v", err)
	}
	if after := f.moment(t); after != before {
		t.Errorf("the moment went from %+v to %+v", before, after)
	}
	f.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID}}, 0)
}

func panicIsAnError(t *testing.T, f *fixture) {
	err := f.store.Write(t.Context(), f.account, func(w *store.Write) error {
		if _, err := w.PutCustomer(customer("1", "x")); err != nil {
			return err
		}
		panic("by the test")
	})
	if callflow.ErrorCode(err) != callflow.Internal {
		t.Errorf("a panic gave %v", err)
	}
	f.write(t, func(w *store.Write) error {
		_, err := w.PutCustomer(customer("2", "y"))
		return err
	})
	f.wantGapless(t, 1)
	f.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID}}, 1)
}

func logIsChained(t *testing.T, f *fixture) {
	states := f.states(t, campaignID)
	f.write(t, func(w *store.Write) error {
		for _, id := range []string{"1", "2"} {
			if _, err := w.PutCustomer(customer(id, "før")); err != nil { // seq 1 and 2
				return err
			}
		}
		for _, step := range []struct{ campaign, number, state int64 }{
			{campaignID, 1, states[0]}, {campaignID, 2, states[0]}, {secondID, 1, states[0] + 12}, {campaignID, 1, states[1]}, {campaignID, 2, states[2]},
		} {
			if err := put(w, step.campaign, step.number, step.state); err != nil { // 3 to 7
				return err
			}
		}
		_, err := w.PutCustomer(customer("1", "etter")) // 8 and 9: once in each of its campaigns
		return err
	})
	got := f.query(t, `SELECT seq, campaign_id, number, previous_seq, what, from_state, to_state FROM changes ORDER BY seq`, 7)
	second := states[0] + 12
	want := [][]int64{
		{1, 0, 1, 0, int64(callflow.CustomerSet), 0, 0},
		{2, 0, 2, 0, int64(callflow.CustomerSet), 0, 0},
		{3, campaignID, 1, 0, int64(callflow.Added), 0, states[0]},
		{4, campaignID, 2, 0, int64(callflow.Added), 0, states[0]},
		{5, secondID, 1, 0, int64(callflow.Added), 0, second},
		{6, campaignID, 1, 3, int64(callflow.Moved), states[0], states[1]},
		{7, campaignID, 2, 4, int64(callflow.Moved), states[0], states[2]},
		{8, campaignID, 1, 6, int64(callflow.CustomerSet), states[1], states[1]},
		{9, secondID, 1, 5, int64(callflow.CustomerSet), second, second},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the log is\n%v, want\n%v", got, want)
	}
}

func sameValuesChangeNothing(t *testing.T, f *fixture) {
	put := func(name string) (written store.Written) {
		f.write(t, func(w *store.Write) (err error) {
			written, err = w.PutCustomer(customer("1", name))
			return err
		})
		return written
	}
	for i, step := range []struct {
		name string
		want store.Written
		seq  int64
	}{{"a", store.Created, 1}, {"a", store.Unchanged, 1}, {"b", store.Updated, 2}, {"b", store.Unchanged, 2}, {"", store.Updated, 3}} {
		if got := put(step.name); got != step.want || f.moment(t).Seq != step.seq {
			t.Errorf("step %d: written %d and the clock at %d, want %d and %d", i, got, f.moment(t).Seq, step.want, step.seq)
		}
	}
}
