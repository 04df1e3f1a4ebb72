package xlsx

import (
	"strings"
	"unicode"

	"callflow/internal/tabular"
)

// numberFormat is what a style makes of a number.
type numberFormat struct {
	kind    formatKind
	amount  bool         // it groups digits, or has decimals: what it shows is no code
	unit    tabular.Unit // what it shows a number with
	seconds bool         // of a time
	elapsed byte         // h, m or s: it counts on beyond a day
	parts   []formatPart
}

type formatKind uint8

const (
	plainFormat formatKind = iota
	dateFormat             // a day, with or without a time
	timeFormat             // a time of day, or one that has passed
	codeFormat             // digits with signs between them, or with zeros in front: a telephone number, an account
)

// formatPart is one of the parts that a format has for positive and negative numbers, and for zero.
type formatPart struct {
	tokens    []formatToken
	condition string // such as <=9999999
	numeric   bool   // it has what only numbers are shown by: decimals, thousands, per cent, a currency
	percent   bool
	currency  bool
	fields    string // letters of dates and times, in order, each once
	elapsed   byte
}

// formatToken is a place for a digit, 0, # or ?, or a text.
type formatToken struct {
	digit byte
	text  string
}

// parseFormat reads a format code.
func parseFormat(code string) numberFormat {
	var f numberFormat
	for _, section := range splitFormat(code) {
		if strings.EqualFold(section, "general") {
			f.parts = append(f.parts, formatPart{tokens: []formatToken{{digit: '#'}}})
			continue
		}
		f.parts = append(f.parts, parsePart(section))
	}
	first := &f.parts[0]
	f.amount = first.numeric
	switch fields := first.fields; {
	case first.elapsed != 0:
		f.kind, f.elapsed, f.seconds = timeFormat, first.elapsed, strings.Contains(fields, "s")
	case strings.ContainsAny(fields, "yd"), fields == "m":
		f.kind = dateFormat
	case fields != "":
		f.kind, f.seconds = timeFormat, strings.Contains(fields, "s")
	case !first.numeric && first.isCode():
		f.kind = codeFormat
	default:
		f.unit = first.unit()
	}
	return f
}

// unit is what stands beside the digits of a number.
func (p *formatPart) unit() tabular.Unit {
	var texts strings.Builder
	for _, token := range p.tokens {
		texts.WriteString(token.text)
	}
	switch {
	case p.percent:
		return tabular.Percent
	case p.currency || strings.ContainsFunc(texts.String(), func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) }):
		return tabular.OtherUnit
	}
	return tabular.NoUnit
}

// splitFormat cuts a format code at semicolons outside quotes, brackets and escapes.
func splitFormat(code string) []string {
	var sections []string
	begun := 0
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			sections = append(sections, code[begun:i])
			begun = i + 1
		case '"', '[':
			i += insideOf(code[i:])
		case '\\', '_', '*':
			i++
		}
	}
	return append(sections, code[begun:])
}

// insideOf is the length of what a quote or a bracket opens, without the sign that closes it.
func insideOf(code string) int {
	closing := byte('"')
	if code[0] == '[' {
		closing = ']'
	}
	if i := strings.IndexByte(code[1:], closing); i >= 0 {
		return i + 1
	}
	return len(code)
}

func parsePart(code string) formatPart {
	var p formatPart
	slash := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"', '[':
			inside := insideOf(code[i:])
			text := code[i+1 : min(len(code), i+inside)]
			if c == '"' {
				p.text(text)
			} else {
				p.bracket(text)
			}
			i += inside
		case '\\':
			if i++; i < len(code) {
				p.text(code[i : i+1])
			}
		case '_', '*':
			i++
		case '0', '#', '?':
			p.tokens = append(p.tokens, formatToken{digit: c})
		case '.', ',', '%', 'E', 'e', '@':
			p.numeric, p.percent = true, p.percent || c == '%'
		case 'y', 'Y', 'd', 'D', 'h', 'H', 'm', 'M', 's', 'S':
			p.field(c | 0x20)
		default:
			slash = slash || c == '/'
			p.text(code[i : i+1])
		}
	}
	p.numeric = p.numeric || slash && p.fields == "" // a fraction; between signs of a code it stands in quotes
	return p
}

func (p *formatPart) text(text string) { p.tokens = append(p.tokens, formatToken{text: text}) }

// field takes a letter of a date or a time. An m beside hours or before seconds is a minute.
func (p *formatPart) field(letter byte) {
	if !strings.Contains(p.fields, string(letter)) {
		p.fields += string(letter)
	}
}

// bracket takes what stands in brackets: hours that have passed, a condition, a currency, or a colour.
func (p *formatPart) bracket(text string) {
	lower := strings.ToLower(text)
	switch {
	case lower != "" && strings.Trim(lower, "hms") == "":
		p.elapsed = lower[0]
		p.field(lower[0])
	case lower != "" && strings.ContainsRune("<>=", rune(lower[0])):
		p.condition = text
	case strings.HasPrefix(text, "$"):
		currency, _, _ := strings.Cut(text[1:], "-")
		p.currency = p.currency || currency != ""
		p.numeric = p.numeric || p.currency
	}
}

// builtIn are the kinds of the formats that workbooks name by a number alone.
func builtIn(id int) numberFormat {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return numberFormat{kind: dateFormat}
	case id == 46:
		return numberFormat{kind: timeFormat, elapsed: 'h', seconds: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return numberFormat{kind: timeFormat, seconds: id == 19 || id == 21 || id == 45 || id == 47}
	case id == 9 || id == 10:
		return numberFormat{amount: true, unit: tabular.Percent}
	case id >= 5 && id <= 8, id == 42 || id == 44:
		return numberFormat{amount: true, unit: tabular.OtherUnit}
	case id >= 2 && id <= 11, id >= 37 && id <= 44, id == 48:
		return numberFormat{amount: true}
	}
	return numberFormat{}
}
