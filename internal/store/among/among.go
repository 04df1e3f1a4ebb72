// Package among asks for the rows of many keys with few statements, which are the same for every set of keys. It imports nothing of ours.
package among

import (
	"fmt"
	"strings"
)

// together is how many keys one statement asks for; fewer are filled up with NULL, which no row has.
const together = 100

// Numbers begin a statement that joins the rows of some keys, `wanted.key`, given from
// parameter $3 on: LEFT JOIN, and let go of the rows of NULLs. A join has no order: each row is matched by the key that it
// carries. A list behind IN reads the same, and an inner join:
// but without statistics, as in a first import, PostgreSQL would rather read the whole assignment for each.
var Numbers = wanted("BIGINT")

// Texts are as Numbers, for keys that are texts.
var Texts = wanted("TEXT")

func wanted(kind string) string {
	var list strings.Builder
	fmt.Fprintf(&list, "WITH wanted (key) AS (VALUES (CAST($3 AS %s))", kind)
	for i := 1; i < together; i++ {
		fmt.Fprintf(&list, ", ($%d)", 3+i)
	}
	return list.String() + ") "
}

// Each shows keys in groups of together, as arguments behind the two that are given.
func Each[K any](keys []K, given [2]any, ask func(args []any) error) error {
	for len(keys) > 0 {
		n := min(len(keys), together)
		args := append(make([]any, 0, len(given)+together), given[:]...)
		for _, key := range keys[:n] {
			args = append(args, key)
		}
		args = args[:len(given)+together] // the rest is nil
		if err := ask(args); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// ScanWorth is up to how many rows read in vain, per row wanted, one scan of
// neighbours beats a look-up of each (measured: a step 0.5 µs, a look-up 3 µs).
const ScanWorth = 4
