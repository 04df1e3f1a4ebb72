package app_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/tabular"
	"callflow/internal/testkit"
)

// browsers is how many customers the tests look through.
const browsers = 120

// browseFixture is a campaign of people who move.
type browseFixture struct {
	*testkit.Server
	session *auth.Session
}

func newBrowseFixture(t *testing.T) *browseFixture {
	t.Helper()
	f := &browseFixture{Server: testkit.NewServer(t, api.Config{})}
	f.session = f.signIn(t, "reader")
	f.write(t, func(w *store.Write) error {
		for i := 1; i <= browsers; i++ {
			added := &callflow.Customer{
				AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprint("k", i), Name: fmt.Sprintf("Person %03d", (i*37)%browsers), Phone2: "912 34 567",
			}
			if _, err := w.PutCustomer(added); err != nil {
				return err
			}
			if err := f.move(w, added.Number, i%3, int64(i%4*1000)); err != nil {
				return err
			}
		}
		return nil
	})
	return f
}

func (f *browseFixture) signIn(t *testing.T, user string) *auth.Session {
	t.Helper()
	session, err := f.App.WithPassword(t.Context(), f.Acme.Email(user), testkit.Password, "acme")
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func (f *browseFixture) write(t *testing.T, fn func(*store.Write) error) {
	t.Helper()
	if err := f.Acme.Write(t, fn); err != nil {
		t.Fatal(err)
	}
}

// move puts a customer into the campaign, or moves it there, to a state by its position.
func (f *browseFixture) move(w *store.Write, number int64, state int, due int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	campaign := setup.Campaigns[testkit.CampaignID]
	move := &store.Move{CampaignID: campaign.ID, Number: number, StateID: setup.States[campaign.ID][state].ID, At: w.Now, What: callflow.Moved}
	if added, err := w.AddToCampaign(campaign, nil, move); err != nil || added > 0 && due == 0 {
		return err
	}
	move.DueAt = due
	return w.Move(campaign, nil, move)
}

func (f *browseFixture) browse(t *testing.T, request app.BrowseRequest) *app.BrowsePage {
	t.Helper()
	request.CampaignID = testkit.CampaignID
	page, err := f.App.Browse(t.Context(), f.session, &request)
	if err != nil {
		t.Fatalf("%+v: %v", request, err)
	}
	return page
}

func ids(rows []app.BrowseRow) []string {
	found := make([]string, len(rows))
	for i := range rows {
		found[i] = rows[i].CustomerID
	}
	return found
}

func TestPagesGoForwardAndBackWhileCustomersMove(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, request := range []app.BrowseRequest{
		{}, {Order: app.OrderChanged}, {Order: app.OrderDue}, {Order: app.OrderName}, {States: []string{"Ready", "On Hold"}},
		{Search: "person", Order: app.OrderName}, {Search: "person"}, {States: []string{"Ready"}, Order: app.OrderChanged},
	} {
		t.Run(fmt.Sprint(request.Order, request.Search, request.States), func(t *testing.T) {
			t.Parallel()
			f := newBrowseFixture(t)
			f.walkWhileMoving(t, request, rand.New(rand.NewPCG(random.Uint64(), 0)))
		})
	}
}

// walkWhileMoving walks to the end and back. Half of the customers move meanwhile: the others are seen once each way.
func (f *browseFixture) walkWhileMoving(t *testing.T, request app.BrowseRequest, random *rand.Rand) {
	t.Helper()
	request.Limit = 500
	stay := f.browse(t, request)
	want := slices.DeleteFunc(ids(stay.Rows), movesAbout)
	if len(want) < 10 || stay.Next != "" || stay.Previous != "" {
		t.Fatalf("%d stay, and there are more pages: %q %q", len(want), stay.Next, stay.Previous)
	}
	request.Limit = 9
	var forward, back []string
	page := f.browse(t, request)
	for {
		forward = append(forward, ids(page.Rows)...)
		f.moveSome(t, random)
		if page.Next == "" {
			break
		}
		request.Cursor = page.Next
		page = f.browse(t, request)
	}
	for {
		back = append(ids(page.Rows), back...)
		f.moveSome(t, random)
		if page.Previous == "" {
			break
		}
		request.Cursor = page.Previous
		page = f.browse(t, request)
	}
	if got := slices.DeleteFunc(forward, movesAbout); !slices.Equal(got, want) {
		t.Errorf("forward are\n%v, want\n%v", got, want)
	}
	got := slices.DeleteFunc(back, movesAbout)
	if again := len(got) - len(want); again >= 0 && again < request.Limit { // the first page is full, and may overlap the second
		got = append(got[:0:0], slices.Compact(withoutRepeats(got))...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("back are\n%v, want\n%v", got, want)
	}
}

func withoutRepeats(ids []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(ids, func(id string) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// movesAbout says whether the tests move a customer: those with an even number.
func movesAbout(id string) bool { return strings.ContainsAny(id[len(id)-1:], "02468") }

func (f *browseFixture) moveSome(t *testing.T, random *rand.Rand) {
	t.Helper()
	f.write(t, func(w *store.Write) error {
		for range 6 {
			number := int64(2 + 2*random.IntN(browsers/2))
			if err := f.move(w, number, random.IntN(4), random.Int64N(5)*1000); err != nil {
				return err
			}
			renamed := &callflow.Customer{
				AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprint("k", number), Name: fmt.Sprintf("Person %03d", random.IntN(browsers)),
			}
			if _, err := w.PutCustomer(renamed); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestEachOrderIsTheOneAskedFor(t *testing.T) {
	t.Parallel()
	f := newBrowseFixture(t)
	f.write(t, func(w *store.Write) error { return f.move(w, 7, 0, 500) })
	if first := f.browse(t, app.BrowseRequest{Limit: 3}); !slices.Equal(ids(first.Rows), []string{"k1", "k2", "k3"}) || first.Count != browsers || first.AtLeast {
		t.Errorf("the list begins with %v of %d", ids(first.Rows), first.Count)
	}
	if first := f.browse(t, app.BrowseRequest{Order: app.OrderChanged, Limit: 2}); !slices.Equal(ids(first.Rows), []string{"k7", "k120"}) {
		t.Errorf("changed last were %v", ids(first.Rows))
	}
	due := f.browse(t, app.BrowseRequest{Order: app.OrderDue, Limit: 500})
	if due.Rows[0].CustomerID != "k7" || due.Rows[0].DueAt != 500 || int(due.Count) != len(due.Rows) || due.AtLeast {
		t.Errorf("due first is %+v of %d", due.Rows[0], due.Count)
	}
	named := f.browse(t, app.BrowseRequest{Order: app.OrderName, Limit: 2})
	if named.Rows[0].Name != "Person 000" || named.Rows[1].Name != "Person 001" || named.Rows[0].Phone != "912 34 567" {
		t.Errorf("by name come first %+v", named.Rows)
	}
	found := f.browse(t, app.BrowseRequest{Search: "person 007", Limit: 5})
	if len(found.Rows) != 1 || found.Rows[0].Name != "Person 007" || found.Rows[0].CallState == "" || found.Rows[0].Kind == "" || found.Count != 1 {
		t.Errorf("the search finds %+v", found)
	}
}

func TestBrowsingIsRefusedAsListsAre(t *testing.T) {
	t.Parallel()
	f := newBrowseFixture(t)
	request := app.BrowseRequest{CampaignID: testkit.CampaignID, Limit: 10}
	ask := func(session *auth.Session, change func(*app.BrowseRequest)) error {
		changed := request
		change(&changed)
		_, err := f.App.Browse(t.Context(), session, &changed)
		return err
	}
	same := func(*app.BrowseRequest) {}
	if err := ask(f.signIn(t, "external"), same); err != nil {
		t.Errorf("the client's own user: %v", err)
	}
	if err := ask(f.signIn(t, "outsider"), same); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("another client's user: %v", err)
	}
	next := f.browse(t, app.BrowseRequest{Limit: 10}).Next
	for what, change := range map[string]func(*app.BrowseRequest){
		"a cursor that nobody made":   func(r *app.BrowseRequest) { r.Cursor = "Zm9v" },
		"a cursor of another order":   func(r *app.BrowseRequest) { r.Cursor, r.Order = next, app.OrderName },
		"a cursor of another search":  func(r *app.BrowseRequest) { r.Cursor, r.Search = next, "person" },
		"a campaign that is not here": func(r *app.BrowseRequest) { r.CampaignID = 77 },
	} {
		if err := ask(f.session, change); callflow.ErrorCode(err) != callflow.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, change := range map[string]func(*app.BrowseRequest){
		"There is no call state": func(r *app.BrowseRequest) { r.States = []string{"Redy"} },
		"A page has 1 to 500":    func(r *app.BrowseRequest) { r.Limit = 501 },
		"There is no order":      func(r *app.BrowseRequest) { r.Order = "size" },
	} {
		if err := ask(f.session, change); !strings.Contains(callflow.ErrorText(err), what) {
			t.Errorf("%q is told as %v", what, err)
		}
	}
}

// told takes an export.
type told struct {
	count   int64
	records []string
}

func (e *told) Begin(_ []tabular.Column, count int64, _ store.Moment) error {
	e.count = count
	return nil
}

func (e *told) Record(record []byte) error {
	var values map[string]any
	if err := json.Unmarshal(record, &values); err != nil {
		return err
	}
	e.records = append(e.records, fmt.Sprint(values[callflow.KeyCustomerID]))
	return nil
}

func (e *told) Flush() error { return nil }

func TestWhatIsFoundIsExportedAndPaged(t *testing.T) {
	t.Parallel()
	f := newBrowseFixture(t)
	seen := f.browse(t, app.BrowseRequest{Search: "person 01", States: []string{"Ready"}, Limit: 500})
	list, err := f.App.Open(f.session, &app.ListRequest{
		CampaignID: testkit.CampaignID, CallStates: []string{"Ready"}, Search: "person 01", Page: callflow.Page{Number: 2, Size: 2},
	})
	if err != nil {
		t.Fatal(err)
	}
	var exported told
	if err := f.App.Export(t.Context(), list, &exported); err != nil {
		t.Fatal(err)
	}
	if want := ids(seen.Rows); !slices.Equal(exported.records, want) || exported.count != seen.Count || len(want) < 3 {
		t.Errorf("exported are %v (%d), want %v", exported.records, exported.count, want)
	}
	page, err := f.App.Page(t.Context(), list, nil)
	if err != nil || page.Count != seen.Count || !strings.Contains(string(page.Results), `"`+seen.Rows[2].CustomerID+`"`) {
		t.Errorf("the second page is %s of %d (%v)", page.Results, page.Count, err)
	}
	if _, err := f.App.Open(f.session, &app.ListRequest{AssignmentID: testkit.AssignmentID, Search: "x"}); callflow.ErrorCode(err) != callflow.Invalid {
		t.Errorf("a search in several campaigns: %v", err)
	}
}
