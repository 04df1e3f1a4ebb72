package statuslist

import (
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
	"callflow/internal/store/failure"
)

func keepsCard(what int64) bool {
	return what == int64(callflow.CustomerSet) || what == int64(callflow.Removed)
}

// Past is the account's status lists as they stood at an earlier moment, told from
// the rows as they stand now and what the log says of those that changed since.
type Past struct {
	*Lists
	at      int64            // the seq
	changed map[int64]*since // by campaign, once told
}

// At gives the status lists as they stood when the account's clock was at seq.
func (r *Lists) At(seq int64) *Past {
	return &Past{Lists: r, at: seq, changed: make(map[int64]*since)}
}

// since tells what changed in a campaign after the moment.
func (p *Past) since(campaignID int64) (told *since, err error) {
	if p.changed[campaignID] == nil {
		p.changed[campaignID], err = p.Lists.since(campaignID, p.at)
	}
	return p.changed[campaignID], err
}

// Count is how many rows the list had.
func (p *Past) Count(list List) (int64, error) {
	var count int64
	for i := range list {
		n, err := p.countThen(&list[i])
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

func (p *Past) countThen(part *Part) (int64, error) {
	changed, err := p.since(part.CampaignID)
	if err != nil {
		return 0, err
	}
	count, err := p.countPart(part)
	return count + gone(changed.rows, part), err
}

// gone is how many more of the changed rows a part had then than it has now.
func gone(rows []changedRow, part *Part) int64 {
	var more int64
	for i := range rows {
		more += db.Flag(part.has(rows[i].then)) - db.Flag(part.has(rows[i].now))
	}
	return more
}

// Locate finds the row that had offset rows of the list before it.
func (p *Past) Locate(list List, offset int64) (part int, number int64, ok bool, err error) {
	for i := range list {
		count, err := p.countThen(&list[i])
		if err != nil {
			return 0, 0, false, err
		}
		if offset < count {
			number, err := p.locateThen(&list[i], offset)
			return i, number, err == nil, err
		}
		offset -= count
	}
	return 0, 0, false, nil
}

func (p *Past) locateThen(part *Part, offset int64) (int64, error) {
	const finePerCoarse = 1 << (counted.CoarseBits - counted.FineBits)
	found, err := p.descendThen(part, blocks{counted.Coarse, 0, 1 << 62}, offset)
	if err != nil {
		return 0, err
	}
	first := found.block * finePerCoarse
	found, err = p.descendThen(part, blocks{counted.Fine, first, first + finePerCoarse - 1}, found.rest)
	if err != nil {
		return 0, err
	}
	numbers, err := p.numbersThen(part, span{after: found.block<<counted.FineBits - 1, limit: int(found.rest) + 1})
	if err != nil {
		return 0, err
	}
	if int64(len(numbers)) <= found.rest {
		return 0, errCountsDiffer
	}
	return numbers[found.rest], nil
}

// descendThen is descend with each block's count as it was.
func (p *Past) descendThen(part *Part, among blocks, offset int64) (foundBlock, error) {
	var counts []blockCount
	for _, state := range part.countedStates() {
		more, err := p.blocksOf(part, state, among)
		if err != nil {
			return foundBlock{}, err
		}
		counts = addBlocks(counts, more)
	}
	changed, err := p.since(part.CampaignID)
	if err != nil {
		return foundBlock{}, err
	}
	for _, count := range addBlocks(counts, blocksGone(changed, part, among)) {
		if offset < count.n {
			return foundBlock{count, offset}, nil
		}
		offset -= count.n
	}
	return foundBlock{}, errCountsDiffer
}

// blocksGone is gone by blocks of a level.
func blocksGone(changed *since, part *Part, among blocks) []blockCount {
	bits := counted.CoarseBits
	if among.level == counted.Fine {
		bits = counted.FineBits
	}
	rows := changed.rows
	if among.level == counted.Fine {
		rows = changed.between(among.first<<bits-1, (among.last+1)<<bits)
	}
	var counts []blockCount
	for i := range rows {
		more := db.Flag(part.has(rows[i].then)) - db.Flag(part.has(rows[i].now))
		if more == 0 {
			continue
		}
		block := rows[i].number >> bits
		if last := len(counts) - 1; last >= 0 && counts[last].block == block {
			counts[last].n += more
			continue
		}
		counts = append(counts, blockCount{block, more})
	}
	return counts
}

// Rows reads the window's rows as they stood then into the batch, in the list's order.
func (p *Past) Rows(list List, window Window, batch *Batch) error {
	parts := newPartWalk(list, window, batch)
	for parts.next() {
		if err := p.readPartThen(parts.part, parts.span, batch); err != nil {
			return err
		}
	}
	return nil
}

func (p *Past) readPartThen(part *Part, s span, batch *Batch) error {
	first := len(batch.Rows)
	numbers, err := p.numbersThen(part, s)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: part.CampaignID, Number: number})
	}
	if err := p.fillStatuses(part, batch, first); err != nil {
		return err
	}
	if err := p.fillCards(part, batch, first); err != nil {
		return err
	}
	return p.turnBack(part, batch, first)
}

// numbersThen gives the numbers of a span as the part had them, in its order.
func (p *Past) numbersThen(part *Part, s span) ([]int64, error) {
	changed, err := p.since(part.CampaignID)
	if err != nil {
		return nil, err
	}
	var found []int64
	for ended := false; !ended && len(found) < s.limit; {
		numbers, err := p.numbers(part, s)
		if err != nil {
			return nil, err
		}
		low, high, next := s.after, int64(1<<62), s.after
		if ended = len(numbers) < s.limit; !ended {
			next = numbers[len(numbers)-1]
		}
		switch {
		case s.backward && ended:
			low, high = -1, s.after
		case s.backward:
			low, high = next-1, s.after
		case !ended:
			high = next + 1
		}
		found = append(found, s.order(thenNumbers(numbers, changed.between(low, high), part))...)
		s.after = next
	}
	return found[:min(len(found), s.limit)], nil
}

// thenNumbers takes away the numbers that the part has now and had not then, and adds those that it had and lost.
func thenNumbers(numbers []int64, changed []changedRow, part *Part) []int64 {
	var lost []int64
	came := make(map[int64]bool)
	for i := range changed {
		then, now := part.has(changed[i].then), part.has(changed[i].now)
		switch {
		case then && !now:
			lost = append(lost, changed[i].number)
		case now && !then:
			came[changed[i].number] = true
		}
	}
	kept := slices.DeleteFunc(numbers, func(number int64) bool { return came[number] })
	return append(kept, lost...)
}

// order sorts numbers into the span's direction.
func (s *span) order(numbers []int64) []int64 {
	slices.Sort(numbers)
	if s.backward {
		slices.Reverse(numbers)
	}
	return numbers
}

// turnBack sets the rows that changed since to what they were.
func (p *Past) turnBack(part *Part, batch *Batch, first int) error {
	changed, err := p.since(part.CampaignID)
	if err != nil {
		return err
	}
	for i := first; i < len(batch.Rows); i++ {
		row := changed.find(batch.Rows[i].Number)
		if row == nil {
			continue
		}
		if err := p.turnRowBack(row, &batch.Rows[i], batch); err != nil {
			return err
		}
	}
	return nil
}

func (p *Past) turnRowBack(changed *changedRow, row *callflow.StatusRow, batch *Batch) error {
	previous, err := p.previousOf(changed.first)
	if err != nil {
		return err
	}
	rows := p.tx.Query(`SELECT previous_seq, what, at, to_state, attempts, due_at, status FROM changes
		WHERE account_id = $1 AND seq = $2`, p.accountID, previous)
	defer rows.Close()
	if !rows.Next() {
		return failure.LostChange(rows.Err())
	}
	row.Seq, row.StateID, row.Attempts, row.DueAt = previous, rows.Int(3), rows.Int(4), rows.Int(5)
	row.ChangedAt = rows.Int(2)
	row.Status = batch.Keep(rows, 6)
	before, what := rows.Int(0), callflow.What(rows.Int(1))
	rows.Close()
	for what == callflow.CustomerSet { // a customer's new values do not move it
		if before, what, row.ChangedAt, err = p.step(before); err != nil {
			return err
		}
	}
	return p.turnCardBack(changed, row, batch)
}

func (p *Past) turnCardBack(changed *changedRow, row *callflow.StatusRow, batch *Batch) error {
	if changed.card == 0 {
		return nil
	}
	rows := p.tx.Query("SELECT card FROM changes WHERE account_id = $1 AND seq = $2", p.accountID, changed.card)
	defer rows.Close()
	if !rows.Next() {
		return failure.LostChange(rows.Err())
	}
	row.Card = batch.Keep(rows, 0)
	return rows.Err()
}

// previousOf is the seq of the change before one, of the same row.
func (p *Past) previousOf(seq int64) (int64, error) {
	previous, _, _, err := p.step(seq)
	return previous, err
}

// step reads where one change of a row leads back to.
func (p *Past) step(seq int64) (previous int64, what callflow.What, at int64, err error) {
	rows := p.tx.Query("SELECT previous_seq, what, at FROM changes WHERE account_id = $1 AND seq = $2", p.accountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, 0, 0, failure.LostChange(rows.Err())
	}
	return rows.Int(0), callflow.What(rows.Int(1)), rows.Int(2), rows.Err()
}
