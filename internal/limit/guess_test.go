package limit

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"callflow"
)

const office = "203.0.113.7"

func newLimits(t *testing.T) *Limits {
	t.Helper()
	l, err := New(0)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// wrong makes guesses that are wrong, and gives how many were taken.
func wrong(l *Limits, count int, address, email string) (taken int) {
	for range count {
		if _, err := l.Guess(address, email); err == nil {
			taken++
		}
	}
	return taken
}

func TestTenWrongGuessesAMinuteForOneEMail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(t)
		if taken := wrong(l, 50, office, "kari@acme.example"); taken != guessesPerMinute {
			t.Errorf("%d guesses were taken at once, want %d", taken, guessesPerMinute)
		}
		_, err := l.Guess(office, " Kari@ACME.example ")
		if callflow.ErrorCode(err) != callflow.TooMany || RetryAfter(err) != 6*time.Second {
			t.Errorf("another one is told %v, wait %s", err, RetryAfter(err))
		}
		<-time.After(6 * time.Second)
		if taken := wrong(l, 5, office, "kari@acme.example"); taken != 1 {
			t.Errorf("after 6 seconds %d are taken, want 1", taken)
		}
	})
}

func TestWhoeverUsedUpTheGuessesHearsTheSameOfTheRightPassword(t *testing.T) {
	t.Parallel()
	l := newLimits(t)
	if err := l.MayGuess(office, "kari@acme.example"); err != nil {
		t.Fatal(err)
	}
	wrong(l, guessesPerMinute, office, "kari@acme.example")
	if err := l.MayGuess(office, "kari@acme.example"); callflow.ErrorCode(err) != callflow.TooMany {
		t.Errorf("a password that is known to be right is told %v", err)
	}
	if err := l.MayGuess("203.0.113.8", "kari@acme.example"); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

func TestRightSignInsUseUpNothing(t *testing.T) {
	t.Parallel()
	l := newLimits(t)
	for i := range 5 * guessesPerAddress {
		guess, err := l.Guess(office, fmt.Sprintf("agent%d@acme.example", i%200))
		if err != nil {
			t.Fatalf("right sign-in %d of one office: %v", i, err)
		}
		guess.GiveBack()
	}
}

func TestARightPasswordMakesNoGuessesNew(t *testing.T) {
	t.Parallel()
	l := newLimits(t)
	wrong(l, guessesPerMinute-1, office, "kari@acme.example")
	right, err := l.Guess(office, "kari@acme.example") // of an account of the guesser's own, which knows the e-mail too
	if err != nil {
		t.Fatal(err)
	}
	right.GiveBack()
	if taken := wrong(l, guessesPerMinute, office, "kari@acme.example"); taken != 1 {
		t.Errorf("%d further guesses were taken, want 1", taken)
	}
}

func TestGuessesAreCountedByNetwork(t *testing.T) {
	t.Parallel()
	l := newLimits(t)
	taken := 0
	for i := range 500 {
		taken += wrong(l, 1, fmt.Sprintf("2001:db8:1:2::%x", i), "kari@acme.example")
	}
	if taken != guessesPerMinute {
		t.Errorf("%d guesses of one /64 were taken, want %d", taken, guessesPerMinute)
	}
	if wrong(l, 1, "2001:db8:1:3::1", "kari@acme.example") != 1 {
		t.Error("another /64 may not guess")
	}
}

func TestNoNumberOfEMailsMakesAnAddressBeForgotten(t *testing.T) {
	t.Parallel()
	l := newLimits(t)
	taken := 0
	for i := range 2 * callersKept {
		taken += wrong(l, 1, office, fmt.Sprintf("agent%d@acme.example", i))
	}
	if taken > guessesPerAddress+5 { // time goes on meanwhile
		t.Errorf("%d guesses of one address were taken, want %d", taken, guessesPerAddress)
	}
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"203.0.113.7":        "203.0.113.7",
		"::ffff:203.0.113.7": "203.0.113.7",
		"2001:db8:1:2:3::4":  "2001:db8:1:2::/64",
		"fe80::1%eth0":       "fe80::/64",
		"pipe":               "pipe",
		"":                   "",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q is counted by %q, want %q", address, got, want)
		}
	}
}
