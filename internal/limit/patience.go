package limit

import (
	"net/http"
	"sync"
	"time"
)

// stuckAfter is how long a client may take nothing of a file, or the server find nothing to put into it.
const stuckAfter = time.Minute

// putOffEvery is how often the time-outs are put off while a file goes on.
const putOffEvery = time.Second

// pieceSize is how much of a file is written at a time: a client that takes so much in stuckAfter is slow, and not stuck.
const pieceSize = 64 << 10

// Patience puts off the time-outs of a connection, which are meant for answers that come at once, as long as a file goes on over it.
type Patience struct {
	writer  http.ResponseWriter
	control *http.ResponseController

	mu    sync.Mutex // a file is written by one goroutine and sent by another
	next  time.Time
	ended bool
}

// NewPatience is for one answer.
func NewPatience(w http.ResponseWriter) *Patience {
	return &Patience{writer: w, control: http.NewResponseController(w)}
}

// GoOn notes that the file goes on. It is called before every part: HTTP/2 breaks an answer off whose time is over, even where nothing is written then.
func (p *Patience) GoOn() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.ended || now.Before(p.next) {
		return
	}
	// Where they can't be put off, the answer ends early, and the client asks again.
	_ = p.control.SetReadDeadline(time.Time{})
	_ = p.control.SetWriteDeadline(now.Add(stuckAfter))
	p.next = now.Add(putOffEvery)
}

// Write writes to the client in small pieces, and puts the time-outs off with each: they end who takes nothing, not who takes it slowly.
func (p *Patience) Write(text []byte) (int, error) {
	written := 0
	for len(text) > 0 {
		p.GoOn()
		n, err := p.writer.Write(text[:min(pieceSize, len(text))])
		written += n
		if err != nil {
			return written, err
		}
		text = text[n:]
	}
	return written, nil
}

// End breaks off what is being written at this moment.
func (p *Patience) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	_ = p.control.SetWriteDeadline(time.Now())
}
