package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// broughtFile is a file of a kind that people bring, what is said of it, and what comes of it.
type broughtFile struct {
	file, query string
	text        string   // of the file, where it is none of testdata/imports
	want        string   // counts and the kinds of notes, or what it is refused with
	holds       []string // what the campaign's list has then
}

// cameOf writes what an import comes to.
func cameOf(t *testing.T, answer *testkit.Answer) string {
	t.Helper()
	if answer.Status != http.StatusCreated {
		return fmt.Sprintf("%d %s", answer.Status, answer.Body)
	}
	var got struct {
		Status, Error                                        string
		Rows, Created, Updated, Unchanged, Skipped, Rejected int
		Notes                                                []struct{ Kind string }
	}
	if err := json.Unmarshal(answer.Body, &got); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%s %s%d rows: %d created, %d updated, %d unchanged, %d skipped, %d rejected:", got.Status, got.Error, got.Rows, got.Created, got.Updated,
		got.Unchanged, got.Skipped, got.Rejected)
	for _, note := range got.Notes {
		text += " " + note.Kind
	}
	return text
}

// send sends a file of the cases, and waits until its import is over.
func (c *broughtFile) send(t *testing.T, s *testkit.Server, query string) *testkit.Answer {
	t.Helper()
	text := c.text
	if text == "" {
		body, err := os.ReadFile(filepath.Join("testdata", "imports", c.file))
		if err != nil {
			t.Fatal(err)
		}
		text = string(body)
	}
	answer, _ := sendFile(t, s, "?campaign=998&wait=60&file_name="+c.file+query+c.query, text, map[string]string{"Content-Type": "application/octet-stream"})
	return answer
}

func TestFilesThatPeopleBringComeInWholeOrAreToldInADryRunAsInARun(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(broughtFiles, shortFiles) {
		t.Run(c.file+c.query, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			tried := cameOf(t, c.send(t, s, "&dry_run=true"))
			answer := c.send(t, s, "")
			came := cameOf(t, answer)
			if tried != came {
				t.Errorf("a dry run tells\n%s, and a run\n%s", tried, came)
			}
			if !strings.Contains(came, c.want) || c.want == "" {
				t.Errorf("it comes to\n%s, want\n%s", came, c.want)
			}
			c.wantRejectedAgain(t, s, answer)
			list := string(s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/callflow_customers/").Body)
			for _, held := range c.holds {
				if !strings.Contains(list, held) {
					t.Errorf("the list lacks %s", held)
				}
			}
		})
	}
}

// wantRejectedAgain wants that rows that were not taken are not taken either when they are sent as they are.
func (c *broughtFile) wantRejectedAgain(t *testing.T, s *testkit.Server, answer *testkit.Answer) {
	t.Helper()
	var got toldImport
	if err := json.Unmarshal(answer.Body, &got); err != nil || got.Rejected == 0 {
		return
	}
	file := rejectedFile(t, s, got.ID)
	again, sent := sendFile(t, s, "?dry_run=true&wait=60"+c.query, file, nil) // what is said of the file's sheet or row of headings as well
	if sent.Rejected != got.Rejected || sent.Rows != got.Rejected {
		t.Errorf("sent as they are, the rows\n%.2000s\ngive %.2000s", file, again.Body)
	}
}
