package importlog

import "callflow/internal/store"

// Backward names the rows of an import that come before a line, the last one first.
type Backward struct {
	AssignmentID, ImportID int64
	Before                 int64 // the line
	Limit                  int   // rows at the most
}

// RowsBackward reads an import's rows, up to the limit of them before a line, the last one first, each with the id of its customer and how far
// the customer has come.
func RowsBackward(r *store.Snapshot, b Backward) ([]Row, error) {
	var kept []Row
	rows := r.Tx().Query(`SELECT r.line, r.number, r.written, r.seq, r.campaigns, r.card, c.customer_id, c.seq FROM import_rows r
		LEFT JOIN customers c ON c.account_id = r.account_id AND c.assignment_id = $3 AND c.number = r.number
		WHERE r.account_id = $1 AND r.import_id = $2 AND r.line < $4 ORDER BY r.line DESC LIMIT $5`,
		r.AccountID, b.ImportID, b.AssignmentID, b.Before, b.Limit)
	for rows.Next() {
		row := Row{Line: rows.Int(0), Number: rows.Int(1), Written: store.Written(rows.Int(2)), Seq: rows.Int(3), Campaigns: rows.Text(4)}
		row.Card, row.CustomerID, row.CustomerSeq = rows.Append(nil, 5), rows.Text(6), rows.Int(7)
		kept = append(kept, row)
	}
	return kept, rows.Err()
}

// Lines names the rows of an import from a line to another one, both included.
type Lines struct{ ImportID, First, Last int64 }

// RowsInCampaign shows how far the customers of an import's rows, from a line to another one, have come in a campaign, and until when somebody
// holds them there. Who is not in the campaign is not shown; whom several hold, several times.
func RowsInCampaign(r *store.Snapshot, campaignID int64, lines Lines, each func(number, seq, heldUntil int64)) error {
	rows := r.Tx().Query(`SELECT r.number, s.seq, k.until FROM import_rows r
		LEFT JOIN callflow_customers s ON s.account_id = r.account_id AND s.campaign_id = $3 AND s.number = r.number
		LEFT JOIN claims k ON k.account_id = s.account_id AND k.campaign_id = s.campaign_id AND k.number = s.number
		WHERE r.account_id = $1 AND r.import_id = $2 AND r.line >= $4 AND r.line <= $5 ORDER BY r.line`,
		r.AccountID, lines.ImportID, campaignID, lines.First, lines.Last)
	for rows.Next() {
		if seq := rows.Int(1); seq != 0 {
			each(rows.Int(0), seq, rows.Int(2))
		}
	}
	return rows.Err()
}

// RowsAgain shows the rows of customers of whom an import has more than one, in their order and without the cards.
func RowsAgain(r *store.Snapshot, importID int64, each func(*Row)) error {
	rows := r.Tx().Query(`SELECT r.line, r.number, r.written, r.seq, r.campaigns FROM import_rows r WHERE r.account_id = $1 AND r.import_id = $2
		AND r.number IN (SELECT q.number FROM import_rows q WHERE q.account_id = $1 AND q.import_id = $2 GROUP BY q.number HAVING COUNT(*) > 1)
		ORDER BY r.line`, r.AccountID, importID)
	for rows.Next() {
		each(&Row{Line: rows.Int(0), Number: rows.Int(1), Written: store.Written(rows.Int(2)), Seq: rows.Int(3), Campaigns: rows.Text(4)})
	}
	return rows.Err()
}
