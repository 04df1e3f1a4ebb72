package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func TestTheSpellingsOfACallState(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	if err := s.Acme.Write(t, func(w *store.Write) error {
		for _, name := range []string{"A/B/", "Låst & låst", "100%", "Semi;kolon", "A+B", " rom "} {
			if _, err := setuprows.CreateState(w, testkit.CampaignID, &callflow.State{Name: name, Kind: callflow.KindHold}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	states := []string{"Ready", "Completed - Yes", "Completed - No", "A/B/", "Låst & låst", "100%", "Semi;kolon", "A+B", " rom "}
	s.Acme.Fill(t, testkit.CampaignID, 1, 9, states...)
	s.Acme.Fill(t, testkit.SecondID, 11, 12, "Ready", "Completed - Yes")
	for sentence, test := range map[string]struct {
		path string
		want []string
	}{
		"a plus is a space": {campaignList + "?call_state=Completed+-+Yes", []string{"2"}},
		"%20 is a space":    {campaignList + "?call_state=Completed%20-%20Yes", []string{"2"}},
		"a trailing slash is dropped, as in the seed":  {campaignList + "?call_state=Completed%20-%20Yes/", []string{"2"}},
		"an escaped trailing slash is dropped too":     {campaignList + "?call_state=Ready%2F", []string{"1"}},
		"the path may lack its slash":                  {"/api/v1/campaigns/998/callflow_customers?call_state=Ready", []string{"1"}},
		"a state whose name ends with a slash":         {campaignList + "?call_state=A/B/", []string{"4"}},
		"and the same with one slash more":             {campaignList + "?call_state=A/B//", []string{"4"}},
		"Norwegian letters and an ampersand":           {campaignList + "?call_state=L%C3%A5st+%26+l%C3%A5st", []string{"5"}},
		"a percent sign":                               {campaignList + "?call_state=100%25", []string{"6"}},
		"a semicolon belongs to the value":             {campaignList + "?call_state=Semi;kolon", []string{"7"}},
		"an escaped plus is a plus":                    {campaignList + "?call_state=A%2BB", []string{"8"}},
		"spaces at the ends belong to the name":        {campaignList + "?call_state=+rom+", []string{"9"}},
		"several states are any of them":               {campaignList + "?call_state=Ready&call_state=Completed+-+No", []string{"1", "3"}},
		"the order of the states does not matter":      {campaignList + "?call_state=Completed+-+No&call_state=Ready", []string{"1", "3"}},
		"a state named twice is named once":            {campaignList + "?call_state=Ready&call_state=Ready", []string{"1"}},
		"a state that nobody is in":                    {campaignList + "?call_state=Booked", nil},
		"across the assignment":                        {assignmentList + "?call_state=Ready", []string{"1", "11"}},
		"several states across the assignment":         {assignmentList + "?call_state=Ready&call_state=Completed+-+Yes", []string{"1", "2", "11", "12"}},
		"a state that one campaign has":                {assignmentList + "?call_state=A/B/", []string{"4"}},
		"a parameter's name may be escaped":            {campaignList + "?call%5Fstate=Ready", []string{"1"}},
		"empty pairs of the query are nothing":         {campaignList + "?&call_state=Ready&&", []string{"1"}},
		"the other account's customers are its own":    {"/api/v1/campaigns/1000/callflow_customers/?call_state=Ready", nil},
		"no state at all is every state of a campaign": {secondList, []string{"11", "12"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Get(t, s.Acme.Admin, test.path)
			wantIDs(t, answer, test.want...)
			if list := answer.List(t); list.Count != int64(len(test.want)) {
				t.Errorf("count is %d, want %d", list.Count, len(test.want))
			}
		})
	}
}

const knownStates = "The call states are: Ready, On Hold, To Call, Scheduled, Lead, Unconfirmed - Yes, Booked, " +
	"Appointment open, Appointment closed, Completed - Yes, Completed - No, Excluded."

func TestACallStateThatNoCampaignHasIsAMistake(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, test := range map[string]struct{ query, detail string }{
		"the nearest is named":           {"call_state=Redy", `There is no call state "Redy" here. Did you mean "Ready"? ` + knownStates},
		"case matters":                   {"call_state=ready", `There is no call state "ready" here. Did you mean "Ready"? ` + knownStates},
		"spaces matter":                  {"call_state=Completed-Yes", `There is no call state "Completed-Yes" here. Did you mean "Completed - Yes"? ` + knownStates},
		"nothing is near":                {"call_state=Q", `There is no call state "Q" here. ` + knownStates},
		"an empty name is no name":       {"call_state=", `There is no call state "" here. ` + knownStates},
		"one slash is dropped, not two":  {"call_state=Ready//", `There is no call state "Ready//" here. Did you mean "Ready"? ` + knownStates},
		"each of several has to be true": {"call_state=Ready&call_state=Redy", `There is no call state "Redy" here. Did you mean "Ready"? ` + knownStates},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{campaignList, assignmentList} {
				answer := s.Get(t, s.Acme.Admin, path+"?"+test.query)
				if answer.Status != http.StatusBadRequest || answer.Detail(t) != test.detail {
					t.Errorf("%s answered %d\n%s\nwant\n%s", path, answer.Status, answer.Detail(t), test.detail)
				}
				if answer.Problems(t)["call_state"] == "" {
					t.Errorf("the errors do not name call_state: %s", answer.Body)
				}
			}
		})
	}
}
