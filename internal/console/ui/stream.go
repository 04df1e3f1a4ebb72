package ui

import (
	"sync"

	"callflow"
)

// streamsOfUser is how many pages of one user may live at a time: browsers hear of no more than six over one connection each.
const streamsOfUser = 12

// streams counts the pages that live, by user.
type streams struct {
	mu     sync.Mutex
	byWhom map[streamOwner]int
}

type streamOwner struct{ account, user int64 }

var errStreams = &callflow.Error{Code: callflow.TooMany, Message: "Too many pages of yours are open.", Fix: "Close some of them."}

// openStream takes one of the user's places, until release is called.
func (req *Request) openStream() (release func(), err error) {
	s, owner := &req.Console.streams, streamOwner{req.Session.AccountID, req.Session.User.ID}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byWhom[owner] >= streamsOfUser {
		return nil, errStreams
	}
	if s.byWhom == nil {
		s.byWhom = make(map[streamOwner]int)
	}
	s.byWhom[owner]++
	return func() { s.release(owner) }, nil
}

func (s *streams) release(owner streamOwner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byWhom[owner]--; s.byWhom[owner] == 0 {
		delete(s.byWhom, owner)
	}
}
