package store_test

import (
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
	"callflow/internal/testkit"
)

func TestWhoeverWasRemovedIsAskedForTogether(t *testing.T) {
	t.Parallel()
	const customers, kept, askedTogether = 650, 50, 100
	server := testkit.NewServer(t, api.Config{})
	server.Acme.Fill(t, testkit.CampaignID, 1, customers, "Ready")
	var list statuslist.List
	removeFrom := func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		campaign := setup.Campaigns[testkit.CampaignID]
		list = statuslist.List{{AssignmentID: campaign.AssignmentID, CampaignID: campaign.ID}}
		for number := int64(kept + 1); number <= customers; number++ {
			row, err := w.Row(campaign.ID, number)
			if err != nil {
				return err
			}
			if err := w.RemoveFromCampaign(row, campaign, callflow.Status{User: "x"}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := server.Store.Write(t.Context(), server.Acme.ID, removeFrom); err != nil {
		t.Fatal(err)
	}
	err := server.Store.Read(t.Context(), server.Acme.ID, func(r *store.Snapshot) error {
		questions := store.Questions(server.Store, r)
		changed := r.ChangedAfter(0)
		ids, places, err := changed.Removed(list, 0, r.Seq)
		if len(ids) != customers-kept || len(places) != len(ids) || ids[0] != "51" {
			t.Errorf("%d were removed, %q first, want %d", len(ids), ids[:min(1, len(ids))], customers-kept)
		}
		const ofTheLog = 1
		if most := ofTheLog + (customers-kept)/askedTogether; *questions > most {
			t.Errorf("%d questions are asked for %d who were removed, want %d at most", *questions, len(ids), most)
		}
		*questions = 0
		if _, _, err := r.ChangedAfter(0).Removed(list, 0, 0); err != nil || *questions != 0 {
			t.Errorf("what is known is asked for with %d questions: %v", *questions, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
