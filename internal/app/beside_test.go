package app

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsSentIsTakenInOrderBeforeClosingEnds(t *testing.T) {
	t.Parallel()
	var taken []int
	b := beside(1, func(n int) { taken = append(taken, n) })
	for n := range 100 {
		b.sent <- n
	}
	b.close()
	if len(taken) != 100 || taken[0] != 0 || taken[99] != 99 {
		t.Errorf("taken were %v", taken)
	}
}

func TestAPanicBesideIsOneOfWhoeverWaitsForIt(t *testing.T) {
	t.Parallel()
	b := beside(1, func(int) { panic("made up") })
	for n := range 10 { // whoever sends does not wait for ever
		b.sent <- n
	}
	defer func() {
		if failed := fmt.Sprint(recover()); !strings.Contains(failed, "made up") || !strings.Contains(failed, "beside_test.go") {
			t.Errorf("closing panics with %q", failed)
		}
	}()
	b.close()
}
