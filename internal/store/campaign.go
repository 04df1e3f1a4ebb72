package store

import (
	"encoding/json"

	"callflow"
)

// CreateClient adds a client and gives its id, the account's next where client.ID is 0.
func (w *Write) CreateClient(client *callflow.Client) (int64, error) {
	id, err := w.idOr(client.ID, "clients")
	if err != nil {
		return 0, err
	}
	return id, w.setUp("INSERT INTO clients (account_id, id, short_name, full_name) VALUES ($1, $2, $3, $4)",
		w.AccountID(), id, client.ShortName, client.FullName)
}

// CreateAssignment adds an assignment and gives its id.
func (w *Write) CreateAssignment(assignment *callflow.Assignment) (int64, error) {
	id, err := w.idOr(assignment.ID, "assignments")
	if err != nil {
		return 0, err
	}
	return id, w.setUp("INSERT INTO assignments (account_id, id, client_id, name, description, next_number) VALUES ($1, $2, $3, $4, $5, 1)",
		w.AccountID(), id, assignment.ClientID, assignment.Name, assignment.Description)
}

// CreateField adds a custom field to an assignment and gives its id.
func (w *Write) CreateField(assignmentID int64, field *callflow.Field) (int64, error) {
	id, err := w.idOr(field.ID, "custom_fields")
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(field.Position, "custom_fields", "assignment_id", assignmentID)
	if err != nil {
		return 0, err
	}
	choices, err := json.Marshal(field.Choices)
	if err != nil {
		return 0, err
	}
	return id, w.setUp(`INSERT INTO custom_fields (account_id, assignment_id, id, key, type, max_length, hint, choices, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		w.AccountID(), assignmentID, id, field.Key, string(field.Type), field.MaxLength, field.Hint, string(choices), position)
}

// CreateCampaign adds a campaign with the call flow given, and gives its id.
func (w *Write) CreateCampaign(campaign *callflow.Campaign, flow callflow.Flow) (int64, error) {
	id, err := w.idOr(campaign.ID, "campaigns")
	if err != nil {
		return 0, err
	}
	err = w.setUp(`INSERT INTO campaigns (account_id, id, assignment_id, name, description, start_date, end_date, archived_date, max_attempts)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		w.AccountID(), id, campaign.AssignmentID, campaign.Name, campaign.Description,
		campaign.StartDate, campaign.EndDate, campaign.ArchivedDate, campaign.MaxAttempts)
	if err != nil {
		return 0, err
	}
	states := flow.States
	for i := range states {
		if states[i].ID, err = w.CreateState(id, &states[i]); err != nil {
			return 0, err
		}
	}
	for _, outcome := range flow.Outcomes(states) {
		if _, err := w.CreateOutcome(id, &outcome); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// CreateState adds a call state to a campaign and gives its id.
func (w *Write) CreateState(campaignID int64, state *callflow.State) (int64, error) {
	id, err := w.idOr(state.ID, "call_states")
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(state.Position, "call_states", "campaign_id", campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.setUp("INSERT INTO call_states (account_id, campaign_id, id, name, kind, position) VALUES ($1, $2, $3, $4, $5, $6)",
		w.AccountID(), campaignID, id, state.Name, string(state.Kind), position)
}

// CreateProduct adds a product to a campaign and gives its id.
func (w *Write) CreateProduct(campaignID int64, product *callflow.Product) (int64, error) {
	id, err := w.idOr(product.ID, "products")
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(product.Position, "products", "campaign_id", campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.setUp("INSERT INTO products (account_id, campaign_id, id, code, title, price, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		w.AccountID(), campaignID, id, product.Code, product.Title, product.Price, position)
}

// positionOr gives the wanted position, or the one after the last.
func (w *Write) positionOr(wanted int64, table, ownerColumn string, owner int64) (int64, error) {
	if wanted != 0 {
		return wanted, nil
	}
	rows := w.tx().Query("SELECT COALESCE(MAX(position), 0) + 1 FROM "+table+" WHERE account_id = $1 AND "+ownerColumn+" = $2", w.AccountID(), owner)
	defer rows.Close()
	var position int64
	if rows.Next() {
		position = rows.Int(0)
	}
	return position, rows.Err()
}
