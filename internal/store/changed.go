package store

import (
	"cmp"
	"slices"

	"callflow"
)

// Changed is the rows of a list that changed after a moment, as they stand now, in
// clock order. Its positions are seqs: they have no campaign.
type Changed struct {
	*Snapshot
	after int64
	rows  []changedPlace // of the list that was asked for first
	told  bool
}

// changedPlace is a changed row of one part of a list.
type changedPlace struct {
	part   int
	number int64
	last   int64 // seq of its latest change
	listed bool  // the list has it now
}

// ChangedAfter gives what changed after a seq. Use it for one list.
func (r *Snapshot) ChangedAfter(seq int64) *Changed { return &Changed{Snapshot: r, after: seq} }

func (c *Changed) tell(list List) error {
	if c.told {
		return nil
	}
	for i := range list {
		changed, err := c.since(list[i].CampaignID, c.after)
		if err != nil {
			return err
		}
		for _, row := range changed.rows {
			c.rows = append(c.rows, changedPlace{i, row.number, row.last, list[i].has(row.now)})
		}
	}
	slices.SortFunc(c.rows, func(a, b changedPlace) int { return cmp.Compare(a.last, b.last) })
	c.told = true
	return nil
}

// Count is how many rows of the list changed and are in it now.
func (c *Changed) Count(list List) (int64, error) {
	err := c.tell(list)
	var count int64
	for i := range c.rows {
		count += flag(c.rows[i].listed)
	}
	return count, err
}

// Locate finds the row that has offset rows before it: its number is its seq.
func (c *Changed) Locate(list List, offset int64) (part int, number int64, ok bool, err error) {
	if err := c.tell(list); err != nil {
		return 0, 0, false, err
	}
	for i := range c.rows {
		if !c.rows[i].listed {
			continue
		}
		if offset == 0 {
			return 0, c.rows[i].last, true, nil
		}
		offset--
	}
	return 0, 0, false, nil
}

// Rows reads the window's rows into the batch, in clock order.
func (c *Changed) Rows(list List, window Window, batch *Batch) error {
	batch.reset()
	if err := c.tell(list); err != nil {
		return err
	}
	chosen := c.window(window)
	if len(chosen) == 0 {
		return nil
	}
	slices.SortFunc(chosen, func(a, b changedPlace) int { return cmp.Compare(a.last, b.last) })
	if chosen[len(chosen)-1].last-chosen[0].last < int64(scanWorth*len(chosen)) {
		return c.readLog(list, chosen, window.Backward, batch)
	}
	return c.readTables(list, chosen, batch)
}

// readLog reads rows whose latest changes lie close together from the log: a row
// stands as its latest change left it. Of a page that goes backward, the first row may be none of the page, so none is shown as complete.
func (c *Changed) readLog(list List, chosen []changedPlace, backward bool, batch *Batch) error {
	rows := c.tx.Query(`SELECT c.seq, c.to_state, c.at, c.attempts, c.due_at, c.status, c.what, k.customer_id, k.card
		FROM changes c LEFT JOIN customers k ON k.account_id = c.account_id AND k.assignment_id = c.assignment_id AND k.number = c.number
		WHERE c.account_id = $1 AND c.seq BETWEEN $2 AND $3 AND c.campaign_id BETWEEN $4 AND $5 ORDER BY c.seq`,
		c.AccountID, chosen[0].last, chosen[len(chosen)-1].last, list[0].CampaignID, list[len(list)-1].CampaignID)
	var edited []int // rows whose customer changed last, which does not move them
	for next := 0; next < len(chosen) && rows.Next(); {
		if rows.Int(0) != chosen[next].last {
			continue
		}
		place := chosen[next]
		next++
		if callflow.What(rows.Int(6)) == callflow.CustomerSet {
			edited = append(edited, len(batch.Rows))
		}
		batch.Rows = append(batch.Rows, callflow.StatusRow{
			CampaignID: list[place.part].CampaignID, Number: place.number, Seq: place.last,
			StateID: rows.Int(1), ChangedAt: rows.Int(2), Attempts: rows.Int(3), DueAt: rows.Int(4), Status: batch.keep(rows, 5),
			CustomerID: batch.keep(rows, 7), Card: batch.keep(rows, 8),
		})
		if n := len(batch.Rows); !backward && len(edited) == 0 && n%shownTogether == 0 {
			batch.completed(n)
		}
	}
	rows.Close()
	for _, i := range edited {
		if err := c.readMoved(&batch.Rows[i]); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readMoved reads when a row was moved last.
func (c *Changed) readMoved(row *callflow.StatusRow) error {
	rows := c.tx.Query("SELECT changed_at FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
		c.AccountID, row.CampaignID, row.Number)
	defer rows.Close()
	if rows.Next() {
		row.ChangedAt = rows.Int(0)
	}
	return rows.Err()
}

// readTables reads rows from where they stand, part by part: none is in its place before all of them are read.
func (c *Changed) readTables(list List, chosen []changedPlace, batch *Batch) error {
	shown := batch.Completed
	batch.Completed = nil
	defer func() { batch.Completed = shown }()
	slices.SortFunc(chosen, func(a, b changedPlace) int {
		return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.number, b.number))
	})
	for len(chosen) > 0 {
		part := chosen[0].part
		end := slices.IndexFunc(chosen, func(p changedPlace) bool { return p.part != part })
		if end < 0 {
			end = len(chosen)
		}
		if err := c.readRows(&list[part], chosen[:end], batch); err != nil {
			return err
		}
		chosen = chosen[end:]
	}
	slices.SortFunc(batch.Rows, func(a, b callflow.StatusRow) int { return cmp.Compare(a.Seq, b.Seq) })
	return nil
}

// window chooses up to its limit of rows, as a slice of its own.
func (c *Changed) window(w Window) []changedPlace {
	var chosen []changedPlace
	take := func(row changedPlace) bool {
		beyond := w.Start != nil && (w.Backward && row.last >= w.Start.Number || !w.Backward && row.last <= w.Start.Number)
		if row.listed && !beyond {
			chosen = append(chosen, row)
		}
		return len(chosen) < w.Limit
	}
	if w.Backward {
		for i := len(c.rows) - 1; i >= 0 && take(c.rows[i]); i-- {
		}
		return chosen
	}
	for i := 0; i < len(c.rows) && take(c.rows[i]); i++ {
	}
	return chosen
}

func (c *Changed) readRows(part *Part, rows []changedPlace, batch *Batch) error {
	first := len(batch.Rows)
	for i := range rows {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: part.CampaignID, Number: rows[i].number})
	}
	if err := c.fillStatuses(part, batch, first); err != nil {
		return err
	}
	return c.fillCards(part, batch, first)
}

// Before is the seq of the row that the list has before the one of a seq; where it has
// none, the seq that the changes come after. What was removed between is that row's neighbour.
func (c *Changed) Before(seq int64) int64 {
	before := c.after
	for i := range c.rows {
		if c.rows[i].last >= seq {
			break
		}
		if c.rows[i].listed {
			before = c.rows[i].last
		}
	}
	return before
}

// Removed gives the rows that changed and are not in the list now, whose latest
// change lies after a seq and up to another, in clock order: their customers' ids and
// their places.
func (c *Changed) Removed(list List, after, upTo int64) (ids []string, places []callflow.Position, err error) {
	if err := c.tell(list); err != nil {
		return nil, nil, err
	}
	for _, row := range c.rows {
		if row.listed || row.last <= after || row.last > upTo {
			continue
		}
		id, err := c.idOf(list[row.part].AssignmentID, row.number)
		if err != nil {
			return nil, nil, err
		}
		ids = append(ids, id)
		places = append(places, callflow.Position{CampaignID: list[row.part].CampaignID, Number: row.number})
	}
	return ids, places, nil
}

func (c *Changed) idOf(assignmentID, number int64) (string, error) {
	rows := c.tx.Query("SELECT customer_id FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3", c.AccountID, assignmentID, number)
	defer rows.Close()
	if !rows.Next() {
		return "", lostChange(rows.Err())
	}
	return rows.Text(0), rows.Err()
}
