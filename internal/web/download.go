package web

import (
	"context"
	"log/slog"
	"net/http"

	"callflow/internal/limit"
)

// Download is a file on its way over a connection: it has its place, is ended with its caller's right, and is written ahead of a slow client.
type Download struct {
	*Spool
	Deadline *WriteDeadline

	watched context.Context //nolint:containedctx // of the request, ended with its caller's right
	stop    func()
	place   *limit.FilePlace
	over    bool
}

// NewDownload begins a file that has a place. may is asked every few seconds whether the file may go on. Close it, which releases the place too.
func NewDownload(w http.ResponseWriter, r *http.Request, place *limit.FilePlace, may func(context.Context) error) *Download {
	d := &Download{Deadline: NewWriteDeadline(w), place: place}
	d.Deadline.Extend()
	watched, stop := Watch(r.Context(), may)
	d.watched = watched
	unhook := context.AfterFunc(watched, d.Deadline.Expire) // where it may not go on, nobody waits for the client
	d.stop = func() { unhook(); stop() }
	d.Spool = NewSpool(watched, d.Deadline)
	return d
}

// Writing is the context to write the file in: a bounded time, since the database keeps what the file is told of meanwhile.
func (d *Download) Writing() (context.Context, context.CancelFunc) {
	return context.WithTimeout(d.watched, longestWriting)
}

// Finish says that the file is written, and waits until the client has it.
func (d *Download) Finish() error {
	d.place.Written()
	d.over = true
	return d.End()
}

// Close gives everything back. What was not finished breaks off.
func (d *Download) Close() {
	if !d.over {
		d.Break()
	}
	d.stop()
	d.place.Release()
}

// BreakOff ends a file that was begun: the connection breaks, so that nobody takes a part for the whole. Where the client is still there, it
// hears nothing but that, and the log why.
func BreakOff(log *slog.Logger, r *http.Request, err error) {
	if r.Context().Err() == nil {
		log.WarnContext(r.Context(), "a file broke off", slog.String("path", r.Pattern), slog.Any("error", err))
	}
	panic(http.ErrAbortHandler)
}
