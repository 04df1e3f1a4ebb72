package schema

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// lookedAtTogether is how many customers a migration looks at before it writes what it found.
const lookedAtTogether = 20_000

// fillNoNumber looks at every customer that is there when the column is made, and counts those without a number.
func fillNoNumber(tx db.Tx) error {
	accounts, err := db.ReadColumn(tx, "SELECT account_id FROM account_names ORDER BY account_id")
	if err != nil {
		return err
	}
	for _, account := range accounts {
		assignments, err := db.ReadColumn(tx, "SELECT id FROM assignments WHERE account_id = $1 ORDER BY id", account)
		if err != nil {
			return err
		}
		for _, assignment := range assignments {
			if err := fillNoNumberOf(tx, account, assignment); err != nil {
				return err
			}
		}
		if err := countNoNumber(tx, account); err != nil {
			return err
		}
	}
	return nil
}

func fillNoNumberOf(tx db.Tx, account, assignment int64) error {
	campaigns, err := db.ReadColumn(tx, "SELECT id FROM campaigns WHERE account_id = $1 AND assignment_id = $2 ORDER BY id", account, assignment)
	if err != nil {
		return err
	}
	for last := int64(-1); len(campaigns) > 0; {
		var without []int64
		looked := 0
		rows := tx.Query("SELECT number, card FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number > $3 ORDER BY number LIMIT $4",
			account, assignment, last, lookedAtTogether)
		for rows.Next() {
			looked++
			last = rows.Int(0)
			if !callflow.HasNumber(rows.Append(nil, 1)) {
				without = append(without, last)
			}
		}
		if rows.Err() != nil || looked == 0 {
			return rows.Err()
		}
		if err := setNoNumber(tx, account, campaigns, without); err != nil {
			return err
		}
	}
	return nil
}

func setNoNumber(tx db.Tx, account int64, campaigns, numbers []int64) error {
	for _, campaign := range campaigns {
		for _, number := range numbers {
			err := tx.Queue("UPDATE callflow_customers SET no_number = 1 WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
				account, campaign, number)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func countNoNumber(tx db.Tx, account int64) error {
	changes := make(counted.Changes)
	rows := tx.Query(`SELECT campaign_id, state_id, COUNT(*), MAX(seq) FROM callflow_customers WHERE account_id = $1 AND no_number = 1
		GROUP BY campaign_id, state_id ORDER BY campaign_id, state_id`, account)
	for rows.Next() {
		changes.NoNumber(rows.Int(0), rows.Int(1), rows.Int(2), rows.Int(3))
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return changes.Flush(tx, account)
}
