package console_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestCampaignsShowWhereTheirCustomersStand(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 30, "Ready", "Ready", "Booked")
	b := signedIn(t, s, s.Acme.Email("reader"))
	b.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje - TEST", "Ready <b>20</b>", "Booked <b>10</b>")
	b.get(t, "/campaigns").lacks(t, "Fornyelse") // which is over
	b.get(t, "/campaigns?archived=1").shows(t, http.StatusOK, "Fornyelse", "Over")
	b.get(t, "/campaigns?search=annen").lacks(t, "Bookingkampanje")
}

func TestAnExternalUserSeesItsOwnClientAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	outsider := signedIn(t, s, s.Acme.Email("outsider"))
	outsider.get(t, "/campaigns").shows(t, http.StatusOK, "Annen kampanje")
	outsider.get(t, "/campaigns").lacks(t, "Bookingkampanje", "/set-up", "/desk", "/imports")
	for _, path := range []string{"/campaigns/998", "/campaigns/998/live", "/campaigns/998/export?format=csv", "/assignments/239/customer?id=1"} {
		if page := outsider.get(t, path); page.status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, page.status)
		}
	}
	if page := outsider.get(t, "/set-up"); page.status != http.StatusForbidden {
		t.Errorf("/set-up answers %d", page.status)
	}
}

func TestAnotherAccountsCampaignIsNotThere(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	other := signedIn(t, s, s.Other.Email("admin"))
	other.get(t, "/campaigns/998").lacks(t, "Kunde 1")
	if page := other.get(t, "/assignments/239/customer?id=1"); page.status != http.StatusNotFound {
		t.Errorf("the customer answers %d", page.status)
	}
}

func TestCustomersAreNarrowedByStateAndBySearch(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6, "Ready", "Booked")
	s.Acme.Put(t, callflow.Customer{CustomerID: "4", Name: "Kåre Bjørkås", Phone1: "22 33 44 55"})
	b := signedIn(t, s, s.Acme.Email("reader"))
	booked := b.get(t, "/campaigns/998?call_state=Booked")
	booked.shows(t, http.StatusOK, "Kunde 2", "Kåre Bjørkås", "Kunde 6")
	booked.lacks(t, "Kunde 1<", "Kunde 3<")
	for _, search := range []string{"bjorkas", "KÅRE", "22334455", "4"} {
		page := b.get(t, "/campaigns/998?search="+url.QueryEscape(search))
		page.shows(t, http.StatusOK, "Kåre Bjørkås")
		page.lacks(t, "Kunde 2<", "Kunde 3<")
	}
	b.get(t, "/campaigns/998?search=finnesikke").shows(t, http.StatusOK, "Nobody here is like that.")
	b.get(t, "/campaigns/998?call_state=Nowhere").shows(t, http.StatusBadRequest, "There is no call state")
}

func TestPagesOfCustomersGoOnAndBack(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 120, "Ready")
	b := signedIn(t, s, s.Acme.Email("reader"))
	first := b.get(t, "/campaigns/998")
	first.lacks(t, `rel="prev"`)
	second := b.get(t, linkOf(t, first, "next"))
	second.shows(t, http.StatusOK, "Kunde 51<", "Kunde 100<")
	third := b.get(t, linkOf(t, second, "next"))
	third.shows(t, http.StatusOK, "Kunde 120<")
	third.lacks(t, `rel="next"`, "Kunde 100<")
	b.get(t, linkOf(t, third, "prev")).shows(t, http.StatusOK, "Kunde 51<", "Kunde 100<")
}

func linkOf(t *testing.T, p *page, rel string) string {
	t.Helper()
	_, after, ok := strings.Cut(p.body, `rel="`+rel+`" href="`)
	if !ok {
		t.Fatalf("%s has no link %s", p.path, rel)
	}
	link, _, _ := strings.Cut(after, `"`)
	link, _, _ = strings.Cut(strings.ReplaceAll(link, "&amp;", "&"), "#")
	return link
}

func TestWhatIsSeenIsExportedInAnyFormat(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6, "Ready", "Booked")
	s.Acme.Put(t, callflow.Customer{CustomerID: "4", Name: "Kåre Bjørkås"})
	b := signedIn(t, s, s.Acme.Email("reader"))
	for format, kind := range map[string]string{"csv": "text/csv", "xlsx": "spreadsheetml", "ndjson": "ndjson", "json": "application/json", "parquet": "parquet"} {
		file := b.get(t, "/campaigns/998/export?format="+format)
		if file.status != http.StatusOK || !strings.Contains(file.header.Get("Content-Type"), kind) || !strings.Contains(file.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d, %v", format, file.status, file.header)
		}
	}
	narrowed := b.get(t, "/campaigns/998/export?format=ndjson&call_state=Booked&search=bjorkas")
	if lines := strings.Split(strings.TrimSpace(narrowed.body), "\n"); len(lines) != 1 || !strings.Contains(lines[0], `"crm__customer_id":"4"`) {
		t.Errorf("exported %q", narrowed.body)
	}
	if page := b.get(t, "/campaigns/998/export?format=docx"); page.status != http.StatusBadRequest {
		t.Errorf("docx answers %d", page.status)
	}
}

func TestSeveralCustomersAreMovedAtOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 4, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	form := url.Values{"customer_id": {"1", "3"}, "call_state": {"On Hold"}, "comment": {"Venter på svar"}, "back": {"/campaigns/998?call_state=Ready"}}
	admin.post(t, "/campaigns/998/move", form).shows(t, http.StatusOK, "2 customers were moved. Call state: On Hold.")
	for id, want := range map[string]string{"1": "On Hold", "2": "Ready", "3": "On Hold"} {
		if state := standing(t, s, id)["callflow__callstate__name"]; state != want {
			t.Errorf("customer %s is in %v, want %s", id, state, want)
		}
	}
	admin.get(t, "/campaigns/998?done=%25d+customers+were+moved.&count=2&into=Elsewhere").lacks(t, "Elsewhere.")
	form = url.Values{"customer_id": {"2", "99"}, "call_state": {"Booked"}}
	admin.post(t, "/campaigns/998/move", form).shows(t, http.StatusConflict, "1 were moved, 1 were not. 99: Not found.")
	form = url.Values{"customer_id": {"4"}, "call_state": {"Nope"}}
	admin.post(t, "/campaigns/998/move", form).shows(t, http.StatusConflict, "There is no call state &#34;Nope&#34; here.")
	form = url.Values{"customer_id": {"4"}, "customer.4": {"4"}, "call_state": {"Scheduled"}, "comment": {"Etter ferien"}}
	admin.post(t, "/campaigns/998/move", form).shows(t, http.StatusConflict, "give the time", `value="Etter ferien"`, `value="4" checked`)
	agent := signedIn(t, s, s.Acme.Email("agent"))
	if page := agent.post(t, "/campaigns/998/move", form); page.status != http.StatusForbidden {
		t.Errorf("an agent moves: %d", page.status)
	}
}

func TestWhoWasMovedMeanwhileIsNotMovedWithTheOthers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	form := admin.get(t, "/campaigns/998").formAt(t, "/campaigns/998/move")
	form["customer_id"] = []string{"1", "2"}
	form.Set("call_state", "On Hold")
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "2", State: "Completed - Yes"})
	admin.post(t, "/campaigns/998/move", form).shows(t, http.StatusConflict, "1 were moved, 1 were not. 2: The record has changed since it was read.")
	for id, want := range map[string]string{"1": "On Hold", "2": "Completed - Yes"} {
		if state := standing(t, s, id)["callflow__callstate__name"]; state != want {
			t.Errorf("customer %s is in %v, want %s", id, state, want)
		}
	}
}

func TestAskedForItsHeadAPageThatLivesEndsAtOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	for range 14 { // more than a user may have open
		request, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.URL+"/campaigns/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		b.ask(t, request).shows(t, http.StatusOK)
	}
	b.get(t, "/campaigns").shows(t, http.StatusOK)
}

func TestCustomersOfTheAssignmentAreAdded(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "A-1", Name: "Ada Fjell"})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/campaigns/998/add", url.Values{"customer_ids": {"A-1, A-2"}}).shows(t, http.StatusUnprocessableEntity, "1 were added, 0 were there already", ">A-1, A-2</textarea>")
	admin.get(t, "/campaigns/998").shows(t, http.StatusOK, "Ada Fjell")
}

func TestABoardIsToldAnewWhenItsCampaignMoves(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	b := signedIn(t, s, s.Acme.Email("reader"))
	boards, overview := b.listen(t, "/campaigns/live"), b.listen(t, "/campaigns/998/live")
	wantPart(t, boards, "board-998", "Ready <b>3</b>")
	wantPart(t, overview, "overview", "Ready: 3")
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "2", State: "Booked"})
	wantPart(t, boards, "board-998", "Booked <b>1</b>")
	wantPart(t, overview, "overview", "Booked: 1")
}

// listen opens the stream of a page that lives, until the test ends.
func (b *browser) listen(t *testing.T, path string) *bufio.Scanner {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	answer, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %d", path, answer.StatusCode)
	}
	events := bufio.NewScanner(answer.Body)
	events.Buffer(nil, 1<<20)
	return events
}

// wantPart reads events until one shows a text of a part of the page.
func wantPart(t *testing.T, events *bufio.Scanner, id, text string) {
	t.Helper()
	for events.Scan() {
		data, ok := strings.CutPrefix(events.Text(), "data: ")
		if !ok {
			continue
		}
		var part struct{ ID, HTML string }
		if err := json.Unmarshal([]byte(data), &part); err != nil {
			t.Fatal(err)
		}
		if part.ID == id && strings.Contains(part.HTML, text) {
			return
		}
	}
	t.Fatalf("the stream ended before %q: %v", text, events.Err())
}

func TestWhatASearchFoundIsShownWhereTheTableHasNoColumnForIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	s.Acme.Put(t, callflow.Customer{
		CustomerID: "1", Name: "Håkon Drøfbrekke", Phone1: "22 33 44 55", Phone2: "99 88 77 66", Email: "hakon@bjorkaas.example",
		Custom: map[int64]callflow.Value{testkit.FieldText: callflow.TextValue("Bærumsveien 5")},
	})
	b := signedIn(t, s, s.Acme.Email("reader"))
	for search, found := range map[string]string{"bjorkaas": "E-mail: hakon@bjorkaas.example", "BAERUMSV": ": Bærumsveien 5", "99887766": "Phone 2: 99 88 77 66"} {
		b.get(t, "/campaigns/998?search="+search).shows(t, http.StatusOK, "Håkon Drøfbrekke", found)
	}
	for _, search := range []string{"drofbrekke", "22334455", ""} {
		page := b.get(t, "/campaigns/998?search="+search)
		page.shows(t, http.StatusOK, "Håkon Drøfbrekke")
		page.lacks(t, "Phone 1:", "Phone 2:", "E-mail:", "Bærumsveien")
	}
}

func TestACampaignShowsWhoHasNoNumberThatCanBeCalled(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6, "Ready", "On Hold", "Completed - No")
	b := signedIn(t, s, s.Acme.Email("reader"))
	b.get(t, "/campaigns/998").lacks(t, "No number")
	for _, id := range []string{"1", "2", "3"} { // the third is in a final state: nobody would call it
		s.Acme.Put(t, callflow.Customer{CustomerID: id, Name: "Uten nummer " + id, Phone1: "ukjent"})
	}
	page := b.get(t, "/campaigns/998")
	page.shows(t, http.StatusOK, `<a href="/campaigns/998?number=none#customers">2</a>`, `name="number" value="none">No number <span class="quiet">2</span>`)
	narrowed := b.get(t, "/campaigns/998?number=none")
	narrowed.shows(t, http.StatusOK, "Uten nummer 1", "Uten nummer 2", `value="none" checked`, "number=none")
	narrowed.lacks(t, "Uten nummer 3", "Kunde 4")
	b.get(t, "/campaigns/998?number=none&call_state=Completed+-+No&order=changed").shows(t, http.StatusOK, "Uten nummer 3")
	file := b.get(t, "/campaigns/998/export?format=csv&number=none")
	file.shows(t, http.StatusOK, "Uten nummer 1")
	file.lacks(t, "Kunde 4", "Uten nummer 3")
}
