package limit

import (
	"sync"
	"time"

	"callflow"
)

// How many files are written at the same time: each keeps the database's view of one moment, and with it what was deleted since.
const (
	filesAtOnce    = 8
	filesOfAccount = 4 // so that one account leaves room for the others
)

// filesWait is what a client is told to wait where its account writes as many as it may.
const filesWait = 5 * time.Second

// Files are the places for files that are being written, by the API and the console together. It is safe for concurrent use.
type Files struct {
	mu     sync.Mutex
	taken  int
	byWhom map[int64]int
}

// NewFiles makes as many places as a server has.
func NewFiles() *Files { return &Files{byWhom: make(map[int64]int)} }

// Take takes a place of an account, until release is called.
func (s *Files) Take(accountID int64) (release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byWhom[accountID] >= filesOfAccount {
		return nil, &callflow.Error{
			Code: callflow.TooMany, Message: "The account has as many files on their way as it may have.",
			Fix: "Try again when one of them is done.", Err: &WaitError{Wait: filesWait},
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

func (s *Files) release(accountID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken--
	if s.byWhom[accountID]--; s.byWhom[accountID] == 0 {
		delete(s.byWhom, accountID)
	}
}
