package setuprows

import (
	"callflow"
	"callflow/internal/store"
)

// CreateCampaign adds a campaign with the call flow given, and gives its id.
func CreateCampaign(w *store.Write, campaign *callflow.Campaign, flow callflow.Flow) (int64, error) {
	id, err := w.IDOr(campaign.ID, "campaigns")
	if err != nil {
		return 0, err
	}
	err = w.ExecSetup(`INSERT INTO campaigns (account_id, id, assignment_id, name, description, start_date, end_date, archived_date, max_attempts,
			service_id, service_name, withdraw_minutes, max_claims, max_lease, hand_out_without_number)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		w.AccountID(), id, campaign.AssignmentID, campaign.Name, campaign.Description,
		campaign.StartDate, campaign.EndDate, campaign.ArchivedDate, campaign.MaxAttempts, campaign.ServiceID, campaign.ServiceName,
		campaign.WithdrawMinutes, campaign.MaxClaims, campaign.MaxLease, campaign.HandOutWithoutNumber)
	if err != nil {
		return 0, err
	}
	states := flow.States
	for i := range states {
		if states[i].ID, err = CreateState(w, id, &states[i]); err != nil {
			return 0, err
		}
	}
	for _, outcome := range flow.Outcomes(states) {
		if _, err := CreateOutcome(w, id, &outcome); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// UpdateCampaign replaces what is known of a campaign; NotFound when it is not there.
func UpdateCampaign(w *store.Write, campaign *callflow.Campaign) error {
	return w.ExecSetupOne(`UPDATE campaigns
		SET assignment_id = $3, name = $4, description = $5, start_date = $6, end_date = $7, archived_date = $8, max_attempts = $9,
			service_id = $10, service_name = $11, withdraw_minutes = $12, max_claims = $13, max_lease = $14, hand_out_without_number = $15
		WHERE account_id = $1 AND id = $2`,
		w.AccountID(), campaign.ID, campaign.AssignmentID, campaign.Name, campaign.Description,
		campaign.StartDate, campaign.EndDate, campaign.ArchivedDate, campaign.MaxAttempts, campaign.ServiceID, campaign.ServiceName,
		campaign.WithdrawMinutes, campaign.MaxClaims, campaign.MaxLease, campaign.HandOutWithoutNumber)
}

// DeleteCampaign takes away a campaign that never had a customer, with its call flow.
func DeleteCampaign(w *store.Write, id int64) error {
	for _, sql := range []string{
		"DELETE FROM outcomes WHERE account_id = $1 AND campaign_id = $2",
		"DELETE FROM call_states WHERE account_id = $1 AND campaign_id = $2",
		"DELETE FROM products WHERE account_id = $1 AND campaign_id = $2",
		"DELETE FROM counts WHERE account_id = $1 AND list_id = $2",
	} {
		if err := w.ExecSetup(sql, w.AccountID(), id); err != nil {
			return err
		}
	}
	return w.ExecSetupOne("DELETE FROM campaigns WHERE account_id = $1 AND id = $2", w.AccountID(), id)
}

// HasHistory says whether a campaign has customers, or ever had any.
func HasHistory(w *store.Write, campaignID int64) (bool, error) {
	used, err := w.Exists("SELECT 1 FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 LIMIT 1", w.AccountID(), campaignID)
	if used || err != nil {
		return used, err
	}
	// campaign_id > 0 lets the index of the campaigns' changes be used.
	return w.Exists("SELECT 1 FROM changes WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 LIMIT 1", w.AccountID(), campaignID)
}
