package searchindex

import (
	"testing"
	"time"
)

func TestAStepThatTookTooLongIsFollowedByASmallerOne(t *testing.T) {
	t.Parallel()
	pace := &pace{least: 10, most: 400}
	took := func(size int, took time.Duration) {
		t.Helper()
		step := pace.start()
		if step.size != size {
			t.Fatalf("a step of %d, want %d", step.size, size)
		}
		step.pause()
		step.took = took
		step.end()
	}
	took(10, stepTime/100)  // the least at first
	took(12, stepTime/100)  // larger by little
	took(14, 2*stepTime)    // and smaller at once
	took(10, 1000*stepTime) // not below the least
	took(10, stepTime)
	for range 100 {
		step := pace.start()
		step.pause()
		step.took = 0
		step.end()
	}
	took(400, 0) // nor above the most
}

func TestAStepsTimeIsWithoutItsWaiting(t *testing.T) {
	t.Parallel()
	step := (&pace{least: 1, most: 1}).start()
	step.pause()
	before := step.took
	step.started = time.Now().Add(-time.Hour) // it waited; goOn begins anew
	step.goOn()
	step.pause()
	if step.took-before > time.Minute {
		t.Errorf("a step that waited for an hour took %v", step.took)
	}
}
