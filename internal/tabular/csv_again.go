package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"callflow/internal/cleanse"
)

// The headings of what stands before a row's own cells in a file of rows that were not taken.
const (
	headingLine   = "line"
	headingReason = "reason"
)

// What the heading behind them says where the rows' own columns can be read in several ways, in parentheses: how they were read. Nothing
// stands below it.
const headingReadAs, readAsEnd = "read as (", ")"

// HeadingReadAs is the heading of a column that tells how a file was read of which rows were not taken.
func HeadingReadAs(how string) string { return headingReadAs + how + readAsEnd }

// readAs is what such a heading tells, "" for another heading.
func readAs(heading string) string {
	how, begins := strings.CutPrefix(cleanse.Label(heading), headingReadAs)
	how, ends := strings.CutSuffix(how, readAsEnd)
	if !begins || !ends {
		return ""
	}
	return how
}

// EncodingTold is the part of what is told of how a file was read that says in what it was written, "" where such files show that by themselves.
func (o *Options) EncodingTold() string {
	if o.Format != CSV || o.Encoding == UTF8 || wideLetters[o.Encoding] {
		return ""
	}
	told := partOfEncoding + string(o.Encoding)
	of, _ := codingOf(o.Encoding) // it was found before
	return strings.TrimSpace(told + " " + witnessOf(&of))
}

// witnessOf are some letters of an encoding, which stand behind its name: by their bytes it is known in what the file was saved since.
func witnessOf(c *coding) string {
	var letters []rune
	for _, r := range "æøåéüñšžčłжяαω" {
		if c.text(c.encode(string(r))) == string(r) && len(letters) < mostWitnesses {
			letters = append(letters, r)
		}
	}
	return string(letters)
}

const mostWitnesses = 5

// partOfEncoding begins that part.
const partOfEncoding = "encoding "

// encodingOf is the encoding that is told among other things, "" where none is that is known.
func encodingOf(how string) Encoding {
	for part := range strings.SplitSeq(how, ",") {
		name, is := strings.CutPrefix(strings.TrimSpace(part), partOfEncoding)
		name, _, _ = strings.Cut(name, " ")
		if known, ok := codingOf(Encoding(name)); is && ok {
			return known.name
		}
	}
	return ""
}

// toldEncoding is the encoding that the headings of a file of rejected rows tell, which stands before any letter beyond ASCII, and the letters
// behind it as the file has them.
func toldEncoding(head []byte) (encoding Encoding, witness []byte) {
	_, mark := byteOrderMark(head)
	head = head[mark:]
	line := head[:max(0, bytes.IndexAny(head, "\r\n"))]
	if rejectedDelimiter(line, '\n') == 0 {
		return "", nil
	}
	_, told, _ := bytes.Cut(line, []byte(headingReadAs))
	told, _, _ = bytes.Cut(told, []byte(readAsEnd))
	_, behind, _ := bytes.Cut(told, []byte(partOfEncoding))
	behind, _, _ = bytes.Cut(behind, []byte(","))
	_, witness, _ = bytes.Cut(behind, []byte(" "))
	return encodingOf(string(told)), bytes.TrimSpace(witness)
}

// placesBefore is how many cells stand before a row's own in a file of rows that were not taken: the line, what was wrong, and how the file was
// read, where that is told. lines are the cells below the first heading: a file of another kind may have columns that are called so. own says
// that they are columns as others, which does not hold where the rows have a column of such a name behind them: then that one is meant.
func placesBefore(headings, lines []string, own bool) int {
	if !beginsRejected(headings) || own && !slices.ContainsFunc(headings[2:], isOfRejected) {
		return 0
	}
	before := behindLine
	if readAs(headings[behindLine]) != "" {
		before++
	}
	numbered := len(lines) == 0
	for _, text := range lines {
		switch {
		case isLine(text):
			numbered = true
		case !isBlank(text) && cleanse.Label(text) != headingLine: // the headings come again where two files were put together
			return 0
		}
	}
	if !numbered || len(headings) == before {
		return 0
	}
	return before
}

// isOfRejectedRows says whether a file is of rows that were not taken, by its first rows: what was said of the lines of the file that they are
// of does not hold for it.
func isOfRejectedRows(rows []shownRow, own bool) bool {
	return len(rows) > 0 && placesBefore(rows[0].cells, firstBelow(rows, rows[0].line), own) > 0
}

func beginsRejected(headings []string) bool {
	return len(headings) > 2 && headings[0] == headingLine && headings[1] == headingReason
}

func isOfRejected(heading string) bool {
	return strings.EqualFold(heading, headingLine) || strings.EqualFold(heading, headingReason)
}

// isLine says whether a text is what stands below line in a file of rows that were not taken.
func isLine(text string) bool {
	text = strings.TrimSuffix(strings.TrimSpace(text), uncut)
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// refuseLine refuses a row with what is no line in a file of rows that were not taken: it may be a value, which would be lost.
func refuseLine(text string) *RowError {
	if isLine(text) || isBlank(text) {
		return nil
	}
	return &RowError{Reason: fmt.Sprintf("the row has %q under line, where a file of rejected rows has a number; "+
		"say which field the column line fills where it is one of yours", shorten(text))}
}

// uncutText is the text of a row that could not be cut into cells, where the row still says so and has nothing beside it.
func uncutText(before int, cells []Cell) (text string, ok bool) {
	if before == 0 || len(cells) <= before || !strings.HasSuffix(cells[0].Text, uncut) || !isBlankRow(cells[before+1:]) {
		return "", false
	}
	return cells[before].Text, !isBlank(cells[before].Text)
}

const (
	uncutInSheet = "it is still the text of a row that could not be cut into cells; write its values under the headings"
	nothingLeft  = "nothing is left of the row but why it was rejected; mend it in the file that it came from"
	uncutRows    = "its text is more than one row; give each a line of its own"
)

// cutAgain cuts the text of a row that could not be cut before, and is mended maybe.
func (c *csvReader) cutAgain(r *record) *RowError {
	text, ok := uncutText(c.layout.before, r.cells)
	if !ok {
		return nil
	}
	if isJSON(text) || c.layout.isOfNDJSON() { // as it stands, the text of a line that was no JSON may have as many cells as the file
		return c.objectAgain(r, text)
	}
	lines := newLineReader(strings.NewReader(text), &coding{name: UTF8}, '\n')
	lines.number = r.line - 1
	again := recordReader{lines: lines, delimiter: byte(c.options.Delimiter), columns: c.records.columns[c.layout.before:]}
	cut, err := again.next()
	if err == nil {
		if _, more := again.next(); !errors.Is(more, io.EOF) {
			err = &RowError{Line: r.line, Reason: uncutRows}
		}
	}
	var wrong *RowError
	if errors.As(err, &wrong) {
		wrong.Line, wrong.Raw = r.line, text
		return wrong
	}
	asWritten(cut.cells)
	r.cells = append(r.cells[:c.layout.before:c.layout.before], cut.cells...)
	r.clean, r.apart = r.clean && cut.clean, r.apart || cut.apart
	return nil
}

// asWritten takes off what the writer put in front of texts, so that no spreadsheet runs them.
func asWritten(cells []Cell) {
	for i := range cells {
		if text := cells[i].Text; text != "" && text[0] == '\'' && isHarmless([]byte(text)) {
			cells[i].Text = text[1:]
		}
	}
}
