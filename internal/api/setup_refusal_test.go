package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// stateIDs are the ids of campaign 998's call states, by name.
func stateIDs(t *testing.T, s *testkit.Server) map[string]string {
	t.Helper()
	var states []struct {
		ID   jsonNumber
		Name string
	}
	s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/call_states/").Decode(t, &states)
	ids := map[string]string{}
	for _, state := range states {
		ids[state.Name] = string(state.ID)
	}
	return ids
}

// jsonNumber is a number as it was sent.
type jsonNumber string

func (n *jsonNumber) UnmarshalJSON(text []byte) error {
	*n = jsonNumber(text)
	return nil
}

// outcomeIDs are the ids of campaign 998's outcomes, by subtype.
func outcomeIDs(t *testing.T, s *testkit.Server) map[string]string {
	t.Helper()
	var outcomes []struct {
		ID      jsonNumber
		Subtype string
	}
	s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/outcomes/").Decode(t, &outcomes)
	ids := map[string]string{}
	for _, outcome := range outcomes {
		ids[outcome.Subtype] = string(outcome.ID)
	}
	return ids
}

func TestWhatIsInUseIsNotRemoved(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	states := stateIDs(t, s)
	for sentence, test := range map[string]struct{ path, detail string }{
		"a client with assignments": {"clients/1", "The client has assignments: 239. Remove them, or PATCH their client_id, first."},
		"an assignment with campaigns": {
			"assignments/239", "The assignment has campaigns: 998, 999. Remove them first; those that were worked can only be archived.",
		},
		"a custom field with a value": {"assignments/239/crm_custom_fields/78", "Customers have values in the field. Unset them first."},
		"a campaign with customers": {
			"campaigns/998", "The campaign has, or had, customers, and what happened to them is kept. Archive it instead: PATCH its archived_date.",
		},
		"a call state that an outcome leads to": {
			"campaigns/998/call_states/" + states["Booked"], `The outcome "Booking / Booked" leads to the call state. Change or remove the outcome first.`,
		},
		"a call state that exhausted customers go to": {
			"campaigns/998/call_states/" + states["Completed - No"], `The outcome "No answer / No answer" leads to the call state. Change or remove the outcome first.`,
		},
		"a call state with customers": {
			"campaigns/998/call_states/" + states["Ready"], "1 customer is in the call state. A call state that ever had a customer stays; it may be renamed.",
		},
		"a product that was sold": {
			"campaigns/998/products/2", "Units of the product were registered, and stay in the records. Give it a title that says that it is no longer sold.",
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := send(t, s, http.MethodDelete, "/api/v1/"+test.path, "")
			if answer.Status != http.StatusConflict || answer.Detail(t) != test.detail {
				t.Errorf("answered %d %s, want 409 %s", answer.Status, answer.Body, test.detail)
			}
			wantStatus(t, s.Get(t, s.Acme.Admin, "/api/v1/"+test.path), http.StatusOK)
		})
	}
}

func TestAnOutcomeThatWasRegisteredStays(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	path := "/api/v1/campaigns/998/outcomes/" + outcomeIDs(t, s)["Busy"] + "/"
	register(t, s, "bare", `{"subtype": "Busy"}`)
	answer := send(t, s, http.MethodDelete, path, "")
	if answer.Status != http.StatusConflict || !strings.HasPrefix(answer.Detail(t), "The outcome was registered") {
		t.Errorf("answered %d %s", answer.Status, answer.Body)
	}
}

func TestWhatNothingUsesAnyMoreIsRemoved(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	states, outcomes := stateIDs(t, s), outcomeIDs(t, s)
	for _, path := range []string{
		"campaigns/1000", "assignments/240", // of the other client: nothing was worked there
		"campaigns/998/outcomes/" + outcomes["Booked"], "campaigns/998/call_states/" + states["Booked"],
		"campaigns/998/products/1",
	} {
		wantStatus(t, send(t, s, http.MethodDelete, "/api/v1/"+path, ""), http.StatusNoContent)
	}
	bound := send(t, s, http.MethodDelete, "/api/v1/clients/2", "")
	if bound.Status != http.StatusConflict || bound.Detail(t) != "Users are bound to the client. It stays for as long as they do." {
		t.Errorf("a client with users answered %d %s", bound.Status, bound.Body)
	}
	for _, path := range []string{"campaigns/1000/call_states/", "campaigns/1000/outcomes/"} {
		wantStatus(t, s.Get(t, s.Acme.Admin, "/api/v1/"+path), http.StatusNotFound)
	}
}

func TestAnAssignmentWithCustomersOrFieldsIsNotRemoved(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/", `{"id":300,"client_id":1,"name":"Ny"}`), http.StatusCreated)
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/300/crm_custom_fields/", `{"id":78,"key":"Gate"}`), http.StatusCreated)
	remove := func(path string) *testkit.Answer {
		return send(t, s, http.MethodDelete, "/api/v1/assignments/300"+path, "")
	}
	if answer := remove(""); answer.Status != http.StatusConflict || answer.Detail(t) != "The assignment has custom fields: 78. Remove them first." {
		t.Errorf("with a field it answered %d %s", answer.Status, answer.Body)
	}
	wantStatus(t, remove("/crm_custom_fields/78"), http.StatusNoContent)
	s.Acme.Put(t, callflow.Customer{AssignmentID: 300, CustomerID: "1"})
	if answer := remove(""); answer.Status != http.StatusConflict || answer.Detail(t) != "The assignment has customers. It stays for as long as they do." {
		t.Errorf("with a customer it answered %d %s", answer.Status, answer.Body)
	}
}

func TestACampaignAndAStateKeepWhatTheLogNames(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	states := stateIDs(t, s)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "bare", State: "To Call"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "bare", State: "On Hold"})
	left := send(t, s, http.MethodDelete, "/api/v1/campaigns/998/call_states/"+states["To Call"], "")
	if left.Status != http.StatusConflict || left.Detail(t) != "Customers were in the call state, and the log names it. It stays; it may be renamed." {
		t.Errorf("a call state that was left answered %d %s", left.Status, left.Body)
	}
	wantStatus(t, send(t, s, http.MethodPatch, "/api/v1/campaigns/998/call_states/"+states["On Hold"], `{"name":"På vent"}`), http.StatusOK)
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=P%C3%A5+vent"), "bare")

	takeOut(t, s, testkit.SecondID, exampleID)
	wantStatus(t, send(t, s, http.MethodDelete, "/api/v1/campaigns/999", ""), http.StatusConflict)
	wantStatus(t, send(t, s, http.MethodPatch, "/api/v1/campaigns/999", `{"archived_date":"2026-06-17"}`), http.StatusOK)
}

// takeOut takes a customer out of a campaign.
func takeOut(t *testing.T, s *testkit.Server, campaignID int64, customerID string) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		campaign := setup.Campaigns[campaignID]
		customer, _, err := w.Customer(campaign.AssignmentID, customerID)
		if err != nil {
			return err
		}
		row, err := w.Row(campaignID, customer.Number)
		if err != nil {
			return err
		}
		return w.RemoveFromCampaign(row, campaign, callflow.Status{User: "admin"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAProductThatARegistrationNamedStays(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		move := &store.Move{CampaignID: testkit.CampaignID, Number: 2, StateID: setup.States[testkit.CampaignID][0].ID, At: w.Now, What: callflow.Registered}
		move.Detail.Products = map[int64]int64{3: 1}
		return w.Move(setup.Campaigns[testkit.CampaignID], setup.Products[testkit.CampaignID], move)
	})
	if err != nil {
		t.Fatal(err)
	}
	takeOut(t, s, testkit.CampaignID, "bare") // the row is gone, the log is not
	wantStatus(t, send(t, s, http.MethodDelete, "/api/v1/campaigns/998/products/3", ""), http.StatusConflict)
	wantStatus(t, send(t, s, http.MethodDelete, "/api/v1/campaigns/998/products/1", ""), http.StatusNoContent)
}

func TestWhatIsInUseIsNotChangedInEveryWay(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	states := stateIDs(t, s)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "bare", State: "Scheduled", DueAt: testkit.MovedAt})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "alone", State: "On Hold"})
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/campaigns/998/call_states/", `{"id":70,"name":"Senere","kind":"scheduled"}`), http.StatusCreated)
	s.Acme.Put(t, callflow.Customer{CustomerID: "later"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "later", State: "Senere", DueAt: testkit.MovedAt})
	for sentence, test := range map[string]struct{ path, body, detail string }{
		"the type of a field with values that can't be read": {
			"assignments/239/crm_custom_fields/79", `{"type":"boolean"}`,
			"1 of 1 value can't be read as boolean. A dry run names the first; drop_unreadable=true wipes them.",
		},
		"the assignment of a campaign with customers": {
			"campaigns/998", `{"assignment_id":240}`,
			"The campaign has, or had, customers of its assignment. Make a new campaign for the other assignment.",
		},
		"a state's kind from scheduled while customers are due": {
			"campaigns/998/call_states/70", `{"kind":"hold"}`,
			"1 customer is in the call state, and only those in a state of kind scheduled have a due time. Move them to another call state first.",
		},
		"a state's kind to scheduled while customers are there": {
			"campaigns/998/call_states/" + states["On Hold"], `{"kind":"scheduled"}`,
			"1 customer is in the call state, and only those in a state of kind scheduled have a due time. Move them to another call state first.",
		},
		"but where nobody is": {
			"campaigns/998/call_states/" + states["Ready"], `{"kind":"scheduled"}`, "",
		},
		"a state's kind that its outcomes do not fit": {
			"campaigns/998/call_states/" + states["Booked"], `{"kind":"scheduled"}`,
			`The outcome "Booking / Booked" would not fit the kind scheduled. "Booked" is of kind scheduled: give retry_after_minutes, ` +
				`or require callback_at, so that it is known when to call again. Change the outcome first.`,
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := send(t, s, http.MethodPatch, "/api/v1/"+test.path, test.body)
			if test.detail == "" {
				wantStatus(t, answer, http.StatusOK)
				return
			}
			if answer.Status != http.StatusConflict || answer.Detail(t) != test.detail {
				t.Errorf("answered %d %s, want 409 %s", answer.Status, answer.Body, test.detail)
			}
		})
	}
}

func TestABodyThatCannotBeSetUp(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	long := strings.Repeat("å", 201)
	for sentence, test := range map[string]struct{ path, body, field, message string }{
		"an unknown member":            {"clients/", `{"shortname":"x"}`, "shortname", `A client has no member "shortname". Did you mean "short_name"?`},
		"a client without a name":      {"clients/", `{}`, "short_name", "short_name must not be empty."},
		"a name of spaces":             {"clients/", `{"short_name":"  "}`, "short_name", "short_name must not be empty."},
		"a name that is a number":      {"clients/", `{"short_name":1}`, "short_name", "short_name must be a string."},
		"a name that is too long":      {"clients/", `{"short_name":"` + long + `"}`, "short_name", "short_name must have at most 200 characters."},
		"a name with a NUL":            {"clients/", `{"short_name":"a\u0000"}`, "short_name", "short_name must not hold a NUL character."},
		"an id that is none":           {"clients/", `{"id":-1,"short_name":"x"}`, "id", "id must be a whole number from 1 to 9007199254740991."},
		"an id that floats can't hold": {"clients/", `{"id":9007199254740992,"short_name":"x"}`, "id", "id must be a whole number from 1 to 9007199254740991."},
		"an assignment of nobody":      {"assignments/", `{"name":"x"}`, "client_id", "client_id must be the id of a client."},
		"a client that is not there":   {"assignments/", `{"client_id":99,"name":"x"}`, "client_id", "client_id names a client that is not there."},
		"an assignment not there":      {"campaigns/", `{"assignment_id":99,"name":"x"}`, "assignment_id", "assignment_id names an assignment that is not there."},
		"a date that is none":          {"campaigns/", `{"assignment_id":239,"name":"x","end_date":"31.12.2026"}`, "end_date", "end_date must be a date as YYYY-MM-DD."},
		"an end before the start": {
			"campaigns/", `{"assignment_id":239,"name":"x","start_date":"2026-02-01","end_date":"2026-01-01"}`, "end_date", "end_date is before start_date.",
		},
		"attempts below none": {
			"campaigns/", `{"assignment_id":239,"name":"x","max_attempts":-1}`, "max_attempts", "max_attempts must be a whole number from 0 to 1000000000.",
		},
		"a field of no type": {
			"assignments/239/crm_custom_fields/", `{"key":"x","type":"int"}`, "type",
			`type must be one of text, integer, decimal, date, boolean, choice. Did you mean "integer"?`,
		},
		"a choice without choices": {"assignments/239/crm_custom_fields/", `{"key":"x","type":"choice"}`, "choices", "A field of type choice needs its choices."},
		"choices that are equal": {
			"assignments/239/crm_custom_fields/", `{"key":"x","type":"choice","choices":["a","a"]}`, "choices", `choices names "a" twice.`,
		},
		"a state of no kind": {"campaigns/998/call_states/", `{"name":"x"}`, "kind", "kind must be one of ready, scheduled, hold, done, excluded."},
		"a price of letters": {"campaigns/998/products/", `{"code":"x","price":"free"}`, "price", "price must be a number such as 199 or 199.50."},
		"an outcome that leads nowhere": {
			"campaigns/999/outcomes/", `{"type":"x"}`, "call_state", "An outcome needs a call_state: the name of one of the campaign's call states.",
		},
		"a state that is not there": {
			"campaigns/999/outcomes/", `{"type":"x","call_state":"ready"}`, "call_state",
			`call_state "ready" is not a call state of the campaign. There are: Ready, On Hold, To Call, Scheduled, Lead, Unconfirmed - Yes, Booked, ` +
				`Appointment open, Appointment closed, Completed - Yes, Completed - No, Excluded.`,
		},
		"a demand that there is not": {
			"campaigns/999/outcomes/", `{"type":"x","call_state":"Lead","requires":["coment"]}`, "requires",
			`An outcome can't require "coment". It may require comment, callback_at, meeting, product.`,
		},
		"a call again without a time": {
			"campaigns/999/outcomes/", `{"type":"x","call_state":"Scheduled"}`, "retry_after_minutes",
			`"Scheduled" is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.`,
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := send(t, s, http.MethodPost, "/api/v1/"+test.path, test.body)
			if answer.Status != http.StatusBadRequest || answer.Problems(t)[test.field] != test.message {
				t.Errorf("answered %d %s, want 400 %s", answer.Status, answer.Body, test.message)
			}
		})
	}
}

func TestAllThatIsWrongWithASetUpIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	answer := send(t, s, http.MethodPost, "/api/v1/campaigns/",
		`{"id":"a","assignment_id":99,"start_date":"x","archived_date":7,"max_attempts":1.5,"beskrivelse":"x"}`)
	wantStatus(t, answer, http.StatusBadRequest)
	problems := answer.Problems(t)
	for _, field := range []string{"id", "assignment_id", "name", "start_date", "archived_date", "max_attempts", "beskrivelse"} {
		if problems[field] == "" {
			t.Errorf("the errors do not name %s: %s", field, answer.Body)
		}
	}
	if len(problems) != 7 {
		t.Errorf("%d errors, want 7: %s", len(problems), answer.Body)
	}
}
