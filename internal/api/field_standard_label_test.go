package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func TestACustomFieldHasNoNameThatAStandardValueHas(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	for label, key := range map[string]string{
		"Phone 1": "crm__standard_info__phone_1", "PHONE_1": "crm__standard_info__phone_1", " phone\u00a01 ": "crm__standard_info__phone_1",
		"Name": "crm__standard_info__name", "E-mail": "crm__standard_info__email", "email": "crm__standard_info__email",
		"crm__standard_info__email": "crm__standard_info__email", "customer_id": "crm__customer_id", "Customer id": "crm__customer_id",
		"crm__customer_id": "crm__customer_id",
	} {
		want := "key is a name of " + key + ", which records have already: columns of files are matched by it. Choose another label."
		for method, path := range map[string]string{http.MethodPost: fields, http.MethodPatch: fields + "78"} {
			answer := send(t, s, method, path, `{"key":"`+label+`"}`)
			wantStatus(t, answer, http.StatusBadRequest)
			wantProblem(t, answer, "key", want)
		}
	}
	for _, label := range []string{"crm__custom_info__79", "product__PROD1", "Call_Outcome__type", "callflow__callstate__name"} {
		wantProblem(t, send(t, s, http.MethodPost, fields, `{"key":"`+label+`"}`), "key",
			"key begins as the keys of records do: columns of files are matched by those. Choose another label.")
	}
	for _, label := range []string{"Phone 12", "Navn på barn", "Price", "Comment", "Segment", "Campaign"} {
		wantStatus(t, send(t, s, http.MethodPost, fields, `{"key":"`+label+`"}`), http.StatusCreated)
	}
}

func TestAFieldThatHasTheNameOfAStandardValueAlreadyStaysAsItIs(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const fields = "/api/v1/assignments/239/crm_custom_fields/"
	err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{ID: 500, Key: "Phone 1", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"key":"PHONE 1","hint":"Den gamle"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"key":"Gammelt nummer"}`), http.StatusOK)
	wantStatus(t, send(t, s, http.MethodPatch, fields+"500", `{"key":"Phone 1"}`), http.StatusBadRequest)
}

func TestAnImportMakesNoFieldThatHasTheNameOfAStandardValue(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const file = "customer_id,Segment,Phone 1,Comment\n1,Gull,91234567,Ring etter fem\n"
	answer, got := sendFile(t, s, "?wait=60&create_fields=true", file, nil)
	if now := s.Acme.Customer(t, "1"); got.Status != "done" || now.Segment != "Gull" || now.Phone1 != "91234567" || len(now.Custom) != 1 {
		t.Errorf("it is answered with %s, and is %+v", answer.Body, now)
	}
}
