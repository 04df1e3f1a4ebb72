package auth

import (
	"testing"
	"time"
)

func TestAServerIsAskedForAWhileAfterEachRequest(t *testing.T) {
	t.Parallel()
	const quiet = 200 * time.Millisecond
	a := &Service{made: time.Now().Add(-time.Hour)}
	if a.IsAskedWithin(quiet) {
		t.Error("nobody asked for an hour, and it is called asked")
	}
	a.noteAsked()
	if !a.IsAskedWithin(quiet) {
		t.Error("somebody asks, and nobody is said to")
	}
	a.made = a.made.Add(-quiet) // so long ago was it
	if a.IsAskedWithin(quiet) {
		t.Error("nobody asks any more, and it is called asked")
	}
}
