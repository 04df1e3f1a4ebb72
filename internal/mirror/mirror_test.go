package mirror_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/mirror"
	"callflow/internal/store"
	"callflow/internal/store/verify"
	"callflow/internal/testkit"
	"callflow/remote"
)

// following is an account of its own that follows another server.
type following struct {
	*mirror.Mirror
	server *testkit.Server // serves the account that follows
	token  string
	agreed string // the account's clock after its first run
}

func follow(t *testing.T, url, token string) *following {
	t.Helper()
	server := testkit.NewServer(t, api.Config{})
	id, err := server.App.CreateAccount(t.Context(), callflow.Account{Name: "followed"})
	if err != nil {
		t.Fatal(err)
	}
	user := callflow.User{Email: "admin@followed.example", Role: callflow.Admin}
	userID, err := server.App.CreateUser(t.Context(), id, user, testkit.Password)
	if err != nil {
		t.Fatal(err)
	}
	f := &following{server: server}
	if f.token, err = server.App.CreateToken(t.Context(), id, userID, "test"); err != nil {
		t.Fatal(err)
	}
	client, err := remote.New(url, remote.Options{Token: token})
	if err != nil {
		t.Fatal(err)
	}
	f.Mirror = &mirror.Mirror{App: server.App, AccountID: id, Remote: client}
	return f
}

// run follows once.
func (f *following) run(t *testing.T) *mirror.Result {
	t.Helper()
	result, err := f.Run(t.Context())
	if err != nil {
		t.Fatal(callflow.ErrorText(err))
	}
	if f.agreed == "" {
		f.agreed = fmt.Sprint(f.seq(t))
	}
	return result
}

// isClean holds the account against its log.
func (f *following) isClean(t *testing.T) {
	t.Helper()
	_, err := f.App.Verify(t.Context(), &app.VerifyRequest{
		Account:  "followed",
		Differs:  func(_ string, difference verify.Difference) { t.Errorf("verify finds %v", difference) },
		Progress: func(string, int64, int64) {},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// agrees holds a campaign's records against those of the other side, byte by byte; the order is the customers' own.
func (f *following) agrees(t *testing.T, campaignID int64) {
	t.Helper()
	got, want := f.records(t, campaignID), recordsOf(t, f.Remote, campaignID)
	for id, record := range want {
		if got[id] != record {
			same := 0
			for same < min(len(record), len(got[id])) && record[same] == got[id][same] {
				same++
			}
			t.Errorf("campaign %d has of %s here …%.200q and there …%.200q", campaignID, id, got[id][same:], record[same:])
		}
	}
	for id := range got {
		if want[id] == "" {
			t.Errorf("campaign %d has %s here alone", campaignID, id)
		}
	}
}

// records are the account's own of a campaign, by the customer's id.
func (f *following) records(t *testing.T, campaignID int64) map[string]string {
	t.Helper()
	here, err := remote.New(f.server.URL, remote.Options{Token: f.token})
	if err != nil {
		t.Fatal(err)
	}
	return recordsOf(t, here, campaignID)
}

func recordsOf(t *testing.T, client *remote.Client, campaignID int64) map[string]string {
	t.Helper()
	records := make(map[string]string)
	for record, err := range client.Records(t.Context(), remote.List{CampaignID: campaignID}) {
		if err != nil {
			t.Fatal(callflow.ErrorText(err))
		}
		id, _ := record.Text(callflow.KeyCustomerID)
		records[id] = string(record)
	}
	return records
}

// theirs is a server with three campaigns, in which there is something of everything.
func theirs(t *testing.T) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 30, "Ready", "Completed - No", "Scheduled")
	s.Acme.Fill(t, testkit.SecondID, 31, 40, "Ready", "Booked")
	s.Acme.Put(t, callflow.Customer{CustomerID: "ø-7", Name: `Åse "Ås" <Æ>`, Phone1: "+47 999 88 777", Email: "ase@post.example", Custom: map[int64]callflow.Value{
		testkit.FieldInteger: "375", testkit.FieldDecimal: "4.0", testkit.FieldBoolean: "true", testkit.FieldText: callflow.TextValue("linje\nto"),
	}})
	s.Acme.Move(t, testkit.Place{
		CampaignID: testkit.CampaignID, CustomerID: "ø-7", State: "Completed - Yes", Attempts: 3, Products: map[string]int64{"PROD2": 2},
		Status: callflow.Status{
			User: "kari", Cause: "Call", Alternative: "Sold", Comment: "ring\taldri", MeetingAgent: "ola",
			MeetingFrom: testkit.MovedAt, MeetingTo: testkit.MovedAt + 3_600_000,
		},
	})
	return s
}

func TestAMirrorHasTheRecordsOfTheOtherSideByteByByte(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	if result := f.run(t); result.Added != 41 || result.Records != 41 || result.Campaigns != 3 {
		t.Errorf("the first run gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.agrees(t, testkit.SecondID)
	f.isClean(t)
}

func TestWhatChangesThereBecomesChangesHereAndNothingElseDoes(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	before := f.seq(t)
	if f.run(t); f.seq(t) != before {
		t.Errorf("a run without any change there took the clock from %d to %d", before, f.seq(t))
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Excluded"})
	s.Acme.Put(t, callflow.Customer{CustomerID: "4", Name: "Nytt navn"})
	s.Acme.Fill(t, testkit.CampaignID, 50, 51, "Ready")
	s.Acme.Remove(t, testkit.CampaignID, "5")
	result := f.run(t)
	if result.Moved != 1 || result.Customers != 1 || result.Added != 2 || result.Removed != 1 || result.Walks != 0 || result.Followed != 3 {
		t.Errorf("following the changes gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestAFieldsTypeThatChangesThereChangesHereWithItsValues(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPatch, Path: "/api/v1/assignments/239/crm_custom_fields/79/", Token: s.Acme.Admin, Body: `{"type":"text"}`,
		Header: map[string]string{"Content-Type": "application/json"},
	})
	if answer.Status != http.StatusOK {
		t.Fatalf("the type there can't be changed: %s", answer.Body)
	}
	f.run(t)
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
	if record := f.records(t, testkit.CampaignID)["ø-7"]; !strings.Contains(record, `"crm__custom_info__79":"375"`) {
		t.Errorf("the customer has %s", record)
	}
}

func (f *following) seq(t *testing.T) (clock int64) {
	t.Helper()
	err := f.server.Store.Write(t.Context(), f.AccountID, func(w *store.Write) error { clock = w.Moment.Seq; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return clock
}

func TestWhatIsChangedHereIsAsThereAfterTheNextRun(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	path := fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/7/", testkit.CampaignID)
	answer := f.server.Ask(t, testkit.Request{Method: "PATCH", Path: path, Token: f.token, Body: `{"comment": "her"}`})
	if answer.Status != 200 {
		t.Fatalf("moved by hand: %d %s", answer.Status, answer.Body)
	}
	if result := f.run(t); result.Moved != 1 || result.Walks != 1 {
		t.Errorf("the run after a change here gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
}

func TestOnlyTheBlocksThatDifferAreFetchedWhereThisSideWasChanged(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5000, "Ready", "Booked")
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	path := fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/4500/", testkit.CampaignID)
	if answer := f.server.Ask(t, testkit.Request{Method: "PATCH", Path: path, Token: f.token, Body: `{"comment": "her"}`}); answer.Status != 200 {
		t.Fatalf("moved by hand: %d %s", answer.Status, answer.Body)
	}
	if result := f.run(t); result.Moved != 1 || result.Same != 1 || result.Walks != 1 {
		t.Errorf("the run after a change here gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestAnAccountWithWorkOfItsOwnIsNotMirroredInto(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.AccountID = f.server.Acme.ID
	_, err := f.Run(t.Context())
	if callflow.ErrorCode(err) != callflow.Conflict || !strings.Contains(callflow.ErrorText(err), "--account") {
		t.Errorf("it is refused with %v", err)
	}
}

func TestAnAdminSeesHowTheMirrorGoes(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	mirrors := testkit.Request{Path: "/api/v1/mirrors/", Token: f.token}
	if answer := f.server.Ask(t, mirrors); string(answer.Body) != "[]" {
		t.Errorf("before the first run it is %s", answer.Body)
	}
	f.run(t)
	body := string(f.server.Ask(t, mirrors).Body)
	for _, part := range []string{`"url":"` + s.URL + `/api/v1"`, `"running":false`, `"lag_seconds":0`, `"added":41`, `"error":""`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s has no %s", body, part)
		}
	}
	var err error
	if f.Remote, err = remote.New(s.URL, remote.Options{Token: "cf_1_wrong"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Run(t.Context()); callflow.ErrorCode(err) != callflow.Unauthenticated {
		t.Errorf("with a wrong token it gives %v", err)
	}
	if body := string(f.server.Ask(t, mirrors).Body); !strings.Contains(body, "Check the token") || !strings.Contains(body, `"added":41`) {
		t.Errorf("after a run that failed it is %s", body)
	}
	if answer := s.Ask(t, testkit.Request{Path: "/api/v1/mirrors/", Token: s.Acme.Agent}); answer.Status != 403 {
		t.Errorf("an agent gets %d", answer.Status)
	}
}

func TestAMirrorIsAsTheOtherSideAfterAWithdrawal(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	early, late := registered(t, s, "1"), registered(t, s, "4")
	withdrawn(t, s, early)
	f.run(t)
	f.agrees(t, testkit.CampaignID)
	withdrawn(t, s, late)
	if result := f.run(t); result.Moved != 1 || result.Walks != 0 {
		t.Errorf("following a withdrawal gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

// registered sells something to a customer there, and gives the outcome's path.
func registered(t *testing.T, s *testkit.Server, customerID string) string {
	t.Helper()
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPost, Token: s.Acme.Admin, Path: fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/%s/call_outcomes/", testkit.CampaignID, customerID),
		Body: `{"subtype":"Yes","products":{"PROD1":2}}`,
	})
	location, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.Status != http.StatusCreated {
		t.Fatalf("%d: %s (%v)", answer.Status, answer.Body, err)
	}
	return location.EscapedPath()
}

func withdrawn(t *testing.T, s *testkit.Server, outcome string) {
	t.Helper()
	path := strings.TrimSuffix(outcome, "/") + "/withdraw/"
	if answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Admin}); answer.Status != http.StatusOK {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
}
