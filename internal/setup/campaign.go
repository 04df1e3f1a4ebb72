package setup

import (
	"slices"

	"callflow"
	"callflow/internal/given"
	"callflow/internal/script"
	"callflow/internal/store/setuprows"
)

// Campaigns call the customers of an assignment. A new one has the call states and
// the outcomes that every campaign starts with.
var Campaigns Noun = campaigns

var campaigns = &noun[callflow.Campaign, CampaignEdit]{
	name: "A campaign",
	blank: callflow.Campaign{
		WithdrawMinutes: callflow.DefaultWithdrawMinutes, MaxClaims: callflow.DefaultMaxClaims, MaxLease: callflow.DefaultMaxLease,
	},
	id:    func(campaign *callflow.Campaign) *int64 { return &campaign.ID },
	all:   visibleCampaigns,
	view:  func(_ *scope, campaign *callflow.Campaign) Thing { return viewCampaign(campaign) },
	read:  readCampaign,
	check: func(_ *scope, campaign *callflow.Campaign) error { return campaign.Validate() },
	guard: guardCampaign,
	used:  campaignInUse,
	add: func(c *scope, campaign *callflow.Campaign) (int64, error) {
		return setuprows.CreateCampaign(c.w, campaign, callflow.DefaultFlow())
	},
	set:  func(c *scope, campaign *callflow.Campaign) error { return setuprows.UpdateCampaign(c.w, campaign) },
	drop: func(c *scope, id int64) error { return setuprows.DeleteCampaign(c.w, id) },
}

// CampaignEdit is what is said of a campaign.
type CampaignEdit struct {
	Said

	AssignmentID         given.Value[int64]
	Name                 given.Value[string]
	Description          given.Value[string]
	StartDate            given.Value[string]
	EndDate              given.Value[string]
	ArchivedDate         given.Value[string]
	MaxAttempts          given.Value[int64]
	MaxClaims            given.Value[int64]
	MaxLease             given.Value[int64]
	HandOutWithoutNumber given.Value[bool]
	ServiceID            given.Value[int64]
	ServiceName          given.Value[string]
	WithdrawMinutes      given.Value[int64]
}

// Values are the edit's own values.
func (e *CampaignEdit) Values() []Named {
	return e.values(
		Named{"assignment_id", &e.AssignmentID},
		Named{"name", &e.Name},
		Named{"description", &e.Description},
		Named{"start_date", &e.StartDate},
		Named{"end_date", &e.EndDate},
		Named{"archived_date", &e.ArchivedDate},
		Named{"max_attempts", &e.MaxAttempts},
		Named{"max_claims_per_agent", &e.MaxClaims},
		Named{"max_lease_seconds", &e.MaxLease},
		Named{"hand_out_without_number", &e.HandOutWithoutNumber},
		Named{"service_id", &e.ServiceID},
		Named{"service_name", &e.ServiceName},
		Named{"withdraw_minutes", &e.WithdrawMinutes},
	)
}

func viewCampaign(campaign *callflow.Campaign) Thing {
	return Thing{
		{"id", campaign.ID}, {"assignment_id", campaign.AssignmentID}, {"name", campaign.Name}, {"description", campaign.Description},
		{"start_date", campaign.StartDate}, {"end_date", campaign.EndDate}, {"archived_date", campaign.ArchivedDate},
		{"max_attempts", campaign.MaxAttempts}, {"max_claims_per_agent", campaign.MaxClaims}, {"max_lease_seconds", campaign.MaxLease},
		{"hand_out_without_number", campaign.HandOutWithoutNumber}, {"service_id", campaign.ServiceID}, {"service_name", campaign.ServiceName},
		{"withdraw_minutes", campaign.WithdrawMinutes},
	}
}

func visibleCampaigns(c *scope) ([]callflow.Campaign, error) {
	return slices.DeleteFunc(sortedByID(c.Setup.Campaigns), func(campaign callflow.Campaign) bool {
		return !c.Sees(c.Setup.Assignments[campaign.AssignmentID].ClientID)
	}), nil
}

func readCampaign(c *scope, f faults, edit *CampaignEdit, campaign *callflow.Campaign) {
	assignments := reference{"an assignment", func(id int64) bool { return c.Setup.Assignments[id] != nil }}
	f.setReference("assignment_id", edit.AssignmentID, &campaign.AssignmentID, assignments)
	f.setName("name", edit.Name, &campaign.Name)
	held := campaign.Description
	f.setText("description", edit.Description, longestDescription, &campaign.Description)
	if campaign.Description != held { // what was kept before stays as it is
		if problem := script.Unknown(campaign.Description, c.Setup.Fields[campaign.AssignmentID]); problem != "" {
			f.Note("description", "%s", problem)
		}
	}
	f.setDate("start_date", edit.StartDate, &campaign.StartDate)
	f.setDate("end_date", edit.EndDate, &campaign.EndDate)
	f.setDate("archived_date", edit.ArchivedDate, &campaign.ArchivedDate)
	f.setNumber("max_attempts", edit.MaxAttempts, &campaign.MaxAttempts)
	f.setNumber("max_claims_per_agent", edit.MaxClaims, &campaign.MaxClaims)
	f.setNumber("max_lease_seconds", edit.MaxLease, &campaign.MaxLease)
	f.setBoolean("hand_out_without_number", edit.HandOutWithoutNumber, &campaign.HandOutWithoutNumber)
	f.setNumber("service_id", edit.ServiceID, &campaign.ServiceID)
	f.setLine("service_name", edit.ServiceName, LongestName, &campaign.ServiceName)
	f.setNumber("withdraw_minutes", edit.WithdrawMinutes, &campaign.WithdrawMinutes)
}

func guardCampaign(c *scope, before, after *callflow.Campaign) error {
	if before.AssignmentID == after.AssignmentID {
		return nil
	}
	used, err := setuprows.HasHistory(c.w, before.ID)
	if err != nil || !used {
		return err
	}
	return inUse("The campaign has, or had, customers of its assignment.", "Make a new campaign for the other assignment.")
}

func campaignInUse(c *scope, campaign *callflow.Campaign) error {
	used, err := setuprows.HasHistory(c.w, campaign.ID)
	if err != nil || !used {
		return err
	}
	return inUse("The campaign has, or had, customers, and what happened to them is kept.", "Archive it instead: PATCH its archived_date.")
}
