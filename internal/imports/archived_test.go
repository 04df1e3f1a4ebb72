package imports_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func TestAFileIsNotTakenIntoACampaignThatIsArchivedAlready(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	archive := func(date string) {
		t.Helper()
		err := i.Acme.Write(t, func(w *store.Write) error {
			return setuprows.UpdateCampaign(w, &callflow.Campaign{ID: 1001, AssignmentID: testkit.AssignmentID, Name: "Høst", ArchivedDate: date})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const file = "customer_id,name\nK-1,Kari Eksempel\n"
	into := func(dry bool, speaks importer.Speech) error {
		_, err := i.App.Imports.ImportAs(t.Context(), i.session, &importer.Request{
			AssignmentID: testkit.AssignmentID, CampaignIDs: []int64{1001}, Source: strings.NewReader(file), DryRun: dry, Speaks: speaks,
		})
		return err
	}
	archive("2026-06-01")
	for speaks, fix := range map[importer.Speech]string{
		importer.SpeaksFlags:      "empty its archived_date first.",
		importer.SpeaksParameters: "empty its archived_date first.", importer.SpeaksPage: "empty its “Archived on” first.",
	} {
		for _, dry := range []bool{true, false} {
			want := "The campaign “Høst” is archived: nobody is called in it. Leave it out, or " + fix
			if err := into(dry, speaks); err == nil || !strings.Contains(callflow.ErrorText(err), want) {
				t.Errorf("with a dry run %t it says %q", dry, callflow.ErrorText(err))
			}
		}
	}
	admin := i.Server.Session(t, i.Acme.Admin)
	_, err := i.App.Imports.Start(t.Context(), admin, &importer.Request{AssignmentID: testkit.AssignmentID, CampaignIDs: []int64{1001}}, importFile(t, file))
	if err == nil {
		t.Error("a file that is sent is begun")
	}
	archive("2999-01-01") // still to come
	if err := into(false, importer.SpeaksFlags); err != nil {
		t.Error(err)
	}
}
