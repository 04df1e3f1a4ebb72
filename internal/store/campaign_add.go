package store

import (
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
	"callflow/internal/store/counted"
)

// AddToCampaign puts customers into a campaign where their moves say, and gives how
// many: those that are there already stay as they are.
func (w *Write) AddToCampaign(campaign *callflow.Campaign, products []callflow.Product, moves ...*Move) (int, error) {
	if len(moves) == 0 {
		return 0, nil
	}
	there, err := w.numbersAmong("callflow_customers", "number", campaign.ID, moves)
	if err != nil {
		return 0, err
	}
	var added []*callflow.Change
	for _, move := range moves {
		if _, ok := there[move.Number]; ok {
			continue
		}
		there[move.Number], move.Added = 0, true
		added = append(added, w.addition(campaign, products, move))
	}
	if len(added) == 0 {
		return 0, nil
	}
	if err := w.takeRemoved(campaign.ID, moves, added); err != nil {
		return 0, err
	}
	noNumber, err := w.withoutNumber(campaign, added)
	if err != nil {
		return 0, err
	}
	if err := w.loadRows(added, noNumber); err != nil {
		return 0, err
	}
	return len(added), w.log(len(added), func(i int) *callflow.Change { return added[i] })
}

// addition counts a new row of a campaign, and gives its entry of the log.
func (w *Write) addition(campaign *callflow.Campaign, products []callflow.Product, move *Move) *callflow.Change {
	seq := w.nextSeq()
	w.counts.Add(counted.Place{List: campaign.ID, State: counted.AnyState, Number: move.Number}, 1, seq)
	w.counts.Add(counted.Place{List: campaign.ID, State: move.StateID, Number: move.Number}, 1, seq)
	w.counts.Attempts(campaign.ID, move.Attempts, 1, seq)
	return &callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: move.Number, Assignment: campaign.AssignmentID, What: callflow.Added,
		At: move.At, ToState: move.StateID, Attempts: move.Attempts, DueAt: move.DueAt, Status: move.Status.Pack(products),
	}
}

var callflowTable = db.NewTable("callflow_customers",
	"account_id", "campaign_id", "number", "state_id", "seq", "attempts", "changed_at", "due_at", "status", "callback_user_id", "no_number")

// loadRows writes the rows as their entries of the log say. noNumber has those whose customers have no number to be called at.
func (w *Write) loadRows(added []*callflow.Change, noNumber map[int64]bool) error {
	return w.Tx().Load(callflowTable, len(added), func(i int, put db.Row) {
		c := added[i]
		for _, value := range [...]int64{w.AccountID(), c.CampaignID, c.Number, c.ToState, c.Seq, c.Attempts, c.At, c.DueAt} {
			put.Int(value)
		}
		put.Bytes(c.Status)
		put.Int(0)
		put.Int(db.Flag(noNumber[c.Number]))
	})
}

// takeRemoved forgets of the added rows that were taken out before, and lets their
// entries follow what happened to them last.
func (w *Write) takeRemoved(campaignID int64, moves []*Move, added []*callflow.Change) error {
	any, err := w.hasRemoved(campaignID)
	if err != nil || !any {
		return err
	}
	removed, err := w.numbersAmong("removed_customers", "seq", campaignID, moves)
	if err != nil {
		return err
	}
	for _, c := range added {
		seq, ok := removed[c.Number]
		if !ok {
			continue
		}
		c.Previous = seq
		err := w.Tx().Queue("DELETE FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3", w.AccountID(), campaignID, c.Number)
		if err != nil {
			return err
		}
	}
	return nil
}

// hasRemoved says whether rows were ever taken out of a campaign: hardly any campaign has such.
func (w *Write) hasRemoved(campaignID int64) (bool, error) {
	if any, known := w.batch.removed[campaignID]; known {
		return any, nil
	}
	any, err := w.Exists("SELECT 1 FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 LIMIT 1", w.AccountID(), campaignID)
	if err == nil {
		w.batch.removed[campaignID] = any
	}
	return any, err
}

// numbersAmong finds which of the moves' numbers a table has for a campaign, with a column's values:
// by one scan where the numbers lie close together.
func (w *Write) numbersAmong(table, column string, campaignID int64, moves []*Move) (map[int64]int64, error) {
	numbers := make([]int64, len(moves))
	for i, move := range moves {
		numbers[i] = move.Number
	}
	found := make(map[int64]int64)
	const ofCampaign = " account_id = $1 AND campaign_id = $2 AND number "
	wantedColumns := "SELECT number, " + column + " FROM "
	read := func(sql string, args []any) error {
		rows := w.Tx().Query(sql, args...)
		for rows.Next() {
			found[rows.Int(0)] = rows.Int(1) // NULLs are at 0, which is nobody's number
		}
		return rows.Err()
	}
	low, high := slices.Min(numbers), slices.Max(numbers)
	if high-low < int64(among.ScanWorth*len(numbers)) {
		return found, read(wantedColumns+table+" WHERE"+ofCampaign+"BETWEEN $3 AND $4 ORDER BY number", []any{w.AccountID(), campaignID, low, high})
	}
	sql := among.Numbers + wantedColumns + "wanted LEFT JOIN " + table + " ON" + ofCampaign + "= wanted.key"
	return found, among.Each(numbers, [2]any{w.AccountID(), campaignID}, func(args []any) error { return read(sql, args) })
}
