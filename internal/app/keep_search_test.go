package app

import (
	"testing"
	"time"
)

func TestTheIndexStandsAsideForAWhileAfterEachRequest(t *testing.T) {
	t.Parallel()
	a := &App{made: time.Now().Add(-time.Hour)}
	if a.askedLately() {
		t.Error("nobody asked for an hour, and it stands aside")
	}
	a.noteAsked()
	if !a.askedLately() {
		t.Error("somebody asks, and it goes on as if nobody did")
	}
	a.made = a.made.Add(-searchQuiet) // so long ago was it
	if a.askedLately() {
		t.Error("nobody asks any more, and it stands aside")
	}
}
