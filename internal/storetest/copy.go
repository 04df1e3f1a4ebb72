package storetest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/accountcopy"
	"callflow/internal/store/importlog"
	"callflow/internal/store/joblog"
	"callflow/internal/store/pairing"
	"callflow/internal/store/remembered"
	"callflow/internal/store/setuprows"
)

// RunCopy holds copies from one kind of database into another against what is promised of them. Each function
// gives the name of a new database.
func RunCopy(t *testing.T, from, to func(testing.TB) string) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *copyFixture){
		"EveryValueIsCopied":                           everyValueIsCopied,
		"AWithdrawnOutcomeIsCopied":                    withdrawnOutcomeIsCopied,
		"ACopyMakesItsOwnSearchIndex":                  copyIsSearched,
		"AnInterruptedCopyAnswersNothingAndIsEnded":    interruptedCopyIsEnded,
		"APartOfAnEarlierMomentIsStartedOver":          earlierPartIsStartedOver,
		"AnUntouchedCopyOfAnEarlierMomentIsRenewed":    untouchedCopyIsRenewed,
		"WhatWasWrittenInTheTargetStays":               writtenTargetStays,
		"ALaterCopyStays":                              laterCopyStays,
		"AnAccountOfThatNameOrIDStays":                 strangersStay,
		"AClaimOfTheMeantimeIsCopied":                  laterClaimIsCopied,
		"APartThatWasDamagedIsNeverPutIntoUse":         damagedPartIsNotUsed,
		"ACopyThatWasOvertakenWritesNoMore":            overtakenCopyStops,
		"WhatIsWrittenMeanwhileIsNotInTheCopy":         copyIsOneMoment,
		"ASourceThatDiffersFromItsLogIsTold":           damagedSourceIsTold,
		"OneDatabaseIsNotTwo":                          oneDatabaseIsNotTwo,
		"AnAccountThatIsNotInTheSourceIsNotFound":      unknownAccountIsNotFound,
		"AnIDIsNotGivenAgainWhileItsAccountIsCopied":   idIsKept,
		"TextsThatPostgreSQLCannotStoreAreToldByPlace": unfitTextIsTold,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &copyFixture{source: newFixture(t, from(t)), target: &fixture{dsn: to(t)}}
			f.target.open(t)
			t.Cleanup(func() { f.target.close(t) })
			test(t, f)
		})
	}
}

// copyFixture is an account that has something in every table, and a database without any.
type copyFixture struct{ source, target *fixture }

// manyCustomers are more than are written in one part, and than are read between two words of progress.
const manyCustomers = 6000

// fill leaves no table of the account empty.
func (f *copyFixture) fill(t *testing.T) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	f.source.write(t, func(w *store.Write) error { return workAtRandom(w, random) })
	f.source.write(t, setUpTheRest)
	f.source.write(t, func(w *store.Write) error {
		for i := range manyCustomers {
			if _, err := w.PutCustomer(customer(fmt.Sprint("m", i), "Åse")); err != nil {
				return err
			}
		}
		return nil
	})
	f.source.write(t, func(w *store.Write) error { // with its clock put back
		w.Now -= (2 * time.Hour).Milliseconds()
		_, err := w.PutCustomer(customer("earlier", "Åse"))
		return err
	})
	f.source.write(t, func(w *store.Write) error { return w.RenewEpoch(1) })
	for table, rows := range dump(t, f.source.dsn, f.source.account) {
		if len(rows) == 0 {
			t.Fatalf("the table %s is empty: copying it is not tested", table)
		}
	}
}

func setUpTheRest(w *store.Write) error {
	for _, user := range []callflow.User{
		{Email: "ola@acme.example", Name: "Ola", Role: callflow.Admin, Active: true},
		{Email: "kari@acme.example", Name: "Kari", Role: callflow.Reader, ClientID: 1},
	} {
		id, err := w.CreateUser(&user)
		if err != nil {
			return err
		}
		if _, err := w.CreateToken(&callflow.Token{UserID: id, Label: "x", Hash: []byte(user.Email)}); err != nil {
			return err
		}
	}
	for _, key := range []string{"Gone", "Gatenavn"} {
		id, err := setuprows.CreateField(w, assignmentID, &callflow.Field{Key: key, Type: callflow.Choice, Choices: []string{"Helg", ""}})
		if err != nil {
			return err
		}
		if key == "Gone" {
			if err := setuprows.DeleteField(w, assignmentID, id); err != nil {
				return err
			}
		}
	}
	if _, err := setuprows.CreateProduct(w, campaignID, &callflow.Product{Code: "p", Title: "Avis"}); err != nil {
		return err
	}
	kept := &remembered.Request{UserID: 1, Key: "nøkkel", Request: []byte{0, 255}, Answer: []byte{}}
	if err := importlog.KeepMapping(w, assignmentID, map[string]string{"Gate": "crm__custom_info__78"}); err != nil {
		return err
	}
	id, err := importlog.Create(w, &importlog.Job{AssignmentID: assignmentID, Status: "done", FileName: "kunder.csv", Columns: "[]", Result: "{}"})
	if err != nil {
		return err
	}
	if err := importlog.KeepRows(w, id, []importlog.Row{{Line: 2, Number: 1, Seq: 1, Card: []byte{1}}, {Line: 3, Number: 2}}); err != nil {
		return err
	}
	job := &joblog.Job{Kind: "undo import", Subject: id, Holder: "another", HeldUntil: w.Now, State: "{}", Stopped: "nei"}
	if err := joblog.Put(w, job); err != nil {
		return err
	}
	if err := importlog.KeepRejections(w, id, []importlog.Rejection{{Place: 1, Line: 4, Reason: "nei", Cells: "[]"}}); err != nil {
		return err
	}
	if err := pairing.PutMirror(w, &pairing.Mirror{URL: "https://acme.example/api/v1"}); err != nil {
		return err
	}
	if err := remembered.CreateSession(w, &remembered.SignedIn{Hash: []byte{0, 1}, UserID: 1}); err != nil {
		return err
	}
	if err := w.Audit(store.AuditEntry{User: "Ola", Action: "created", Noun: "campaign", NounID: 998}); err != nil {
		return err
	}
	if err := pairing.PutCampaign(w, campaignID, pairing.Campaign{Token: "7", Seq: 7, Paired: true, Names: `{}`}); err != nil {
		return err
	}
	if err := pairing.PutPairs(w, assignmentID, []pairing.Pair{{Theirs: 3, Number: 1, Told: 7, Asked: pairing.NotAsked}}); err != nil {
		return err
	}
	return remembered.KeepAnswer(w, kept, 0)
}

func (f *copyFixture) copy(t *testing.T) (accountcopy.Copied, error) {
	t.Helper()
	return accountcopy.Make(t.Context(), f.source.store, f.target.store, accountcopy.Request{Account: "acme"})
}

// wantCopy copies, and finds everything in the target afterwards.
func (f *copyFixture) wantCopy(t *testing.T) accountcopy.Copied {
	t.Helper()
	copied, err := f.copy(t)
	if err != nil {
		t.Fatal(err)
	}
	f.wantEqual(t, dump(t, f.source.dsn, f.source.account))
	if copied.Differences != 0 || copied.Changes != f.source.moment(t).Seq {
		t.Errorf("the verification went through %+v", copied.Verified)
	}
	return copied
}

func (f *copyFixture) wantEqual(t *testing.T, want map[string][]string) {
	t.Helper()
	got := dump(t, f.target.dsn, f.source.account)
	for _, table := range slices.Sorted(maps.Keys(want)) {
		if slices.Equal(want[table], got[table]) {
			continue
		}
		t.Errorf("%s has %d rows in the source and %d in the target", table, len(want[table]), len(got[table]))
		for i := range want[table] {
			if i < len(got[table]) && want[table][i] != got[table][i] {
				t.Fatalf("the first that differs:\n%s\n%s", want[table][i], got[table][i])
			}
		}
	}
}

// interrupt copies a part, then gives up.
func (f *copyFixture) interrupt(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := accountcopy.Make(ctx, f.source.store, f.target.store, accountcopy.Request{Account: "acme", Progress: func(done, _ int64) {
		if done > 2*4096 {
			stop()
		}
	}})
	if callflow.ErrorCode(err) != callflow.Unavailable || !strings.Contains(callflow.ErrorText(err), "Run the same command again") {
		t.Fatalf("interrupted, the copy says %v", err)
	}
	if len(dump(t, f.target.dsn, f.source.account)["customers"]) == 0 {
		t.Fatal("nothing was copied before the interruption")
	}
}

func (f *copyFixture) wantRefused(t *testing.T, err error, message string) {
	t.Helper()
	if text := callflow.ErrorText(err); !strings.Contains(text, message) || callflow.ErrorCode(err) == callflow.Internal || err == nil {
		t.Errorf("the copy says %q (%v), want %q", text, err, message)
	}
}

// change is what happens in an account between two copies.
func change(w *store.Write) error {
	_, err := w.PutCustomer(customer("later", "Kåre"))
	return err
}

func (f *copyFixture) damage(t *testing.T, of *fixture, sql string) {
	t.Helper()
	raw(t, of.dsn, func(tx db.Tx, _ string) error {
		changed, err := tx.Exec(sql, f.source.account)
		if err == nil && changed == 0 {
			err = fmt.Errorf("nothing was changed by %s", sql)
		}
		return err
	})
}
