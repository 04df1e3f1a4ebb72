// Package browser lets tests look at pages with a real browser, Debian's chromium: one process for the tests of a package, and
// for each test a window that knows nothing from before. A test fails where a page complains in the console, breaks its content
// security policy, or asks another host than its server. It is apart from testkit, so that other tests do without what it imports.
package browser

import (
	"context"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"callflow/internal/testkit/missing"
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
		chromedp.ExecPath(program),     // as root, chromedp adds --no-sandbox
		chromedp.Flag("lang", "en-US"), // whatever language the machine speaks
		chromedp.Env("LANGUAGE=en_US"),
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

// find finds the browser; see package missing for a test without it.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing.Skip(t, "a browser", "make test, or go test ... after scripts/needs chromium")
	return ""
}
