package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestManyCampaignsAreShownInPagesAsATableThatCanBeOrdered(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for i := range 110 {
		body := fmt.Sprintf(`{"name": "Runde %03d", "assignment_id": %d}`, i, testkit.AssignmentID)
		if answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Token: s.Acme.Admin, Path: "/api/v1/campaigns/", Body: body}); answer.Status != http.StatusCreated {
			t.Fatalf("%d: %s", answer.Status, answer.Body)
		}
	}
	b := signedIn(t, s, s.Acme.Email("reader"))
	first := b.get(t, "/campaigns?order=name")
	first.shows(t, http.StatusOK, "Runde 000", "Page 1 of 2", `<table class="dense"`)
	first.lacks(t, "Runde 109")
	if rows := strings.Count(first.body, `<tr id="board-`); rows != 100 {
		t.Errorf("a page has %d campaigns", rows)
	}
	second := b.get(t, "/campaigns?order=name&page=2")
	second.shows(t, http.StatusOK, "Runde 109")
	second.lacks(t, "Runde 000")
	b.get(t, "/campaigns?order=newest").shows(t, http.StatusOK, "Runde 109")
	if cards := strings.Count(b.get(t, "/campaigns?view=cards").body, `class="card board"`); cards != 24 {
		t.Errorf("a page has %d cards", cards)
	}
	b.get(t, "/campaigns?search=runde+042").shows(t, http.StatusOK, "Runde 042", `class="card board"`)
	for _, order := range []string{"client", "due", "today"} {
		if rows := strings.Count(b.get(t, "/campaigns?page=2&order="+order).body, `<tr id="board-`); rows < 10 || rows > 20 {
			t.Errorf("ordered by %s, the second page has %d campaigns", order, rows)
		}
	}
	wantPart(t, b.listen(t, "/campaigns/live?page=2&order=newest"), "board-998", "Bookingkampanje")
}

func TestTheDeskShowsManyCampaignsInPagesAndFindsOne(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	b.get(t, "/desk").lacks(t, `role="search"`, `class="dense"`)
	for i := range 110 {
		body := fmt.Sprintf(`{"name": "Runde %03d", "assignment_id": %d}`, i, testkit.AssignmentID)
		if answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Token: s.Acme.Admin, Path: "/api/v1/campaigns/", Body: body}); answer.Status != http.StatusCreated {
			t.Fatalf("%d: %s", answer.Status, answer.Body)
		}
	}
	first := b.get(t, "/desk?order=name")
	first.shows(t, http.StatusOK, "Runde 000", "Page 1 of 2", `class="dense"`, `href="/desk?order=name&amp;page=2&amp;view=table"`)
	if links := strings.Count(first.body, "Call here"); links != 100 {
		t.Errorf("a page leads to %d desks", links)
	}
	b.get(t, "/desk?order=name&page=2").shows(t, http.StatusOK, "Runde 109")
	b.get(t, "/desk?search=runde+042").shows(t, http.StatusOK, "Runde 042", `role="search"`)
	b.get(t, "/desk?search=nowhere").shows(t, http.StatusOK, "No campaign is called that", `href="/desk"`)
}

func TestCampaignsThatAreOverComeLastInEveryOrder(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, 999, 1, 3, "Ready")
	page := signedIn(t, s, s.Acme.Email("reader")).get(t, "/campaigns?order=due&view=table&archived=1")
	other, called := strings.Index(page.body, `id="board-998"`), strings.Index(page.body, `id="board-999"`)
	if other < 0 || called < other {
		t.Errorf("a campaign that is over does not come last: %d, %d", other, called)
	}
}
