package limit

import (
	"context"
	"net/http"
)

// Sending is a file on its way over a connection: it has its place, is ended with its caller's right, and is written ahead of a slow client.
type Sending struct {
	*Spool
	Patience *Patience

	watched context.Context //nolint:containedctx // of the request, ended with its caller's right
	stop    func()
	place   *FilePlace
	over    bool
}

// Send takes a place for a file of a user's. may is asked every few seconds whether the file may go on. Close it.
func (s *Files) Send(w http.ResponseWriter, r *http.Request, owner FileOwner, may func(context.Context) error) (*Sending, error) {
	place, err := s.Take(owner.Account, owner.User)
	if err != nil {
		return nil, err
	}
	f := &Sending{Patience: NewPatience(w), place: place}
	f.Patience.GoOn()
	watched, stop := Watch(r.Context(), may)
	f.watched = watched
	unhook := context.AfterFunc(watched, f.Patience.End) // where it may not go on, nobody waits for the client
	f.stop = func() { unhook(); stop() }
	f.Spool = NewSpool(watched, f.Patience)
	return f, nil
}

// Writing is the context to write the file in: a bounded time, since the database keeps what the file is told of meanwhile.
func (f *Sending) Writing() (context.Context, context.CancelFunc) {
	return context.WithTimeout(f.watched, longestWriting)
}

// Finish says that the file is written, and waits until the client has it.
func (f *Sending) Finish() error {
	f.place.Written()
	f.over = true
	return f.End()
}

// Close gives everything back. What was not finished breaks off.
func (f *Sending) Close() {
	if !f.over {
		f.Break()
	}
	f.stop()
	f.place.Release()
}
