package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/handout"
	"callflow/internal/store/verify"
)

// verify gives what a verification of the fixture's account finds, each as "where: what".
func (f *fixture) verify(t *testing.T) (verified verify.Verified, told []string) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) (err error) {
		verified, err = r.Verify(verify.Watch{Differ: func(d verify.Difference) { told = append(told, d.Where+": "+d.What) }})
		return err
	})
	return verified, told
}

func verifyFindsNothingAfterWork(t *testing.T, f *fixture) {
	f.repeat(t, 4, func(t *testing.T, random *rand.Rand) {
		for range 4 {
			f.write(t, func(w *store.Write) error { return workAtRandom(w, random) })
			if err := f.store.Write(t.Context(), f.account, func(w *store.Write) error {
				if err := workAtRandom(w, random); err != nil {
					t.Error(err)
				}
				return errRefused
			}); err == nil {
				t.Error("a write that was to fail did not")
			}
		}
		verified, told := f.verify(t)
		if verified.Differences != 0 {
			t.Errorf("%d differences: %v", verified.Differences, told)
		}
		if verified.Changes != f.moment(t).Seq || verified.Campaigns != 2 || verified.Rows == 0 || verified.Customers == 0 {
			t.Errorf("it went through %+v", verified)
		}
	})
	for what := callflow.Added; what <= callflow.CustomerSet; what++ {
		if len(f.query(t, fmt.Sprintf("SELECT seq FROM changes WHERE what = %d", what), 1)) == 0 {
			t.Errorf("nothing was %s: the work says nothing of it", what)
		}
	}
	for _, sql := range []string{"SELECT number FROM removed_customers", "SELECT seq FROM changes WHERE what = 1 AND previous_seq > 0"} {
		if len(f.query(t, sql, 1)) == 0 {
			t.Errorf("nobody was taken out, or nobody came back: %s", sql)
		}
	}
}

// workAtRandom does a few hundred of the things that are done to customers.
func workAtRandom(w *store.Write, random *rand.Rand) error {
	for range 400 {
		who := customer(fmt.Sprint("c", random.IntN(600)), fmt.Sprint("name ", random.IntN(3)))
		who.Phone2 = randomPhone(random)
		if _, err := w.PutCustomer(who); err != nil {
			return err
		}
		if err := workOn(w, random, []int64{campaignID, secondID}[random.IntN(2)], who.Number); err != nil {
			return err
		}
	}
	return nil
}

func workOn(w *store.Write, random *rand.Rand, campaignID, number int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	campaign, states := setup.Campaigns[campaignID], setup.States[campaignID]
	move := &store.Move{
		CampaignID: campaignID, Number: number, StateID: states[random.IntN(4)].ID, Attempts: random.Int64N(3), What: callflow.Moved,
		At:     time.Date(2020, 3, 28, random.IntN(48), random.IntN(60), 0, 0, time.UTC).UnixMilli(), // around a night that lacks an hour
		Status: callflow.Status{User: fmt.Sprint("user ", random.IntN(2)), Cause: "Sale", Alternative: fmt.Sprint("Ja ", random.IntN(2))},
	}
	added, err := w.AddToCampaign(campaign, nil, move)
	if added > 0 || err != nil {
		return err
	}
	switch random.IntN(4) {
	case 0:
		return takeOut(w, campaign, number)
	case 1:
		return handout.SetClaim(w, campaignID, number, handout.Claim{UserID: 1, Until: w.Now})
	case 2:
		move.What, move.Decision = callflow.Registered, random.IntN(2) == 0
		move.Hit = move.Decision && random.IntN(2) == 0
		move.Detail = callflow.Detail{UserID: random.Int64N(2), Meeting: move.Hit, Decision: move.Decision}
	}
	move.DueAt, move.CallbackUserID = random.Int64N(2)*move.At, random.Int64N(2)
	return w.Move(campaign, nil, move)
}

func takeOut(w *store.Write, campaign *callflow.Campaign, number int64) error {
	row, err := w.Row(campaign.ID, number)
	if err != nil {
		return err
	}
	if err := w.RemoveFromCampaign(row, campaign, callflow.Status{User: "user 1", Cause: callflow.CauseManual}); err != nil {
		return err
	}
	return handout.ForgetClaims(w, campaign.ID, number)
}

func verifyCountsWhatItDoesNotTell(t *testing.T, f *fixture) {
	f.write(t, func(w *store.Write) error {
		for number := range int64(130) {
			if err := handout.SetClaim(w, campaignID, number, handout.Claim{UserID: 1, Until: w.Now}); err != nil {
				return err
			}
		}
		return nil
	})
	if verified, told := f.verify(t); verified.Differences != 130 || len(told) != 100 {
		t.Errorf("%d differences of which %d are told, want 130 and 100", verified.Differences, len(told))
	}
}
