package statuslist

import (
	"cmp"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
	"callflow/internal/store/failure"
)

// Changed is the rows of a list that changed after a moment, as they stand now, in
// clock order. Its positions are seqs: they have no campaign.
type Changed struct {
	*Lists
	after int64
	list  List     // that was asked for first
	parts []*since // what changed in each of its parts; nil before it was told
}

// changedPlace is a changed row of one part of a list.
type changedPlace struct {
	part   int
	number int64
	last   int64 // seq of its latest change
	listed bool  // the list has it now
}

// ChangedAfter gives what changed after a seq. Use it for one list.
func (r *Lists) ChangedAfter(seq int64) *Changed { return &Changed{Lists: r, after: seq} }

func (c *Changed) tell(list List) error {
	if c.parts != nil {
		return nil
	}
	parts := make([]*since, len(list))
	for i := range list {
		changed, err := c.since(list[i].CampaignID, c.after)
		if err != nil {
			return err
		}
		parts[i] = changed
	}
	c.list, c.parts = list, parts
	return nil
}

// Count is how many rows of the list changed and are in it now.
func (c *Changed) Count(list List) (int64, error) {
	err := c.tell(list)
	var count int64
	for i := range c.parts {
		for state, n := range c.parts[i].counts {
			count += n * db.Flag(list[i].has(state))
		}
	}
	return count, err
}

// Locate finds the row that has offset rows before it: its number is its seq.
func (c *Changed) Locate(list List, offset int64) (part int, number int64, ok bool, err error) {
	if err := c.tell(list); err != nil {
		return 0, 0, false, err
	}
	walk := c.walkAfter(c.after)
	for {
		place, ok := walk.listed()
		if !ok || offset == 0 {
			return 0, place.last, ok, nil
		}
		offset--
	}
}

// Rows reads the window's rows into the batch, in clock order.
func (c *Changed) Rows(list List, window Window, batch *Batch) error {
	batch.Reset()
	if err := c.tell(list); err != nil {
		return err
	}
	chosen := c.window(window)
	if len(chosen) == 0 {
		return nil
	}
	slices.SortFunc(chosen, func(a, b changedPlace) int { return cmp.Compare(a.last, b.last) })
	if chosen[len(chosen)-1].last-chosen[0].last < int64(among.ScanWorth*len(chosen)) {
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
		c.accountID, chosen[0].last, chosen[len(chosen)-1].last, list[0].CampaignID, list[len(list)-1].CampaignID)
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
			StateID: rows.Int(1), ChangedAt: rows.Int(2), Attempts: rows.Int(3), DueAt: rows.Int(4), Status: batch.Keep(rows, 5),
			CustomerID: batch.Keep(rows, 7), Card: batch.Keep(rows, 8),
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
		c.accountID, row.CampaignID, row.Number)
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

// window chooses up to its limit of rows.
func (c *Changed) window(w Window) []changedPlace {
	start := c.after
	if w.Backward {
		start = c.seq + 1
	}
	if w.Start != nil {
		start = w.Start.Number
	}
	walk := c.walkAfter(start)
	if w.Backward {
		walk = c.walkBefore(start)
	}
	var chosen []changedPlace
	for len(chosen) < w.Limit {
		place, ok := walk.listed()
		if !ok {
			break
		}
		chosen = append(chosen, place)
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
	if place, ok := c.walkBefore(seq).listed(); ok {
		return place.last
	}
	return c.after
}

// Removed gives the rows that changed and are not in the list now, whose latest
// change lies after a seq and up to another, in clock order: their customers' ids and
// their places.
func (c *Changed) Removed(list List, after, upTo int64) (ids []string, places []callflow.Position, err error) {
	if err := c.tell(list); err != nil {
		return nil, nil, err
	}
	var removed []changedPlace
	numbers := make(map[int64][]int64) // by assignment
	walk := c.walkAfter(after)
	for place, ok := walk.step(); ok && place.last <= upTo; place, ok = walk.step() {
		if place.listed {
			continue
		}
		removed = append(removed, place)
		assignment := list[place.part].AssignmentID
		numbers[assignment] = append(numbers[assignment], place.number)
	}
	known, err := c.idsByAssignment(numbers)
	if err != nil {
		return nil, nil, err
	}
	for _, place := range removed {
		id, ok := known[list[place.part].AssignmentID][place.number]
		if !ok {
			return nil, nil, failure.ErrLogBroken
		}
		ids = append(ids, id)
		places = append(places, callflow.Position{CampaignID: list[place.part].CampaignID, Number: place.number})
	}
	return ids, places, nil
}

// idsByAssignment finds customers' ids by their numbers.
func (c *Changed) idsByAssignment(numbers map[int64][]int64) (map[int64]map[int64]string, error) {
	known := make(map[int64]map[int64]string, len(numbers))
	for assignment, wanted := range numbers {
		ids, err := c.IDsOf(assignment, wanted)
		if err != nil {
			return nil, err
		}
		known[assignment] = ids
	}
	return known, nil
}
