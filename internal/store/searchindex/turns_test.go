package searchindex

import "testing"

func TestAfterARoundOfForgettingAccountsTakeAsManyStepsAsItTook(t *testing.T) {
	t.Parallel()
	turns := &turns{}
	for range 2 {
		for step := range 5 {
			if !turns.forgets(true) {
				t.Fatalf("step %d of a round is an account's", step)
			}
		}
		turns.end()
		for step := range 5 {
			if turns.forgets(true) {
				t.Fatalf("step %d after a round is the next round's", step)
			}
		}
	}
	if turns.forgets(false) {
		t.Error("there is something to forget where nobody was taken out")
	}
}
