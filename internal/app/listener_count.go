package app

import (
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
)

// How many listen in this process at a time: streams and waits of the API, and pages of the console, which no program can crowd out. The
// console itself bounds the pages of one user.
const (
	mostListeners        = 2000
	listenersOfAccount   = mostListeners / 2
	listenersOfUser      = 100
	mostPages            = 1000
	pagesOfAccount       = mostPages / 2
	listenersTryAgain    = 30 * time.Second
	fixTooManyListeners  = "Close some of them: one stream tells everything that the user may see."
	fixTooManyOfAccounts = "Try again later, or ask without wait."
)

// listenerPlace is whose place it is, and of which kind.
type listenerPlace struct {
	page            bool
	account, userID int64
}

func placeOf(s *auth.Session, page bool) listenerPlace {
	return listenerPlace{page: page, account: s.AccountID, userID: s.User.ID}
}

// inAccount is the account's count, and inAll that of everybody.
func (p listenerPlace) inAccount() listenerPlace {
	return listenerPlace{page: p.page, account: p.account}
}
func (p listenerPlace) inAll() listenerPlace { return listenerPlace{page: p.page} }

// listenerCounts count who listens, by user, by account and in all. Whoever has it holds the lock of the feeds.
type listenerCounts struct{ of map[listenerPlace]int }

func newListenerCounts() *listenerCounts { return &listenerCounts{of: make(map[listenerPlace]int)} }

// add takes a place, or says why there is none.
func (c *listenerCounts) add(p listenerPlace) error {
	ofAccount, inAll := listenersOfAccount, mostListeners
	if p.page {
		ofAccount, inAll = pagesOfAccount, mostPages
	}
	switch {
	case !p.page && c.of[p] >= listenersOfUser:
		return tooManyListeners("You have as many streams and waits open as one user may.", fixTooManyListeners)
	case c.of[p.inAccount()] >= ofAccount:
		return tooManyListeners("The account has as many streams and waits open as it may.", fixTooManyOfAccounts)
	case c.of[p.inAll()] >= inAll:
		return &callflow.Error{Code: callflow.Unavailable, Message: "Too many clients listen at once.", Fix: fixTooManyOfAccounts}
	}
	for _, count := range []listenerPlace{p, p.inAccount(), p.inAll()} {
		c.of[count]++
	}
	return nil
}

func (c *listenerCounts) remove(p listenerPlace) {
	for _, count := range []listenerPlace{p, p.inAccount(), p.inAll()} {
		if c.of[count]--; c.of[count] == 0 {
			delete(c.of, count)
		}
	}
}

func tooManyListeners(message, fix string) error {
	return &callflow.Error{Code: callflow.TooMany, Message: message, Fix: fix, Err: &limit.WaitError{Wait: listenersTryAgain}}
}
