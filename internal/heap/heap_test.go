package heap

import (
	"runtime"
	"testing"
)

func TestASmallHeapGrowsToTheLeastAndALargeOneByAsMuchAsItHas(t *testing.T) {
	t.Parallel()
	for live, want := range map[uint64]int{
		0: 10_000, Least / 1000: 10_000, Least / 8: 700, Least / 4: 300, Least / 2: 100, Least: 100, 10 * Least: 100,
	} {
		if got := percentFor(live); got != want {
			t.Errorf("a heap of %d bytes may grow by %d %%, want %d", live, got, want)
		}
	}
}

func TestEachCollectionSaysHowFarTheHeapMayGrow(t *testing.T) {
	t.Parallel()
	told := make(chan int, 1)
	newTuner(func(percent int) {
		select {
		case told <- percent:
		default: // nobody listens any more
		}
	}).tune()
	kept := make([]byte, 2*Least)
	for percent := 0; percent != usual; percent = <-told {
		runtime.GC()
	}
	runtime.KeepAlive(kept)
	for percent := usual; percent <= usual; percent = <-told { // nothing is left of it
		runtime.GC()
	}
}
