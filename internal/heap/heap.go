// Package heap has the garbage collector wait until there is enough to collect. It imports nothing of callflow.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Least is how large the heap may become before it is collected, in bytes. Go collects a heap whenever it has doubled: that of a server with
// little to do is a few megabytes, and doubles many times a second.
const Least = 64 << 20

// usual is the percent by which Go lets a heap grow, which holds for every heap of half of Least or more.
const usual = 100

const liveMetric = "/gc/heap/live:bytes"

// Spare keeps the heap from being collected before it has Least bytes, for the rest of the process. GOGC in the environment wins.
var Spare = sync.OnceFunc(func() {
	if os.Getenv("GOGC") == "" {
		newTuner(func(percent int) { debug.SetGCPercent(percent) }).tune()
	}
})

// tuner says after each collection by how many percent the heap may grow until the next.
type tuner struct {
	sample []metrics.Sample
	set    func(percent int)
}

func newTuner(set func(percent int)) *tuner {
	return &tuner{sample: []metrics.Sample{{Name: liveMetric}}, set: set}
}

// tune leaves something that nobody holds: the next collection finds it, and has it tune again.
func (t *tuner) tune() {
	metrics.Read(t.sample)
	t.set(percentFor(t.sample[0].Value.Uint64()))
	runtime.SetFinalizer(&mark{t}, func(m *mark) { m.tuner.tune() })
}

type mark struct{ tuner *tuner }

// percentFor is by how many percent a heap with so many live bytes may grow.
func percentFor(live uint64) int {
	const most = 10_000 // of a heap that has hardly anything yet
	if live == 0 || Least/live >= most/usual {
		return most
	}
	return max(usual, int(Least*usual/live)-usual)
}
