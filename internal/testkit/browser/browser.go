// Package browser lets tests look at pages with a real browser, Debian's chromium: one process for the tests of a package, and
// for each test a window that knows nothing from before. A test fails where a page complains in the console, breaks its content
// security policy, or asks another host than its server. It is apart from testkit, so that other tests do without what it imports.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for one thing before the test fails: long, for a machine that is busy.
const patience = 30 * time.Second

// process is the browser of all tests of this process.
var process struct {
	sync.Mutex

	context context.Context //nolint:containedctx // chromedp's handle of a browser is a context
	failed  error
	stop    func()
}

// Stop ends the browser. TestMain calls it when the tests are over.
func Stop() {
	process.Lock()
	defer process.Unlock()
	if process.stop != nil {
		process.stop()
		process.stop, process.context = nil, nil
	}
}

// started gives the browser, and starts it for the first that asks.
func started(t testing.TB) context.Context {
	t.Helper()
	program := find(t)
	process.Lock()
	defer process.Unlock()
	if process.context == nil && process.failed == nil {
		process.context, process.stop, process.failed = start(program) //nolint:fatcontext // once
	}
	if process.failed != nil {
		t.Fatalf("%s does not start: %v", program, process.failed)
	}
	return process.context
}

// start starts a browser with a folder of its own, which has no network beyond this machine: not for updates, not for statistics.
func start(program string) (context.Context, func(), error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), // as root, chromedp adds --no-sandbox
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	allocated, release := chromedp.NewExecAllocator(context.Background(), options...)
	browser, quit := chromedp.NewContext(allocated)
	stop := func() {
		quit()
		release()
	}
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, err
	}
	return browser, stop, nil
}

// find finds the browser. Without it the test is skipped, but not where all tests are to run.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CALLFLOW_TEST_ALL") != "" || os.Getenv("CI") != "" {
		t.Fatal("there is no browser to test with; run make test, which installs one, or scripts/needs chromium")
	}
	sayOnceWhatIsSkipped()
	t.Skip("it needs a browser: scripts/needs chromium")
	return ""
}

// sayOnceWhatIsSkipped speaks to the terminal itself, because go test shows nothing of a package that passes.
var sayOnceWhatIsSkipped = sync.OnceFunc(func() {
	terminal, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
	if err != nil {
		terminal = os.Stderr
	} else {
		defer terminal.Close()
	}
	program := filepath.Base(os.Args[0])
	fmt.Fprintf(terminal, "\nWARNING: %s SKIPS its tests in a browser; make test runs them, and so does go test after scripts/needs chromium\n\n", program)
})
