// Package worker has one thing done beside another: what is sent to a worker is taken in a goroutine of its own, one after the other. It imports
// nothing of callflow.
package worker

import (
	"fmt"
	"runtime/debug"
)

// Worker runs a function in a goroutine of its own with all that is sent. Close ends it and waits; where the function panicked, Close panics in
// the goroutine that calls it, in which somebody catches that.
type Worker[T any] struct {
	Sent    chan T
	ended   chan struct{}
	Failed  chan struct{} // closed where take panicked
	failure any
}

// Start begins to take what is sent. room is how much may be sent before it is taken.
func Start[T any](room int, take func(T)) *Worker[T] {
	w := &Worker[T]{Sent: make(chan T, room), ended: make(chan struct{}), Failed: make(chan struct{})}
	go w.run(take)
	return w
}

func (w *Worker[T]) run(take func(T)) {
	defer close(w.ended)
	defer func() {
		if failed := recover(); failed != nil {
			w.failure = fmt.Sprintf("%v\n%s", failed, debug.Stack())
			close(w.Failed)
		}
		for range w.Sent { // whoever sends must not wait
			continue
		}
	}()
	for value := range w.Sent {
		take(value)
	}
}

// Close ends the worker once all that was sent is taken.
func (w *Worker[T]) Close() {
	close(w.Sent)
	<-w.ended
	if w.failure != nil {
		panic(w.failure)
	}
}
