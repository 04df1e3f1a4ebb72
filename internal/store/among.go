package store

import (
	"strconv"
	"strings"
)

// askedTogether is how many keys one statement asks for; fewer are filled up with the last.
const askedTogether = 100

// among gives the end of a condition, "IN ($n, …)", for askedTogether keys from a
// parameter on. There is one text for each n, so that statements stay prepared.
func among(first int) string {
	var list strings.Builder
	list.WriteString(" IN (")
	for i := range askedTogether {
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString("$" + strconv.Itoa(first+i))
	}
	list.WriteString(")")
	return list.String()
}

// eachGroup shows keys in groups of askedTogether, as arguments behind those that are given.
func eachGroup[K any](keys []K, given []any, ask func(args []any) error) error {
	for len(keys) > 0 {
		n := min(len(keys), askedTogether)
		args := append(make([]any, 0, len(given)+askedTogether), given...)
		for i := range askedTogether {
			args = append(args, keys[min(i, n-1)])
		}
		if err := ask(args); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}
