package callwork_test

import (
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/given"
	"callflow/internal/testkit"
)

// dying is the app of a process that dies when its clock is looked at once more than so often: nothing is written after that.
func dying(t *testing.T, s *testkit.Server, after int) *app.App {
	t.Helper()
	looks := 0
	verbs, err := app.New(s.Store, func() time.Time {
		if looks++; looks > after {
			panic("the process has died")
		}
		return s.Now()
	})
	if err != nil {
		t.Fatal(err)
	}
	return verbs
}

// wantAuditedMoves holds the entries of moves in the audit, the newest first, against their counts.
func wantAuditedMoves(t *testing.T, s *testkit.Server, action string, counts ...int64) {
	t.Helper()
	entries, err := s.App.Audit(t.Context(), s.Session(t, s.Acme.Admin), auth.AuditFilter{Action: action})
	if err != nil || len(entries) != len(counts) {
		t.Fatalf("the audit tells %+v, %v, want the counts %v", entries, err, counts)
	}
	for i, want := range counts {
		entry := entries[i]
		if entry.Count != want || entry.Noun != "campaign" || entry.NounID != testkit.CampaignID || entry.UserID != s.Acme.Users["admin"] {
			t.Errorf("the entry is %+v, want the count %d", entry, want)
		}
	}
}

func onHold(ids ...string) *callwork.MoveRequest {
	input := &callwork.MoveInput{State: given.Of("On Hold")}
	request := &callwork.MoveRequest{CampaignID: testkit.CampaignID, Input: input}
	for _, id := range ids {
		request.Customers = append(request.Customers, callwork.Place{CustomerID: id})
	}
	return request
}

func TestCustomersThatAreMovedTogetherAreInTheAuditAlsoWhereTheProcessDiesAmongThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	admin := s.Session(t, s.Acme.Admin)
	told, err := dying(t, s, 3).Calls.MoveCustomers(t.Context(), admin, onHold("1", "2", "2", "3", "4"))
	if err == nil || len(told.Seqs) != 2 {
		t.Fatalf("it tells %+v with the error %v", told, err)
	}
	wantAuditedMoves(t, s, "moved customers of", 2)
	if told, err = s.App.Calls.MoveCustomers(t.Context(), admin, onHold("1", "3", "4", "5")); err != nil || len(told.Seqs) != 3 {
		t.Fatalf("it tells %+v with the error %v", told, err)
	}
	wantAuditedMoves(t, s, "moved customers of", 3, 2)
	if _, err = s.App.Calls.MoveCustomers(t.Context(), admin, onHold("1", "3")); err != nil {
		t.Fatal(err)
	}
	wantAuditedMoves(t, s, "moved customers of", 3, 2) // nobody was moved
}

func TestMovesThatAreUndoneTogetherAreInTheAuditAlsoWhereTheProcessDiesAmongThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	admin := s.Session(t, s.Acme.Admin)
	told, err := s.App.Calls.MoveCustomers(t.Context(), admin, onHold("1", "2", "3", "4"))
	if err != nil {
		t.Fatal(err)
	}
	made := callwork.MadeMoves{CampaignID: testkit.CampaignID, Seqs: told.Seqs}
	if back, left, err := dying(t, s, 2).Calls.UndoMoves(t.Context(), admin, made); err == nil || back != 1 {
		t.Fatalf("%d are moved back, %d are left, with the error %v", back, left, err)
	}
	wantAuditedMoves(t, s, "moved customers back in", 1)
	if back, left, err := s.App.Calls.UndoMoves(t.Context(), admin, made); err != nil || back != 3 || left != 1 {
		t.Fatalf("%d are moved back, %d are left, with the error %v", back, left, err)
	}
	wantAuditedMoves(t, s, "moved customers back in", 3, 1)
}
