package api_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func TestTwoCustomFieldsOfAnAssignmentHaveDifferentLabels(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	const taken = `key is the label of the custom field 78 already: "Gatenavn".`
	for _, label := range []string{"Gatenavn", "gateNAVN", " Gatenavn ", "Gatenavn\u00a0", "Gate\u00adnavn", "\ufeffGate\u200bnavn", "Gate\u2060navn"} {
		answer := send(t, s, http.MethodPost, fields, `{"key":"`+label+`"}`)
		wantStatus(t, answer, http.StatusBadRequest)
		wantProblem(t, answer, "key", taken)
	}
	wantProblem(t, send(t, s, http.MethodPatch, fields+"79", `{"key":"Gatenavn"}`), "key", taken)
	wantStatus(t, send(t, s, http.MethodPost, fields, `{"id":501,"key":"Født dato"}`), http.StatusCreated)
	for _, label := range []string{"Født\u00a0dato", "født  DATO", "Født\u202fdato", "F\u00adødt dato"} {
		wantProblem(t, send(t, s, http.MethodPost, fields, `{"key":`+strconv.Quote(label)+`}`), "key",
			`key is the label of the custom field 501 already: "Født dato".`)
	}
	wantProblem(t, send(t, s, http.MethodPost, fields, `{"key":"\u00ad \u200b"}`), "key", "key must not be empty.")
	wantStatus(t, send(t, s, http.MethodPatch, fields+"78", `{"key":"GATENAVN"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/240/crm_custom_fields/", `{"key":"Gatenavn"}`), http.StatusCreated)
}

func TestFieldsThatShareALabelAlreadyAreReadAndCanBeRenamed(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{ID: 500, Key: "Gatenavn", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, s.Get(t, s.Acme.Reader, fields), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"hint":"Den andre"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"key":"Gatenavn 2"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"key":"Gatenavn"}`), http.StatusBadRequest)
}

func TestAHeadingFillsTheFieldWhoseLabelLooksTheSame(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	var born, street int64
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		if born, err = setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: "Født\u00a0år", Type: callflow.Text}); err != nil {
			return err
		}
		street, err = setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: "Vei\u00adnavn", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, headings := range []string{"Født år,Veinavn", "FØDT\u00a0ÅR,Vei\u00adnavn", "Født  år,Vei\u200bnavn"} {
		id, year := strconv.Itoa(i+1), strconv.Itoa(1970+i)
		answer, got := sendFile(t, s, "?wait=60", "customer_id,name,"+headings+"\n"+id+",Kari Eksempel,"+year+",Storgata "+id+"\n", nil)
		if got.Status != "done" {
			t.Fatalf("headed %q it is answered with %s", headings, answer.Body)
		}
		if now := s.Acme.Customer(t, id); now.Custom[born].Text() != year || now.Custom[street].Text() != "Storgata "+id {
			t.Errorf("headed %q it fills %+v", headings, now)
		}
	}
	exported := string(s.Get(t, s.Acme.Reader, customerList+"?format=csv&headings=labels").Body)
	answer, got := sendFile(t, s, "?wait=60", exported, nil)
	if came := cameOf(t, answer); got.Status != "done" || !strings.Contains(came, "3 unchanged") {
		t.Errorf("the export by labels comes back as %s", answer.Body)
	}
	path := "?wait=60&map=" + url.QueryEscape("født år") + "="
	answer, got = sendFile(t, s, path, "customer_id,name,Født\u00a0år\n1,Kari Eksempel,1999\n", nil)
	if now := s.Acme.Customer(t, "1"); got.Status != "done" || now.Custom[born].Text() != "1970" {
		t.Errorf("a column that is left out by its heading fills %+v: %s", now, answer.Body)
	}
}
