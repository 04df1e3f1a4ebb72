package limit

import (
	"net/http"
	"time"
)

// stuckAfter is how long a client may take nothing of a file, or the server find nothing to put into it.
const stuckAfter = time.Minute

// Patience puts off the time-outs of a connection, which are meant for answers that come at once, as long as a file goes on over it.
type Patience struct {
	control *http.ResponseController
	until   time.Time
}

// NewPatience is for one answer.
func NewPatience(w http.ResponseWriter) *Patience {
	return &Patience{control: http.NewResponseController(w)}
}

// GoOn notes that the file goes on. It is called before every part: HTTP/2 breaks an answer off whose time is over, even where nothing is written then.
func (p *Patience) GoOn() {
	now := time.Now()
	if now.Before(p.until) {
		return
	}
	// Where they can't be put off, the answer ends early, and the client asks again.
	_ = p.control.SetReadDeadline(time.Time{})
	_ = p.control.SetWriteDeadline(now.Add(stuckAfter))
	p.until = now.Add(stuckAfter / 4)
}
