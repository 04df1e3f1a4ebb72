package demo_test

import (
	"context"
	"testing"

	"callflow"
	"callflow/internal/demo"
)

func TestTheDemoUserSignsInAsAdmin(t *testing.T) {
	t.Parallel()
	m := fill(t, 1)
	byToken, err := m.app.WithToken(t.Context(), m.credentials.Token, "")
	if err != nil {
		t.Fatal(err)
	}
	byPassword, err := m.app.WithPassword(t.Context(), m.credentials.Email, m.credentials.Password, "")
	if err != nil {
		t.Fatal(err)
	}
	if byToken.User.ID != byPassword.User.ID || byToken.User.Role != callflow.Admin || byToken.User.Name != "admin" || byToken.User.External() {
		t.Errorf("signed in as %+v", byToken.User)
	}
}

func TestNobodySignsInBeforeACredentialIsMade(t *testing.T) {
	t.Parallel()
	m := empty(t)
	if _, err := demo.Fill(t.Context(), m.store, m.app, demo.Options{Customers: 1, Now: now}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.app.WithPassword(t.Context(), demo.Email, "", ""); callflow.ErrorCode(err) != callflow.Unauthenticated {
		t.Errorf("an empty password got %v", err)
	}
}

func TestSigningInAgainEndsTheOldCredentialsAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	m := fill(t, 30)
	before := m.pages(t)
	own, err := m.app.CreateToken(t.Context(), m.result.AccountID, 1, "my script")
	if err != nil {
		t.Fatal(err)
	}
	old := m.credentials
	if m.credentials, err = demo.SignIn(t.Context(), m.app); err != nil {
		t.Fatal(err)
	}
	if m.credentials.Password == old.Password || m.credentials.Token == old.Token || m.credentials.Email != old.Email {
		t.Error("the credentials are not new ones of the same user")
	}
	if _, err := m.app.WithToken(t.Context(), old.Token, ""); callflow.ErrorCode(err) != callflow.Unauthenticated {
		t.Errorf("the old token got %v", err)
	}
	if _, err := m.app.WithPassword(t.Context(), old.Email, old.Password, ""); callflow.ErrorCode(err) != callflow.Unauthenticated {
		t.Errorf("the old password got %v", err)
	}
	if _, err := m.app.WithToken(t.Context(), own, ""); err != nil {
		t.Errorf("a token with another label got %v", err)
	}
	if string(m.pages(t)[0]) != string(before[0]) {
		t.Error("the data changed")
	}
}

func TestAnEarlierDemoIsFound(t *testing.T) {
	t.Parallel()
	m := fill(t, 77)
	if got, err := demo.Find(t.Context(), m.store, m.app); err != nil || got != m.result {
		t.Errorf("got %+v, %v; want %+v", got, err, m.result)
	}
}

func TestADatabaseWithoutADemoHasNoneToFind(t *testing.T) {
	t.Parallel()
	m := empty(t)
	if _, err := demo.Find(t.Context(), m.store, m.app); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}

func TestADemoThatWasBrokenOffIsNotTakenForAWholeOne(t *testing.T) {
	t.Parallel()
	m := empty(t)
	ctx, stop := context.WithCancel(t.Context())
	_, err := demo.Fill(ctx, m.store, m.app, demo.Options{Customers: 2500, Now: now, Progress: func(int, int) { stop() }})
	if err == nil {
		t.Fatal("the demo was made although it was given up")
	}
	if _, err := demo.Find(t.Context(), m.store, m.app); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("finding it got %v, want a conflict", err)
	}
	if _, err := demo.SignIn(t.Context(), m.app); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("signing in got %v, want a conflict", err)
	}
}
