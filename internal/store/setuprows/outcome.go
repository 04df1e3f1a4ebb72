package setuprows

import (
	"strings"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
)

// outcomeBehind is the position behind the last.
const outcomeBehind = "SELECT COALESCE(MAX(position), 0) + 1 FROM outcomes WHERE account_id = $1 AND campaign_id = $2"

// CreateOutcome adds an outcome to a campaign and gives its id.
func CreateOutcome(w *store.Write, campaignID int64, outcome *callflow.Outcome) (int64, error) {
	id, err := w.IDOr(outcome.ID, "outcomes")
	if err != nil {
		return 0, err
	}
	position, err := positionOr(w, outcome.Position, outcomeBehind, campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup(`INSERT INTO outcomes (account_id, campaign_id, id, type, subtype, state_id, counts_as_attempt, retry_after,
			max_attempts, exhausted_state_id, requires, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		w.AccountID(), campaignID, id, outcome.Type, outcome.Subtype, outcome.StateID, db.Flag(outcome.CountsAsAttempt), outcome.RetryAfterMinutes,
		outcome.MaxAttempts, orNoState(outcome.ExhaustedStateID), joinDemands(outcome.Requires), position)
}

// UpdateOutcome replaces what is known of an outcome; NotFound when it is not there.
func UpdateOutcome(w *store.Write, campaignID int64, outcome *callflow.Outcome) error {
	position, err := positionOr(w, outcome.Position, outcomeBehind, campaignID)
	if err != nil {
		return err
	}
	return w.ExecSetupOne(`UPDATE outcomes SET type = $4, subtype = $5, state_id = $6, counts_as_attempt = $7, retry_after = $8,
			max_attempts = $9, exhausted_state_id = $10, requires = $11, position = $12
		WHERE account_id = $1 AND campaign_id = $2 AND id = $3`,
		w.AccountID(), campaignID, outcome.ID, outcome.Type, outcome.Subtype, outcome.StateID, db.Flag(outcome.CountsAsAttempt), outcome.RetryAfterMinutes,
		outcome.MaxAttempts, orNoState(outcome.ExhaustedStateID), joinDemands(outcome.Requires), position)
}

// DeleteOutcome takes away an outcome: the log names outcomes by their words.
func DeleteOutcome(w *store.Write, campaignID, id int64) error {
	return w.ExecSetupOne("DELETE FROM outcomes WHERE account_id = $1 AND campaign_id = $2 AND id = $3", w.AccountID(), campaignID, id)
}

// orNoState stores nothing where no state is named: a foreign key has to lead somewhere.
func orNoState(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

func joinDemands(demands []callflow.Demand) string {
	names := make([]string, 0, len(demands))
	for _, demand := range demands {
		names = append(names, string(demand))
	}
	return strings.Join(names, ",")
}
