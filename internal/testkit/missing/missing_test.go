package missing_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow/internal/testkit/missing"
)

// listener takes down how a test ends.
type listener struct {
	testing.TB

	failed, skipped string
}

func (l *listener) Helper() {}

func (l *listener) Fatalf(format string, values ...any) {
	l.failed = fmt.Sprintf(format, values...)
	panic(l)
}

func (l *listener) Skipf(format string, values ...any) {
	l.skipped = fmt.Sprintf(format, values...)
	panic(l)
}

// ended runs what ends a test.
func ended(t *testing.T) *listener {
	t.Helper()
	l := &listener{TB: t}
	func() {
		defer func() { _ = recover() }() // as t.FailNow ends the goroutine
		missing.Skip(l, "a kettle", "scripts/needs kettle")
	}()
	return l
}

func TestATestThatLacksSomethingIsSkippedButNotWhereAllAreToRun(t *testing.T) {
	for _, variable := range []string{"CALLFLOW_TEST_ALL", "CI"} {
		t.Setenv("CALLFLOW_TEST_ALL", "")
		t.Setenv("CI", "")
		if l := ended(t); l.failed != "" || !strings.Contains(l.skipped, "a kettle: run scripts/needs kettle") {
			t.Errorf("anywhere it ends with %q, %q", l.failed, l.skipped)
		}
		t.Setenv(variable, "1")
		if l := ended(t); l.skipped != "" || !strings.Contains(l.failed, "a kettle") {
			t.Errorf("with %s it ends with %q, %q", variable, l.failed, l.skipped)
		}
	}
}
