package web

import (
	"context"
	"time"
)

// watchEvery is how often it is asked whether a file may go on.
const watchEvery = 2 * time.Second

// Watch gives a context that ends when check says that its caller may not go on, with that as its cause. stop ends the watching.
func Watch(ctx context.Context, check func(ctx context.Context) error) (_ context.Context, stop func()) {
	watched, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-watched.Done():
				return
			}
			if err := check(watched); err != nil && watched.Err() == nil {
				cancel(err)
				return
			}
		}
	}()
	return watched, func() {
		cancel(context.Canceled)
		<-ended
	}
}
