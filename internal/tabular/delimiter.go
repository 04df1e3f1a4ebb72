package tabular

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

const sampledRecords = 100

func canDelimit(r rune) bool {
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
	if len(line) != len("sep=;") || !strings.EqualFold(string(line[:4]), "sep=") || !canDelimit(rune(line[4])) {
		return 0, false
	}
	return rune(line[4]), true
}

// guessDelimiter reads the header and the first rows with each candidate and takes the one whose
// rows are most often as wide as the header; then the one that makes more columns.
func guessDelimiter(head []byte, newline byte, encoding Encoding) byte {
	best, bestScore, bestWidth := byte(','), -1.0, 0
	for _, candidate := range []byte{',', ';', '\t'} {
		lines := newLineReader(bytes.NewReader(head), encoding, newline)
		score, width := fit(&recordReader{lines: lines, delimiter: candidate})
		if score > bestScore || (score == bestScore && width > bestWidth) {
			best, bestScore, bestWidth = candidate, score, width
		}
	}
	return best
}

// fit scores a delimiter: 1 when every row is as wide as a header of several columns. A row of
// another width still speaks for it (cells may be left out at the end), a row that it does not
// split speaks against it. A single column is what is left when nothing splits the rows.
func fit(records *recordReader) (score float64, width int) {
	rows := 0
	for rows < sampledRecords {
		r, err := records.next()
		var bad *RowError
		if errors.As(err, &bad) {
			rows++
			continue
		}
		if err != nil {
			break
		}
		if width == 0 {
			width = len(r.cells)
			continue
		}
		rows++
		switch {
		case len(r.cells) == width:
			score++
		case len(r.cells) > 1:
			score += 0.3
		}
	}
	score /= max(1, float64(rows))
	if rows == 0 {
		score = 1
	}
	if width == 1 {
		score *= 0.2
	}
	return score, width
}
