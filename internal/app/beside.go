package app

import (
	"fmt"
	"runtime/debug"
)

// besides runs take in a goroutine of its own with all that is sent. close ends it and waits; where take panicked, close panics in the
// goroutine that calls it, in which somebody catches that.
type besides[T any] struct {
	sent    chan T
	ended   chan struct{}
	failed  chan struct{} // closed where take panicked
	failure any
}

func beside[T any](room int, take func(T)) *besides[T] {
	b := &besides[T]{sent: make(chan T, room), ended: make(chan struct{}), failed: make(chan struct{})}
	go b.run(take)
	return b
}

func (b *besides[T]) run(take func(T)) {
	defer close(b.ended)
	defer func() {
		if failed := recover(); failed != nil {
			b.failure = fmt.Sprintf("%v\n%s", failed, debug.Stack())
			close(b.failed)
		}
		for range b.sent { // whoever sends must not wait
			continue
		}
	}()
	for value := range b.sent {
		take(value)
	}
}

func (b *besides[T]) close() {
	close(b.sent)
	<-b.ended
	if b.failure != nil {
		panic(b.failure)
	}
}
