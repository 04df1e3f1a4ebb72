package commit

import "runtime"

// AwaitWaiting waits until so many writes of a key wait.
func AwaitWaiting[W any](q *Queues[W], key int64, count int) {
	for {
		queue := q.of(key)
		queue.mu.Lock()
		waits := len(queue.waiting)
		queue.mu.Unlock()
		if waits >= count {
			return
		}
		runtime.Gosched()
	}
}
