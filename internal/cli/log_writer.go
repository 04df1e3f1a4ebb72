package cli

import (
	"io"
	"sync"
	"time"
)

// How long lines of the log are gathered before they are written, and how many bytes of them at most.
const (
	logGather = 50 * time.Millisecond
	logRoom   = 64 << 10
)

// logWriter gathers lines of the log for a moment: a server that answers thousands of requests a second would else make one more system call
// for each of them.
type logWriter struct {
	out io.Writer

	mu     sync.Mutex
	lines  []byte
	timer  *time.Timer // runs out when the lines are to be written; nil before the first
	closed bool        // nothing is gathered any more
}

func newLogWriter(out io.Writer) *logWriter { return &logWriter{out: out} }

// Write takes lines. What went wrong with those before has nobody to be told to.
func (w *logWriter) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := len(w.lines) == 0
	w.lines = append(w.lines, line...)
	switch {
	case w.closed, len(w.lines) >= logRoom:
		w.write()
	case w.timer == nil:
		w.timer = time.AfterFunc(logGather, w.flush)
	case first:
		w.timer.Reset(logGather)
	}
	return len(line), nil
}

func (w *logWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.write()
}

func (w *logWriter) write() {
	if len(w.lines) == 0 {
		return
	}
	_, _ = w.out.Write(w.lines) // there is no other place to say that the log can't be written
	w.lines = w.lines[:0]
}

// Close writes what was gathered. Lines that come later are written at once.
func (w *logWriter) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.write()
}
