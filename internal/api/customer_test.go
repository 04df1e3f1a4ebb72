package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

const newCustomer = `{"crm__customer_id":"ny/1","crm__standard_info__name":"Åse","crm__standard_info__phone_1":"0047","crm__custom_info__78":"Gata",` +
	`"crm__custom_info__79":12,"crm__custom_info__75":"1980-02-29","crm__custom_info__5":4.50,"crm__custom_info__9":false,"crm__custom_info__11":"Komplett"}`

const writtenCustomer = `{"crm__customer_id":"ny/1","crm__standard_info__name":"Åse","crm__standard_info__phone_1":"0047",` +
	`"crm__standard_info__phone_2":"","crm__standard_info__phone_3":"","crm__standard_info__email":"",` +
	`"crm__change_log__updated":"2026-06-17","crm__change_log__updated_by":"admin","crm__change_log__update_method":"API",` +
	`"crm__custom_info__78":"Gata","crm__custom_info__79":12,"crm__custom_info__75":"1980-02-29","crm__custom_info__5":4.50,` +
	`"crm__custom_info__9":false,"crm__custom_info__11":"Komplett"}`

func send(t *testing.T, s *testkit.Server, method, path, body string) *testkit.Answer {
	t.Helper()
	return s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin, Body: body})
}

func TestACustomerIsCreatedAndCanBeRead(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := send(t, s, http.MethodPost, customerList, newCustomer)
	if answer.Status != http.StatusCreated || string(answer.Body) != writtenCustomer {
		t.Fatalf("answered %d\n%s\nwant 201\n%s", answer.Status, answer.Body, writtenCustomer)
	}
	if got, want := answer.Header.Get("Location"), s.URL+customerList+"ny%2F1"; got != want {
		t.Errorf("Location is %s, want %s", got, want)
	}
	read := s.Get(t, s.Acme.Admin, strings.TrimPrefix(answer.Header.Get("Location"), s.URL))
	if string(read.Body) != writtenCustomer || read.Header.Get("ETag") != answer.Header.Get("ETag") {
		t.Errorf("read as %s with the tag %s, written with %s", read.Body, read.Header.Get("ETag"), answer.Header.Get("ETag"))
	}
	again := send(t, s, http.MethodPost, customerList, newCustomer)
	if again.Status != http.StatusConflict ||
		again.Detail(t) != "The assignment has a customer with this crm__customer_id already. PATCH or PUT that customer instead." {
		t.Errorf("a second time answered %d %s, want 409", again.Status, again.Body)
	}
}

func TestPATCHChangesWhatIsNamedAlone(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := send(t, s, http.MethodPatch, customerList+exampleID,
		`{"crm__standard_info__email":"ny@epost.example","crm__custom_info__79":null,"crm__custom_info__5":"","crm__standard_info__phone_1":null}`)
	wantStatus(t, answer, http.StatusOK)
	want := strings.NewReplacer(
		"ingen@epost.example", "ny@epost.example", `info__79":375`, `info__79":""`, `info__5":4.0`, `info__5":""`, `phone_1":"007"`, `phone_1":""`,
		"2016-02-22", "2026-06-17", `"Import new"`, `"API"`,
	).Replace("{" + exampleCustomer + "}")
	if string(answer.Body) != want {
		t.Errorf("answered\n%s\nwant\n%s", answer.Body, want)
	}
	for _, path := range []string{campaignList, secondList} {
		record := s.Get(t, s.Acme.Admin, path+exampleID+"/")
		if !strings.HasPrefix(string(record.Body), strings.TrimSuffix(want, "}")) {
			t.Errorf("%s shows %s", path, record.Body)
		}
	}
}

func TestPUTUnsetsWhatIsNotNamed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := send(t, s, http.MethodPut, customerList+exampleID+"/", `{"crm__customer_id":"481846","crm__standard_info__name":"Ny"}`)
	wantStatus(t, answer, http.StatusOK)
	want := strings.NewReplacer(
		`"bare"`, `"481846"`, `__name":""`, `__name":"Ny"`, "2026-01-07", "2026-06-17", `"Import new"`, `"API"`,
	).Replace("{" + bareCustomer + "}")
	if string(answer.Body) != want {
		t.Errorf("answered\n%s\nwant\n%s", answer.Body, want)
	}
}

func TestARecordSentBackAsItWasReadChangesNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := s.Get(t, s.Acme.Admin, customerList+exampleID)
	for _, method := range []string{http.MethodPut, http.MethodPatch} {
		answer := send(t, s, method, customerList+exampleID, string(before.Body))
		if answer.Status != http.StatusOK || string(answer.Body) != string(before.Body) {
			t.Errorf("%s answered %d %s, want %s", method, answer.Status, answer.Body, before.Body)
		}
		if answer.Header.Get("Callflow-Sync-Token") != before.Header.Get("Callflow-Sync-Token") {
			t.Errorf("%s moved the clock", method)
		}
	}
}

func TestABodyThatACustomerCannotHave(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, test := range map[string]struct{ body, field, message string }{
		"an unknown member": {
			`{"crm__standard_info__nam":"x"}`, "crm__standard_info__nam",
			`A customer of this assignment has no member "crm__standard_info__nam". Did you mean "crm__standard_info__name"?`,
		},
		"a member far from any":     {`{"x":1}`, "x", `A customer of this assignment has no member "x".`},
		"a name that is a number":   {`{"crm__standard_info__name":1}`, "crm__standard_info__name", "crm__standard_info__name must be a string."},
		"a name that is an object":  {`{"crm__standard_info__name":{}}`, "crm__standard_info__name", "crm__standard_info__name must be a string."},
		"a text that is a number":   {`{"crm__custom_info__78":1}`, "crm__custom_info__78", "crm__custom_info__78 must be a string."},
		"a text that is too long":   {`{"crm__custom_info__78":"` + strings.Repeat("å", 21) + `"}`, "crm__custom_info__78", "Gatenavn must have at most 20 characters."},
		"an integer with a point":   {`{"crm__custom_info__79":1.5}`, "crm__custom_info__79", "Husnummer must be a whole number."},
		"an integer beyond 64 bits": {`{"crm__custom_info__79":99999999999999999999}`, "crm__custom_info__79", "Husnummer must be a whole number."},
		"an integer that is true":   {`{"crm__custom_info__79":true}`, "crm__custom_info__79", "Husnummer must be a whole number."},
		"a decimal that may be a thousand": {`{"crm__custom_info__5":"12,345"}`, "crm__custom_info__5",
			"Termin can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands."},
		"a decimal that is a word":      {`{"crm__custom_info__5":"fire"}`, "crm__custom_info__5", "Termin must be a number such as 4 or 4.50."},
		"a day that is not there":       {`{"crm__custom_info__75":"2026-02-29"}`, "crm__custom_info__75", "Fødselsdato must be a date as YYYY-MM-DD."},
		"a date that is a number":       {`{"crm__custom_info__75":20260101}`, "crm__custom_info__75", "crm__custom_info__75 must be a string."},
		"a boolean that is a number":    {`{"crm__custom_info__9":1}`, "crm__custom_info__9", "Samtykke must be true or false."},
		"a choice that is none":         {`{"crm__custom_info__11":"Dag"}`, "crm__custom_info__11", "Abonnement must be one of Helg, Komplett."},
		"an array":                      {`{"crm__custom_info__79":[1]}`, "crm__custom_info__79", "crm__custom_info__79 must be a single value."},
		"another id than the path's":    {`{"crm__customer_id":"x"}`, "crm__customer_id", "crm__customer_id differs from the customer in the path; an id can't be changed."},
		"an id that is a number":        {`{"crm__customer_id":481846}`, "crm__customer_id", "crm__customer_id must be a string."},
		"a NUL":                         {`{"crm__standard_info__name":"a\u0000b"}`, "crm__standard_info__name", "name must not hold a NUL character."},
		"a name longer than any":        {`{"crm__standard_info__name":"` + strings.Repeat("a", 1001) + `"}`, "crm__standard_info__name", "name must have at most 1000 characters."},
		"a key of the status":           {`{"callflow__callstate__name":"Ready"}`, "callflow__callstate__name", `A customer of this assignment has no member "callflow__callstate__name".`},
		"a custom field of nobody":      {`{"crm__custom_info__12345":"x"}`, "crm__custom_info__12345", `A customer of this assignment has no member "crm__custom_info__12345". Did you mean "crm__custom_info__75"?`},
		"a member's name in other case": {`{"CRM__customer_id":"481846"}`, "CRM__customer_id", `A customer of this assignment has no member "CRM__customer_id". Did you mean "crm__customer_id"?`},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{http.MethodPatch, http.MethodPut} {
				answer := send(t, s, method, customerList+exampleID, test.body)
				if answer.Status != http.StatusBadRequest || answer.Problems(t)[test.field] != test.message {
					t.Errorf("%s answered %d %s, want 400 %s", method, answer.Status, answer.Body, test.message)
				}
			}
		})
	}
	if record := s.Get(t, s.Acme.Admin, customerList+exampleID); string(record.Body) != "{"+exampleCustomer+"}" {
		t.Errorf("a refused body changed the customer: %s", record.Body)
	}
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := send(t, s, http.MethodPost, customerList, `{"crm__customer_id":7,"crm__custom_info__79":"x","crm__custom_info__9":"kanskje","x":1}`)
	wantStatus(t, answer, http.StatusBadRequest)
	problems := answer.Problems(t)
	for _, field := range []string{"crm__customer_id", "crm__custom_info__79", "crm__custom_info__9", "x"} {
		if problems[field] == "" {
			t.Errorf("the errors do not name %s: %s", field, answer.Body)
		}
	}
	if len(problems) != 4 {
		t.Errorf("%d errors, want 4: %s", len(problems), answer.Body)
	}
}

func TestANewCustomerNeedsAnID(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, body := range []string{`{}`, `{"crm__customer_id":""}`, `{"crm__customer_id":null}`} {
		answer := send(t, s, http.MethodPost, customerList, body)
		if answer.Status != http.StatusBadRequest || answer.Problems(t)["crm__customer_id"] == "" {
			t.Errorf("%s answered %d %s", body, answer.Status, answer.Body)
		}
	}
	answer := send(t, s, http.MethodPost, customerList, `{"crm__customer_id":"`+strings.Repeat("a", 201)+`"}`)
	wantStatus(t, answer, http.StatusBadRequest)
}

func TestValuesThatAPersonWritesAreTaken(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := send(t, s, http.MethodPatch, customerList+"bare",
		`{"crm__custom_info__79":"0042","crm__custom_info__75":"31.12.2025","crm__custom_info__5":"4,50","crm__custom_info__9":"TRUE"}`)
	for _, want := range []string{`info__79":42,`, `info__75":"2025-12-31"`, `info__5":4.50,`, `info__9":true`} {
		if !strings.Contains(string(answer.Body), want) {
			t.Errorf("%s lacks %s", answer.Body, want)
		}
	}
}

func TestACustomerThatIsNotThereCannotBeChanged(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, method := range []string{http.MethodPatch, http.MethodPut} {
		for _, path := range []string{customerList + "nobody", "/api/v1/assignments/54321/customers/bare", "/api/v1/assignments/240/customers/bare"} {
			answer := send(t, s, method, path, `{}`)
			if answer.Status != http.StatusNotFound || answer.Detail(t) != "Not found." {
				t.Errorf("%s %s answered %d %s", method, path, answer.Status, answer.Body)
			}
		}
	}
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/54321/customers/", newCustomer), http.StatusNotFound)
}

func TestAWriteTakesNoParameters(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, send(t, s, http.MethodPatch, customerList+"bare?page=1", `{}`), http.StatusBadRequest)
}

func TestIfMatchKeepsAChangeFromBeingLost(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Acme.Put(t, callflow.Customer{CustomerID: "matched"})
	read := s.Get(t, s.Acme.Admin, customerList+"matched")
	change := func(tag, name string) int {
		return s.Ask(t, testkit.Request{
			Method: http.MethodPatch, Path: customerList + "matched", Token: s.Acme.Admin,
			Header: map[string]string{"If-Match": tag}, Body: `{"crm__standard_info__name":"` + name + `"}`,
		}).Status
	}
	if status := change(read.Header.Get("ETag"), "first"); status != http.StatusOK {
		t.Errorf("the tag that was read got %d", status)
	}
	if status := change(read.Header.Get("ETag"), "second"); status != http.StatusPreconditionFailed {
		t.Errorf("the tag of before got %d", status)
	}
}
