package limit

import (
	"sync"
	"time"

	"callflow"
)

// fileBounds say how many files an instance, an account and a user may have at the same time.
type fileBounds struct{ all, ofAccount, ofUser int }

// A file that is written holds the database's view of one moment and what its format needs in memory. A file that was written and waits for
// a slow client holds room on the disk alone, so that there may be more of them.
var (
	filesWritten = fileBounds{all: 8, ofAccount: 4, ofUser: 2}
	filesSent    = fileBounds{all: 64, ofAccount: 32, ofUser: 8}
)

// filesWait is what a client is told to wait where there are as many as there may be.
const filesWait = 5 * time.Second

// Files are the places for files that are on their way, by the API and the console together. It is safe for concurrent use.
type Files struct {
	mu      sync.Mutex
	written map[FileOwner]int
	sent    map[FileOwner]int
}

// FileOwner is a user of an account, with User 0 the account, and the zero value everybody.
type FileOwner struct{ Account, User int64 }

// NewFiles makes as many places as a server has.
func NewFiles() *Files {
	return &Files{written: make(map[FileOwner]int), sent: make(map[FileOwner]int)}
}

// FilePlace is a place for one file.
type FilePlace struct {
	files *Files
	owner FileOwner

	written, released sync.Once
}

// Take takes a place of a user's, until it is released.
func (s *Files) Take(accountID, userID int64) (*FilePlace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner := FileOwner{accountID, userID}
	for counts, bounds := range map[*map[FileOwner]int]fileBounds{&s.written: filesWritten, &s.sent: filesSent} {
		if err := bounds.check(*counts, owner); err != nil {
			return nil, err
		}
	}
	owner.count(s.written, 1)
	owner.count(s.sent, 1)
	return &FilePlace{files: s, owner: owner}, nil
}

// Written says that the file is written, and only waits to be taken: others may write.
func (p *FilePlace) Written() {
	p.written.Do(func() {
		p.files.mu.Lock()
		defer p.files.mu.Unlock()
		p.owner.count(p.files.written, -1)
	})
}

// Release gives the place back.
func (p *FilePlace) Release() {
	p.Written()
	p.released.Do(func() {
		p.files.mu.Lock()
		defer p.files.mu.Unlock()
		p.owner.count(p.files.sent, -1)
	})
}

func (o FileOwner) count(counts map[FileOwner]int, by int) {
	for _, of := range []FileOwner{o, {Account: o.Account}, {}} {
		if counts[of] += by; counts[of] == 0 {
			delete(counts, of)
		}
	}
}

func (b fileBounds) check(counts map[FileOwner]int, owner FileOwner) error {
	switch {
	case counts[owner] >= b.ofUser:
		return tooManyFiles("You have as many files on their way as one user may have.")
	case counts[FileOwner{Account: owner.Account}] >= b.ofAccount:
		return tooManyFiles("The account has as many files on their way as it may have.")
	case counts[FileOwner{}] >= b.all:
		return &callflow.Error{
			Code: callflow.Unavailable, Message: "Other files are being written at the moment.", Fix: "Try again in a few seconds.",
		}
	}
	return nil
}

func tooManyFiles(message string) error {
	return &callflow.Error{
		Code: callflow.TooMany, Message: message, Fix: "Try again when one of them is done.", Err: &WaitError{Wait: filesWait},
	}
}
