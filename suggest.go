package callflow

import "strings"

// Nearest finds the known name that was probably meant, "" when none is close:
// at most a third of the letters may differ, or the name is the beginning of a longer one.
func Nearest(name string, known []string) string {
	if len(name) > longestName {
		return ""
	}
	best, distance := "", len(name)/3+2
	for _, candidate := range known {
		d := editDistance(strings.ToLower(name), strings.ToLower(candidate))
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(candidate), strings.ToLower(name)) {
			d = min(d, 2)
		}
		if d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

// longestName bounds what is compared: nobody means a name by a thousand letters.
const longestName = 200

// editDistance is Levenshtein's: insertions, deletions and replacements of bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
