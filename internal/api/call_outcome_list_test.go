package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/testkit"
)

const (
	outcomesPath = "/api/v1/campaigns/998/call_outcomes/"
	productsPath = "/api/v1/campaigns/998/product_registrations/"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

const exampleNames = `"campaign__name":"Bookingkampanje - TEST","assignment__name":"Assignment","client__short_name":"Client"`

func TestARegisteredOutcomeIsListedAsTheContractSays(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
	steps(t, s, exampleID, `{"type":"Lead","comment":"Ring\nikke, «Å»","extra":{"Bring \"alt\"":"Blå perm","n":4.0,"ja":true,"tom":null}}`)
	steps(t, s, "bare", `{"subtype":"Busy"}`)
	const head = `{"count":2,"next":null,"previous":null,"results":[`
	const first = `{` + exampleCustomer + `,"call_outcome__submitted_by":"agent","call_outcome__submitted_when":"2026-06-17 16:30",` +
		`"call_outcome__type":"Lead","call_outcome__subtype":"Interested","call_outcome__submitted_in_department":"",` +
		`"call_outcome__comment":"Ring\nikke, «Å»","call_outcome__extra__Bring \"alt\"":"Blå perm","call_outcome__extra__n":4.0,` +
		`"call_outcome__extra__ja":true,"call_outcome__extra__tom":"","call_outcome__additional_input_text":"",` + exampleNames + `}`
	const second = `{` + bareCustomer + `,"call_outcome__submitted_by":"agent","call_outcome__submitted_when":"2026-06-17 16:30",` +
		`"call_outcome__type":"No answer","call_outcome__subtype":"Busy","call_outcome__submitted_in_department":"",` +
		`"call_outcome__comment":"","call_outcome__additional_input_text":"",` + exampleNames + `}`
	wantBody(t, s.Get(t, s.Acme.Reader, outcomesPath), head+first+","+second+"]}")
	wantBody(t, s.Get(t, s.Acme.Reader, "/api/v1/assignments/239/call_outcomes"), head+first+","+second+"]}")
}

func TestAProductThatWasSoldIsListedWithItsOutcome(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	setUp(t, s, "products/", `{"code":"dyr","title":"Dyr ting","price":"1990.50"}`)
	steps(t, s, "bare", `{"type":"Lead","products":{"PROD2":1}}`, `{"type":"Sale","subtype":"Yes","products":{"dyr":2,"PROD2":3},"extra":{"n":1}}`)
	record := func(product, kind, subtype, extra string) string {
		return `{` + bareCustomer + `,` + product + `,"call_outcome__submitted_by":"agent","call_outcome__submitted_when":"2026-06-17 16:30",` +
			`"call_outcome__type":"` + kind + `","call_outcome__subtype":"` + subtype + `","call_outcome__submitted_in_department":"",` +
			`"call_outcome__comment":"",` + extra + `"call_outcome__additional_input_text":"",` + exampleNames + `}`
	}
	const cheap = `"product__code":"PROD2","product__title":"PROD2","product__price":"","product__units":`
	const dear = `"product__code":"dyr","product__title":"Dyr ting","product__price":1990.50,"product__units":2`
	const extra = `"call_outcome__extra__n":1,`
	sold := `{"count":3,"next":null,"previous":null,"results":[` + record(cheap+"1", "Lead", "Interested", "") +
		"," + record(cheap+"3", "Sale", "Yes", extra) + "," + record(dear, "Sale", "Yes", extra) + "]}"
	wantBody(t, s.Get(t, s.Acme.Reader, productsPath), sold)

	dearer := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/campaigns/998/products/4/", Token: s.Acme.Admin, Body: `{"title":"Dyrere","price":"2490"}`}
	wantStatus(t, s.Ask(t, dearer), http.StatusOK)
	wantBody(t, s.Get(t, s.Acme.Reader, productsPath), sold) // at the title and price of then
}

func TestAnOutcomeIsListedWithTheCustomerAsItIsNow(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	steps(t, s, "1", `{"type":"Lead"}`, `{"type":"Sale","subtype":"Yes"}`)
	customer := testkit.Request{Method: http.MethodPatch, Path: customerList + "1", Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"Nytt navn"}`}
	wantStatus(t, s.Ask(t, customer), http.StatusOK)
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + "1/", Token: s.Acme.Admin}), http.StatusNoContent)
	var got []string
	for _, record := range s.Get(t, s.Acme.Reader, outcomesPath).List(t).Results {
		got = append(got, valuesOf(t, record, "crm__standard_info__name", "call_outcome__type"))
	}
	if want := "Nytt navn|Lead Nytt navn|Sale"; strings.Join(got, " ") != want {
		t.Errorf("listed %q, want %q", got, want)
	}
}

// newDays starts a server whose campaign 998 has three days of outcomes: customers 1 to 6, two a day, each with a product or two.
func newDays(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 6)
	s.Wait(-24 * time.Hour)
	for id := 1; id <= 6; id++ {
		products := `{"PROD1":1}`
		if id%2 == 0 {
			products = `{"PROD1":1,"PROD2":2,"p":3}`
		}
		steps(t, s, strconv.Itoa(id), fmt.Sprintf(`{"type":"Lead","comment":"%d","products":%s}`, id, products))
		if id%2 == 0 {
			s.Wait(24 * time.Hour)
		}
	}
	s.Wait(-48 * time.Hour)
	return s
}

func TestOutcomesOfDays(t *testing.T) {
	t.Parallel()
	s := newDays(t) // 16, 17 and 18 June; it is the 17th
	for query, want := range map[string]string{
		"":                                          "3 4",
		"?from_date=20260616":                       "3 4",
		"?to_date=20260618":                         "3 4",
		"?from_date=20260616&to_date=20260618":      "1 2 3 4 5 6",
		"?from_date=20260616&to_date=20260616":      "1 2",
		"?from_date=20260618&to_date=20261231":      "5 6",
		"?from_date=20260619&to_date=20260620":      "",
		"?from_date=20260101&to_date=20260617&_=17": "1 2 3 4",
	} {
		list := s.Get(t, s.Acme.Reader, outcomesPath+query).List(t)
		if got := strings.Join(list.IDs(t), " "); got != want || list.Count != int64(len(list.IDs(t))) {
			t.Errorf("%q lists %q and counts %d, want %q", query, got, list.Count, want)
		}
	}
}

func TestADayEndsAtMidnightInTheAccountsZone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	midnight := time.Date(2026, time.June, 17, 22, 0, 0, 0, time.UTC)
	s.Wait(midnight.Sub(testkit.Now) - time.Millisecond)
	steps(t, s, "1", `{"type":"Lead"}`, "forward 1ms")
	steps(t, s, "2", `{"type":"Lead"}`, "forward 23h59m59.999s")
	steps(t, s, "3", `{"type":"Lead"}`, "forward 1ms")
	steps(t, s, "4", `{"type":"Lead"}`)
	for day, want := range map[string]string{"20260617": "1", "20260618": "2 3", "20260619": "4"} {
		list := s.Get(t, s.Acme.Reader, outcomesPath+"?from_date="+day+"&to_date="+day).List(t)
		if got := strings.Join(list.IDs(t), " "); got != want {
			t.Errorf("%s lists %q, want %q", day, got, want)
		}
	}
}

// walked is what a walk over registered outcomes or products sees: the comments, page by page.
func walked(t *testing.T, s *testkit.Server, path string, follow func(*testkit.List) *string, key string) []string {
	t.Helper()
	var pages []string
	for path != "null" {
		list := s.Get(t, s.Acme.Reader, path).List(t)
		var page []string
		for _, record := range list.Results {
			page = append(page, valuesOf(t, record, strings.Split(key, " ")...))
		}
		pages = append(pages, strings.Join(page, " "))
		path = relative(t, s, follow(list))
		if len(pages) > 100 {
			t.Fatal("the walk does not end")
		}
	}
	return pages
}

func TestAWalkOverOutcomesSeesEachOnceForwardAndBackward(t *testing.T) {
	t.Parallel()
	s := newDays(t)
	const days = "?from_date=20260616&to_date=20260618&page_size="
	const outcome, product = "call_outcome__comment", "call_outcome__comment product__units"
	for sentence, test := range map[string]struct{ path, key, want string }{
		"outcomes":    {outcomesPath + days + "4", outcome, "1 2 3 4/5 6"},
		"one by one":  {outcomesPath + days + "1", outcome, "1/2/3/4/5/6"},
		"all at once": {outcomesPath + days + "6", outcome, "1 2 3 4 5 6"},
		"products, a page ending within an outcome": {productsPath + days + "5", product, "1|1 2|1 2|2 2|3 3|1/4|1 4|2 4|3 5|1 6|1/6|2 6|3"},
		"products one by one":                       {productsPath + days + "1", product, "1|1/2|1/2|2/2|3/3|1/4|1/4|2/4|3/5|1/6|1/6|2/6|3"},
		"of an assignment":                          {"/api/v1/assignments/239/product_registrations/" + days + "7", product, "1|1 2|1 2|2 2|3 3|1 4|1 4|2/4|3 5|1 6|1 6|2 6|3"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			pages := walked(t, s, test.path, forward, test.key)
			if got := strings.Join(pages, "/"); got != test.want {
				t.Errorf("walked\n%s\nwant\n%s", got, test.want)
			}
			for i := range pages {
				list := s.Get(t, s.Acme.Reader, test.path+"&page="+strconv.Itoa(i+1)).List(t)
				if len(list.Results) != len(strings.Fields(pages[i])) || valuesOf(t, list.Results[0], strings.Split(test.key, " ")...) != strings.Fields(pages[i])[0] {
					t.Errorf("page %d by its position has %s, want %s", i+1, list.Results, pages[i])
				}
			}
			back := walked(t, s, test.path+"&page=last", backward, test.key)
			slices.Reverse(back)
			if got := strings.Join(back, "/"); got != test.want {
				t.Errorf("walked back\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestAnAssignmentsOutcomesLieByCampaignThenByTheClock(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	s.Acme.Fill(t, testkit.SecondID, 3, 4, "Ready")
	for _, id := range []string{"3", "1", "4", "2"} {
		path := outcomesOf(id)
		if id > "2" {
			path = secondList + id + "/call_outcomes/"
		}
		wantStatus(t, post(t, s, s.Acme.Agent, path, `{"type":"Lead","comment":"`+id+`"}`), http.StatusCreated)
		s.Wait(time.Minute)
	}
	const path = "/api/v1/assignments/239/call_outcomes/?page_size="
	for size, want := range map[string]string{"1": "1/2/3/4", "2": "1 2/3 4", "3": "1 2 3/4", "4": "1 2 3 4"} {
		if got := strings.Join(walked(t, s, path+size, forward, "call_outcome__comment"), "/"); got != want {
			t.Errorf("pages of %s: walked %s, want %s", size, got, want)
		}
		back := walked(t, s, path+size+"&page=last", backward, "call_outcome__comment")
		slices.Reverse(back)
		if got := strings.Join(back, "/"); got != want {
			t.Errorf("pages of %s: walked back %s, want %s", size, got, want)
		}
	}
	list := s.Get(t, s.Acme.Reader, path+"2").List(t)
	if link := relative(t, s, list.Next); !strings.HasPrefix(link, "/api/v1/assignments/239/call_outcomes/?cursor=") || !strings.HasSuffix(link, "&page=2&page_size=2") {
		t.Errorf("next is %s", link)
	}
}

func TestWhereTooFewComeBeforeTheFirstPageIsFull(t *testing.T) {
	t.Parallel()
	s := newDays(t)
	third := s.Get(t, s.Acme.Reader, outcomesPath+"?from_date=20260616&to_date=20260618&page_size=1&page=3").List(t)
	larger := strings.Replace(relative(t, s, third.Previous), "page_size=1", "page_size=4", 1)
	page := s.Get(t, s.Acme.Reader, larger)
	wantIDs(t, page, "1", "2", "3", "4")
	if list := page.List(t); list.Previous != nil || list.Next == nil {
		t.Errorf("the first page has %v before it and %v after it", list.Previous, list.Next)
	}
}

func TestAWalkOverTodayGoesOnAfterMidnight(t *testing.T) {
	t.Parallel()
	s := newDays(t)
	first := s.Get(t, s.Acme.Reader, outcomesPath+"?page_size=1").List(t)
	wantIDs(t, s.Get(t, s.Acme.Reader, outcomesPath+"?page_size=1"), "3")
	s.Wait(24 * time.Hour)
	second := s.Get(t, s.Acme.Reader, relative(t, s, first.Next)).List(t)
	if got := strings.Join(second.IDs(t), " "); got != "4" || second.Count != 2 || second.Next != nil {
		t.Errorf("after midnight the next page lists %q of %d, and goes on to %v", got, second.Count, second.Next)
	}
	wantIDs(t, s.Get(t, s.Acme.Reader, outcomesPath), "5", "6")
}

func TestACursorOfOutcomesIsGoodForItsOwnListAlone(t *testing.T) {
	t.Parallel()
	s := newDays(t)
	list := s.Get(t, s.Acme.Reader, outcomesPath+"?from_date=20260616&to_date=20260618&page_size=1").List(t)
	_, cursor, _ := strings.Cut(relative(t, s, list.Next), "cursor=")
	cursor, _, _ = strings.Cut(cursor, "&")
	for sentence, path := range map[string]string{
		"other days":         outcomesPath + "?from_date=20260616&to_date=20260617&cursor=" + cursor,
		"today":              outcomesPath + "?cursor=" + cursor,
		"products":           productsPath + "?from_date=20260616&to_date=20260618&cursor=" + cursor,
		"the assignment":     "/api/v1/assignments/239/call_outcomes/?from_date=20260616&to_date=20260618&cursor=" + cursor,
		"the status list":    campaignList + "?cursor=" + cursor,
		"what is no cursor":  outcomesPath + "?cursor=abc",
		"an empty cursor":    outcomesPath + "?cursor=",
		"half of one":        outcomesPath + "?from_date=20260616&to_date=20260618&cursor=" + cursor[:len(cursor)/2],
		"a status cursor":    outcomesPath + "?cursor=" + callflow.Cursor{}.Encode([]byte("guessed"), "998/0/false"),
		"with another order": outcomesPath + "?from_date=20260618&to_date=20260616&cursor=" + cursor,
	} {
		if answer := s.Get(t, s.Acme.Reader, path); answer.Status != http.StatusNotFound || answer.Detail(t) != "Invalid cursor." {
			t.Errorf("%s: answered %d %s", sentence, answer.Status, answer.Body)
		}
	}
	for _, query := range []string{"?page=3&page_size=1", "?page=0", "?page=last&from_date=20260616&to_date=20260618&cursor=" + cursor} {
		wantError(t, s, outcomesPath+query, http.StatusNotFound, "Invalid page.")
	}
}

func TestAListWithoutOutcomesHasOnePage(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for _, path := range []string{outcomesPath, productsPath, outcomesPath + "?page=last", outcomesPath + "?page=1"} {
		wantBody(t, s.Get(t, s.Acme.Reader, path), `{"count":0,"next":null,"previous":null,"results":[]}`)
	}
}
