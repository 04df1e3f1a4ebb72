package consoletest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/testkit/browser"
)

func TestEveryPageIsThereBeforeAnyScriptRuns(t *testing.T) {
	t.Parallel()
	w := sharedDemo(t).signedIn(t, "/campaigns")
	w.WithoutScript()
	seen := pages(w, "/campaigns", func(path string) {
		if w.Text("h1") == "" {
			t.Errorf("%s has no heading", path)
		}
		if len(w.Text("main")) < 40 {
			t.Errorf("%s shows %q", path, w.Text("main"))
		}
	})
	t.Logf("%d pages", len(seen))
}

// asset finds the style and the script of a page.
var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"`)

func TestTheStyleAndTheScriptAreSmall(t *testing.T) {
	t.Parallel()
	const most = 60_000
	demo, sizes, total := ownDemo(t), make(map[string]int), 0
	w := demo.atDesk(t) // which has scripts of its own
	for _, page := range []string{demo.read(t, "/sign-in"), w.Evaluate("document.documentElement.outerHTML")} {
		for _, found := range asset.FindAllStringSubmatch(page, -1) {
			path := strings.ReplaceAll(found[1], "&amp;", "&")
			if sizes[path] == 0 {
				sizes[path] = len(demo.read(t, path))
				total += sizes[path]
			}
		}
	}
	if len(sizes) != 7 || total > most {
		t.Errorf("style and scripts have %d bytes, want at most %d: %v", total, most, sizes)
	}
}

// read is the body of a page that anybody may read.
func (s *site) read(t *testing.T, path string) string {
	t.Helper()
	response, err := client.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", path, response.StatusCode, err)
	}
	return string(body)
}

func TestACampaignsCustomersAreExportedAsTheyAreSeen(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	state := "Completed - Yes"
	w := demo.signedIn(t, demo.campaign("?call_state="+url.QueryEscape(state)))
	w.Click("#customers details.menu summary")
	path := w.Attribute(`#customers .menu-body a[href*="format=csv"]`, "href")
	if path == "" {
		t.Fatal("there is no link to a CSV file")
	}
	file := w.Fetch(path)
	if file.Status != http.StatusOK || !strings.HasPrefix(file.Header["content-type"], "text/csv") || !strings.HasPrefix(file.Header["content-disposition"], "attachment") {
		t.Fatalf("the file is answered %d with %v", file.Status, file.Header)
	}
	lines := strings.Split(strings.TrimSpace(file.Body), "\n")
	counted := demo.must(t, "GET", fmt.Sprintf("/campaigns/%d/callflow_customers/?page_size=1&call_state=%s", demo.Campaign, url.QueryEscape(state)), "")
	if fmt.Sprint(len(lines)-1) != fmt.Sprint(counted["count"]) || len(lines) < 2 {
		t.Errorf("the file has %d rows, the API counts %v", len(lines)-1, counted["count"])
	}
	for _, line := range lines[1:] {
		if !strings.Contains(line, state) {
			t.Errorf("a row is in another call state: %s", line)
		}
	}
}

func TestACustomerIsFoundAndItsPageTellsWhatHappened(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := demo.signedIn(t, demo.campaign(""))
	w.Fill("Search customers", "481846")
	w.Follow("Search")
	w.Wait("one row", "document.querySelectorAll('#customers tbody tr').length === 1")
	name := w.Text("#customers tbody th a")
	w.FollowTo("#customers tbody th a")
	if heading := w.Text("h1"); heading != name {
		t.Errorf("the link %q leads to %q", name, heading)
	}
	w.See("What happened")
}

func TestAReaderSeesNoButtonThatTheyMayNotPress(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	kari := demo.newUser(t, "Kari Bakkebø", "reader")
	reader := browser.Open(t, demo.URL)
	reader.MayFail(http.StatusForbidden)
	reader.Go("/sign-in")
	reader.Fill("E-mail", kari.Email)
	reader.Fill("Password", kari.Password)
	reader.Follow("Sign in")
	pages(reader, "/campaigns", func(path string) {
		if title := reader.Text("h1"); title == "Something is in the way" {
			t.Errorf("a link leads the reader to %s, which is refused", path)
		}
		if path == "/password" { // everybody changes their own
			return
		}
		if buttons := reader.Texts("main form[method=post] button"); len(buttons) > 0 {
			t.Errorf("%s offers a reader what writes: %q", path, buttons)
		}
	})
	for _, path := range []string{"/desk", "/imports", "/set-up"} {
		reader.Go(path)
		reader.See("You do not have permission to perform this action.")
	}
}
