package xlsx

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// rawCell is a cell as the sheet writes it.
type rawCell struct {
	column int
	kind   string // s, str, inlineStr, b, e, d, n or ""
	style  int
	value  []byte

	uncounted bool // a formula whose value the file does not have
}

// read makes a cell's value what it shows: a date for a number that is shown as one, a number with the digits that a person entered. Where
// there is a problem, the value is what stands there instead.
func (b *workbook) read(c *rawCell) (cell tabular.Cell, problem string) {
	if c.uncounted {
		return tabular.Cell{Kind: tabular.Untyped},
			"has a formula whose value is not in the file; open the workbook in a spreadsheet program, and save it there"
	}
	if c.kind == "s" {
		return b.readShared(c)
	}
	text := string(c.value)
	switch c.kind {
	case "str", "inlineStr":
		return tabular.Cell{Text: text, Kind: tabular.Text}, ""
	case "b":
		return tabular.Cell{Text: strconv.FormatBool(text == "1" || strings.EqualFold(text, "true")), Kind: tabular.Bool}, ""
	case "e":
		return tabular.Cell{Text: text, Kind: tabular.Text}, "shows the error " + text + "; correct its formula"
	case "d":
		return tabular.Cell{Text: strings.TrimSuffix(strings.TrimSuffix(text, "T00:00:00"), "T00:00:00.000"), Kind: tabular.Text}, ""
	}
	if text == "" {
		return tabular.Cell{Kind: tabular.Untyped}, ""
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return tabular.Cell{Text: text, Kind: tabular.Text}, "holds a number that can't be read"
	}
	return b.readNumber(text, n, c.style)
}

// readNumber is a number as its style shows it.
func (b *workbook) readNumber(text string, n float64, style int) (cell tabular.Cell, problem string) {
	var format numberFormat
	if style >= 0 && style < len(b.formats) {
		format = b.formats[style]
	}
	whole := n == math.Trunc(n)
	switch {
	case format.kind == dateFormat:
		if date, ok := b.date(n); ok {
			return tabular.Cell{Text: date, Kind: tabular.Text}, ""
		}
	case format.kind == timeFormat && n >= 0 && n <= lastSerial+1:
		return tabular.Cell{Text: format.time(n), Kind: tabular.Text}, ""
	case whole && math.Abs(n) >= mostWhole && !format.amount: // its digits are lost, and come back into no file as if they were not
		return tabular.Cell{Text: strconv.FormatFloat(n, 'E', -1, 64), Kind: tabular.Number},
			"is a number of more than 15 digits, of which a spreadsheet keeps 15; format the column as text there, and enter the numbers again"
	case format.kind == codeFormat && whole:
		return tabular.Cell{Text: format.code(n), Kind: tabular.Text}, "" // 581 that is shown as 0581 is a code
	}
	return tabular.Cell{Text: enteredNumber(text, n), Kind: tabular.Number}, ""
}

// mostWhole is the first whole number of more digits than a spreadsheet keeps.
const mostWhole = 1e15

func (b *workbook) readShared(c *rawCell) (cell tabular.Cell, problem string) {
	number, err := strconv.Atoi(string(bytes.TrimSpace(c.value)))
	if err != nil || number < 0 || number >= b.texts.count {
		return tabular.Cell{}, "names a text that the workbook has not"
	}
	text, err := b.texts.at(number)
	if err != nil {
		return tabular.Cell{}, "can't be read again from the temporary file"
	}
	return tabular.Cell{Text: text, Kind: tabular.Text}, ""
}

// enteredNumber writes a number without an exponent, with the 15 digits that a spreadsheet keeps: 0.1+0.2 is stored as 0.30000000000000004.
func enteredNumber(text string, n float64) string {
	written := object.ScanNumber(text)
	plain := written.Length == len(text) && !written.Exponent && n != 0
	if plain && (written.Fraction == 0 && written.Digits <= mostDigits+1 || written.Digits <= mostDigits && text[len(text)-1] != '0') {
		return text
	}
	if n == 0 {
		return "0"
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', mostDigits, 64), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// lastSerial is 9999-12-31.
const lastSerial = 2_958_465

// date writes a number of days since the workbook's first as a date, with a time where it has one; a part of a day alone is a time.
func (b *workbook) date(serial float64) (string, bool) {
	if serial < 0 || serial > lastSerial+1 {
		return "", false
	}
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.from1904:
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60: // Excel has a 29 February in 1900, which never was
		first = first.AddDate(0, 0, 1)
	}
	days, part := math.Modf(serial)
	seconds := math.Round(part * secondsOfDay)
	at := first.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case serial == 0 && !b.from1904:
		return "1900-01-00", true // as a spreadsheet shows it, which is no date
	case days == 0 && seconds > 0 && !b.from1904:
		return strings.TrimSuffix(at.Format("15:04:05"), ":00"), true
	case seconds == 0 || seconds == secondsOfDay:
		return at.Format(time.DateOnly), true
	}
	return strings.TrimSuffix(at.Format("2006-01-02 15:04:05"), ":00"), true
}

const secondsOfDay = 24 * 60 * 60

// time writes a number of days as a time of day, or as the time that has passed, to the second.
func (f *numberFormat) time(days float64) string {
	seconds := int64(math.Round(days * secondsOfDay))
	if f.elapsed == 0 {
		seconds %= secondsOfDay
	}
	hours, minutes := seconds/3600, seconds/60%60
	if seconds %= 60; f.elapsed == 0 {
		if text := fmt.Sprintf("%02d:%02d", hours, minutes); seconds == 0 {
			return text
		}
		return fmt.Sprintf("%02d:%02d:%02d", hours, minutes, seconds)
	}
	switch {
	case f.elapsed == 's':
		return strconv.FormatInt(hours*3600+minutes*60+seconds, 10)
	case f.elapsed == 'm' && f.seconds:
		return fmt.Sprintf("%02d:%02d", hours*60+minutes, seconds)
	case f.elapsed == 'm':
		return strconv.FormatInt(hours*60+minutes, 10)
	case f.seconds:
		return fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds)
	}
	return fmt.Sprintf("%d:%02d", hours, minutes)
}

// columnOf reads the letters of a reference such as C17: its column from 0, -1 where it has none.
func columnOf(reference []byte) int {
	column := 0
	for i, c := range reference {
		if c < 'A' || c > 'Z' {
			if i == 0 {
				return -1
			}
			return column - 1
		}
		if column = column*26 + int(c-'A') + 1; column > 1<<24 {
			return 1 << 24
		}
	}
	return column - 1
}

// referenceOf writes a place as a spreadsheet does.
func referenceOf(column, row int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	if row == 0 {
		return letters
	}
	return letters + strconv.Itoa(row)
}

// unitOf is what a cell shows a number with. A text has what it shows.
func (b *workbook) unitOf(c *rawCell) tabular.Unit {
	if c.style < 0 || c.style >= len(b.formats) || c.kind != "" && c.kind != "n" {
		return tabular.NoUnit
	}
	return b.formats[c.style].unit
}
