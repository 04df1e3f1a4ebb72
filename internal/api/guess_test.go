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
	for range 5 {                                    // a slow machine has a guess more by the time that the right one is asked for
		guessUntilRefused(t, s)
		answer := askAs(t, s, right) // the right one tells nothing
		if answer.Status != http.StatusTooManyRequests {
			continue
		}
		if answer.Header.Get("Retry-After") == "" {
			t.Error("Retry-After is missing")
		}
		return
	}
	t.Error("the right password is answered while wrong ones are refused")
}

// guessUntilRefused sends wrong passwords and gives the answer that refuses to look at one more. Guesses come back with time: a slow machine
// has more than ten.
func guessUntilRefused(t *testing.T, s *testkit.Server) *testkit.Answer {
	t.Helper()
	for range 100 {
		answer := askAs(t, s, basic(s.Acme.Email("reader"), "feil"))
		if answer.Status == http.StatusTooManyRequests {
			return answer
		}
		wantStatus(t, answer, http.StatusUnauthorized)
	}
	t.Fatal("a hundred wrong passwords are not refused")
	return nil
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
