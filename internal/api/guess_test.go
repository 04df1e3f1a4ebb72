package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"callflow/internal/testkit"
)

func TestWhoeverSignedInAMomentAgoIsNotGuessedEither(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	right := basic(s.Acme.Email("reader"), testkit.Password)
	wantStatus(t, askAs(t, s, right), http.StatusOK) // the password is known now
	for range 10 {
		wantStatus(t, askAs(t, s, basic(s.Acme.Email("reader"), "feil")), http.StatusUnauthorized)
	}
	for _, authorization := range []string{basic(s.Acme.Email("reader"), "galt"), right} { // the right one tells nothing
		answer := askAs(t, s, authorization)
		wantStatus(t, answer, http.StatusTooManyRequests)
		if answer.Header.Get("Retry-After") == "" {
			t.Error("Retry-After is missing")
		}
	}
}

func TestRightPasswordsUseUpNoGuesses(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i := range 120 {
		wantStatus(t, askAs(t, s, basic(s.Acme.Email("reader"), testkit.Password)), http.StatusOK)
		if i < 9 { // of the other account's, from the same address
			wantStatus(t, askAs(t, s, basic(s.Other.Email("reader"), fmt.Sprint("feil", i))), http.StatusUnauthorized)
		}
	}
}
