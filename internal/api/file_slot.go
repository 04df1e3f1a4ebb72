package api

import (
	"sync"
	"time"

	"callflow"
	"callflow/internal/limit"
)

// How many files are written at the same time: each keeps the database's view of one moment, and with it what was deleted since.
const (
	filesAtOnce    = 8
	filesOfAccount = 4 // so that one account leaves room for the others
)

// filesWait is what a client is told to wait where its account writes as many as it may.
const filesWait = 5 * time.Second

// fileSlots are the places for files that are being written.
type fileSlots struct {
	mu     sync.Mutex
	taken  int
	byWhom map[int64]int
}

// take takes a place of an account, until release is called.
func (s *fileSlots) take(accountID int64) (release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byWhom[accountID] >= filesOfAccount {
		return nil, &callflow.Error{
			Code: callflow.TooMany, Message: "The account has as many files on their way as it may have.",
			Fix: "Try again when one of them is done.", Err: &limit.WaitError{Wait: filesWait},
		}
	}
	if s.taken >= filesAtOnce {
		return nil, &callflow.Error{
			Code: callflow.Unavailable, Message: "Other files are being written at the moment.", Fix: "Try again in a few seconds.",
		}
	}
	s.taken++
	s.byWhom[accountID]++
	return func() { s.release(accountID) }, nil
}

func (s *fileSlots) release(accountID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken--
	if s.byWhom[accountID]--; s.byWhom[accountID] == 0 {
		delete(s.byWhom, accountID)
	}
}
