package storetest

import (
	"fmt"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
)

// sourceID is an assignment of another server.
const sourceID = 17

// pairsAreNoted follows what is noted of who is who on another server, through two changes of its history.
func pairsAreNoted(t *testing.T, f *fixture) {
	at := callflow.SyncToken
	f.write(t, func(w *store.Write) error {
		if err := pairing.PutCampaign(w, campaignID, pairing.Campaign{Token: "300", Seq: 1, Paired: true, Names: `{}`}); err != nil {
			return err
		}
		return pairing.PutPairs(w, sourceID, []pairing.Pair{
			{Theirs: 5, Number: 10, Told: at(0, 100), Asked: pairing.NotAsked}, {Theirs: 6, Number: 11, Told: at(0, 200), Asked: pairing.NotAsked},
			{Theirs: 7000, Number: 12, Told: at(0, 300), Asked: pairing.NotAsked}, {Theirs: 5, Number: 10, Told: at(0, 101), Asked: pairing.NotAsked},
		})
	})
	f.wantPaired(t, at(0, 300), 10, 11, 12)
	f.wantPaired(t, at(0, 250), 10, 11)
	f.wantPaired(t, at(3, 250))
	f.write(t, func(w *store.Write) error { return pairing.ConfirmPairs(w, at(0, 200), at(3, 50)) })
	f.wantPaired(t, at(3, 60), 10, 11)
	f.wantPaired(t, at(0, 300), 12)
	f.write(t, func(w *store.Write) error { return pairing.DoubtPairs(w, at(3, 60)) })
	f.wantPaired(t, at(3, 60))
	f.write(t, func(w *store.Write) error { return pairing.ConfirmPairs(w, at(3, 60), at(4, 10)) })
	f.wantPaired(t, at(4, 10), 10, 11)
	f.read(t, func(r *store.Snapshot) error {
		kept, err := pairing.Campaigns(r)
		if kept[campaignID].Paired || kept[campaignID].Token != "300" {
			t.Errorf("of the campaign is kept %+v", kept[campaignID])
		}
		return err
	})
	f.write(t, func(w *store.Write) error {
		return pairing.PutPairs(w, sourceID, []pairing.Pair{{Theirs: 5, Number: 13, Told: at(4, 11), Asked: pairing.NotAsked}})
	})
	f.wantPaired(t, at(4, 11), 11, 13)
	f.wantAskedInOrder(t)
}

// wantAskedInOrder has two customers leave, and asks for them.
func (f *fixture) wantAskedInOrder(t *testing.T) {
	t.Helper()
	at := callflow.SyncToken
	f.wantLeft(t, at(4, 20), 10)
	f.write(t, func(w *store.Write) error {
		if err := pairing.AskAfter(w, sourceID, 13); err != nil {
			return err
		}
		return pairing.AskAfter(w, sourceID, 12)
	})
	f.wantLeft(t, at(4, 20), 10, 5, 7000)
	f.wantLeft(t, at(4, 20), 1, 5)
	f.write(t, func(w *store.Write) error { return pairing.SetAsked(w, sourceID, 5, at(4, 20)) })
	f.wantLeft(t, at(4, 20), 10, 7000)
	f.wantLeft(t, at(4, 21), 10, 7000, 5)
	f.wantLeft(t, at(2, 1), 10, 5, 7000) // another history: that was asked longer ago
	f.write(t, func(w *store.Write) error {
		if err := pairing.SetAsked(w, sourceID, 7000, pairing.NotAsked); err != nil {
			return err
		}
		return pairing.PutPairs(w, sourceID, []pairing.Pair{{Theirs: 5, Number: 13, Told: at(4, 30), Asked: pairing.NotAsked}})
	})
	f.wantLeft(t, at(4, 40), 10)
}

// wantPaired says which of the customers 10 to 13 are sure at a token.
func (f *fixture) wantPaired(t *testing.T, token int64, want ...int64) {
	t.Helper()
	var got []int64
	f.read(t, func(r *store.Snapshot) error {
		for number := int64(10); number <= 13; number++ {
			paired, err := pairing.ArePaired(r, sourceID, []int64{number}, token)
			if err != nil {
				return err
			}
			if paired {
				got = append(got, number)
			}
		}
		all, err := pairing.ArePaired(r, sourceID, got, token)
		if !all {
			t.Errorf("at %d, %v are not sure together", token, got)
		}
		strange, err2 := pairing.ArePaired(r, sourceID+1, []int64{10}, token)
		if strange || err2 != nil {
			t.Errorf("another assignment has them too: %v", err2)
		}
		return err
	})
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("at %d, %v are sure, want %v", token, got, want)
	}
}

func (f *fixture) wantLeft(t *testing.T, token int64, limit int, want ...int64) {
	t.Helper()
	var got []int64
	f.read(t, func(r *store.Snapshot) error {
		left, err := pairing.WhoLeft(r, sourceID, token, limit)
		for i := range left {
			got = append(got, left[i].Theirs)
		}
		return err
	})
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("at %d, %v are to be asked for, want %v", token, got, want)
	}
}
