package web

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds of what is written and not taken yet.
const (
	spoolMemory = 64      // pieces of a file, which wait in memory
	spoolDisk   = 4 << 30 // bytes of a file, which wait on the disk: beyond it, writing waits for the client
	spoolAll    = 8 << 30 // bytes of all files on the disk
)

// spoolWait is how long writing a file waits for its client in all before what is not taken goes to the disk: a client that is about as
// quick as the writing then costs no disk.
const spoolWait = 2 * time.Second

// longestWriting is how long a file may be written: for so long it holds the database's view of one moment at the most, and with it a log
// that grows with what is written meanwhile.
const longestWriting = 10 * time.Minute

// onDisk is how many bytes of all files are on the disk.
var onDisk atomic.Int64

// Spool takes a file as fast as it is written, and gives it to a client as fast as that takes it. What the client is behind waits in memory
// at first and then in a temporary file that has no name, so that it is gone with the process: the database's view of one moment, which
// keeps its log from being cut, ends when the file is written, and not when the slowest client has it.
type Spool struct {
	out    io.Writer
	pieces chan *piece   // until the client falls behind
	closed bool          // pieces is
	waited time.Duration // for the client, while pieces wait in memory

	mu      sync.Mutex
	moved   *sync.Cond
	file    *os.File // since the client fell behind
	most    int64    // that it may hold
	size    int64    // that it has had
	written int64    // into it, since it was last empty
	sent    int64    // of that
	ended   bool     // nothing comes any more
	err     error    // why it broke

	done chan struct{}
}

// NewSpool begins to send what is written to it to out. End or Break has to be called, once.
func NewSpool(ctx context.Context, out io.Writer) *Spool {
	s := &Spool{out: out, pieces: make(chan *piece, spoolMemory), most: spoolDisk, done: make(chan struct{})}
	s.moved = sync.NewCond(&s.mu)
	stop := context.AfterFunc(ctx, func() { s.broke(ctx.Err()) })
	go func() {
		defer close(s.done)
		defer stop()
		s.send()
	}()
	return s
}

// Write takes a part of the file. Its error is the client's, which may be of an earlier part.
func (s *Spool) Write(text []byte) (int, error) {
	written := 0
	for len(text) > 0 {
		piece := text[:min(pieceSize, len(text))]
		if err := s.take(piece); err != nil {
			return written, err
		}
		written += len(piece)
		text = text[len(piece):]
	}
	return written, nil
}

func (s *Spool) take(text []byte) error {
	if err := s.failure(); err != nil {
		return err
	}
	if s.closed {
		return s.keep(text)
	}
	waiting := pieceOf(text)
	if s.offer(waiting) {
		return nil
	}
	file, err := unnamedFile()
	if err != nil { // there is no room for one: writing waits for the client
		s.pieces <- waiting
		return nil //nolint:nilerr // the piece is on its way all the same
	}
	s.mu.Lock()
	s.file = file
	s.mu.Unlock()
	s.closed = true
	close(s.pieces)
	pieces.Put(waiting)
	return s.keep(text)
}

// pieces are those that no file has at the moment: a large file would leave as many bytes to the collector as it has.
var pieces = sync.Pool{New: func() any { return new(piece) }}

// piece is a part of a file that waits in memory.
type piece struct {
	room [pieceSize]byte
	size int
}

func pieceOf(text []byte) *piece {
	p := pieces.Get().(*piece)
	p.size = copy(p.room[:], text)
	return p
}

// offer gives the client a piece, and waits for it as long as it may.
func (s *Spool) offer(waiting *piece) bool {
	select {
	case s.pieces <- waiting:
		return true
	default:
	}
	started := time.Now()
	timer := time.NewTimer(spoolWait - s.waited)
	defer timer.Stop()
	select {
	case s.pieces <- waiting:
		s.waited += time.Since(started)
		return true
	case <-timer.C:
		return false
	}
}

// unnamedFile makes a temporary file that is gone when it is closed.
func unnamedFile() (*os.File, error) {
	file, err := os.CreateTemp("", "callflow-export-*")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

// keep writes a piece into the file, and waits where too much of it waits already.
func (s *Spool) keep(piece []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		for s.err == nil && s.sent < s.written && !s.hasRoom(int64(len(piece))) {
			s.moved.Wait()
		}
		if s.err != nil {
			return s.err
		}
		if s.sent == s.written { // its room is used again
			s.written, s.sent = 0, 0
		}
		_, err := s.file.WriteAt(piece, s.written)
		if err == nil {
			s.kept(len(piece))
			return nil
		}
		if s.written == 0 {
			return err
		}
		s.most = s.written // the disk has no room for more
	}
}

// kept notes that a piece is in the file.
func (s *Spool) kept(length int) {
	s.written += int64(length)
	if grown := s.written - s.size; grown > 0 {
		s.size += grown
		onDisk.Add(grown)
	}
	s.moved.Broadcast()
}

// hasRoom says whether the file may be so much longer.
func (s *Spool) hasRoom(more int64) bool {
	end := s.written + more
	return end <= s.most && (end <= s.size || onDisk.Load()+end-s.size <= spoolAll)
}

// send gives the client what waits in memory, then what waits on the disk.
func (s *Spool) send() {
	for waiting := range s.pieces {
		if s.failure() == nil {
			if _, err := s.out.Write(waiting.room[:waiting.size]); err != nil {
				s.broke(err)
			}
		}
		pieces.Put(waiting)
	}
	buffer := make([]byte, pieceSize)
	for {
		piece, err := s.nextKept(buffer)
		if err == nil && len(piece) > 0 {
			_, err = s.out.Write(piece)
		}
		if err != nil {
			s.broke(err)
		}
		if err != nil || len(piece) == 0 {
			return
		}
	}
}

// nextKept gives the next piece of the file; none at its end.
func (s *Spool) nextKept(buffer []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.sent == s.written && !s.ended && s.err == nil {
		s.moved.Wait()
	}
	if s.err != nil || s.sent == s.written {
		return nil, s.err
	}
	n, err := s.file.ReadAt(buffer[:min(int64(len(buffer)), s.written-s.sent)], s.sent)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	s.sent += int64(n)
	s.moved.Broadcast()
	return buffer[:n], nil
}

func (s *Spool) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *Spool) broke(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	s.moved.Broadcast()
}

// errBroken ends what is sent of a file that could not be written to its end.
var errBroken = errors.New("the file broke off")

// Break ends it without the rest, and waits until nothing is being sent.
func (s *Spool) Break() {
	s.broke(errBroken)
	_ = s.End()
}

// End waits until the client has everything.
func (s *Spool) End() error {
	s.mu.Lock()
	s.ended = true
	s.moved.Broadcast()
	s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.pieces)
	}
	<-s.done
	if s.file != nil {
		_ = s.file.Close()
		onDisk.Add(-s.size)
		s.file, s.size = nil, 0
	}
	return s.failure()
}
