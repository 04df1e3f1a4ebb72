package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quantity is a number with what it counts.
type quantity struct {
	value    float64
	unit     string
	decimals int
}

func milliseconds(seconds float64) quantity { return quantity{seconds * 1000, "ms", 2} }
func perSecond(seconds float64, of string) quantity {
	return quantity{1 / seconds, of + "/s", 0}
}
func times(ratio float64, what string) quantity { return quantity{ratio, "× " + what, 2} }
func percent(ratio float64, what string) quantity {
	return quantity{ratio * 100, "% of " + what, 1} // or 59.6 would read as a 60 that is not enough
}
func megabytes(bytes float64) quantity { return quantity{bytes / 1e6, "MB", 0} }

func (q quantity) String() string {
	if q.unit == "" {
		return "–"
	}
	return thousands(strconv.FormatFloat(q.value, 'f', q.decimals, 64)) + " " + q.unit
}

// thousands separates the whole part of a number's digits: 1234567.8 becomes 1,234,567.8.
func thousands(digits string) string {
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFraction {
		return whole + "." + fraction
	}
	return whole
}

// bar is what is wanted of a quantity. The zero value wants nothing.
type bar struct {
	limit float64 // in the quantity's own unit
	least bool    // the quantity must be at least the limit; else at most
}

func atLeast(limit float64) bar { return bar{limit, true} }
func atMost(limit float64) bar  { return bar{limit, false} }

// describe says the bar in the unit of the quantity that it is for.
func (b bar) describe(q quantity) string {
	if b.limit == 0 {
		return "–"
	}
	limit := thousands(strconv.FormatFloat(b.limit, 'f', -1, 64)) + " " + q.unit
	if b.least {
		return "at least " + limit
	}
	return "at most " + limit
}

func (b bar) verdict(q quantity) string {
	switch {
	case b.limit == 0:
		return ""
	case b.least == (q.value >= b.limit), q.value == b.limit:
		return "yes"
	default:
		return "**no**"
	}
}

// row is one line of the table. The bar is for ratio where there is one, else for figure.
type row struct {
	measure string
	figure  quantity
	ready   quantity // the same, served ready-made, or from SQLite where PostgreSQL is measured
	ratio   quantity
	wanted  bar
	note    string // beside the figure
}

func (r row) judged() quantity {
	if r.ratio.unit == "" {
		return r.figure
	}
	return r.ratio
}

func (r row) cells() []string {
	figure := r.figure.String()
	if r.note != "" {
		figure += " (" + r.note + ")"
	}
	judged := r.judged()
	return []string{r.measure, figure, r.ready.String(), r.ratio.String(), r.wanted.describe(judged), r.wanted.verdict(judged)}
}

// headings name the columns: what is measured, and what stands beside it.
func headings(measured, beside string) []string {
	return []string{"measure", measured, beside, "ratio", "wanted", "met"}
}

// writeTable writes the rows as a Markdown table whose columns line up in plain text too.
func writeTable(w io.Writer, headings []string, rows []row) error {
	lines := [][]string{headings}
	for _, r := range rows {
		lines = append(lines, r.cells())
	}
	widths := make([]int, len(headings))
	for _, cells := range lines {
		for i, cell := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for i, cells := range lines {
		for column, cell := range cells {
			b.WriteString("| " + cell + strings.Repeat(" ", widths[column]-utf8.RuneCountInString(cell)) + " ")
		}
		b.WriteString("|\n")
		if i > 0 {
			continue
		}
		for _, width := range widths {
			b.WriteString("|" + strings.Repeat("-", width+2))
		}
		b.WriteString("|\n")
	}
	_, err := fmt.Fprint(w, b.String())
	return err
}
