package store

import (
	"fmt"
	"strings"
)

// askedTogether is how many keys one statement asks for; fewer are filled up with NULL, which no row has.
const askedTogether = 100

// wantedNumbers and wantedTexts begin a statement that joins the rows of some keys, `wanted.key`, given from
// parameter $3 on: LEFT JOIN, and let go of the rows of NULLs. A join has no order: each row is matched by the key that it
// carries. A list behind IN reads the same, and an inner join:
// but without statistics, as in a first import, PostgreSQL would rather read the whole assignment for each.
var wantedNumbers, wantedTexts = wanted("BIGINT"), wanted("TEXT")

func wanted(kind string) string {
	var list strings.Builder
	fmt.Fprintf(&list, "WITH wanted (key) AS (VALUES (CAST($3 AS %s))", kind)
	for i := 1; i < askedTogether; i++ {
		fmt.Fprintf(&list, ", ($%d)", 3+i)
	}
	return list.String() + ") "
}

// eachGroup shows keys in groups of askedTogether, as arguments behind the two that are given.
func eachGroup[K any](keys []K, given [2]any, ask func(args []any) error) error {
	for len(keys) > 0 {
		n := min(len(keys), askedTogether)
		args := append(make([]any, 0, len(given)+askedTogether), given[:]...)
		for _, key := range keys[:n] {
			args = append(args, key)
		}
		args = args[:len(given)+askedTogether] // the rest is nil
		if err := ask(args); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}
