package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// told is a list as it was read at a moment: its rows with everything that they show.
type told struct {
	seq  int64
	list statuslist.List
	rows []string
	at   []callflow.Position
}

// source is what lists are read from: a snapshot, an earlier moment, the changes since one.
type source interface {
	Count(list statuslist.List) (int64, error)
	Rows(list statuslist.List, window statuslist.Window, batch *statuslist.Batch) error
	Locate(list statuslist.List, offset int64) (part int, number int64, ok bool, err error)
}

func pastIsTold(t *testing.T, f *fixture) {
	const customers = 700
	f.write(t, func(w *store.Write) error { return addCustomers(w, customers) })
	f.repeat(t, 3, func(t *testing.T, random *rand.Rand) {
		var moments []told
		for range 12 {
			f.write(t, func(w *store.Write) error { return randomChanges(w, random, customers) })
			moments = append(moments, f.tell(t, random)...)
		}
		for _, then := range moments {
			f.wantPast(t, random, then)
			f.wantChanged(t, then)
		}
	})
}

func addCustomers(w *store.Write, count int) error {
	for i := range count {
		if _, err := w.PutCustomer(customer(fmt.Sprint("c", i+1), "først")); err != nil {
			return err
		}
	}
	return nil
}

// randomChanges adds, moves, removes and edits: whatever is written to the log.
func randomChanges(w *store.Write, random *rand.Rand, customers int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	for range 1 + random.IntN(150) {
		campaign := setup.Campaigns[[]int64{campaignID, secondID}[random.IntN(2)]]
		number := 1 + random.Int64N(customers)
		switch random.IntN(8) {
		case 0:
			err = remove(w, campaign, number)
		case 1:
			_, err = w.PutCustomer(customer(fmt.Sprint("c", number), fmt.Sprint("navn ", random.IntN(1000))))
		default:
			states := setup.States[campaign.ID]
			err = put(w, campaign.ID, number, states[random.IntN(3)].ID)
		}
		if err != nil {
			return err
		}
		w.Now += random.Int64N(3) // times tie
	}
	return nil
}

func remove(w *store.Write, campaign *callflow.Campaign, number int64) error {
	row, err := w.Row(campaign.ID, number)
	if err != nil {
		if callflow.ErrorCode(err) == callflow.NotFound {
			return nil
		}
		return err
	}
	return w.RemoveFromCampaign(row, campaign, callflow.Status{User: "x"})
}

// tell reads a few lists as they stand.
func (f *fixture) tell(t *testing.T, random *rand.Rand) []told {
	t.Helper()
	var moments []told
	for range 3 {
		list := model{}.randomList(t, f, random)
		f.read(t, func(r *store.Snapshot) error {
			rows, at, err := tellRows(r, list, statuslist.Window{Limit: 10_000})
			moments = append(moments, told{r.Seq, list, rows, at})
			return err
		})
	}
	return moments
}

func tellRows(from source, list statuslist.List, window statuslist.Window) (rows []string, at []callflow.Position, err error) {
	var batch statuslist.Batch
	err = from.Rows(list, window, &batch)
	for i := range batch.Rows {
		row := &batch.Rows[i]
		rows = append(rows, fmt.Sprintf("%d/%d %s state %d seq %d attempts %d changed %d due %d %q %q", row.CampaignID, row.Number, row.CustomerID,
			row.StateID, row.Seq, row.Attempts, row.ChangedAt, row.DueAt, row.Status, row.Card))
		at = append(at, callflow.Position{CampaignID: row.CampaignID, Number: row.Number})
	}
	return rows, at, err
}

// wantPast holds an earlier moment, as it is told now, against what was read then.
func (f *fixture) wantPast(t *testing.T, random *rand.Rand, then told) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		past := r.At(then.seq)
		count, err := past.Count(then.list)
		if int(count) != len(then.rows) {
			t.Errorf("at %d of %d the list counts %d, and counted %d", then.seq, r.Seq, count, len(then.rows))
		}
		rows, _, rowsError := tellRows(past, then.list, statuslist.Window{Limit: 10_000})
		if !slices.Equal(rows, then.rows) {
			t.Errorf("at %d of %d the list %+v has\n%s\nand had\n%s", then.seq, r.Seq, then.list, strings.Join(rows, "\n"), strings.Join(then.rows, "\n"))
		}
		if len(then.rows) == 0 {
			return errors.Join(err, rowsError)
		}
		offset := random.IntN(len(then.rows))
		part, number, ok, locateError := past.Locate(then.list, int64(offset))
		if !ok || (callflow.Position{CampaignID: then.list[part].CampaignID, Number: number}) != then.at[offset] {
			t.Errorf("at %d the row at %d is part %d number %d, and was %+v", then.seq, offset, part, number, then.at[offset])
		}
		for _, w := range []statuslist.Window{{Start: &then.at[offset], Limit: 7}, {Start: &then.at[offset], Limit: 7, Backward: true}} {
			_, at, err := tellRows(past, then.list, w)
			if err != nil || !slices.Equal(at, window(then.at, w)) {
				t.Errorf("at %d the window %+v has %v, and had %v: %v", then.seq, w, at, window(then.at, w), err)
			}
		}
		return errors.Join(err, rowsError, locateError)
	})
}

// wantChanged lays what changed since a moment over the list as it was then: that is the list as it is now.
func (f *fixture) wantChanged(t *testing.T, then told) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		now, _, err := tellRows(r, then.list, statuslist.Window{Limit: 10_000})
		held := map[callflow.Position]string{}
		for i := range then.rows {
			held[then.at[i]] = then.rows[i]
		}
		changed := r.ChangedAfter(then.seq)
		rows, places, changedError := tellRows(changed, then.list, statuslist.Window{Limit: 10_000})
		for i := range rows {
			held[places[i]] = rows[i]
		}
		_, removed, removedError := changed.Removed(then.list, then.seq, r.Seq)
		for _, place := range removed {
			delete(held, place)
		}
		count, countError := changed.Count(then.list)
		if int(count) != len(rows) {
			t.Errorf("since %d %d rows changed, and %d are counted", then.seq, len(rows), count)
		}
		var merged []string
		for _, place := range slices.SortedFunc(maps.Keys(held), comparePositions) {
			merged = append(merged, held[place])
		}
		f.wantWalked(t, r, then, removed)
		if !slices.Equal(merged, now) {
			t.Errorf("since %d: with the changes laid over it the list has\n%s\nand has now\n%s", then.seq, strings.Join(merged, "\n"), strings.Join(now, "\n"))
		}
		return errors.Join(err, changedError, removedError, countError)
	})
}

// wantWalked goes through what changed since a moment in small windows, forward and backward: together they show what one large window does.
func (f *fixture) wantWalked(t *testing.T, r *store.Snapshot, then told, removed []callflow.Position) {
	t.Helper()
	var whole, window statuslist.Batch
	changed := r.ChangedAfter(then.seq)
	if err := changed.Rows(then.list, statuslist.Window{Limit: 10_000}, &whole); err != nil {
		t.Error(err)
		return
	}
	const few = 7
	var forward, backward []int64
	var parted []callflow.Position
	for w := (statuslist.Window{Limit: few}); len(forward) < len(whole.Rows); w.Start = positionAt(forward[len(forward)-1]) {
		if err := changed.Rows(then.list, w, &window); err != nil || len(window.Rows) == 0 {
			t.Errorf("since %d: the window after %d of %d rows has %d: %v", then.seq, len(forward), len(whole.Rows), len(window.Rows), err)
			return
		}
		from := changed.Before(window.Rows[0].Seq)
		forward = append(forward, seqsOf(window.Rows)...)
		_, some, err := changed.Removed(then.list, from, forward[len(forward)-1])
		if err != nil {
			t.Error(err)
		}
		parted = append(parted, some...)
	}
	for w := (statuslist.Window{Limit: few, Backward: true}); len(backward) < len(whole.Rows); w.Start = positionAt(backward[0]) {
		if err := changed.Rows(then.list, w, &window); err != nil || len(window.Rows) == 0 {
			t.Errorf("since %d: the window before %d of %d rows has %d: %v", then.seq, len(backward), len(whole.Rows), len(window.Rows), err)
			return
		}
		backward = append(seqsOf(window.Rows), backward...)
	}
	if want := seqsOf(whole.Rows); !slices.Equal(forward, want) || !slices.Equal(backward, want) {
		t.Errorf("since %d the rows changed at %v; in small windows forward %v and backward %v", then.seq, want, forward, backward)
	}
	if !slices.Equal(parted, removed[:len(parted)]) { // what was removed behind the last row is on no window
		t.Errorf("since %d %v were removed, and in small windows %v", then.seq, removed, parted)
	}
}

func positionAt(seq int64) *callflow.Position { return &callflow.Position{Number: seq} }

func seqsOf(rows []callflow.StatusRow) []int64 {
	seqs := make([]int64, len(rows))
	for i := range rows {
		seqs[i] = rows[i].Seq
	}
	return seqs
}

func comparePositions(a, b callflow.Position) int {
	return cmp.Or(cmp.Compare(a.CampaignID, b.CampaignID), cmp.Compare(a.Number, b.Number))
}
