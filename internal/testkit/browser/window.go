package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Window is a window of a browser, on the pages of one server. What it can't do fails the test.
type Window struct {
	t       testing.TB
	server  string          // its address, without a slash at its end
	context context.Context //nolint:containedctx // chromedp's handle of a window is a context
	record  *record
}

// Open opens a window that knows nothing from before: no cookie, no file. It closes with the test, and then has to be clean.
func Open(t testing.TB, server string) *Window {
	t.Helper()
	return open(started(t), t, server, chromedp.WithNewBrowserContext())
}

// Another opens another window of the same browser, with the same cookies.
func (w *Window) Another() *Window {
	w.t.Helper()
	return open(w.context, w.t, w.server)
}

func open(parent context.Context, t testing.TB, server string, options ...chromedp.ContextOption) *Window {
	t.Helper()
	w := &Window{t: t, server: server, record: newRecord(server)}
	var close context.CancelFunc
	w.context, close = chromedp.NewContext(parent, append(options, chromedp.WithListener(w.hear))...)
	if err := chromedp.Do(w.context); err != nil {
		close()
		t.Fatalf("open a window: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			w.describe()
		}
		close()
		for _, complaint := range w.record.all() {
			t.Error(complaint)
		}
	})
	w.Look(Look{})
	return w
}

// hear takes what the window tells. A question is answered with yes: who clicked on what asks one, meant it.
func (w *Window) hear(event any) {
	if opening, ok := event.(*page.EventJavascriptDialogOpening); ok {
		w.record.asked(opening.Message)
		go func() {
			_, _ = chromedp.Call(w.context, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // the window may be gone
		}()
		return
	}
	w.record.hear(event)
}

// Asked are the questions that pages have asked in dialogs so far.
func (w *Window) Asked() []string { return w.record.questions() }

// MayFail lets requests be answered with a status that is an error, which the browser writes into its console.
func (w *Window) MayFail(status int) { w.record.allow(fmt.Sprintf("status of %d ", status)) }

// MayLoseServer lets requests break off: the test ends the server.
func (w *Window) MayLoseServer() { w.record.allow("net::ERR_") }

// MayAsk lets the window ask another server as well: one that the test has started.
func (w *Window) MayAsk(server string) { w.record.allow(" host: " + server + "/") }

// Look is how pages are looked at.
type Look struct {
	Width  int64 // 0 for that of a laptop, Laptop
	Height int64
	Dark   bool
}

// The widths that pages are looked at with.
const (
	Laptop = 1366
	Phone  = 390
	Least  = 320 // what a page is told that is magnified four times
)

// Look changes how the window looks at pages. Nothing moves in it.
func (w *Window) Look(look Look) {
	w.t.Helper()
	if look.Width == 0 {
		look.Width = Laptop
	}
	if look.Height == 0 {
		look.Height = 900
	}
	scheme := "light"
	if look.Dark {
		scheme = "dark"
	}
	w.do("change the window's look", chromedp.EmulateViewport(look.Width, look.Height), command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	}))
}

// Speak asks for pages in a language.
func (w *Window) Speak(language string) {
	w.t.Helper()
	headers := network.Headers{"Accept-Language": language}
	w.do("ask for "+language, command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers}))
}

// WithoutScript has pages run no script from now on.
func (w *Window) WithoutScript() {
	w.t.Helper()
	w.do("switch scripts off", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
}

// Go goes to a path of the server and waits until the page is there.
func (w *Window) Go(path string) {
	w.t.Helper()
	w.do("go to "+path, chromedp.Navigate(w.server+path))
}

// GoTo goes to another server's page.
func (w *Window) GoTo(address string) {
	w.t.Helper()
	w.do("go to "+address, chromedp.Navigate(address))
}

// GoBack goes back in the window's history, to another address. A page that the browser kept is not loaded again.
func (w *Window) GoBack() {
	w.t.Helper()
	at := evaluate[string](w, "location.href")
	evaluate[bool](w, "history.back() ?? true")
	w.await("the page before", withPage("location.href !== %s && document.readyState === 'complete'", at))
}

// Reload asks for the page once more.
func (w *Window) Reload() {
	w.t.Helper()
	w.do("reload", chromedp.Reload())
}

// Path is that of the page that the window shows, with its query.
func (w *Window) Path() string {
	w.t.Helper()
	at := evaluate[string](w, "location.href")
	u, err := url.Parse(at)
	if err != nil {
		w.t.Fatal(err)
	}
	if u.Scheme+"://"+u.Host != w.server {
		return at
	}
	return u.RequestURI()
}

// Cookies are those that the browser would send to the server, by name.
func (w *Window) Cookies() map[string]*network.Cookie {
	w.t.Helper()
	found, err := chromedp.Call(w.context, network.GetCookies, network.GetCookiesParams{URLs: []string{w.server}})
	if err != nil {
		w.t.Fatal(err)
	}
	cookies := make(map[string]*network.Cookie)
	for _, cookie := range found.Cookies {
		cookies[cookie.Name] = cookie
	}
	return cookies
}

// SetCookie has the browser hold a cookie for the server, which scripts can't read.
func (w *Window) SetCookie(name, value string) {
	w.t.Helper()
	unread := true
	w.do("set a cookie", command(network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: w.server, HTTPOnly: &unread}))
}

// Screenshot keeps a picture of the whole page, or of its beginning where that is too long: in the folder CALLFLOW_SCREENSHOTS,
// else in the test's own, which -artifacts keeps.
func (w *Window) Screenshot(name string) string {
	w.t.Helper()
	folder := os.Getenv("CALLFLOW_SCREENSHOTS")
	if folder == "" {
		folder = w.t.ArtifactDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		w.t.Fatal(err)
	}
	path := filepath.Join(folder, name+".png")
	if err := os.WriteFile(path, w.picture(), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// Picture is what the window shows, as PNG, without what has to be scrolled to.
func (w *Window) Picture() []byte {
	w.t.Helper()
	picture, err := chromedp.Run(w.context, chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatal(err)
	}
	return picture
}

func (w *Window) picture() []byte {
	w.t.Helper()
	picture, err := chromedp.Run(w.context, chromedp.FullScreenshot(100))
	if err != nil { // a page may be too long for a picture
		return w.Picture()
	}
	return picture
}

// describe tells of a test that failed what its window shows.
func (w *Window) describe() {
	ctx, cancel := context.WithTimeout(w.context, patience)
	defer cancel()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + (document.body?.innerText ?? "")`))
	if err != nil {
		w.t.Logf("the window shows nothing: %v", err)
		return
	}
	w.t.Logf("the window shows %.1500s", shown)
	if picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)); err == nil {
		path := filepath.Join(w.t.ArtifactDir(), "failed.png")
		if os.WriteFile(path, picture, 0o600) == nil {
			w.t.Logf("a picture of it: %s (go test -artifacts keeps it)", path)
		}
	}
}

func (w *Window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.context, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
}
