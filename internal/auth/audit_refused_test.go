package auth

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"callflow/internal/store"
)

// throttle notes a sign-in of an e-mail from an address, in an app that has no database.
func throttle(t *testing.T, a *Service, address, email string) {
	t.Helper()
	a.NoteThrottled(AskedBy(t.Context(), &Asked{Address: address}), email, "")
}

func sumOf(counts []throttledCount) (sum int64) {
	for i := range counts {
		sum += counts[i].n
	}
	return sum
}

func TestSignInsThatAreRefusedUnseenAreCountedWithoutADatabase(t *testing.T) {
	t.Parallel()
	a := &Service{throttled: newThrottledSignIns()}
	for i := range 50 {
		throttle(t, a, fmt.Sprintf("2001:db8::%d", i), "Kari@acme.example ")
	}
	held, dropped := a.throttled.take()
	counts := held[guessedUser{email: "kari@acme.example"}]
	if len(counts) != 1 || counts[0].n != 50 || counts[0].network != "2001:db8::/64" || dropped != 0 {
		t.Errorf("50 sign-ins from one network are %+v, and %d are dropped", held, dropped)
	}
}

func TestAnEMailThatNoDatabaseTakesIsNotLookedUp(t *testing.T) {
	t.Parallel()
	a := &Service{throttled: newThrottledSignIns()}
	throttle(t, a, "192.0.2.1", "a\x00b@acme.example")
	if held, dropped := a.throttled.take(); len(held) != 0 || dropped != 0 {
		t.Errorf("%d e-mails are held, %d dropped", len(held), dropped)
	}
}

func TestOneNetworksRefusedSignInsTakeNoRoomFromAnothers(t *testing.T) {
	t.Parallel()
	a := &Service{throttled: newThrottledSignIns()}
	for i := range 100_000 {
		throttle(t, a, "192.0.2.1", strconv.Itoa(i)+"@acme.example")
	}
	throttle(t, a, "192.0.2.2", "kari@other.example")
	held, dropped := a.throttled.take()
	if len(held) != throttledEmails+1 || dropped != 100_000-throttledEmails {
		t.Errorf("%d e-mails are held, and %d sign-ins dropped", len(held), dropped)
	}
	if counts := held[guessedUser{email: "kari@other.example"}]; sumOf(counts) != 1 {
		t.Errorf("of the other network is held %+v", counts)
	}
}

func TestOneAccountsRefusedSignInsTakeNoRoomFromAnothers(t *testing.T) {
	t.Parallel()
	a := &Service{throttled: newThrottledSignIns()}
	for network := range 200 {
		for user := range 100 {
			throttle(t, a, fmt.Sprintf("2001:db8:%d::%d", network, user), strconv.Itoa(user)+"@acme.example")
		}
	}
	throttle(t, a, "192.0.2.2", "kari@other.example")
	held, dropped := a.throttled.take()
	var count int
	for user := range 100 {
		counts := held[guessedUser{email: strconv.Itoa(user) + "@acme.example"}]
		if count += len(counts); sumOf(counts) != 200 {
			t.Errorf("of user %d %d sign-ins are told", user, sumOf(counts))
		}
	}
	if counts := held[guessedUser{email: "kari@other.example"}]; sumOf(counts) != 1 || dropped != 0 || count > throttledHeld {
		t.Errorf("of the other account is held %+v, of this one %d, and %d are dropped", counts, count, dropped)
	}
}

func TestAGuessedUsersNetworksTakeNoRoomInTheAuditFromOtherUsers(t *testing.T) {
	t.Parallel()
	g := newGatherer(time.Hour, gathererBounds{all: 100, account: 50, networks: 10})
	noon := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	add := func(account, user int64, network string) {
		key := gatheredKey{account: account, network: network, action: auditedFailed, noun: "user", nounID: user}
		g.add(key, noon, 1, func(entry *store.AuditEntry) { entry.Address = network })
	}
	for i := range 1000 {
		add(1, 7, strconv.Itoa(i))
	}
	add(1, 8, "192.0.2.2")
	for i := range 1000 {
		add(1, int64(100+i), strconv.Itoa(i))
	}
	add(2, 7, "192.0.2.2")
	byUser := make(map[[2]int64]int64)
	taken := g.take(noon)
	for account, all := range taken {
		for i := range all {
			byUser[[2]int64{account, all[i].entry.NounID}] += all[i].n
		}
	}
	if byUser[[2]int64{1, 7}] != 1000 || byUser[[2]int64{1, 8}] != 1 || byUser[[2]int64{2, 7}] != 1 {
		t.Errorf("the audit tells %v", byUser)
	}
	if other := taken[2]; len(other) != 1 || other[0].entry.Address != "192.0.2.2" {
		t.Errorf("of the other account it tells %+v", other)
	}
}
