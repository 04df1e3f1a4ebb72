package console_test

import (
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

var (
	tags         = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)
	englishWords = regexp.MustCompile(`(?i)\b(the|is|are|was|were|must|has|have|its|it|which|that|from|with|without|not|taken|kept|stays|rows|values|column|customer|say)\b`)
)

// wantNorwegian looks for English words in what a page says.
func wantNorwegian(t *testing.T, where, markup string) {
	t.Helper()
	for line := range strings.Lines(html.UnescapeString(tags.ReplaceAllString(markup, "\n"))) {
		line = strings.TrimSpace(line)
		if found := englishWords.FindString(line); found != "" && !strings.Contains(line, "customer_id") {
			t.Errorf("%s has the English %q: %s", where, found, line)
		}
	}
}

func TestFilesThatPeopleBringAreToldInNorwegian(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "tabular", "files", "testdata", "brought", "*"))
	if err != nil || len(files) < 50 {
		t.Fatalf("there are %d files: %v", len(files), err)
	}
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Cookie", "language=nb")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		number, _, _ := strings.Cut(filepath.Base(file), "-")
		name := number + filepath.Ext(file)
		page := admin.send(t, importsOfAcme, name, string(content))
		wantNorwegian(t, name, page.body)
		if page.status != http.StatusOK || !strings.Contains(page.body, `name="column-0"`) {
			continue
		}
		admin.toldInNorwegian(t, name, page, string(content))
	}
}

// toldInNorwegian tries and runs a file, and looks at what is told of it.
func (b *browser) toldInNorwegian(t *testing.T, name string, match *page, content string) {
	t.Helper()
	form := match.matched(t, nil)
	for _, row := range strings.Split(match.body, "<tr>") {
		if label := columnRow.FindStringSubmatch(row); label != nil && strings.Contains(row, `value="+"`) {
			form.Set(label[1], "+")
		}
	}
	for option, value := range map[string]string{"ids": "new", "repeats": "reject"} {
		form.Set(option, value)
	}
	tried := b.post(t, match.path, form)
	wantNorwegian(t, name+", tried", tried.body)
	if !strings.HasSuffix(tried.path, "/rehearsal") {
		return
	}
	told := b.followed(t, tried.path)
	wantNorwegian(t, name+", dry run", told)
	if !strings.Contains(told, "/run") {
		wantNorwegian(t, name+", columns", b.get(t, match.path).body)
		return
	}
	job := b.post(t, match.path+"/run", nil)
	wantNorwegian(t, name+", import", b.followed(t, job.path))
	for line := range strings.Lines(b.get(t, job.path+"/rejected.csv").body) {
		if cells := strings.SplitN(line, ";", 3); len(cells) == 3 {
			wantNorwegian(t, name+", rejected", strings.TrimPrefix(cells[1], "reason"))
		}
	}
}
