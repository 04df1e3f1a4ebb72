package csv

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

const sampledRecords = 100

// CanDelimit says whether a sign can separate cells.
func CanDelimit(r rune) bool {
	return r < utf8.RuneSelf && r > 0 && !strings.ContainsRune("\"\r\n", r)
}

// guessNewline is '\r' when the first line end outside quotes is one that no '\n' follows, as old
// Macintosh programs write, else '\n'.
func guessNewline(head []byte) byte {
	quoted := false
	for i, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			return '\n'
		case b == '\r' && i+1 < len(head) && head[i+1] != '\n':
			return '\r'
		}
	}
	return '\n'
}

// sepDelimiter reads a first line such as "sep=;", which Excel obeys and does not show.
func sepDelimiter(head []byte, newline byte) (delimiter rune, found bool) {
	line, _, _ := bytes.Cut(head, []byte{newline})
	line = bytes.Trim(line, "\"\r")
	if len(line) != len("sep=;") || !strings.EqualFold(string(line[:4]), "sep=") || !CanDelimit(rune(line[4])) {
		return 0, false
	}
	return rune(line[4]), true
}

// delimiters are those that are looked for.
var delimiters = []byte{',', ';', '\t', '|'}

// rejectedDelimiter reads the headings with which a file of rejected rows begins, which RowsBack wrote: the reasons below them may have more signs
// of another kind than the file has of its own. It is 0 for other files.
func rejectedDelimiter(head []byte, newline byte) rune {
	line, _, _ := bytes.Cut(head, []byte{newline})
	for _, delimiter := range delimiters {
		cells := bytes.SplitN(line, []byte{delimiter}, heading.BehindLine+1)
		if len(cells) > heading.BehindLine && isQuoted(cells[0], heading.Line) && isQuoted(cells[1], heading.Reason) {
			return rune(delimiter)
		}
	}
	return 0
}

// isQuoted says whether a cell is a word, in quotes or without.
func isQuoted(cell []byte, word string) bool {
	return string(cell) == word || string(cell) == `"`+word+`"`
}

// sureFit is the score from which on a delimiter is taken for what its rows show, whatever the headings are.
const sureFit = 0.5

// guessDelimiter reads the first rows with each candidate and takes the one whose rows are most often as wide as the row of headings; then
// the one that makes more columns. Where the rows fit none well, it is the one that makes most headings that are known.
func guessDelimiter(head []byte, newline byte, of *letters.Coding) byte {
	best, bestScore, bestWidth := byte(','), -1.0, 0
	heads, mostWords := byte(0), 1
	for _, candidate := range delimiters {
		rows := sampleRecords(&recordReader{lines: letters.NewLineReader(bytes.NewReader(head), of, newline), delimiter: candidate})
		score, width := fit(rows)
		if score > bestScore || (score == bestScore && width > bestWidth) {
			best, bestScore, bestWidth = candidate, score, width
		}
		if words := headingWordsOf(rows); words > mostWords {
			heads, mostWords = candidate, words
		}
	}
	if bestScore < sureFit && heads != 0 {
		return heads
	}
	return best
}

// headingWordsOf is how many cells of the row of headings are known to head columns.
func headingWordsOf(rows []record) int {
	shown := shownRows(rows)
	place, found := heading.Find(shown)
	if !found {
		return 0
	}
	return heading.CountWords(shown[place].Cells)
}

// shownRows are records as texts.
func shownRows(rows []record) []heading.Row {
	shown := make([]heading.Row, len(rows))
	for i := range rows {
		shown[i].Line = rows[i].line
		for _, cell := range rows[i].cells {
			shown[i].Cells = append(shown[i].Cells, cell.Text)
		}
	}
	return shown
}

// sampleRecords reads the first records. One that can't be read has no cells.
func sampleRecords(records *recordReader) []record {
	var rows []record
	for len(rows) < sampledRecords {
		r, err := records.next()
		var bad *tabular.RowError
		if errors.As(err, &bad) {
			r = record{line: bad.Line}
		} else if err != nil {
			break
		}
		rows = append(rows, r)
	}
	return rows
}

// fit scores a delimiter: 1 when every row is as wide as a header of several columns. A row of
// another width still speaks for it (cells may be left out at the end), a row that it does not
// split speaks against it. A single column is what is left when nothing splits the rows.
func fit(rows []record) (score float64, width int) {
	header, _ := heading.Find(shownRows(rows))
	if len(rows) == 0 {
		return 0.2, 1
	}
	rows = rows[header:]
	for len(rows) > 0 && width == 0 {
		width = len(rows[0].cells)
		rows = rows[1:]
	}
	for i := range rows {
		switch n := len(rows[i].cells); {
		case n == width && rows[i].stray:
			score += 0.5
		case n == width:
			score++
		case n > 1:
			score += 0.3
		}
	}
	score /= max(1, float64(len(rows)))
	if len(rows) == 0 {
		score = 1
	}
	if width == 1 {
		score *= 0.2
	}
	return score, width
}
