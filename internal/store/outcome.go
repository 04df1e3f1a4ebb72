package store

import (
	"strings"

	"callflow"
	"callflow/internal/db"
)

// CreateOutcome adds an outcome to a campaign and gives its id.
func (w *Write) CreateOutcome(campaignID int64, outcome *callflow.Outcome) (int64, error) {
	id, err := w.idOr(outcome.ID, "outcomes")
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(outcome.Position, "outcomes", "campaign_id", campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.setUp(`INSERT INTO outcomes (account_id, campaign_id, id, type, subtype, state_id, counts_as_attempt, retry_after,
			max_attempts, exhausted_state_id, requires, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		w.AccountID(), campaignID, id, outcome.Type, outcome.Subtype, outcome.StateID, db.Flag(outcome.CountsAsAttempt), outcome.RetryAfterMinutes,
		outcome.MaxAttempts, orNoState(outcome.ExhaustedStateID), joinDemands(outcome.Requires), position)
}

// UpdateOutcome replaces what is known of an outcome; NotFound when it is not there.
func (w *Write) UpdateOutcome(campaignID int64, outcome *callflow.Outcome) error {
	position, err := w.positionOr(outcome.Position, "outcomes", "campaign_id", campaignID)
	if err != nil {
		return err
	}
	return w.setUpOne(`UPDATE outcomes SET type = $4, subtype = $5, state_id = $6, counts_as_attempt = $7, retry_after = $8,
			max_attempts = $9, exhausted_state_id = $10, requires = $11, position = $12
		WHERE account_id = $1 AND campaign_id = $2 AND id = $3`,
		w.AccountID(), campaignID, outcome.ID, outcome.Type, outcome.Subtype, outcome.StateID, db.Flag(outcome.CountsAsAttempt), outcome.RetryAfterMinutes,
		outcome.MaxAttempts, orNoState(outcome.ExhaustedStateID), joinDemands(outcome.Requires), position)
}

// WasRegistered says whether an outcome of these names was ever registered in a campaign.
func (w *Write) WasRegistered(campaignID int64, kind, subtype string) (bool, error) {
	for key := range w.tallies {
		if key.Campaign == campaignID && key.Kind == kind && key.Subtype == subtype {
			return true, nil
		}
	}
	rows := w.tx().Query("SELECT 1 FROM outcome_tallies WHERE account_id = $1 AND campaign_id = $2 AND type = $3 AND subtype = $4 LIMIT 1",
		w.AccountID(), campaignID, kind, subtype)
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// DeleteOutcome takes away an outcome: the log names outcomes by their words.
func (w *Write) DeleteOutcome(campaignID, id int64) error {
	return w.setUpOne("DELETE FROM outcomes WHERE account_id = $1 AND campaign_id = $2 AND id = $3", w.AccountID(), campaignID, id)
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

func splitDemands(text string) []callflow.Demand {
	demands := []callflow.Demand{}
	if text == "" {
		return demands
	}
	for name := range strings.SplitSeq(text, ",") {
		demands = append(demands, callflow.Demand(name))
	}
	return demands
}

func (l *loader) outcomes(s *Setup) {
	l.each(`SELECT campaign_id, id, type, subtype, state_id, counts_as_attempt, retry_after, max_attempts, exhausted_state_id, requires, position
		FROM outcomes WHERE account_id = $1 ORDER BY campaign_id, position, id`, func(r db.Rows) {
		s.Outcomes[r.Int(0)] = append(s.Outcomes[r.Int(0)], callflow.Outcome{
			ID: r.Int(1), Type: r.Text(2), Subtype: r.Text(3), StateID: r.Int(4), CountsAsAttempt: r.Int(5) != 0, RetryAfterMinutes: r.Int(6),
			MaxAttempts: r.Int(7), ExhaustedStateID: r.Int(8), Requires: splitDemands(r.Text(9)), Position: r.Int(10),
		})
	})
}
