package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

const nextCustomer = "/api/v1/campaigns/998/next_customer/"

func outcomesOf(id string) string { return campaignList + id + "/call_outcomes/" }
func claimOf(id string) string    { return campaignList + id + "/claim/" }

// newFlow starts a server whose campaign 998 has the customers 1 to n, all of them Ready.
func newFlow(t *testing.T, n int) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, n, "Ready")
	return s
}

// post sends a body; "" sends none.
func post(t *testing.T, s *testkit.Server, token, path, body string) *testkit.Answer {
	t.Helper()
	return s.Ask(t, testkit.Request{Method: http.MethodPost, Path: path, Token: token, Body: body})
}

// standing is a customer's record in campaign 998 with all that it can show, and the account's clock.
func standing(t *testing.T, s *testkit.Server, id string) (record, clock string) {
	t.Helper()
	answer := s.Get(t, s.Acme.Admin, campaignList+id+"/?include=sync")
	return string(answer.Body), answer.Header.Get("Callflow-Sync-Token")
}

// shown are some values of a customer's record in campaign 998, with | between them. Keys may leave callflow__ out.
func shown(t *testing.T, s *testkit.Server, id string, keys ...string) string {
	t.Helper()
	record, _ := standing(t, s, id)
	return valuesOf(t, []byte(record), keys...)
}

// valuesOf are some values of a record, with | between them.
func valuesOf(t *testing.T, record []byte, keys ...string) string {
	t.Helper()
	var values map[string]json.RawMessage
	if err := json.Unmarshal(record, &values); err != nil {
		t.Fatalf("%v: %s", err, record)
	}
	var texts []string
	for _, key := range keys {
		value, ok := values[key]
		if !ok {
			value, ok = values["callflow__"+key]
		}
		if !ok {
			t.Fatalf("%s has no %s", record, key)
		}
		texts = append(texts, strings.Trim(string(value), `"`))
	}
	return strings.Join(texts, "|")
}

// refused sends what has to be refused, and sees to it that customer 1 and the clock stay as they are.
func refused(t *testing.T, s *testkit.Server, ask testkit.Request, status int) *testkit.Answer {
	t.Helper()
	record, clock := standing(t, s, "1")
	answer := s.Ask(t, ask)
	if answer.Status != status {
		t.Fatalf("answered %d %.500s, want %d", answer.Status, answer.Body, status)
	}
	recordAfter, clockAfter := standing(t, s, "1")
	if recordAfter != record {
		t.Errorf("the record was\n%s\nand is\n%s", record, recordAfter)
	}
	if clockAfter != clock {
		t.Errorf("the clock was %s and is %s", clock, clockAfter)
	}
	return answer
}

// wantProblem holds what is wrong with one member against what it should say.
func wantProblem(t *testing.T, answer *testkit.Answer, field, message string) {
	t.Helper()
	if got := answer.Problems(t)[field]; got != message {
		t.Errorf("the answer is %s\nwant for %s: %s", answer.Body, field, message)
	}
}

// withOutcome adds an outcome to campaign 998 that leads to a call state by its name.
func withOutcome(t *testing.T, s *testkit.Server, state string, outcome callflow.Outcome) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		outcome.StateID = callflow.StateNamed(setup.States[testkit.CampaignID], state).ID
		_, err = setuprows.CreateOutcome(w, testkit.CampaignID, &outcome)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// changeCampaign changes campaign 998 itself.
func changeCampaign(t *testing.T, s *testkit.Server, change func(*callflow.Campaign)) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		campaign := *setup.Campaigns[testkit.CampaignID]
		change(&campaign)
		return setuprows.UpdateCampaign(w, &campaign)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// flowRequests are everything that moves customers, each fit to be done by an admin on newFlow's customer 1.
func flowRequests() map[string]testkit.Request {
	return map[string]testkit.Request{
		"add customers":       {Method: http.MethodPost, Path: campaignList, Body: `{"customer_ids":["1"]}`},
		"move by hand":        {Method: http.MethodPatch, Path: campaignList + "1/", Body: `{"call_state":"Lead"}`},
		"take out":            {Method: http.MethodDelete, Path: campaignList + "1/"},
		"register an outcome": {Method: http.MethodPost, Path: outcomesOf("1"), Body: `{"subtype":"Busy"}`},
		"claim":               {Method: http.MethodPost, Path: claimOf("1")},
		"claim the next":      {Method: http.MethodPost, Path: nextCustomer},
	}
}

func TestWhoMayMoveCustomers(t *testing.T) {
	t.Parallel()
	agentMay := []string{"register an outcome", "claim", "claim the next"}
	for sentence, ask := range flowRequests() {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 2)
			for token, status := range map[string]int{
				"":              http.StatusUnauthorized,
				s.Acme.Reader:   http.StatusForbidden,
				s.Acme.External: http.StatusForbidden,
				s.Acme.Outsider: http.StatusForbidden,
			} {
				ask.Token = token
				refused(t, s, ask, status)
			}
			if ask.Token = s.Acme.Agent; !slices.Contains(agentMay, sentence) {
				refused(t, s, ask, http.StatusForbidden)
				ask.Token = s.Acme.Admin
			}
			if answer := s.Ask(t, ask); answer.Status >= 300 {
				t.Errorf("answered %d %s", answer.Status, answer.Body)
			}
		})
	}
}

func TestWhatIsNotThereIsNotMoved(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	s.Other.Fill(t, testkit.CampaignID, 7, 7, "Ready")
	s.Acme.Put(t, callflow.Customer{CustomerID: "alone"})
	for sentence, ask := range flowRequests() {
		paths := map[string]string{
			"a campaign that is not there": strings.Replace(ask.Path, "998", "54321", 1),
			"a campaign that is no number": strings.Replace(ask.Path, "998", "x", 1),
			"the number zero":              strings.Replace(ask.Path, "998", "0", 1),
		}
		if strings.Contains(ask.Path, "/1/") {
			paths["a customer that is not there"] = strings.Replace(ask.Path, "/1/", "/nobody/", 1)
			paths["another account's customer"] = strings.Replace(ask.Path, "/1/", "/7/", 1)
			paths["a customer of no campaign"] = strings.Replace(ask.Path, "/1/", "/alone/", 1)
			paths["a customer of another campaign"] = strings.Replace(ask.Path, "998", "999", 1)
		}
		for name, path := range paths {
			t.Run(sentence+": "+name, func(t *testing.T) {
				t.Parallel()
				answer := refused(t, s, testkit.Request{Method: ask.Method, Path: path, Token: s.Acme.Admin, Body: ask.Body}, http.StatusNotFound)
				if answer.Detail(t) != "Not found." {
					t.Errorf("answered %s", answer.Body)
				}
			})
		}
	}
}

func TestRequestsThatMoveNobody(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for sentence, ask := range flowRequests() {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			ask.Token = s.Acme.Admin
			query := ask
			query.Path += "?dry_run=1"
			if detail := refused(t, s, query, http.StatusBadRequest).Detail(t); detail != `There is no parameter "dry_run": this request takes none.` {
				t.Errorf("an unknown parameter: %s", detail)
			}
			tooLarge := ask
			tooLarge.Body = `{"comment":"` + strings.Repeat("a", 1<<20) + `"}`
			refused(t, s, tooLarge, http.StatusRequestEntityTooLarge)
			if ask.Method == http.MethodDelete {
				return
			}
			form := ask
			form.Body, form.Header = "lease=1", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
			refused(t, s, form, http.StatusUnsupportedMediaType)
			for _, body := range []string{`{`, `[]`, `"1"`, `null`, `{} {}`, `{"comment":"a","comment":"b"}`, "{\"comment\":\"\xff\"}"} {
				broken := ask
				broken.Body = body
				if detail := refused(t, s, broken, http.StatusBadRequest).Detail(t); !strings.HasPrefix(detail, "JSON parse error - ") {
					t.Errorf("%s: %s", body, detail)
				}
			}
		})
	}
}
