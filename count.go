package callflow

import "strconv"

// Counted is a number with what it counts: 1 row, 2 rows.
func Counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.FormatInt(n, 10) + " " + noun + "s"
}

// OneOrMore chooses a text by a number: one for 1, more for any other.
func OneOrMore(n int64, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
