package web

import (
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	slowClient   = 30 * time.Second // that a client may take to receive an answer, beside what it takes to make
	stuckAfter   = time.Minute      // that a client may take nothing of a file, or the server find nothing to put into it
	silentFor    = 30 * time.Second // that a sender may send nothing
	extendEvery  = time.Second      // how often deadlines are put off while a file goes on
	pieceSize    = 64 << 10         // bytes of a file that are written at a time: a client that takes so many in stuckAfter is slow, and not stuck
	readingEvery = silentFor / 4    // how often they are put off while a file comes
)

// LongestChange is how long a change of the set-up may take: the values of a custom field are read again, which takes minutes with millions of
// customers.
const LongestChange = time.Hour

// ExtendDeadlines lets an answer take its time: the deadlines of a connection are meant for answers that come at once.
func ExtendDeadlines(w http.ResponseWriter, takes time.Duration) {
	setDeadlines(http.NewResponseController(w), time.Time{}, time.Now().Add(takes+slowClient))
}

// setDeadlines puts off the deadlines of a connection. Where they can't be put off, the request ends early, and the client asks again.
func setDeadlines(connection *http.ResponseController, read, write time.Time) {
	_ = connection.SetReadDeadline(read)
	_ = connection.SetWriteDeadline(write)
}

// WriteDeadline is the deadline of a file that goes out over a connection: it is put off for as long as the file goes on. It is safe for
// concurrent use: a file is written by one goroutine and sent by another.
type WriteDeadline struct {
	writer     http.ResponseWriter
	connection *http.ResponseController

	mu    sync.Mutex
	next  time.Time // when it is put off again
	ended bool
}

// NewWriteDeadline is for one answer.
func NewWriteDeadline(w http.ResponseWriter) *WriteDeadline {
	return &WriteDeadline{writer: w, connection: http.NewResponseController(w)}
}

// Extend notes that the file goes on. It is called before every part: HTTP/2 breaks an answer off whose time is over, even where nothing is
// written then.
func (d *WriteDeadline) Extend() {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	if d.ended || now.Before(d.next) {
		return
	}
	setDeadlines(d.connection, time.Time{}, now.Add(stuckAfter))
	d.next = now.Add(extendEvery)
}

// Write writes to the client in small pieces, and extends the deadline with each: it ends who takes nothing, not who takes it slowly.
func (d *WriteDeadline) Write(text []byte) (int, error) {
	written := 0
	for len(text) > 0 {
		d.Extend()
		n, err := d.writer.Write(text[:min(pieceSize, len(text))])
		written += n
		if err != nil {
			return written, err
		}
		text = text[n:]
	}
	return written, nil
}

// Expire breaks off what is being written at this moment.
func (d *WriteDeadline) Expire() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended = true
	_ = d.connection.SetWriteDeadline(time.Now())
}

// uploadBody lets a file that comes take its time as long as something comes.
type uploadBody struct {
	io.ReadCloser
	connection *http.ResponseController
	next       time.Time // when the deadlines are put off again
}

// NewUploadBody is the body of a request that sends a file of so many bytes at the most: an *http.MaxBytesError ends a longer one. Its deadlines
// are put off as long as something comes.
func NewUploadBody(w http.ResponseWriter, r *http.Request, most int64) io.ReadCloser {
	return &uploadBody{ReadCloser: http.MaxBytesReader(w, r.Body, most), connection: http.NewResponseController(w)}
}

func (b *uploadBody) Read(p []byte) (int, error) {
	if now := time.Now(); now.After(b.next) {
		setDeadlines(b.connection, now.Add(silentFor), now.Add(silentFor+slowClient))
		b.next = now.Add(readingEvery)
	}
	return b.ReadCloser.Read(p)
}
