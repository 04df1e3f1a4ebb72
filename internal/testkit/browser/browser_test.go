package browser

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestMain(m *testing.M) {
	code := m.Run()
	Stop()
	os.Exit(code)
}

// fingers makes what is clicked on large enough.
const fingers = `input, button, select { min-height: 24px } `

// serve answers every path with a page, by its path.
func serve(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if r.URL.Path == "/style.css" && !ok {
			page, ok = fingers, true
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src * data:")
		kinds := map[string]string{".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}
		w.Header().Set("Content-Type", kinds[path.Ext(r.URL.Path)])
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// pageOf is a page without a fault, around a body.
func pageOf(body string) string {
	return `<!DOCTYPE html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head><body><main><h1>A page</h1>` + body + `</main></body></html>`
}

// listener is a test that keeps its errors for itself.
type listener struct {
	testing.TB

	errors   []string
	cleanups []func()
}

func (l *listener) Error(args ...any)    { l.errors = append(l.errors, args[0].(string)) }
func (l *listener) Cleanup(clean func()) { l.cleanups = append(l.cleanups, clean) }
func (l *listener) close() {
	for i := len(l.cleanups) - 1; i >= 0; i-- {
		l.cleanups[i]()
	}
}

func TestAPageThatComplainsOrAsksAnotherHostFailsItsTest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, script, want string }{
		"an error in the console":    {script: `console.error("not as it was", 7)`, want: `the console: error: "not as it was" 7`},
		"a warning":                  {script: `console.warn("soon")`, want: `the console: warning: "soon"`},
		"an exception":               {script: `undefined.name`, want: "an exception: Uncaught TypeError"},
		"a promise that is rejected": {script: `Promise.reject(new Error("no"))`, want: "an exception: Uncaught (in promise) Error: no"},
		"a style of an element":      {body: `<p style="color: red">Red</p>`, want: "Content Security Policy"},
		"a script in the page":       {body: `<script>1</script>`, want: "Content Security Policy"},
		"another host":               {body: `<img alt="" src="http://elsewhere.example/x.png">`, want: "a request to another host: http://elsewhere.example/x.png"},
		"another port":               {body: `<img alt="" src="http://127.0.0.1:9/x.png">`, want: "a request to another host: http://127.0.0.1:9/x.png"},
		"what is not there":          {body: `<img alt="" src="/nowhere.png">`, want: "status of 404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			heard := &listener{TB: t}
			w := Open(heard, serve(t, map[string]string{"/": pageOf(c.body + `<script src="/x.js"></script>`), "/x.js": c.script}))
			w.Go("/")
			w.Wait("the complaint", "true")
			heard.close()
			if said := strings.Join(heard.errors, "\n"); !strings.Contains(said, c.want) {
				t.Errorf("the window says %q, want %q", said, c.want)
			}
		})
	}
}

func TestAPageThatIsAsItShouldBePasses(t *testing.T) {
	t.Parallel()
	w := Open(t, serve(t, map[string]string{
		"/": pageOf(`<form action="/next"><p><label>Your name <input name="name"></label> <label><input type="checkbox" name="more" value="1"> More</label></p>
			<p><label>Kind <select name="kind"><option value="1">One<option value="2">Two</select></label> <button>Send</button></p></form>`),
		"/next": pageOf(`<p id="told">Thank you. <a href="/">Back</a></p>`),
	}))
	w.Go("/")
	if faults := w.Accessibility(); len(faults) > 0 {
		t.Errorf("faults were found: %q", faults)
	}
	w.Fill("Your name", "Åse Bakkebø")
	w.Choose("Kind", "Two")
	w.Tick("More")
	w.Follow("Send")
	w.SeeIn("#told", "Thank you.")
	if path := w.Path(); path != "/next?name=%C3%85se+Bakkeb%C3%B8&more=1&kind=2" {
		t.Errorf("the form sent %s", path)
	}
	w.GoBack()
	w.Click("input[name=name]")
	w.Leave(func() { w.Press("!" + kb.Enter) })
	w.See("Thank you.")
}

func TestAWindowKnowsNothingOfAnotherTestsAndAllOfItsBrowsers(t *testing.T) {
	t.Parallel()
	server := serve(t, map[string]string{"/": pageOf("")})
	w := Open(t, server)
	w.Go("/")
	w.Evaluate(`document.cookie = "seen=1"`)
	if w.Cookies()["seen"] == nil {
		t.Error("the cookie is not there")
	}
	beside := w.Another()
	beside.Go("/")
	if beside.Cookies()["seen"] == nil {
		t.Error("another window of the browser has no cookie")
	}
	if Open(t, server).Cookies()["seen"] != nil {
		t.Error("another browser has the cookie")
	}
}

func TestFaultsOfAPageAreFound(t *testing.T) {
	t.Parallel()
	pages := map[string]string{
		"/unnamed.js": `document.documentElement.removeAttribute("lang")`,
		"/style.css": fingers + `.pale { color: #aaa } .paler::placeholder { color: #ccc } .wide { width: 3000px }
			.tiny { width: 20px; height: 20px; min-height: 0; border: 0; padding: 0 } .unseen-focus { outline: none }`,
	}
	for want, body := range map[string]string{
		"the page does not say its language":   `<script src="/unnamed.js"></script>`,
		"a heading skips a level":              `<h3>Skipped</h3>`,
		"headings of the first level":          `<h1>Another</h1>`,
		"two elements have the id a":           `<p id="a">1</p><p id="a">2</p>`,
		"aria-describedby names no element":    `<p aria-describedby="nothing">x</p>`,
		"a place of its own in the order":      `<a href="/" tabindex="3">x</a>`,
		"a list with other children":           `<ul><div>x</div></ul>`,
		"a group of fields without a name":     `<fieldset><label>x <input></label></fieldset>`,
		"a field without a label":              `<input placeholder="Name">`,
		"a button or link without a text":      `<button><svg aria-hidden="true" width="30" height="30"></svg></button>`,
		"a picture without a text":             `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`,
		"a drawing that is neither named":      `<svg width="30" height="30"></svg>`,
		"a table's heading without scope":      `<table><tr><th>Name</th></tr></table>`,
		"a table without headings":             `<table><tr><td>Name</td></tr></table>`,
		"text with a contrast of 2.32":         `<p class="pale">Pale</p>`,
		"a placeholder with a contrast of 1.6": `<label>Name <input class="paler" placeholder="Kari"></label>`,
		"a target of 20 by 20 pixels":          `<button class="tiny" aria-label="More"></button><button>Send</button>`,
		"pixels wider than its window":         `<p class="wide">x</p>`,
		"focus that nobody sees":               `<button class="unseen-focus">OK</button>`,
	} {
		pages["/"+want] = pageOf(body)
	}
	w := Open(t, serve(t, pages))
	for path := range pages {
		want, found := path[1:], ""
		if path == "/style.css" || path == "/unnamed.js" {
			continue
		}
		w.Go((&url.URL{Path: path}).EscapedPath())
		if found = strings.Join(w.Accessibility(), "\n"); !strings.Contains(found, want) || strings.Count(found, "\n") > 0 {
			t.Errorf("found %q, want %q alone", found, want)
		}
	}
}
