// Package object takes flat JSON objects apart: those of people's files strictly, with an error that says what is wrong, and the records of a
// list, which callflow wrote itself, without looking twice. It writes records as JSON and NDJSON too, which they are already. It may import
// no format.
package object

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"callflow/internal/tabular"
)

// Member is one key of an object with its value.
type Member struct {
	Key  string
	Cell tabular.Cell
}

// Parser reads one flat JSON object (RFC 8259) from a string, without copying what has no
// escapes. encoding/json would lose the order of keys, keys given twice and half characters.
type Parser struct {
	text    string
	pos     int
	members []Member
}

// Parse returns the members, valid until the next call, or an error without its line.
func (p *Parser) Parse(text string) ([]Member, *tabular.RowError) {
	p.text, p.pos, p.members = text, 0, p.members[:0]
	if p.peek() != '{' {
		return nil, &tabular.RowError{Reason: noObject(text)}
	}
	p.pos++
	if p.peek() == '}' {
		p.pos++
		return p.members, p.end()
	}
	for {
		if bad := p.member(); bad != nil {
			return nil, bad
		}
		switch p.peek() {
		case ',':
			p.pos++
		case '}':
			p.pos++
			return p.members, p.end()
		default:
			return nil, p.invalid("a comma or } is missing")
		}
	}
}

// NotJSON begins the reason of a line that is no JSON at all.
const NotJSON = "the line is not JSON"

// KeyTwice is the reason of an object that has a key twice, which the parser takes: whoever fills columns finds it.
const KeyTwice = "the row has this key twice; take one out"

// noObject says what a line is that does not begin as an object does.
func noObject(text string) string {
	if json.Valid([]byte(text)) || strings.HasPrefix(text, "[") {
		return `the line is not a JSON object; write {"column": "value"}`
	}
	return `the line is not JSON; write {"column": "value"}, or, where the file is CSV, name it .csv or say that its format is csv`
}

// peek skips white space and returns the byte at pos, 0 at the end.
func (p *Parser) peek() byte {
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (p *Parser) end() *tabular.RowError {
	p.peek()
	if p.pos < len(p.text) {
		return p.invalid("the object has ended, and more follows; put each object on a line of its own")
	}
	return nil
}

func (p *Parser) invalid(what string) *tabular.RowError {
	position := utf8.RuneCountInString(p.text[:p.pos]) + 1
	return &tabular.RowError{Reason: fmt.Sprintf("not valid JSON at character %d: %s", position, what)}
}

func (p *Parser) member() *tabular.RowError {
	if p.peek() != '"' {
		return p.invalid("a key in double quotes is missing")
	}
	key, bad := p.quoted()
	if bad != nil {
		return bad
	}
	if key == "" {
		return &tabular.RowError{Reason: "a key is empty; name it"}
	}
	if p.peek() != ':' {
		return p.invalid("a colon is missing after the key")
	}
	p.pos++
	cell, bad := p.value()
	if bad != nil {
		bad.Column = key
		return bad
	}
	p.members = append(p.members, Member{key, cell})
	return nil
}

func (p *Parser) value() (tabular.Cell, *tabular.RowError) {
	switch c := p.peek(); {
	case c == '"':
		text, bad := p.quoted()
		return tabular.Cell{Text: text, Kind: tabular.Text}, bad
	case c == '{':
		return tabular.Cell{}, &tabular.RowError{Reason: "the value is an object; give each of its values a key of its own in the row"}
	case c == '[':
		return tabular.Cell{}, &tabular.RowError{Reason: "the value is a list; give one value"}
	case p.word("true"), p.word("false"):
		return tabular.Cell{Text: strconv.FormatBool(c == 't'), Kind: tabular.Bool}, nil
	case p.word("null"):
		return tabular.Cell{Kind: tabular.Null}, nil
	}
	n := ScanNumber(p.text[p.pos:]).Length
	if n == 0 {
		return tabular.Cell{}, p.invalid("a value is missing: text in double quotes, a number, true, false or null")
	}
	start := p.pos
	p.pos += n
	return tabular.Cell{Text: p.text[start:p.pos], Kind: tabular.Number}, nil
}

func (p *Parser) word(word string) bool {
	if !strings.HasPrefix(p.text[p.pos:], word) {
		return false
	}
	p.pos += len(word)
	return true
}

// quoted reads a string whose opening quote is at pos.
func (p *Parser) quoted() (string, *tabular.RowError) {
	opened := p.pos
	p.pos++
	start := p.pos
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			return p.text[start : p.pos-1], nil
		case c == '\\':
			return p.escapedString(opened, start)
		case c < ' ':
			return "", p.invalid("a control character stands in a string; write it as an escape such as \\n")
		}
	}
	p.pos = opened
	return "", p.invalid("the string that begins here is never closed")
}

// escapedString goes on at the first escape of a string that begins at start.
func (p *Parser) escapedString(opened, start int) (string, *tabular.RowError) {
	text := append(make([]byte, 0, len(p.text)-start), p.text[start:p.pos]...)
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		switch {
		case c == '"':
			p.pos++
			return string(text), nil
		case c < ' ':
			return "", p.invalid("a control character stands in a string; write it as an escape such as \\n")
		case c == '\\':
			r, bad := p.escape()
			if bad != nil {
				return "", bad
			}
			text = utf8.AppendRune(text, r)
		default:
			text = append(text, c)
			p.pos++
		}
	}
	p.pos = opened
	return "", p.invalid("the string that begins here is never closed")
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads the escape at pos.
func (p *Parser) escape() (rune, *tabular.RowError) {
	if p.pos+1 < len(p.text) {
		if r, known := escapes[p.text[p.pos+1]]; known {
			p.pos += 2
			return r, nil
		}
	}
	r := hexEscape(p.text[p.pos:])
	switch {
	case r < 0:
		return 0, p.invalid(`the escape is not known; a backslash itself is written \\`)
	case r == 0:
		return 0, p.invalid("a NUL character is not text; take it out")
	case !utf16.IsSurrogate(r):
		p.pos += 6
		return r, nil
	}
	pair := utf16.DecodeRune(r, hexEscape(p.text[p.pos+6:]))
	if pair == utf8.RuneError {
		return 0, p.invalid("the escape is half of a character; the other half must follow it")
	}
	p.pos += 12
	return pair, nil
}

// hexEscape is the code of an escape such as \u00e5 at the start of text, or -1.
func hexEscape(text string) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	code, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil {
		return -1
	}
	return rune(code)
}
