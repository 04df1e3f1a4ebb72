package auth_test

import (
	"sync/atomic"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestARefusedSignInCostsTheSameForEveryEMail(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	both := callflow.User{Email: "begge@example.com", Name: "Begge", Role: callflow.Agent, Active: true, PasswordHash: "none"}
	for _, account := range []*testkit.Account{s.Acme, s.Other} {
		if err := account.Write(t, func(w *store.Write) error { user := both; _, err := w.CreateUser(&user); return err }); err != nil {
			t.Fatal(err)
		}
	}
	var hashes atomic.Int64
	s.App.CountHashes(&hashes)
	for known, email := range map[string]string{"two accounts": both.Email, "one": s.Acme.Email("agent"), "none": "ingen@example.com"} {
		before := hashes.Load()
		_, err := s.App.WithPassword(t.Context(), email, "feil passord", "")
		if cost := hashes.Load() - before; callflow.ErrorCode(err) != callflow.Unauthenticated || cost != 2 {
			t.Errorf("an e-mail that %s know costs %d hashes, %v", known, cost, err)
		}
	}
	for _, email := range []string{s.Acme.Email("agent"), "ingen@example.com"} { // where the host names the account
		before := hashes.Load()
		_, err := s.App.WithPassword(t.Context(), email, "feil passord", "acme")
		if cost := hashes.Load() - before; callflow.ErrorCode(err) != callflow.Unauthenticated || cost != 1 {
			t.Errorf("%s costs %d hashes in one account, %v", email, cost, err)
		}
	}
}
