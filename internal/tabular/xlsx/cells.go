package xlsx

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// cellWriter writes the cells of a sheet as SpreadsheetML (ECMA-376, part 1, 18.3.1.4).
type cellWriter struct {
	letters           [][]byte // of the columns
	row               []byte   // the number of the row that is written
	bold, day, minute string   // the styles, as a cell names them
	text              []byte
	escaped           bytes.Buffer
}

// newCellWriter gives a workbook the styles that cells have.
func newCellWriter(book *excelize.File) (*cellWriter, error) {
	w := &cellWriter{}
	day, minute := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	for _, style := range []struct {
		named *string
		style excelize.Style
	}{
		{&w.bold, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&w.day, excelize.Style{CustomNumFmt: &day}},
		{&w.minute, excelize.Style{CustomNumFmt: &minute}},
	} {
		id, err := book.NewStyle(&style.style)
		if err != nil {
			return nil, err
		}
		*style.named = ` s="` + strconv.Itoa(id) + `"`
	}
	return w, nil
}

func (w *cellWriter) nameColumns(count int) error {
	for i := range count {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		w.letters = append(w.letters, []byte(letters))
	}
	return nil
}

// number says which row is written.
func (w *cellWriter) number(row int) { w.row = strconv.AppendInt(w.row[:0], int64(row), 10) }

// heading writes a cell of the row of headings.
func (w *cellWriter) heading(dst []byte, column int, label string) []byte {
	return w.inline(dst, column, w.bold, []byte(label))
}

// cell writes a value as one of the spreadsheet's own types where it is one: a text stays a text whatever it begins with.
func (w *cellWriter) cell(dst []byte, column int, kind tabular.ColumnType, raw []byte) []byte {
	if object.IsUnset(raw) {
		return dst
	}
	w.text = object.AppendText(w.text[:0], raw)
	if raw[0] != '"' {
		return w.plain(dst, column)
	}
	switch kind {
	case tabular.DateColumn:
		if at, err := time.Parse(time.DateOnly, string(w.text)); err == nil && at.Year() >= 1900 {
			return w.time(dst, column, w.day, at)
		}
	case tabular.MinuteColumn:
		if at, err := time.Parse("2006-01-02 15:04", string(w.text)); err == nil && at.Year() >= 1900 {
			return w.time(dst, column, w.minute, at)
		}
	case tabular.TextColumn, tabular.IntegerColumn, tabular.DecimalColumn, tabular.BooleanColumn:
	}
	return w.inline(dst, column, "", w.text)
}

// plain writes a number or a boolean. A number of more digits than a spreadsheet keeps stays a text.
func (w *cellWriter) plain(dst []byte, column int) []byte {
	switch text := string(w.text); {
	case text == "true":
		return append(w.begin(dst, column, "", ` t="b"><v>`), "1</v></c>"...)
	case text == "false":
		return append(w.begin(dst, column, "", ` t="b"><v>`), "0</v></c>"...)
	case len(text) > mostDigits:
		return w.inline(dst, column, "", w.text)
	}
	if _, err := strconv.ParseFloat(string(w.text), 64); err != nil {
		return w.inline(dst, column, "", w.text)
	}
	return append(append(w.begin(dst, column, "", "><v>"), w.text...), "</v></c>"...)
}

// mostDigits is the length of a number up to which Excel keeps every digit.
const mostDigits = 15

// Days of Excel begin with 1900-01-01, which is 1, and have a 1900-02-29, which is 60.
const (
	unixDay  = 25569 // 1970-01-01
	firstDay = 61    // 1900-03-01, the first whose number is right
)

func (w *cellWriter) time(dst []byte, column int, style string, at time.Time) []byte {
	const day = 24 * 60 * 60
	seconds := at.Unix()
	serial := float64(seconds)/day + unixDay
	if serial < firstDay {
		serial--
	}
	dst = strconv.AppendFloat(w.begin(dst, column, style, "><v>"), serial, 'f', -1, 64)
	return append(dst, "</v></c>"...)
}

func (w *cellWriter) begin(dst []byte, column int, style, rest string) []byte {
	dst = append(append(append(dst, `<c r="`...), w.letters[column]...), w.row...)
	return append(append(append(dst, '"'), style...), rest...)
}

// inline writes a text.
func (w *cellWriter) inline(dst []byte, column int, style string, text []byte) []byte {
	text = cutText(text)
	begin := ` t="inlineStr"><is><t>`
	if len(text) > 0 && (isSpace(text[0]) || isSpace(text[len(text)-1])) {
		begin = ` t="inlineStr"><is><t xml:space="preserve">`
	}
	return append(w.appendXML(w.begin(dst, column, style, begin), text), "</t></is></c>"...)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// appendXML writes a text so that a reader of XML gets it as it is; what XML has no place for becomes U+FFFD.
func (w *cellWriter) appendXML(dst, text []byte) []byte {
	if bytes.Contains(text, []byte("_x")) {
		text = looksEscaped.ReplaceAll(text, []byte("_x005F$0"))
	}
	if isPlainXML(text) {
		return append(dst, text...)
	}
	w.escaped.Reset()
	_ = xml.EscapeText(&w.escaped, text) // a buffer takes everything
	return append(dst, w.escaped.Bytes()...)
}

// looksEscaped begins what a spreadsheet reads as an escaped character, up to the next underscore, which may begin another one (ECMA-376,
// part 1, 22.9.2.19).
var looksEscaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}`)

// isPlainXML says whether a text needs no escaping.
func isPlainXML(text []byte) bool {
	ascii := true
	for _, c := range text {
		if c < ' ' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(text) && !bytes.Contains(text, []byte("\uFFFE")) && !bytes.Contains(text, []byte("\uFFFF"))
}

// cutText cuts a text to what a cell of Excel holds, in units of UTF-16. A longer one would make Excel call the file damaged.
func cutText(text []byte) []byte {
	if len(text) <= excelize.TotalCellChars {
		return text
	}
	units := 0
	for at, r := range string(text) {
		if units += utf16.RuneLen(r); units > excelize.TotalCellChars {
			return text[:at]
		}
	}
	return text
}
