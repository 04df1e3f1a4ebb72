package api_test

import (
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/testkit"
)

func TestWhatUsersAndTokensReadOfOneListAreEntriesOfTheirOwnThatKeepWhatTheyTell(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	second, err := s.App.CreateToken(t.Context(), s.Acme.ID, s.Acme.Users["reader"], "second")
	if err != nil {
		t.Fatal(err)
	}
	for times := int64(1); times <= 2; times++ {
		for _, token := range []string{s.Acme.Reader, second, s.Acme.Agent} {
			s.Get(t, token, campaignList)
		}
		entries := audited(t, s, "read")
		tokens, users := map[int64]bool{}, map[int64]bool{}
		for i := range entries {
			tokens[entries[i].TokenID], users[entries[i].UserID] = true, true
			if entries[i].Count != 2*times || entries[i].Details != "status" {
				t.Errorf("after %d reads the entry is %+v", times, entries[i])
			}
		}
		if len(entries) != 3 || len(tokens) != 3 || len(users) != 2 {
			t.Errorf("after %d reads the audit tells %+v", times, entries)
		}
	}
}

func TestOnlyWhoSetsUpReadsTheAudit(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, token := range []string{s.Acme.Agent, s.Acme.Reader, s.Acme.External} {
		if _, err := s.App.Audit(t.Context(), session(t, s, token), auth.AuditFilter{}); callflow.ErrorCode(err) != callflow.Forbidden {
			t.Errorf("it is told with %v", err)
		}
	}
}

func TestTheAuditIsNarrowedToEntriesBeforeOneFromATimeAndBeforeATime(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	s.Get(t, s.Acme.Agent, campaignList)
	entry := audited(t, s, "read")[0]
	for _, c := range []struct {
		filter auth.AuditFilter
		want   int
	}{
		{auth.AuditFilter{From: entry.At}, 1}, {auth.AuditFilter{From: entry.At + 1}, 0}, {auth.AuditFilter{To: entry.At}, 0}, {auth.AuditFilter{To: entry.At + 1}, 1},
		{auth.AuditFilter{Before: entry.ID}, 0}, {auth.AuditFilter{Before: entry.ID + 1}, 1},
	} {
		c.filter.Action = "read"
		entries, err := s.App.Audit(t.Context(), session(t, s, s.Acme.Admin), c.filter)
		if err != nil || len(entries) != c.want {
			t.Errorf("%+v gives %+v, %v", c.filter, entries, err)
		}
	}
}

func TestAUserWhoGetsTheNameOfAnotherGetsNoneOfItsEntries(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	s.Get(t, s.Acme.Agent, campaignList)
	audited(t, s, "read")
	agent := callflow.User{ID: s.Acme.Users["agent"], Name: "Ola", Email: s.Acme.Email("agent"), Role: callflow.Agent}
	reader := callflow.User{ID: s.Acme.Users["reader"], Name: "agent", Email: s.Acme.Email("reader"), Role: callflow.Reader}
	for _, user := range []callflow.User{agent, reader} {
		if err := s.App.UpdateUser(t.Context(), s.Acme.ID, user); err != nil {
			t.Fatal(err)
		}
	}
	for user, want := range map[int64]int{agent.ID: 1, reader.ID: 0} {
		entries, err := s.App.Audit(t.Context(), session(t, s, s.Acme.Admin), auth.AuditFilter{UserID: user, Action: "read"})
		if err != nil || len(entries) != want {
			t.Errorf("of the user %d the audit tells %+v, %v", user, entries, err)
		}
	}
}
