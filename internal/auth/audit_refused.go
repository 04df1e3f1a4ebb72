package auth

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"callflow"
	"callflow/internal/limit"
	"callflow/internal/store"
)

// knownUser is a user of an account.
type knownUser struct{ account, user int64 }

// noteRefused counts a sign-in that failed for the users that it named: an entry for each user, network and hour.
func (a *Service) noteRefused(ctx context.Context, action string, users []knownUser) {
	asked := AskedOf(ctx)
	a.countRefused(action, users, &throttledCount{n: 1, network: limit.Network(asked.Address), requestID: asked.RequestID})
}

func (a *Service) countRefused(action string, users []knownUser, counted *throttledCount) {
	for _, user := range users {
		key := gatheredKey{account: user.account, network: counted.network, action: action, noun: "user", nounID: user.user}
		a.refusals.add(key, a.now(), counted.n, func(entry *store.AuditEntry) {
			entry.Address, entry.RequestID = counted.network, counted.requestID
		})
	}
}

// NoteThrottled counts a sign-in that was refused before its password was looked at. It asks no database: which users the e-mail names is
// found out when the audit is written.
func (a *Service) NoteThrottled(ctx context.Context, email, account string) {
	asked := AskedOf(ctx)
	a.throttled.add(guessedUser{strings.ToLower(strings.TrimSpace(email)), account}, throttledCount{
		n: 1, network: limit.Network(asked.Address), requestID: asked.RequestID,
	})
}

// resolveThrottled finds out whom the sign-ins were for that were refused unseen, and counts them for the audit. Those of e-mails that
// nobody has are forgotten. Where the database is away, the rest is kept for the next time.
func (a *Service) resolveThrottled(ctx context.Context) (failed error) {
	taken, dropped := a.throttled.take()
	if dropped > 0 {
		a.Log().WarnContext(ctx, "more sign-ins were refused than are told apart: some are not in the audit", slog.Int64("number", dropped))
	}
	for guessed, all := range taken {
		var users []knownUser
		if failed == nil {
			users, failed = a.usersNamed(ctx, guessed)
		}
		for i := range all {
			if failed != nil {
				a.throttled.add(guessed, all[i])
				continue
			}
			a.countRefused(auditedThrottled, users, &all[i])
		}
	}
	return failed
}

// usersNamed finds the users that an e-mail names.
func (a *Service) usersNamed(ctx context.Context, guessed guessedUser) (users []knownUser, err error) {
	_, err = a.userSession(ctx, guessed.email, guessed.account, func(user *callflow.User, accountID int64) (bool, error) {
		users = append(users, knownUser{accountID, user.ID})
		return false, nil
	})
	return users, err
}

// guessedUser is whom somebody said to be: an e-mail, in the account that the host name means, "" for none.
type guessedUser struct{ email, account string }

// throttledCount is how often a network was refused.
type throttledCount struct {
	n                  int64
	network, requestID string // "" for the networks that are not told apart
}

// Bounds of what is held of refused sign-ins until the audit is written. An e-mail whose networks are too many to be told apart is counted
// without them, so that they take no room from another e-mail; a network that names too many e-mails takes none from another network.
const (
	throttledEmails   = 100    // that one network names
	throttledNetworks = 100    // that are told apart of one e-mail
	throttledTold     = 10_000 // of which the networks are told apart, in all
	throttledHeld     = 20_000 // in all
	longestEmail      = 800    // bytes: no user has a longer one
)

// throttledSignIns counts sign-ins that were refused before anything was looked at. It is safe for concurrent use.
type throttledSignIns struct {
	mu        sync.Mutex
	held      map[guessedUser][]throttledCount
	ofNetwork map[string]int // e-mails that a network named first
	count     int            // of what is held
	dropped   int64          // sign-ins for which there was no room
}

func newThrottledSignIns() *throttledSignIns {
	return &throttledSignIns{held: make(map[guessedUser][]throttledCount), ofNetwork: make(map[string]int)}
}

func (t *throttledSignIns) add(guessed guessedUser, more throttledCount) {
	if guessed.email == "" || len(guessed.email) > longestEmail || strings.ContainsRune(guessed.email, 0) { // no user has it
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	held := t.held[guessed]
	if t.counted(held, more) {
		return
	}
	network := more.network
	manyEmails := network != "" && t.ofNetwork[network] >= throttledEmails
	if manyEmails || len(held) >= throttledNetworks || t.count >= throttledTold {
		if more.network, more.requestID = "", ""; t.counted(held, more) {
			return
		}
	}
	if manyEmails || t.count >= throttledHeld {
		t.dropped += more.n
		return
	}
	t.held[guessed] = append(held, more)
	t.ofNetwork[network]++
	t.count++
}

// counted adds to what is held of the network already, where something is.
func (t *throttledSignIns) counted(held []throttledCount, more throttledCount) bool {
	for i := range held {
		if held[i].network == more.network {
			held[i].n += more.n
			return true
		}
	}
	return false
}

// take gives what was counted since, and how many sign-ins there was no room for.
func (t *throttledSignIns) take() (held map[guessedUser][]throttledCount, dropped int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	held, dropped = t.held, t.dropped
	t.held, t.ofNetwork, t.count, t.dropped = make(map[guessedUser][]throttledCount), make(map[string]int), 0, 0
	return held, dropped
}
