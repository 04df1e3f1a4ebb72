package mirror_test

import (
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/testkit"
)

func TestWhoWasNeverHereIsLeftOutWithoutAWalk(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Put(t, secret("S-2"))
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "S-2", State: "Ready"})
	anonymizedThere(t, s, "S-2")
	if result := f.run(t); result.Anonymized != 0 || result.Nameless != 1 || result.Added != 0 || result.Walks != 0 || result.Followed != 3 {
		t.Errorf("a run that was told of a stranger without an id gave %+v", result)
	}
	f.isClean(t)
}

func TestWhoHadLeftTheCampaignsIsAnonymisedHereToo(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Remove(t, testkit.CampaignID, "S-1")
	s.Acme.Remove(t, testkit.CampaignID, "5")
	f.run(t)
	f.wantTraces(t, "Betrodd", true)
	anonymizedThere(t, s, "S-1")
	if result := f.run(t); result.Anonymized != 1 || result.Nameless != 0 || result.Walks != 0 {
		t.Errorf("the run after one who had left was anonymised there gave %+v", result)
	}
	f.wantTraces(t, "Betrodd", false)
	f.wantTraces(t, "S-1", false)
	f.wantTraces(t, "Kunde 5", true)
	f.isClean(t)
}

func TestWhoLeftAndWasAnonymisedBetweenTwoRunsIsAnonymisedHereToo(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Remove(t, testkit.CampaignID, "S-1")
	anonymizedThere(t, s, "S-1")
	if result := f.run(t); result.Anonymized != 1 || result.Removed != 1 {
		t.Errorf("the run gave %+v", result)
	}
	f.wantTraces(t, "Betrodd", false)
	f.isClean(t)
}

func TestNobodyIsAnonymisedHereByWhatOnlyLooksSo(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Remove(t, testkit.CampaignID, "S-1") // the customer of number 42
	s.Acme.Put(t, callflow.Customer{CustomerID: "anonymized-42", Name: callflow.AnonymizedName})
	if result := f.run(t); result.Anonymized != 0 || result.Removed != 1 {
		t.Errorf("the run gave %+v", result)
	}
	f.wantTraces(t, "Betrodd", true)
	anonymizedThere(t, s, "S-1") // its id has a dash more
	if result := f.run(t); result.Anonymized != 1 {
		t.Errorf("the run after it was anonymised gave %+v", result)
	}
	f.wantTraces(t, "Betrodd", false)
}

func TestWhoIsHereAloneAnonymisedIsNotMixedUpWithThoseThere(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	if _, err := f.App.AnonymizeAsOperator(t.Context(), f.AccountID, testkit.AssignmentID, "S-1"); err != nil {
		t.Fatal(err)
	}
	if result := f.run(t); result.Added != 1 || result.Removed != 1 || result.Anonymized != 0 {
		t.Errorf("the run after somebody was anonymised here alone gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	anonymizedThere(t, s, "S-1")
	if result := f.run(t); result.Anonymized != 1 || result.Removed != 0 {
		t.Errorf("the run after the person was anonymised there too gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.wantTraces(t, "Betrodd", false)
	f.isClean(t)
}

func TestAMirrorOfBeforeNumbersWereNotedNotesThemWithItsNextRun(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	there := serveAs(t, s)
	there.hidesTokens.Store(true) // as a server that is no callflow: no numbers are noted
	f := follow(t, there.URL, s.Acme.Admin)
	f.run(t)
	there.hidesTokens.Store(false)
	f.keepToken(t, s)
	if result := f.run(t); result.Followed != 0 || result.Walks != 3 || result.Same != 0 || result.Moved+result.Added+result.Removed != 0 {
		t.Errorf("the run that notes the numbers gave %+v", result)
	}
	if result := f.run(t); result.Followed != 3 {
		t.Errorf("the run after that gave %+v", result)
	}
	anonymizedThere(t, s, "S-1")
	if result := f.run(t); result.Anonymized != 1 || result.Walks != 0 {
		t.Errorf("the run after somebody was anonymised gave %+v", result)
	}
	f.wantTraces(t, "Betrodd", false)
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

// keepToken notes what a mirror of before kept of each campaign: the token, and nothing of the customers' numbers.
func (f *following) keepToken(t *testing.T, s *testkit.Server) {
	t.Helper()
	token := s.Ask(t, testkit.Request{Path: "/api/v1/campaigns", Token: s.Acme.Admin}).Header.Get("Callflow-Sync-Token")
	err := f.server.Store.Write(t.Context(), f.AccountID, func(w *store.Write) error {
		for _, id := range []int64{testkit.CampaignID, testkit.SecondID, testkit.OtherCampaign} {
			if err := pairing.PutCampaign(w, id, pairing.Campaign{Token: token, Seq: w.Moment.Seq}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoIsAnonymisedInTheLaterGenerationIsAnonymisedHere(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	if err := s.App.SetGeneration(t.Context(), s.Acme.ID, callflow.LaterGeneration); err != nil {
		t.Fatal(err)
	}
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Remove(t, testkit.CampaignID, "5")
	f.run(t)
	anonymizedThere(t, s, "S-1")
	anonymizedThere(t, s, "5")
	if result := f.run(t); result.Anonymized != 2 || result.Nameless != 0 || result.Walks != 0 {
		t.Errorf("the run gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}
