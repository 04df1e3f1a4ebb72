package imports

import (
	"sync"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
)

// roomBounds say how many files may come or wait for their import at a time, and how many bytes they may have together. One file alone may
// have more: it is bounded by itself.
type roomBounds struct {
	files int
	bytes int64
}

var (
	roomOfUser    = roomBounds{files: 8, bytes: 4 << 30}
	roomOfAccount = roomBounds{files: 16, bytes: 8 << 30}
	roomOfServer  = roomBounds{files: 32, bytes: 16 << 30}
)

// roomWait is what a client is told to wait where its share is used up.
const roomWait = 30 * time.Second

// importRooms count the files that are imported, from when they begin to come until their import has ended.
type importRooms struct {
	mu   sync.Mutex
	held map[limit.FileOwner]roomBounds // by user, account and everybody
}

// Room is the room that one file has on the disk.
type Room struct {
	rooms *importRooms
	owner limit.FileOwner
	size  int64
	once  sync.Once
}

// TakeRoom makes room for a file that the caller is about to send.
func (a *Service) TakeRoom(s *auth.Session) (*Room, error) {
	rooms := &a.rooms
	rooms.mu.Lock()
	defer rooms.mu.Unlock()
	room := &Room{rooms: rooms, owner: limit.FileOwner{Account: s.AccountID, User: s.User.ID}}
	if err := rooms.refuse(room.owner, roomBounds{files: 1}); err != nil {
		return nil, err
	}
	rooms.add(room.owner, roomBounds{files: 1})
	return room, nil
}

// Grow takes room for further bytes.
func (r *Room) Grow(bytes int64) error {
	r.rooms.mu.Lock()
	defer r.rooms.mu.Unlock()
	more := roomBounds{bytes: bytes}
	if err := r.rooms.refuse(r.owner, more); err != nil {
		return err
	}
	r.rooms.add(r.owner, more)
	r.size += bytes
	return nil
}

// Release gives the room back. A nil one has none.
func (r *Room) Release() {
	if r == nil {
		return
	}
	r.once.Do(func() {
		r.rooms.mu.Lock()
		defer r.rooms.mu.Unlock()
		r.rooms.add(r.owner, roomBounds{files: -1, bytes: -r.size})
	})
}

func (r *importRooms) add(owner limit.FileOwner, more roomBounds) {
	for _, of := range []limit.FileOwner{owner, {Account: owner.Account}, {}} {
		held := r.held[of]
		held.files += more.files
		held.bytes += more.bytes
		if r.held[of] = held; held.files == 0 {
			delete(r.held, of)
		}
	}
}

// refuse says whose share has no room for more, nil where all have.
func (r *importRooms) refuse(owner limit.FileOwner, more roomBounds) error {
	switch {
	case r.held[owner].full(roomOfUser, more):
		return noRoomOf("As many of your files wait for their import as may.")
	case r.held[limit.FileOwner{Account: owner.Account}].full(roomOfAccount, more):
		return noRoomOf("As many files of the account wait for their import as may.")
	case r.held[limit.FileOwner{}].full(roomOfServer, more):
		return &callflow.Error{
			Code: callflow.Unavailable, Message: "As many files wait on this server for their import as may.", Fix: "Try again in some minutes.",
		}
	}
	return nil
}

func (b roomBounds) full(most, more roomBounds) bool {
	return b.files+more.files > most.files || b.files > 1 && b.bytes+more.bytes > most.bytes
}

func noRoomOf(message string) error {
	return &callflow.Error{Code: callflow.TooMany, Message: message, Fix: "Try again when one of them is imported.", Err: &limit.WaitError{Wait: roomWait}}
}
