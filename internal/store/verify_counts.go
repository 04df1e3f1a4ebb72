package store

import (
	"cmp"
	"fmt"
	"slices"
)

// checkCounts holds the counts of a list against a recount of its rows, and the seq that
// its lists' tags are made of against the latest change of any of them.
func (v *verifier) checkCounts(where string, list int64, recount countChanges, latest int64) error {
	rows := v.tx.Query("SELECT state_id, level, block, n, seq FROM counts WHERE account_id = $1 AND list_id = $2 ORDER BY state_id, level, block",
		v.AccountID, list)
	defer rows.Close()
	for rows.Next() {
		key := countKey{list, rows.Int(0), rows.Int(1), rows.Int(2)}
		if n, counted := rows.Int(3), recount[key].delta; n != counted {
			v.differ(where, "the count of %s is %d, and a recount gives %d", key.name(), n, counted)
		}
		if seq := rows.Int(4); key == (countKey{list: list}) && seq != latest {
			v.differ(where, "the latest change is %d by the counts, and %d by the log", seq, latest)
		}
		delete(recount, key)
	}
	v.checkUncounted(where, recount)
	return rows.Err()
}

// checkUncounted tells what is left of a recount: rows of which there is no count.
func (v *verifier) checkUncounted(where string, recount countChanges) {
	left := make([]countKey, 0, len(recount))
	for key := range recount {
		left = append(left, key)
	}
	slices.SortFunc(left, func(a, b countKey) int {
		return cmp.Or(cmp.Compare(a.state, b.state), cmp.Compare(a.level, b.level), cmp.Compare(a.block, b.block))
	})
	for _, key := range left {
		v.differ(where, "the count of %s is missing, and a recount gives %d", key.name(), recount[key].delta)
	}
}

// name says what a count counts.
func (k countKey) name() string {
	what := fmt.Sprintf("state %d", k.state)
	switch {
	case k.state == anyState:
		what = "all states"
	case k.state < withoutNumberBase:
		what = fmt.Sprintf("customers without a number in state %d", withoutNumberBase-k.state)
	case k.state < anyState:
		what = fmt.Sprintf("customers with %d attempts", -1-k.state)
	}
	switch k.level {
	case wholeList:
		return what
	case coarse:
		return fmt.Sprintf("%s, numbers %d to %d", what, k.block<<coarseBits, (k.block+1)<<coarseBits-1)
	case fine:
		return fmt.Sprintf("%s, numbers %d to %d", what, k.block<<fineBits, (k.block+1)<<fineBits-1)
	}
	return fmt.Sprintf("%s, unknown level %d", what, k.level)
}
