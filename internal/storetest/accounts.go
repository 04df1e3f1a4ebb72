package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/store/statuslist"
)

func accountsAreIsolated(t *testing.T, f *fixture) {
	other := f.addAccount(t, "other")
	state := f.states(t, campaignID)[0]
	for _, account := range []struct {
		id        int64
		customers []string
	}{{f.account, []string{"1", "2", "3"}}, {other, []string{"2", "9"}}} {
		f.writeTo(t, account.id, func(w *store.Write) error {
			for i, id := range account.customers {
				if _, err := w.PutCustomer(customer(id, "x")); err != nil {
					return err
				}
				if err := put(w, campaignID, int64(i+1), state); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for account, want := range map[int64][]string{f.account: {"1", "2", "3"}, other: {"2", "9"}} {
		seen := &fixture{dsn: f.dsn, store: f.store, account: account}
		seen.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID, CampaignID: campaignID}}, len(want))
		seen.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID}}, len(want))
		seen.wantGapless(t, 2*len(want))
		seen.wantIDs(t, want)
	}
	if err := f.store.Read(t.Context(), other, func(r *store.Snapshot) error {
		_, err := r.Customer(assignmentID, "3")
		if callflow.ErrorCode(err) != callflow.NotFound {
			t.Errorf("the other account reads customer 3: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// wantIDs holds the customers of campaign 998 against ids, in order.
func (f *fixture) wantIDs(t *testing.T, want []string) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		var batch statuslist.Batch
		err := r.Rows(statuslist.List{{AssignmentID: assignmentID, CampaignID: campaignID}}, statuslist.Window{Limit: 100}, &batch)
		var got []string
		for i := range batch.Rows {
			got = append(got, string(batch.Rows[i].CustomerID))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("campaign 998 has %v, want %v", got, want)
		}
		return err
	})
}

func setupIsSeenAtOnce(t *testing.T, f *fixture) {
	before := f.moment(t)
	f.write(t, func(w *store.Write) error {
		if _, err := setuprows.CreateState(w, campaignID, &callflow.State{Name: "Ny", Kind: callflow.KindHold}); err != nil {
			return err
		}
		setup, err := w.Setup()
		if err == nil && len(setup.States[campaignID]) != 13 {
			t.Errorf("the write itself sees %d states, want 13", len(setup.States[campaignID]))
		}
		return err
	})
	if after := f.moment(t); after.Setup <= before.Setup || after.Seq != before.Seq {
		t.Errorf("the moment went from %+v to %+v: the set-up's number alone must grow", before, after)
	}
	if states := f.states(t, campaignID); len(states) != 13 {
		t.Errorf("a read after it sees %d states, want 13", len(states))
	}
	// Another process sees it too: nothing is remembered beyond its number.
	second := &fixture{dsn: f.dsn, account: f.account}
	second.open(t)
	defer second.close(t)
	second.write(t, func(w *store.Write) error {
		_, err := setuprows.CreateState(w, campaignID, &callflow.State{Name: "Enda en", Kind: callflow.KindHold})
		return err
	})
	if states := f.states(t, campaignID); len(states) != 14 {
		t.Errorf("after another process's change there are %d states, want 14", len(states))
	}
}

func setupIsSeenInTheSameCommit(t *testing.T, f *fixture) {
	const writers = 60
	var before *store.Setup
	f.read(t, func(r *store.Snapshot) error {
		before = r.Setup()
		return nil
	})
	var mu sync.Mutex
	seen := []*store.Setup{before}
	errs := f.together(t, writers, func(i int, w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		for _, earlier := range seen {
			if setup.Same(earlier) && len(setup.Users) != len(earlier.Users) {
				t.Errorf("a set-up of %d users is said to be the same as one of %d", len(setup.Users), len(earlier.Users))
			}
		}
		seen = append(seen, setup)
		email := fmt.Sprintf("agent%d@example.com", i)
		if _, err := w.CreateUser(&callflow.User{Email: email, Name: email, Role: callflow.Agent, Active: true}); err != nil {
			return err
		}
		if i%7 == 3 {
			return errRefused
		}
		return nil
	})
	for i, err := range errs {
		if (err != nil) != (i%7 == 3) {
			t.Errorf("write %d: %v", i, err)
		}
	}
}

func snapshotStandsStill(t *testing.T, f *fixture) {
	state := f.states(t, campaignID)[0]
	list := statuslist.List{{AssignmentID: assignmentID, CampaignID: campaignID}}
	f.read(t, func(r *store.Snapshot) error {
		f.write(t, func(w *store.Write) error { return put(w, campaignID, 1, state) })
		count, err := r.Count(list)
		if count != 0 || r.Seq != 0 {
			t.Errorf("a snapshot counts %d at %d after a later write", count, r.Seq)
		}
		return err
	})
	f.wantCountAndRows(t, list, 1)
}

func newerSchemaIsRefused(t *testing.T, f *fixture) {
	f.close(t)
	database, err := connect.Open(t.Context(), f.dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = database.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec("UPDATE schema_version SET version = 9999")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := database.Close(); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(context.WithoutCancel(t.Context()), f.dsn)
	if err == nil {
		f.store = opened
		t.Fatal("a database of a newer callflow was opened")
	}
	text := callflow.ErrorText(err)
	if !strings.HasPrefix(text, "The database has schema 9999, and this callflow knows ") || !strings.HasSuffix(text, "Use the newer callflow that wrote it.") {
		t.Errorf("the refusal is %q", text)
	}
}

func openingAgainKeepsEverything(t *testing.T, f *fixture) {
	state := f.states(t, campaignID)[1]
	f.write(t, func(w *store.Write) error {
		if _, err := w.PutCustomer(customer("1", "Åse")); err != nil {
			return err
		}
		return put(w, campaignID, 1, state)
	})
	before := f.moment(t)
	f.close(t)
	f.open(t)
	if after := f.moment(t); after != before {
		t.Errorf("the moment was %+v and is %+v", before, after)
	}
	f.wantCountAndRows(t, statuslist.List{{AssignmentID: assignmentID, CampaignID: campaignID, States: []int64{state}}}, 1)
	f.wantIDs(t, []string{"1"})
	f.read(t, func(r *store.Snapshot) error {
		held, err := r.Customer(assignmentID, "1")
		if err == nil && held.Name != "Åse" {
			t.Errorf("the customer's name is %q", held.Name)
		}
		return err
	})
	f.write(t, func(w *store.Write) error {
		added := customer("2", "Ola")
		_, err := w.PutCustomer(added)
		if added.Number != 2 {
			t.Errorf("the next customer has the number %d, want 2", added.Number)
		}
		return err
	})
	f.wantGapless(t, 3)
}

func takenIDIsAConflict(t *testing.T, f *fixture) {
	before := f.moment(t)
	for sentence, write := range map[string]func(*store.Write) error{
		"a client's id": func(w *store.Write) error {
			_, err := setuprows.CreateClient(w, &callflow.Client{ID: 1, ShortName: "x"})
			return err
		},
		"a call state's name": func(w *store.Write) error {
			_, err := setuprows.CreateState(w, campaignID, &callflow.State{Name: "Ready", Kind: callflow.KindReady})
			return err
		},
		"a client that is not there": func(w *store.Write) error {
			_, err := setuprows.CreateAssignment(w, &callflow.Assignment{ClientID: 77, Name: "x"})
			return err
		},
	} {
		if err := f.store.Write(t.Context(), f.account, write); callflow.ErrorCode(err) != callflow.Conflict {
			t.Errorf("%s: %v, want a conflict", sentence, err)
		}
	}
	if _, err := f.store.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "UTC"}); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("an account's name: %v, want a conflict", err)
	}
	if after := f.moment(t); after != before {
		t.Errorf("the moment went from %+v to %+v", before, after)
	}
}

func missingIsNotFound(t *testing.T, f *fixture) {
	if _, err := f.store.Moment(t.Context(), 12345); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("an account's moment: %v", err)
	}
	if _, err := f.store.AccountNamed(t.Context(), "nobody"); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("an account's name: %v", err)
	}
	err := f.store.Write(t.Context(), 12345, func(*store.Write) error { return nil })
	if callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("a write to an account: %v", err)
	}
	err = f.store.Write(t.Context(), f.account, func(w *store.Write) error {
		_, err := w.PutCustomer(&callflow.Customer{AssignmentID: 7, CustomerID: "1"})
		return err
	})
	if callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("a customer of an assignment: %v", err)
	}
	err = f.store.Write(t.Context(), f.account, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		return w.Move(setup.Campaigns[campaignID], nil, &store.Move{CampaignID: campaignID, Number: 1, StateID: 1})
	})
	if callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("a move of nobody: %v", err)
	}
}

func accountsMadeAtOnce(t *testing.T, f *fixture) {
	const accounts = 8
	ids := make([]int64, accounts)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			var err error
			ids[i], err = f.store.CreateAccount(t.Context(), callflow.Account{Name: fmt.Sprint("account-", i), TimeZone: "UTC", Generation: 2019})
			if err != nil {
				t.Errorf("account %d: %v", i, err)
			}
		})
	}
	all.Wait()
	slices.Sort(ids)
	if len(slices.Compact(ids)) != accounts {
		t.Errorf("the ids are %v", ids)
	}
}
