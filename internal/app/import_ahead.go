package app

import "sync"

// readAhead knows how far the account's audit had come when rows were read that are not written yet. Rows are read chunks ahead of where
// they are written, and may be rejected in either place. A nil one knows nothing. It is safe for concurrent use.
type readAhead struct {
	latest func() int64 // how far the audit has come

	mu    sync.Mutex
	since []int64 // of each chunk that is read or waits to be written, from its first row on; the oldest first
}

// begin is called before the first row of a chunk is read.
func (r *readAhead) begin() {
	if r == nil {
		return
	}
	latest := r.latest()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.since = append(r.since, latest)
}

// written is called when a chunk was written.
func (r *readAhead) written() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.since = r.since[1:]
}

// oldest is how far the audit had come when the first of those rows was read.
func (r *readAhead) oldest() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.since) == 0 {
		return 0
	}
	return r.since[0]
}
