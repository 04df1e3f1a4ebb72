package mirror_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/testkit"
	"callflow/remote"
)

// anonymizedThere anonymises a customer of the other side.
func anonymizedThere(t *testing.T, s *testkit.Server, customerID string) {
	t.Helper()
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPost, Path: "/api/v1/assignments/239/customers/" + customerID + "/anonymize/", Token: s.Acme.Admin,
		Header: map[string]string{"Content-Type": "application/json"},
	})
	if answer.Status != http.StatusOK {
		t.Fatalf("nobody is anonymised there: %s", answer.Body)
	}
}

// wantTraces looks for what is known of somebody in all that this side answers: in lists as they are and as they were, in the log and in searches.
func (f *following) wantTraces(t *testing.T, trace string, want bool) {
	t.Helper()
	told := ""
	for _, path := range []string{
		"/api/v1/assignments/239/customers/", "/api/v1/assignments/239/callflow_customers/", "/api/v1/campaigns/998/callflow_customers/?at=" + f.agreed,
		"/api/v1/changes/", "/api/v1/call_outcomes/",
	} {
		answer := f.server.Ask(t, testkit.Request{Path: path, Token: f.token})
		if answer.Status != http.StatusOK {
			t.Fatalf("%s answers %d %s", path, answer.Status, answer.Body)
		}
		if strings.Contains(string(answer.Body), trace) {
			told += " " + path
		}
	}
	if f.finds(t, trace) {
		told += " a search"
	}
	if want != (told != "") {
		t.Errorf("%q is told by%s", trace, told)
	}
}

// finds says whether a search in the campaign finds somebody.
func (f *following) finds(t *testing.T, text string) bool {
	t.Helper()
	session, err := f.App.WithToken(t.Context(), f.token, "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := f.App.Browse(t.Context(), session, &app.BrowseRequest{CampaignID: testkit.CampaignID, Search: text, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Rows) > 0
}

// secret is somebody whose values are nobody else's.
func secret(id string) callflow.Customer {
	return callflow.Customer{CustomerID: id, Name: "Betrodd " + id, Phone1: "+47 555 01 234", Email: "hemmelig@post.example"}
}

// withSecret is theirs with one more person in it, whose values and comment changed once.
func withSecret(t *testing.T) *testkit.Server {
	t.Helper()
	s := theirs(t)
	s.Acme.Put(t, secret("S-1"))
	place := testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "S-1", State: "Ready", Status: callflow.Status{User: "kari", Comment: "Betrodd sak"}}
	s.Acme.Move(t, place)
	return s
}

func TestWhoIsAnonymisedThereIsAnonymisedHereWithTheNextRun(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Put(t, callflow.Customer{CustomerID: "S-1", Name: "Betrodd Nytt", Phone1: "55501234"})
	f.run(t)
	f.wantTraces(t, "Betrodd", true)
	anonymizedThere(t, s, "S-1")
	result := f.run(t)
	if result.Anonymized != 1 || result.Nameless != 0 || result.Removed != 0 || result.Walks != 0 || result.Followed != 3 {
		t.Errorf("the run after somebody was anonymised there gave %+v", result)
	}
	for _, trace := range []string{"Betrodd", "S-1", "55501234", "hemmelig"} {
		f.wantTraces(t, trace, false)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
	f.wantAudited(t, 1)
	before := f.seq(t)
	if result := f.run(t); result.Followed != 3 || f.seq(t) != before {
		t.Errorf("the run after that gave %+v", result)
	}
}

// wantAudited counts the entries of the audit that tell of a mirror's anonymisation.
func (f *following) wantAudited(t *testing.T, want int) {
	t.Helper()
	session, err := f.App.WithToken(t.Context(), f.token, "")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := f.App.Audit(t.Context(), session, auth.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for i := range entries {
		if entries[i].Action == "anonymized" && entries[i].User == app.AuditedMirror {
			found++
		}
	}
	if found != want {
		t.Errorf("the audit tells of %d, want %d: %+v", found, want, entries)
	}
}

func TestWhereSomebodyStandsWhoWasAnonymisedIsAsThereAlsoAfterwards(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	anonymizedThere(t, s, "S-1")
	anonymizedThere(t, s, "4")
	if result := f.run(t); result.Anonymized != 2 {
		t.Errorf("the run after two were anonymised there gave %+v", result)
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "anonymized-42", State: "Completed - No", Attempts: 2})
	if result := f.run(t); result.Moved != 1 || result.Anonymized != 0 {
		t.Errorf("the run after one of them was moved gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	s.Acme.Remove(t, testkit.CampaignID, "anonymized-42")
	if result := f.run(t); result.Removed != 1 || result.Walks != 0 {
		t.Errorf("the run after one of them has left gave %+v", result)
	}
	f.isClean(t)
	f.walksAndFindsTheSame(t)
}

func TestThoseWhoAreAnonymisedAreToldApartByTheirNumbers(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	for _, id := range []string{"4", "5"} {
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: id, State: "Ready"})
	}
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	anonymizedThere(t, s, "4")
	anonymizedThere(t, s, "5") // their records are alike
	if result := f.run(t); result.Anonymized != 2 {
		t.Errorf("the run after two were anonymised there gave %+v", result)
	}
	s.Acme.Remove(t, testkit.CampaignID, "anonymized-4")
	f.changeHere(t)
	if result := f.run(t); result.Removed != 1 || result.Walks != 1 {
		t.Errorf("the walk after one of them had left gave %+v", result)
	}
	path := fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/anonymized-5/", testkit.CampaignID)
	if answer := f.server.Ask(t, testkit.Request{Path: path, Token: f.token}); answer.Status != http.StatusOK {
		t.Errorf("who has stayed is answered with %d", answer.Status)
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "anonymized-5", State: "Completed - No"})
	if result := f.run(t); result.Moved != 1 || result.Added != 0 {
		t.Errorf("the run after the other one was moved gave %+v", result)
	}
	f.wantSameDigest(t)
	f.isClean(t)
}

func TestNobodyIsCalledInACampaignThatIsNotFollowedAnyMoreByWhatIsLeftOfAPerson(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: "S-1", State: "Ready"})
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	f.Campaigns = []int64{testkit.CampaignID}
	anonymizedThere(t, s, "S-1")
	if result := f.run(t); result.Anonymized != 1 || result.Campaigns != 1 {
		t.Errorf("the run gave %+v", result)
	}
	if record := f.records(t, testkit.SecondID)[""]; !strings.Contains(record, `"callflow__callstate__name":"Excluded"`) {
		t.Errorf("in the other campaign the customer is %s", record)
	}
	f.isClean(t)
}

// walksAndFindsTheSame changes one customer here, so that the next run asks for the digests, and finds all else the same.
func (f *following) walksAndFindsTheSame(t *testing.T) {
	t.Helper()
	f.changeHere(t)
	if result := f.run(t); result.Moved != 1 || result.Anonymized != 0 || result.Nameless != 0 || result.Removed != 0 || result.Added != 0 {
		t.Errorf("the run after a change here gave %+v", result)
	}
	f.wantSameDigest(t)
}

// changeHere changes a customer here, so that the next run looks through the campaign's whole list.
func (f *following) changeHere(t *testing.T) {
	t.Helper()
	path := fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/7/", testkit.CampaignID)
	if answer := f.server.Ask(t, testkit.Request{Method: "PATCH", Path: path, Token: f.token, Body: `{"comment": "her"}`}); answer.Status != http.StatusOK {
		t.Fatalf("moved by hand: %d %s", answer.Status, answer.Body)
	}
}

// wantSameDigest holds the hashes of both sides against each other.
func (f *following) wantSameDigest(t *testing.T) {
	t.Helper()
	self, err := remote.New(f.server.URL, remote.Options{Token: f.token})
	if err != nil {
		t.Fatal(err)
	}
	if here, there := hashesOf(t, self), hashesOf(t, f.Remote); !slices.Equal(here, there) {
		t.Errorf("the digests differ: %v here, %v there", here, there)
	}
}

func hashesOf(t *testing.T, client *remote.Client) (hashes []string) {
	t.Helper()
	digest, err := client.Digest(t.Context(), remote.List{CampaignID: testkit.CampaignID})
	if err != nil {
		t.Fatal(err)
	}
	for i := range digest.Blocks {
		hashes = append(hashes, digest.Blocks[i].Hash)
	}
	return hashes
}
