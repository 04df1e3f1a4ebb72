package api_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// A custom field may be called as another value is: an export by labels adds the key to the heading of the second.
func TestAnExportByLabelsComesBackWhereTwoFieldsHaveOneLabel(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	var segment, phone int64
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		if segment, err = setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: "Segment", Type: callflow.Text}); err != nil {
			return err
		}
		phone, err = setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: "Phone 1", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	setGeneration(t, s, callflow.LaterGeneration)
	s.Acme.Put(t, callflow.Customer{
		CustomerID: "1", Name: "Kari Eksempel", Phone1: "91234567", Segment: "Abonnenter",
		Custom: map[int64]callflow.Value{segment: callflow.TextValue("Verdi 1"), phone: callflow.TextValue("Verdi 2")},
	})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Ready"})
	for _, format := range []string{"csv", "xlsx"} {
		exported := string(file(t, s, "?format="+format+"&headings=labels", nil).Body)
		answer, got := sendFile(t, s, "?wait=60&file_name=export."+format, exported, map[string]string{"Content-Type": "application/octet-stream"})
		if came := cameOf(t, answer); got.Status != "done" || !strings.Contains(came, "1 unchanged") {
			t.Errorf("the export as %s comes back as %s", format, answer.Body)
		}
	}
	exported := string(file(t, s, "?format=csv&headings=labels", nil).Body)
	for _, heading := range []string{"Segment (segment__name)", "Phone 1 (crm__custom_info__"} {
		if !strings.Contains(exported, heading) {
			t.Errorf("the export has no heading %s: %s", heading, exported)
		}
	}
	changed := strings.NewReplacer("91234567", "92345678", "Abonnenter", "Nye", "Verdi 1", "Verdi 3", "Verdi 2", "Verdi 4").Replace(exported)
	answer, got := sendFile(t, s, "?wait=60", changed, nil)
	if now := s.Acme.Customer(t, "1"); got.Updated != 1 || now.Phone1 != "92345678" || now.Segment != "Nye" ||
		now.Custom[segment].Text() != "Verdi 3" || now.Custom[phone].Text() != "Verdi 4" {
		t.Errorf("with other values it comes back as %s: %+v", answer.Body, now)
	}
}
