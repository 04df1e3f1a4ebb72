package worker

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsSentIsTakenInOrderBeforeClosingEnds(t *testing.T) {
	t.Parallel()
	var taken []int
	w := Start(1, func(n int) { taken = append(taken, n) })
	for n := range 100 {
		w.Sent <- n
	}
	w.Close()
	if len(taken) != 100 || taken[0] != 0 || taken[99] != 99 {
		t.Errorf("taken were %v", taken)
	}
}

func TestAPanicBesideIsOneOfWhoeverWaitsForIt(t *testing.T) {
	t.Parallel()
	w := Start(1, func(int) { panic("made up") })
	for n := range 10 { // whoever sends does not wait for ever
		w.Sent <- n
	}
	defer func() {
		if failed := fmt.Sprint(recover()); !strings.Contains(failed, "made up") || !strings.Contains(failed, "worker_test.go") {
			t.Errorf("closing panics with %q", failed)
		}
	}()
	w.Close()
}
