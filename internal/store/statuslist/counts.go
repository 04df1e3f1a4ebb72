package statuslist

import "callflow/internal/store/counted"

// Count is how many rows the list has, exactly.
func (r *Lists) Count(list List) (int64, error) {
	var count int64
	for i := range list {
		n, err := r.countPart(&list[i])
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

func (r *Lists) countPart(part *Part) (int64, error) {
	var count int64
	for _, state := range part.countedStates() {
		if part.NoNumber {
			state = counted.WithoutNumberIn(state)
		}
		n, _, err := r.whole(part, state)
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

// wholesKept bounds how many whole lists' counts stay in memory, about 100 bytes each.
const wholesKept = 4096

// wholeKey names a state of a list.
type wholeKey struct{ lineage, account, list, state int64 }

// wholeCount is what a whole list has when the account's clock is at a moment.
type wholeCount struct{ moment, n, seq int64 }

// whole is how many rows a part has in a state, and the seq of the latest change among
// them: from memory where the account's clock has not gone on since.
func (r *Lists) whole(part *Part, state int64) (n, seq int64, err error) {
	if r.writing { // what the transaction has done is not counted yet
		return r.readWhole(part, state)
	}
	key := wholeKey{r.lineage, r.accountID, part.listID(), state}
	if kept, ok := r.memory.wholes.Get(key); ok && kept.moment == r.seq {
		return kept.n, kept.seq, nil
	}
	n, seq, err = r.readWhole(part, state)
	if err == nil && r.memory.isCurrent(r.lineage) {
		r.memory.wholes.Add(key, wholeCount{r.seq, n, seq})
	}
	return n, seq, err
}

func (r *Lists) readWhole(part *Part, state int64) (n, seq int64, err error) {
	rows := r.tx.Query(`SELECT n, seq FROM counts
		WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = 0 AND block = 0`,
		r.accountID, part.listID(), state)
	defer rows.Close()
	if rows.Next() {
		n, seq = rows.Int(0), rows.Int(1)
	}
	return n, seq, rows.Err()
}

// LatestChange is the seq of the latest change in any part of the list, in whatever state.
func (r *Lists) LatestChange(list List) (int64, error) {
	var latest int64
	for i := range list {
		_, seq, err := r.whole(&list[i], counted.AnyState)
		if err != nil {
			return 0, err
		}
		latest = max(latest, seq)
	}
	return latest, nil
}
