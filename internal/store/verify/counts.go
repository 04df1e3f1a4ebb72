package verify

import (
	"cmp"
	"fmt"
	"slices"

	"callflow/internal/store/counted"
)

// checkCounts holds the counts of a list against a recount of its rows, and the seq that
// its lists' tags are made of against the latest change of any of them.
func (v *verifier) checkCounts(where string, list int64, recount counted.Changes, latest int64) error {
	rows := v.tx.Query("SELECT state_id, level, block, n, seq FROM counts WHERE account_id = $1 AND list_id = $2 ORDER BY state_id, level, block",
		v.ID, list)
	defer rows.Close()
	for rows.Next() {
		key := counted.Key{List: list, State: rows.Int(0), Level: rows.Int(1), Block: rows.Int(2)}
		if n, again := rows.Int(3), recount[key].Delta; n != again {
			v.differ(where, "the count of %s is %d, and a recount gives %d", countName(key), n, again)
		}
		if seq := rows.Int(4); key == (counted.Key{List: list}) && seq != latest {
			v.differ(where, "the latest change is %d by the counts, and %d by the log", seq, latest)
		}
		delete(recount, key)
	}
	v.checkUncounted(where, recount)
	return rows.Err()
}

// checkUncounted tells what is left of a recount: rows of which there is no count.
func (v *verifier) checkUncounted(where string, recount counted.Changes) {
	left := make([]counted.Key, 0, len(recount))
	for key := range recount {
		left = append(left, key)
	}
	slices.SortFunc(left, func(a, b counted.Key) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Block, b.Block))
	})
	for _, key := range left {
		v.differ(where, "the count of %s is missing, and a recount gives %d", countName(key), recount[key].Delta)
	}
}

// countName says what a count counts.
func countName(k counted.Key) string {
	what := fmt.Sprintf("state %d", k.State)
	switch {
	case k.State == counted.AnyState:
		what = "all states"
	case k.State < counted.WithoutNumberBase:
		what = fmt.Sprintf("customers without a number in state %d", counted.WithoutNumberBase-k.State)
	case k.State < counted.AnyState:
		what = fmt.Sprintf("customers with %d attempts", -1-k.State)
	}
	switch k.Level {
	case counted.WholeList:
		return what
	case counted.Coarse:
		return fmt.Sprintf("%s, numbers %d to %d", what, k.Block<<counted.CoarseBits, (k.Block+1)<<counted.CoarseBits-1)
	case counted.Fine:
		return fmt.Sprintf("%s, numbers %d to %d", what, k.Block<<counted.FineBits, (k.Block+1)<<counted.FineBits-1)
	}
	return fmt.Sprintf("%s, unknown level %d", what, k.Level)
}
