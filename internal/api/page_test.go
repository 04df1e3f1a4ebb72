package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// cursorValue is what stands in for any cursor when links are compared.
var cursorValue = regexp.MustCompile(`cursor=[\w-]+`)

func anyCursor(link string) string { return cursorValue.ReplaceAllString(link, "cursor=C") }

// seven puts the customers 1 to 7 into campaign 998.
func seven(t *testing.T) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 7, "Ready")
	return s
}

func TestThePagesOfAList(t *testing.T) {
	t.Parallel()
	s := seven(t)
	for sentence, test := range map[string]struct {
		query          string
		want           []string
		next, previous string
	}{
		"no page is the first": {"page_size=3", []string{"1", "2", "3"}, "?cursor=C&page=2&page_size=3", "null"},
		"page 1":               {"page=1&page_size=3", []string{"1", "2", "3"}, "?cursor=C&page=2&page_size=3", "null"},
		"the previous of page 2 has no page": {
			"page=2&page_size=3", []string{"4", "5", "6"}, "?cursor=C&page=3&page_size=3", "?page_size=3",
		},
		"the last page has what is left":    {"page=3&page_size=3", []string{"7"}, "null", "?cursor=C&page=2&page_size=3"},
		"page=last is the last":             {"page=last&page_size=3", []string{"7"}, "null", "?cursor=C&page=2&page_size=3"},
		"page=last of one page":             {"page=last", []string{"1", "2", "3", "4", "5", "6", "7"}, "null", "null"},
		"a page of exactly all":             {"page_size=7", []string{"1", "2", "3", "4", "5", "6", "7"}, "null", "null"},
		"the smallest page":                 {"page_size=1&page=7", []string{"7"}, "null", "?cursor=C&page=6&page_size=1"},
		"the largest page":                  {"page_size=5000", []string{"1", "2", "3", "4", "5", "6", "7"}, "null", "null"},
		"leading zeros of a page":           {"page=02&page_size=3", []string{"4", "5", "6"}, "?cursor=C&page=3&page_size=3", "?page_size=3"},
		"parameters come alphabetically":    {"page_size=6&include=sync&format=json", []string{"1", "2", "3", "4", "5", "6"}, "?cursor=C&format=json&include=sync&page=2&page_size=6", "null"},
		"values come encoded as a form":     {"page_size=6&call_state=Ready&call_state=Completed%20-%20Yes", []string{"1", "2", "3", "4", "5", "6"}, "?call_state=Ready&call_state=Completed+-+Yes&cursor=C&page=2&page_size=6", "null"},
		"a parameter that was let pass too": {"page_size=6&_=%C3%A6%2F", []string{"1", "2", "3", "4", "5", "6"}, "?_=%C3%A6%2F&cursor=C&page=2&page_size=6", "null"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Get(t, s.Acme.Admin, campaignList+"?"+test.query)
			wantIDs(t, answer, test.want...)
			list := answer.List(t)
			if list.Count != 7 {
				t.Errorf("count is %d, want 7", list.Count)
			}
			for _, link := range []struct {
				got  *string
				want string
			}{{list.Next, test.next}, {list.Previous, test.previous}} {
				if got := strings.TrimPrefix(anyCursor(relative(t, s, link.got)), campaignList); got != link.want {
					t.Errorf("the link is %s, want %s", got, link.want)
				}
			}
		})
	}
}

func TestALinkBeginsWithTheHostThatTheClientUsed(t *testing.T) {
	t.Parallel()
	s := seven(t)
	answer := s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/998/callflow_customers?page_size=5", Token: s.Acme.Admin, Host: "acme.headshed.example:8443"})
	want := "http://acme.headshed.example:8443/api/v1/campaigns/998/callflow_customers?cursor=C&page=2&page_size=5"
	if got := anyCursor(*answer.List(t).Next); got != want {
		t.Errorf("next is %s, want %s", got, want)
	}
}

func TestAPageThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := seven(t)
	for _, page := range []string{"0", "-1", "abc", "4", "99999999999999999999", "1.0", "+2", "%2B2", "LAST", "9223372036854775807"} {
		t.Run("page "+page, func(t *testing.T) {
			t.Parallel()
			wantError(t, s, campaignList+"?page_size=3&page="+page, http.StatusNotFound, "Invalid page.")
		})
	}
}

func TestASizeThatAPageCannotHave(t *testing.T) {
	t.Parallel()
	s := seven(t)
	for _, size := range []string{"0", "-1", "5001", "abc", "", "1e3", "99999999999999999999"} {
		t.Run("page_size "+size, func(t *testing.T) {
			t.Parallel()
			wantError(t, s, campaignList+"?page_size="+size, http.StatusBadRequest, "page_size must be a whole number from 1 to 5000.")
		})
	}
}

func TestAnEmptyListHasPageOneAndNoOther(t *testing.T) {
	t.Parallel()
	s := seven(t)
	for _, query := range []string{"", "?page=1", "?page=last", "?page_size=1"} {
		list := s.Get(t, s.Acme.Admin, secondList+query).List(t)
		if list.Count != 0 || len(list.Results) != 0 || list.Next != nil || list.Previous != nil {
			t.Errorf("%q answered %+v", query, list)
		}
	}
	wantError(t, s, secondList+"?page=2", http.StatusNotFound, "Invalid page.")
}

func TestAPageHas500RecordsUnlessAskedOtherwise(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 501, "Ready")
	list := s.Get(t, s.Acme.Admin, campaignList+"?fields=crm__customer_id").List(t)
	if len(list.Results) != 500 || list.Count != 501 || list.Next == nil {
		t.Errorf("%d records of %d", len(list.Results), list.Count)
	}
}

func TestAWalkCollectsAllOnceForwardAndBackward(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 23, "Ready", "Lead", "Booked")
	s.Acme.Fill(t, testkit.SecondID, 24, 31, "Lead", "Ready")
	for sentence, test := range map[string]struct {
		path  string
		count int
	}{
		"a campaign":                 {campaignList + "?page_size=5", 23},
		"an assignment":              {assignmentList + "?page_size=4", 31},
		"pages as the list is long":  {assignmentList + "?page_size=31", 31},
		"one state":                  {campaignList + "?call_state=Lead&page_size=3", 8},
		"two states":                 {campaignList + "?call_state=Lead&call_state=Ready&page_size=3", 16},
		"a state across campaigns":   {assignmentList + "?call_state=Ready&page_size=2", 12},
		"two states across them":     {assignmentList + "?call_state=Ready&call_state=Lead&page_size=7", 24},
		"the assignment's customers": {customerList + "?page_size=6", 31},
		"one at a time":              {campaignList + "?page_size=1", 23},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			pages := walk(t, s, test.path, forward)
			all := slices.Concat(pages...)
			if len(all) != test.count {
				t.Fatalf("the walk collected %d, want %d: %v", len(all), test.count, pages)
			}
			if unique := slices.Compact(slices.Sorted(slices.Values(all))); len(unique) != test.count {
				t.Errorf("the walk saw some twice: %v", pages)
			}
			for number := range pages {
				answer := s.Get(t, s.Acme.Admin, fmt.Sprintf("%s&page=%d", test.path, number+1))
				if got := answer.List(t).IDs(t); !slices.Equal(got, pages[number]) {
					t.Errorf("page %d by position is %v, by next %v", number+1, got, pages[number])
				}
			}
			back := walk(t, s, test.path+"&page=last", backward)
			slices.Reverse(back)
			if fmt.Sprint(back) != fmt.Sprint(pages) {
				t.Errorf("backward the pages are\n%v, forward\n%v", back, pages)
			}
		})
	}
}

func TestACursorThatCallflowDidNotMakeForThisList(t *testing.T) {
	t.Parallel()
	s := seven(t)
	s.Acme.Fill(t, testkit.SecondID, 11, 17, "Ready")
	s.Other.Fill(t, testkit.CampaignID, 1, 7, "Ready")
	cursorOf := func(token, path string) string {
		link, err := url.Parse(*s.Get(t, token, path+"?page_size=3").List(t).Next)
		if err != nil {
			t.Fatal(err)
		}
		return link.Query().Get("cursor")
	}
	own := cursorOf(s.Acme.Admin, campaignList)
	for sentence, cursor := range map[string]string{
		"nonsense":                  "abc",
		"empty":                     "",
		"not base64":                "%C3%A6%C3%B8",
		"long":                      strings.Repeat("A", 5000),
		"cut short":                 own[:len(own)-1],
		"with something behind":     own + "A",
		"one letter altered":        flip(own),
		"another campaign's":        cursorOf(s.Acme.Admin, secondList),
		"the assignment's":          cursorOf(s.Acme.Admin, assignmentList),
		"the customers'":            cursorOf(s.Acme.Admin, customerList),
		"another account's":         cursorOf(s.Other.Admin, campaignList),
		"the same without a filter": own + "&call_state=Ready",
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantError(t, s, campaignList+"?page=2&page_size=3&cursor="+cursor, http.StatusNotFound, "Invalid cursor.")
		})
	}
}

func flip(cursor string) string {
	other := byte('A')
	if cursor[3] == 'A' {
		other = 'B'
	}
	return cursor[:3] + string(other) + cursor[4:]
}

func TestWithACursorThePageOnlyCounts(t *testing.T) {
	t.Parallel()
	s := seven(t)
	next := relative(t, s, s.Get(t, s.Acme.Admin, campaignList+"?page_size=3").List(t).Next)
	for sentence, path := range map[string]string{
		"as it was given":        next,
		"another page":           strings.Replace(next, "page=2", "page=50", 1),
		"another size":           strings.Replace(next, "page_size=3", "page_size=2", 1),
		"no page":                strings.Replace(next, "&page=2", "", 1),
		"a list without a slash": strings.Replace(next, "/?", "?", 1),
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			if ids := s.Get(t, s.Acme.Admin, path).List(t).IDs(t); ids[0] != "4" {
				t.Errorf("%s begins with %s, want 4", path, ids[0])
			}
		})
	}
	wantError(t, s, strings.Replace(next, "page=2", "page=0", 1), http.StatusNotFound, "Invalid page.")
	wantError(t, s, strings.Replace(next, "page=2", "page=last", 1), http.StatusNotFound, "Invalid page.")
}

func TestALinkThatWasGivenOutNeverBecomesA404(t *testing.T) {
	t.Parallel()
	s := seven(t)
	const ready = campaignList + "?call_state=Ready&page_size=5"
	next := relative(t, s, s.Get(t, s.Acme.Admin, ready).List(t).Next)
	for _, id := range []string{"6", "7"} {
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: id, State: "Lead"})
	}
	list := s.Get(t, s.Acme.Admin, next).List(t)
	if list.Count != 5 || len(list.Results) != 0 || list.Next != nil || list.Previous == nil {
		t.Errorf("a page whose rows have gone answered %+v", list)
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, relative(t, s, list.Previous)), "1", "2", "3", "4", "5")
	wantError(t, s, ready+"&page=2", http.StatusNotFound, "Invalid page.")
}

func TestNothingDriftsWhileRowsComeAndGo(t *testing.T) {
	t.Parallel()
	s := seven(t)
	const ready = campaignList + "?call_state=Ready&page_size=3"
	first := s.Get(t, s.Acme.Admin, ready).List(t)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Lead"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Lead"})
	second := s.Get(t, s.Acme.Admin, relative(t, s, first.Next)).List(t)
	if got := second.IDs(t); !slices.Equal(got, []string{"4", "5", "6"}) || second.Count != 5 {
		t.Errorf("page 2 is %v of %d, want 4 5 6 of 5", got, second.Count)
	}
}

func TestTheAnswerShowsTheClock(t *testing.T) {
	t.Parallel()
	s := seven(t)
	before := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: "1", State: "Lead"})
	after := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	if before != "14" || after != "15" {
		t.Errorf("the sync token went from %q to %q, want 14 to 15", before, after)
	}
}

func TestAnEmptyAssignmentIsAnEmptyList(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	if err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: 300, ClientID: testkit.ClientID, Name: "Uten kampanje"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/assignments/300/callflow_customers/", "/api/v1/assignments/300/customers/"} {
		wantIDs(t, s.Get(t, s.Acme.Admin, path))
	}
}
