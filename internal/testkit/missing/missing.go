// Package missing lets tests do without what a machine may lack: PostgreSQL, a browser, another server. Such a test is skipped, and
// the terminal is told so, but not where all tests are to run: there it fails.
package missing

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Skip skips a test for want of a thing, whose name may follow "it needs"; remedy is what to run instead.
// CALLFLOW_TEST_ALL and CI, set to anything, make the test fail.
func Skip(t testing.TB, thing, remedy string) {
	t.Helper()
	if os.Getenv("CALLFLOW_TEST_ALL") != "" || os.Getenv("CI") != "" {
		t.Fatalf("it needs %s, which is not here: run %s", thing, remedy)
	}
	sayOnce(thing, remedy)
	t.Skipf("it needs %s: run %s", thing, remedy)
}

// said are the things that this process has spoken of.
var said sync.Map

// sayOnce speaks to the terminal itself, because go test shows nothing of a package that passes.
func sayOnce(thing, remedy string) {
	if _, before := said.LoadOrStore(thing, true); before {
		return
	}
	terminal, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
	if err != nil {
		terminal = os.Stderr
	} else {
		defer terminal.Close()
	}
	fmt.Fprintf(terminal, "\nWARNING: %s SKIPS its tests that need %s: run %s\n\n", filepath.Base(os.Args[0]), thing, remedy)
}
