package callflow_test

import (
	"testing"

	"callflow"
)

func TestOneIsCountedWithoutAnS(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0 rows", 1: "1 row", 2: "2 rows", 1000: "1000 rows"} {
		if got := callflow.Counted(n, "row"); got != want {
			t.Errorf("%d is told as %q, want %q", n, got, want)
		}
	}
}
