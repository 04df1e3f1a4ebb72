package changelog

import (
	"time"

	"callflow"
	"callflow/internal/store"
)

// NamesOfOutcomes gives the names of users under which outcomes are counted, each once.
func NamesOfOutcomes(r *store.Snapshot) ([]string, error) {
	var names []string
	rows := r.Tx().Query("SELECT user_name FROM outcome_tallies WHERE account_id = $1 GROUP BY user_name ORDER BY user_name", r.AccountID)
	for rows.Next() {
		names = append(names, rows.Text(0))
	}
	return names, rows.Err()
}

// RegistrarNamed gives the id of the user who registered an outcome of the latest day on which one is counted under a name; 0 where the log
// is too old to tell.
func RegistrarNamed(r *store.Snapshot, name string) (userID int64, err error) {
	var campaign int64
	var day string
	rows := r.Tx().Query(`SELECT campaign_id, day FROM outcome_tallies WHERE account_id = $1 AND user_name = $2
		ORDER BY day DESC, campaign_id LIMIT 1`, r.AccountID, name)
	for rows.Next() {
		campaign, day = rows.Int(0), rows.Text(1)
	}
	if rows.Err() != nil || day == "" {
		return 0, rows.Err()
	}
	from, to, err := momentsOf(r.Setup().Location, day)
	if err != nil {
		return 0, err
	}
	rows = r.Tx().Query(`SELECT status, detail FROM changes WHERE account_id = $1 AND campaign_id = $2 AND what = 3 AND at >= $3 AND at < $4
		ORDER BY at DESC, seq DESC`, r.AccountID, campaign, from, to)
	for rows.Next() {
		var status callflow.Status
		var detail callflow.Detail
		status.SetPacked(rows.Append(nil, 0))
		detail.SetPacked(rows.Append(nil, 1))
		if status.User == name && userID == 0 {
			userID = detail.UserID
		}
	}
	return userID, rows.Err()
}

// momentsOf are the beginning of a day and that of the next one.
func momentsOf(location *time.Location, day string) (from, to int64, err error) {
	begins, err := time.ParseInLocation(callflow.DateLayout, day, location)
	return begins.UnixMilli(), begins.AddDate(0, 0, 1).UnixMilli(), err
}
