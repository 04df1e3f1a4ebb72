package statuslist

import "slices"

// candidate is a spot of a stream with what decides whether its customer is one of those that are asked for.
type candidate struct {
	Spot
	state    int64 // 0 where the customer stands elsewhere by now
	noNumber bool
}

// stream goes through an order from the index that has it, block by block, as far as the budget lets it.
func (b *Browser) stream(from *Spot, backward bool, limit int) (*SpotPage, error) {
	page := (&SpotPage{}).reach(from)
	at := from
	for budget := b.seeker.bounds.Budget; budget > 0 && len(page.Spots) < limit && !page.Done; {
		size := min(max(2*limit, 64), b.seeker.bounds.Block)
		block, err := b.block(at, backward, size)
		if err != nil {
			return nil, err
		}
		budget -= len(block)
		page.Done = len(block) < size
		if len(block) > 0 {
			page.Reached = block[len(block)-1].Spot
			at = &page.Reached
		}
		found, err := b.means(block)
		if err != nil {
			return nil, err
		}
		page.Spots = append(page.Spots, found...)
	}
	if len(page.Spots) > limit {
		page.Spots, page.Done = page.Spots[:limit], false
		page.reach(from)
	}
	return page, nil
}

func (b *Browser) block(from *Spot, backward bool, size int) ([]candidate, error) {
	if b.order == ByChange {
		return b.changed(from, backward, size)
	}
	return b.due(from, backward, size)
}

// changed reads the log of the campaign backwards, from its index alone. A customer stands where its latest change is: at
// earlier ones it stands no more.
func (b *Browser) changed(from *Spot, backward bool, size int) ([]candidate, error) {
	k := b.seeker
	s := span{backward: backward}
	sql := s.choose(
		`SELECT i.seq, i.number, r.seq, r.state_id, r.no_number FROM changes i LEFT JOIN callflow_customers r
			ON r.account_id = i.account_id AND r.campaign_id = i.campaign_id AND r.number = i.number
			WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.campaign_id > 0 AND i.seq < $3 ORDER BY i.seq DESC LIMIT $4`,
		`SELECT i.seq, i.number, r.seq, r.state_id, r.no_number FROM changes i LEFT JOIN callflow_customers r
			ON r.account_id = i.account_id AND r.campaign_id = i.campaign_id AND r.number = i.number
			WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.campaign_id > 0 AND i.seq > $3 ORDER BY i.seq LIMIT $4`)
	seq := int64(1 << 62)
	if backward {
		seq = -1
	}
	if from != nil {
		seq = -from.Key
	}
	var block []candidate
	rows := k.r.tx.Query(sql, k.r.accountID, k.part.CampaignID, seq, size)
	for rows.Next() {
		at := candidate{Spot: Spot{Key: -rows.Int(0), Number: rows.Int(1)}}
		if rows.Int(2) == rows.Int(0) {
			at.state, at.noNumber = rows.Int(3), rows.Int(4) != 0
		}
		block = append(block, at)
	}
	return block, rows.Err()
}

// The two indexes of those that are due: nobody promised to call the ones, somebody the others.
const (
	dueAfter = `SELECT due_at, number, state_id, no_number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id = 0
		AND due_at > 0 AND (due_at, number) > ($3, $4) ORDER BY due_at, number LIMIT $5`
	dueBefore = `SELECT due_at, number, state_id, no_number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id = 0
		AND due_at > 0 AND (due_at, number) < ($3, $4) ORDER BY due_at DESC, number DESC LIMIT $5`
	promisedAfter = `SELECT due_at, number, state_id, no_number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id > 0
		AND due_at > 0 AND (due_at, number) > ($3, $4) ORDER BY due_at, number LIMIT $5`
	promisedBefore = `SELECT due_at, number, state_id, no_number FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id > 0
		AND due_at > 0 AND (due_at, number) < ($3, $4) ORDER BY due_at DESC, number DESC LIMIT $5`
)

// due reads both indexes, and gives the first of what they have together.
func (b *Browser) due(from *Spot, backward bool, size int) ([]candidate, error) {
	ways := []string{dueAfter, promisedAfter}
	start := Spot{Key: -1}
	if backward {
		ways = []string{dueBefore, promisedBefore}
		start.Key = 1 << 62
	}
	if from != nil {
		start = *from
	}
	var block []candidate
	for _, sql := range ways {
		rows := b.seeker.r.tx.Query(sql, b.seeker.r.accountID, b.seeker.part.CampaignID, start.Key, start.Number, size)
		for rows.Next() {
			block = append(block, candidate{Spot: Spot{Key: rows.Int(0), Number: rows.Int(1)}, state: rows.Int(2), noNumber: rows.Int(3) != 0})
		}
		if rows.Err() != nil {
			return nil, rows.Err()
		}
	}
	slices.SortFunc(block, func(x, y candidate) int { return x.compare(y.Spot) })
	if backward {
		slices.Reverse(block)
	}
	return block[:min(len(block), size)], nil
}

// means gives those of a block that are asked for.
func (b *Browser) means(block []candidate) ([]Spot, error) {
	k := b.seeker
	block = slices.DeleteFunc(block, func(at candidate) bool { return !k.part.has(at.state) || k.part.NoNumber && !at.noNumber })
	spots := make([]Spot, len(block))
	numbers := make([]int64, len(block))
	for i := range block {
		spots[i], numbers[i] = block[i].Spot, block[i].Number
	}
	if k.query.Empty() || len(block) == 0 {
		return spots, nil
	}
	if err := k.r.CardsOf(k.part.AssignmentID, ascending(numbers), &k.work); err != nil {
		return nil, err
	}
	found := make(map[int64]bool)
	for _, number := range k.matching() {
		found[number] = true
	}
	return slices.DeleteFunc(spots, func(spot Spot) bool { return !found[spot.Number] }), nil
}
