package store_test

import (
	"slices"
	"testing"
	"time"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// commitWithin is the time of a commit below, in which no other write comes near it.
const commitWithin = 300 * time.Millisecond

func TestAWriteThatTakesTooLongFailsAlone(t *testing.T) {
	t.Parallel()
	s, account := newLongAccount(t)
	add := func(name string) func(*store.Write) error {
		return func(w *store.Write) error {
			_, err := setuprows.CreateClient(w, &callflow.Client{ShortName: name})
			return err
		}
	}
	addAndCount := func(w *store.Write) error {
		if err := add("Sen")(w); err != nil {
			return err
		}
		return store.CountLong(w)
	}
	errs := store.CommitTogether(s, commitWithin, account, add("Askild"), addAndCount, add("Borghild"))
	if errs[0] != nil || errs[2] != nil {
		t.Errorf("beside a write that takes too long, the others say %v and %v", errs[0], errs[2])
	}
	if callflow.ErrorCode(errs[1]) != callflow.Unavailable {
		t.Errorf("the write that takes too long says %v", errs[1])
	}
	if got := clientsOf(t, s, account); !slices.Equal(got, []string{"Askild", "Borghild"}) {
		t.Errorf("there are the clients %q", got)
	}
}

func TestADatabaseThatTakesTooLongForAllHoldsNobodyUpForEver(t *testing.T) {
	t.Parallel()
	s, account := newLongAccount(t)
	begun := 0
	tooLong := func(w *store.Write) error {
		begun++
		return store.CountLong(w)
	}
	const waiting, mostBegun = 50, 3 // one in the commit that they share, and each of those behind takes the whole time of another
	for i, err := range store.CommitTogether(s, commitWithin, account, slices.Repeat([]func(*store.Write) error{tooLong}, waiting)...) {
		if callflow.ErrorCode(err) != callflow.Unavailable {
			t.Errorf("write %d says %v", i, err)
		}
	}
	if begun > mostBegun {
		t.Errorf("%d writes were begun that take too long, want %d at most", begun, mostBegun)
	}
}

func newLongAccount(t *testing.T) (s *store.Store, account int64) {
	t.Helper()
	s = testkit.NewStore(t)
	account, err := s.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "Europe/Oslo"})
	if err != nil {
		t.Fatal(err)
	}
	return s, account
}

func clientsOf(t *testing.T, s *store.Store, account int64) (names []string) {
	t.Helper()
	err := s.Read(t.Context(), account, func(r *store.Snapshot) error {
		for _, client := range r.Setup().Clients {
			names = append(names, client.ShortName)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}
