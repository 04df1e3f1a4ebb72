package csv

import (
	"strings"

	"callflow/internal/tabular/heading"
)

// quotedTypographically says whether a word processor has made typographic quotes of those around the values: every value of the first
// rows stands in them.
func quotedTypographically(rows []record, header int) bool {
	quoted := 0
	for i := range rows {
		if rows[i].line <= header {
			continue
		}
		for _, cell := range rows[i].cells {
			if heading.IsBlank(cell.Text) {
				continue
			}
			if _, ok := withoutSmartQuotes(cell.Text); !ok {
				return false
			}
			quoted++
		}
	}
	return quoted > 1
}

// withoutSmartQuotes is what stands between typographic quotes.
func withoutSmartQuotes(text string) (string, bool) {
	text, blanks := strings.TrimSpace(text), text
	for _, pair := range [][2]string{{"“", "”"}, {"„", "“"}, {"„", "”"}, {"”", "”"}} {
		inside, opened := strings.CutPrefix(text, pair[0])
		inside, closed := strings.CutSuffix(inside, pair[1])
		if opened && closed {
			return inside, true
		}
	}
	return blanks, false
}
