package mirror_test

import (
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/testkit"
)

func TestWhoeverWasAnonymisedLongBeforeABackupStaysInTheCampaignAfterIt(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	there := serveAs(t, s)
	f := follow(t, there.URL, s.Acme.Admin)
	f.run(t)
	anonymizedThere(t, s, "S-1")
	anonymizedThere(t, s, "4")
	f.run(t)
	backup := s.Copied(t, api.Config{})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "7", State: "Excluded"})
	f.run(t)
	there.put(t, backup)
	backup.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "8", State: "Excluded"})
	backup.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "anonymized-42", State: "Booked"})
	if result := f.run(t); result.Removed != 0 || result.Nameless != 0 || result.Moved != 3 {
		t.Errorf("the run after the restore gave %+v", result)
	}
	f.wantSameDigest(t)
	if result := f.run(t); result.Walks != 0 || result.Followed != 3 {
		t.Errorf("the run after that gave %+v", result)
	}
	f.isClean(t)
}

func TestWhoeverIsAnonymisedBetweenARestoreAndTheNextRunIsAnonymisedHere(t *testing.T) {
	t.Parallel()
	r := newRestorable(t)
	r.restore(t)
	anonymizedThere(t, r.backup, "S-1")
	anonymizedThere(t, r.backup, "other")
	if result := r.mirror.run(t); result.Anonymized != 1 || result.Nameless != 1 {
		t.Errorf("the run after the restore gave %+v", result)
	}
	r.mirror.wantTraces(t, "Betrodd sak", false)
	r.mirror.wantTraces(t, "Tapt", true)
	r.mirror.isClean(t)
}

func TestWhoeverIsAnonymisedStaysInTheCampaignWhereNoTokenOfBeforeIsTaken(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	anonymizedThere(t, s, "S-1")
	anonymizedThere(t, s, "4")
	f.run(t)
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 0); err != nil {
		t.Fatal(err)
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "anonymized-42", State: "Booked"})
	if result := f.run(t); result.Removed != 0 || result.Nameless != 0 || result.Moved != 1 || result.Anonymized != 0 {
		t.Errorf("the run after the epoch was renewed gave %+v", result)
	}
	f.wantSameDigest(t)
	s.Acme.Remove(t, testkit.CampaignID, "anonymized-4")
	if result := f.run(t); result.Removed != 1 || result.Walks != 0 {
		t.Errorf("the run after one of them has left gave %+v", result)
	}
	f.wantSameDigest(t)
	f.isClean(t)
}

func TestWhoeverWasTakenOutAsAnonymisedByMistakeComesBack(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	anonymizedThere(t, s, "S-1")
	f.run(t)
	err := f.server.Store.Write(t.Context(), f.AccountID, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		pairs, err := pairing.Pairs(snapshot, testkit.AssignmentID, []int64{42})
		if err != nil {
			return err
		}
		row, err := w.Row(testkit.CampaignID, pairs[42].Number)
		if err != nil {
			return err
		}
		return w.RemoveFromCampaign(row, setup.Campaigns[testkit.CampaignID], callflow.Status{})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 0); err != nil {
		t.Fatal(err)
	}
	if result := f.run(t); result.Added != 1 || result.Nameless != 0 {
		t.Errorf("the run gave %+v", result)
	}
	f.wantSameDigest(t)
	f.isClean(t)
}
