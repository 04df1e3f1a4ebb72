package storetest

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/accountcopy"
	"callflow/internal/store/handout"
	"callflow/internal/store/setuprows"
)

func everyValueIsCopied(t *testing.T, f *copyFixture) {
	f.fill(t)
	all := int64(0)
	for _, rows := range dump(t, f.source.dsn, f.source.account) {
		all += int64(len(rows))
	}
	if copied := f.wantCopy(t); copied.Copied != all || copied.Found != 0 || copied.Already || copied.StartedOver {
		t.Errorf("the first copy of %d rows says %+v", all, copied)
	}
	if copied := f.wantCopy(t); copied.Copied != 0 || !copied.Already {
		t.Errorf("the second copy says %+v", copied)
	}
	f.target.account = f.source.account
	f.target.write(t, change)
	f.target.wantGapless(t, int(f.source.moment(t).Seq)+1)
}

func interruptedCopyIsEnded(t *testing.T, f *copyFixture) {
	f.fill(t)
	source, target := verbs(t, f.source), verbs(t, f.target)
	token, err := source.CreateToken(t.Context(), f.source.account, 1, "key")
	if err != nil {
		t.Fatal(err)
	}
	f.interrupt(t)
	if _, err := target.WithToken(t.Context(), token, ""); callflow.ErrorCode(err) != callflow.Unauthenticated {
		t.Errorf("a token of an account of which a part is there: %v", err)
	}
	if _, err := target.Account(t.Context(), "acme"); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("an account of which a part is there: %v", err)
	}
	if err := f.target.store.Write(t.Context(), f.source.account, change); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("a write to an account of which a part is there: %v", err)
	}
	ids, err := f.target.store.AccountsOfEmail(t.Context(), "ola@acme.example")
	if err != nil || len(ids) > 0 {
		t.Errorf("the accounts of an e-mail are %v (%v)", ids, err)
	}
	if copied := f.wantCopy(t); copied.Found == 0 || copied.Copied == 0 || copied.StartedOver {
		t.Errorf("the second copy says %+v", copied)
	}
	if _, err := target.WithToken(t.Context(), token, ""); err != nil {
		t.Errorf("a token of the copy: %v", err)
	}
}

func verbs(t *testing.T, f *fixture) *app.App {
	t.Helper()
	verbs, err := app.New(f.store, nil)
	if err != nil {
		t.Fatal(err)
	}
	return verbs
}

func earlierPartIsStartedOver(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.interrupt(t)
	f.source.write(t, change)
	if copied := f.wantCopy(t); copied.Found != 0 || !copied.StartedOver {
		t.Errorf("the second copy says %+v", copied)
	}
}

func untouchedCopyIsRenewed(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.wantCopy(t)
	f.source.write(t, change)
	if copied := f.wantCopy(t); copied.Found != 0 || !copied.StartedOver {
		t.Errorf("the second copy says %+v", copied)
	}
}

func writtenTargetStays(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.wantCopy(t)
	f.target.writeTo(t, f.source.account, change)
	held := dump(t, f.target.dsn, f.source.account)
	_, err := f.copy(t)
	f.wantRefused(t, err, `The target has the account "acme", and it is no untouched copy`)
	f.source.write(t, change) // both clocks say the same again, but the target began an epoch of its own
	_, err = f.copy(t)
	f.wantRefused(t, err, `The target has the account "acme", and it is no untouched copy`)
	f.source.write(t, change)
	f.source.write(t, func(w *store.Write) error {
		_, err := w.PutCustomer(customer("latest", "Kåre"))
		return err
	})
	_, err = f.copy(t)
	f.wantRefused(t, err, `The target has the account "acme", and it is no untouched copy`)
	f.wantEqual(t, held)
}

func laterCopyStays(t *testing.T, f *copyFixture) {
	earlier := &copyFixture{source: f.source, target: &fixture{dsn: t.TempDir() + "/earlier.db"}}
	earlier.target.open(t)
	t.Cleanup(func() { earlier.target.close(t) })
	earlier.wantCopy(t)
	f.source.write(t, change)
	f.wantCopy(t)
	held := dump(t, f.target.dsn, f.source.account)
	_, err := accountcopy.Make(t.Context(), earlier.target.store, f.target.store, accountcopy.Request{Account: "acme"})
	f.wantRefused(t, err, "later than the source")
	f.wantEqual(t, held)
}

func strangersStay(t *testing.T, f *copyFixture) {
	f.target.addAccount(t, "stranger")
	_, err := f.copy(t)
	f.wantRefused(t, err, `The target has another account, "stranger", with the id of "acme", 1.`)
	f.target.addAccount(t, "acme")
	_, err = f.copy(t)
	f.wantRefused(t, err, `The target has another account of the name "acme".`)
	names, err := f.target.store.AccountNames(t.Context())
	if err != nil || strings.Join(names, " ") != "acme stranger" {
		t.Errorf("the target's accounts are %v (%v)", names, err)
	}
}

func laterClaimIsCopied(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.wantCopy(t) // the claims come last
	for _, table := range []string{"account_names", "account_emails", "tokens", "users", "custom_fields", "products", "outcomes", "call_states",
		"campaigns", "assignments", "clients", "epochs", "accounts"} {
		f.damage(t, f.target, "DELETE FROM "+table+" WHERE account_id = $1") // as if it had been killed before its end
	}
	before := f.source.moment(t)
	f.source.write(t, func(w *store.Write) error {
		return handout.SetClaim(w, campaignID, 1, handout.Claim{UserID: 2, Until: w.Now})
	})
	if f.source.moment(t) != before {
		t.Fatal("a claim moved the clock")
	}
	if copied := f.wantCopy(t); copied.Found == 0 || copied.StartedOver {
		t.Errorf("the second copy says %+v", copied)
	}
}

func damagedPartIsNotUsed(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.interrupt(t)
	f.damage(t, f.target, "UPDATE customers SET seq = seq + 1 WHERE account_id = $1 AND number = 17")
	_, err := f.copy(t)
	f.wantRefused(t, err, `The copy of the account "acme" is not equal, and was not put into use: customers.seq.`)
	if _, err := f.target.store.AccountNamed(t.Context(), "acme"); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("the account is there: %v", err)
	}
	if copied := f.wantCopy(t); !copied.StartedOver {
		t.Errorf("the next copy says %+v", copied)
	}
}

func overtakenCopyStops(t *testing.T, f *copyFixture) {
	f.fill(t)
	overtaken := false
	_, err := accountcopy.Make(t.Context(), f.source.store, f.target.store, accountcopy.Request{Account: "acme", Progress: func(done, _ int64) {
		if done > 2*4096 && !overtaken {
			overtaken = true
			f.wantCopy(t)
		}
	}})
	f.wantRefused(t, err, "Another copy of the account")
	f.wantEqual(t, dump(t, f.source.dsn, f.source.account))
}

func copyIsOneMoment(t *testing.T, f *copyFixture) {
	f.fill(t)
	before, changed := dump(t, f.source.dsn, f.source.account), false
	_, err := accountcopy.Make(t.Context(), f.source.store, f.target.store, accountcopy.Request{Account: "acme", Progress: func(int64, int64) {
		if !changed {
			changed = true
			f.source.write(t, change)
		}
	}})
	if err != nil || !changed {
		t.Fatalf("the copy says %v; the source was written: %t", err, changed)
	}
	f.wantEqual(t, before)
}

func damagedSourceIsTold(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.damage(t, f.source, "UPDATE counts SET n = n + 1 WHERE account_id = $1 AND list_id = -239 AND level = 0")
	_, err := f.copy(t)
	f.wantRefused(t, err, `equal to the source, but differs from its log. Differences: 1. The first: assignment 239: the count of all states is`)
	f.wantEqual(t, dump(t, f.source.dsn, f.source.account))
}

func oneDatabaseIsNotTwo(t *testing.T, f *copyFixture) {
	if err := accountcopy.Distinct(t.Context(), f.source.store, f.target.store); err != nil {
		t.Errorf("two databases: %v", err)
	}
	again := &fixture{dsn: f.source.dsn}
	again.open(t)
	defer again.close(t)
	f.wantRefused(t, accountcopy.Distinct(t.Context(), f.source.store, again.store), "Source and target are the same database.")
}

func unknownAccountIsNotFound(t *testing.T, f *copyFixture) {
	_, err := accountcopy.Make(t.Context(), f.source.store, f.target.store, accountcopy.Request{Account: "nobody"})
	if callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("the copy of nobody says %v", err)
	}
}

func idIsKept(t *testing.T, f *copyFixture) {
	f.fill(t)
	f.interrupt(t)
	if id := f.target.addAccount(t, "newcomer"); id == f.source.account {
		t.Errorf("a new account got the id %d, of which a copy has begun", id)
	}
	f.wantCopy(t)
}

func unfitTextIsTold(t *testing.T, f *copyFixture) {
	if strings.Contains(f.source.dsn, "://") {
		t.Skip("only SQLite can store such a text")
	}
	for name, broken := range map[string]string{"U+0000": "Ås\x00e", "no UTF-8": "\xc5s"} {
		f.source.write(t, func(w *store.Write) error {
			return setuprows.UpdateClient(w, &callflow.Client{ID: 1, ShortName: broken, FullName: name})
		})
		if !strings.Contains(f.target.dsn, "://") {
			f.wantCopy(t)
			continue
		}
		_, err := f.copy(t)
		f.wantRefused(t, err, `: table clients, id 1, column short_name.`)
	}
}

// copyIsSearched has the target make its index twice: of a copy, and of the later one that replaced it.
func copyIsSearched(t *testing.T, f *copyFixture) {
	find := func(want ...string) {
		t.Helper()
		f.target.account = f.source.account
		f.target.index(t)
		f.target.wantFound(t, "bjorr", want...)
	}
	f.source.fillSearched(t)
	f.source.index(t)
	f.wantCopy(t)
	find("K-1")
	f.source.write(t, func(w *store.Write) error {
		if _, err := w.PutCustomer(customer("K-1", "Ragna")); err != nil {
			return err
		}
		return putInto(w, customer("K-9", "Bjørr"))
	})
	f.wantCopy(t)
	find("K-9")
}
