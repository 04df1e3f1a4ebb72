package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestTwoCustomFieldsOfAnAssignmentHaveDifferentLabels(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	const taken = `key is the label of the custom field 78 already: "Gatenavn".`
	for _, label := range []string{"Gatenavn", "gateNAVN", " Gatenavn "} {
		answer := send(t, s, http.MethodPost, fields, `{"key":"`+label+`"}`)
		wantStatus(t, answer, http.StatusBadRequest)
		wantProblem(t, answer, "key", taken)
	}
	wantProblem(t, send(t, s, http.MethodPatch, fields+"79", `{"key":"Gatenavn"}`), "key", taken)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"78", `{"key":"GATENAVN"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/240/crm_custom_fields/", `{"key":"Gatenavn"}`), http.StatusCreated)
}

func TestFieldsThatShareALabelAlreadyAreReadAndCanBeRenamed(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := w.CreateField(testkit.AssignmentID, &callflow.Field{ID: 500, Key: "Gatenavn", Type: callflow.Text})
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
