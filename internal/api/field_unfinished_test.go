package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// Customers of the tests of interrupted changes: those of more than two parts.
const (
	interruptedCustomers = 2500
	afterTheFirstPart    = "K-2400"
)

// fillText gives many customers a text in the text field, and puts the last of them into a campaign.
func fillText(t *testing.T, s *testkit.Server, text string) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		rows := make([]store.CustomerRow, interruptedCustomers)
		for i := range rows {
			customer := &callflow.Customer{AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprintf("K-%d", i)}
			customer.Custom = map[int64]callflow.Value{testkit.FieldText: callflow.TextValue(text)}
			rows[i] = store.CustomerRow{Customer: customer, Card: customer.Card([]callflow.Field{{ID: testkit.FieldText}})}
		}
		_, err := w.PutCustomers(testkit.AssignmentID, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: afterTheFirstPart, State: "Ready"})
	if err := s.App.IndexSearch(t.Context(), s.Acme.ID); err != nil {
		t.Fatal(err)
	}
}

// interrupt asks a server for a change that ends after the first part of the customers.
func interrupt(t *testing.T, s *testkit.Server, body string) {
	t.Helper()
	stopping := s.Beside(t, configDefault)
	stopping.App.Imports.End()
	answer := send(t, stopping, http.MethodPatch, textField, body)
	wantStatus(t, answer, http.StatusServiceUnavailable)
	if detail := answer.Detail(t); !strings.Contains(detail, "the same request completes it") {
		t.Errorf("the interrupted change says %q", detail)
	}
}

// unfinishedChanges are changes of the type of a text field: of values that change, or that are found by other words.
var unfinishedChanges = map[string]struct{ text, body, want, found string }{
	"to a choice":  {"  blå ", `{"type":"choice","choices":["Rød","Blå"]}`, `"Blå"`, "Blå"},
	"to a date":    {"1979-09-27", `{"type":"date"}`, `"1979-09-27"`, "27.09.1979"},
	"to a number":  {" 250 ", `{"type":"integer"}`, `250`, "250"},
	"to a decimal": {"1,50", `{"type":"decimal"}`, `1.50`, "1.50"},
}

func TestAnInterruptedChangeOfAFieldsTypeIsCompletedByTheSameRequest(t *testing.T) {
	t.Parallel()
	for name, c := range unfinishedChanges {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			fillText(t, s, c.text)
			interrupt(t, s, c.body)
			if record := fieldRecord(t, s); !strings.Contains(record, `"retyped_from":"text"`) {
				t.Errorf("the field's record is %s", record)
			}
			wantRecord(t, s, afterTheFirstPart, `"crm__custom_info__78":`+quoted(c.text))
			verified(t, s)
			completed(t, s, c.body)
			for _, id := range []string{"K-0", "K-1000", afterTheFirstPart} {
				wantRecord(t, s, id, `"crm__custom_info__78":`+c.want)
			}
			wantFound(t, s, c.found)
			verified(t, s)
		})
	}
}

func fieldRecord(t *testing.T, s *testkit.Server) string {
	t.Helper()
	return string(s.Get(t, s.Acme.Admin, textField).Body)
}

func quoted(text string) string { return string(callflow.TextValue(text)) }

// completed sends a change again that was interrupted, against the record that the field has now.
func completed(t *testing.T, s *testkit.Server, body string) {
	t.Helper()
	header := map[string]string{"If-Match": s.Get(t, s.Acme.Admin, textField).Header.Get("ETag")}
	answer := s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: textField, Token: s.Acme.Admin, Header: header, Body: body})
	wantStatus(t, answer, http.StatusOK)
	if record := fieldRecord(t, s); string(answer.Body) != record || strings.Contains(record, "retyped_from") {
		t.Errorf("the completed change answers %s, and the field's record is %s", answer.Body, record)
	}
	clock := s.Get(t, s.Acme.Admin, assignmentList).Header.Get("Callflow-Sync-Token")
	if told := answer.Header.Get("Callflow-Sync-Token"); told != clock {
		t.Errorf("the completed change tells the clock %s of %s", told, clock)
	}
}

// wantFound searches in the campaign for the customer that an interrupted change left as it was.
func wantFound(t *testing.T, s *testkit.Server, text string) {
	t.Helper()
	setup, err := s.App.Account(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.App.IndexSearch(t.Context(), s.Acme.ID); err != nil {
		t.Fatal(err)
	}
	page, err := s.App.Browse(t.Context(), auth.Operator(setup), &app.BrowseRequest{
		CampaignID: testkit.CampaignID, Search: text, Order: app.OrderChanged, Limit: 10,
	})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("a search for %q finds %+v (%v)", text, page, err)
	}
}

// While values are of two types, a further change reads those of either.
func TestAnotherChangeOfAFieldsTypeCompletesOneThatWasInterrupted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then, want string
		parts      bool // more than one part is left to be written
	}{
		"back to a text":    {`{"type":"text"}`, `"250"`, false},
		"to another number": {`{"type":"decimal"}`, `250`, true},
		"to a choice":       {`{"type":"choice","choices":["250"]}`, `"250"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			fillText(t, s, "250")
			interrupt(t, s, `{"type":"integer"}`)
			if c.parts {
				interrupt(t, s, c.then)
			}
			completed(t, s, c.then)
			for _, id := range []string{"K-0", "K-1000", afterTheFirstPart} {
				wantRecord(t, s, id, `"crm__custom_info__78":`+c.want)
			}
			verified(t, s)
		})
	}
}

func TestAnInterruptedChangeIsRefusedWhileAValueIsNoneOfItsChoices(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	fillText(t, s, "blå")
	const body = `{"type":"choice","choices":["Blå"]}`
	interrupt(t, s, body)
	wantStatus(t, send(t, s, http.MethodPatch, textField, `{"type":"choice","choices":["Rød"]}`), http.StatusConflict)
	answer := post(t, s, s.Acme.Admin, textField+"dry_run/", body)
	wantStatus(t, answer, http.StatusOK)
	if told := string(answer.Body); !strings.Contains(told, `"from":"text","values":2500,"readable":2500,"rewritten":1500`) {
		t.Errorf("the dry run tells %s", told)
	}
	completed(t, s, body)
}

// A client may send the record that it read, with what it changes in it.
func TestARecordOfAFieldWhoseTypeIsBeingChangedCanBeSentBack(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	fillText(t, s, "250")
	const change = `{"type":"integer"}`
	interrupt(t, s, change)
	wantStatus(t, send(t, s, http.MethodPatch, textField, `{"hint":"x"}`), http.StatusOK)
	if record := fieldRecord(t, s); !strings.Contains(record, `"retyped_from":"text"`) {
		t.Errorf("a change that names no type makes it %s", record)
	}
	wantStatus(t, send(t, s, http.MethodPatch, textField, `{"retyped_from":"date"}`), http.StatusBadRequest)
	completed(t, s, fieldRecord(t, s))
	wantRecord(t, s, afterTheFirstPart, `"crm__custom_info__78":250`)
}

func TestAChangeOfAFieldsTypeIsCompletedInACopyThatWasMadeMeanwhile(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	fillText(t, s, "1979-09-27")
	const body = `{"type":"date"}`
	interrupt(t, s, body)
	copied := s.Copied(t, configDefault)
	if record := fieldRecord(t, copied); record != fieldRecord(t, s) {
		t.Errorf("the copy has the field %s", record)
	}
	verified(t, copied)
	if err := copied.App.IndexSearch(t.Context(), s.Acme.ID); err != nil {
		t.Fatal(err)
	}
	putText(t, copied, "K-later", "1980-02-03") // the copy's own epoch begins
	completed(t, copied, body)
	wantFound(t, copied, "27.09.1979")
	verified(t, copied)
}
