package remote

import "bytes"

// The scanner finds where JSON values begin and end, and parses none: a page is a megabyte of which most callers
// look at little. Each function takes the place where it begins, and gives the place after what it read, -1 where
// the text is no JSON.

// space skips white space.
func space(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	return at
}

// skipString skips a string whose opening quote is at at.
func skipString(text []byte, at int) int {
	for at++; at < len(text); at++ {
		end := bytes.IndexByte(text[at:], '"')
		if end < 0 {
			return -1
		}
		at += end
		escapes := 0
		for text[at-1-escapes] == '\\' { // it ends at the opening quote
			escapes++
		}
		if escapes%2 == 0 {
			return at + 1
		}
	}
	return -1
}

// skipValue skips a value of any kind. Brackets have to match in number, not in kind: what is in a record its reader checks.
func skipValue(text []byte, at int) int {
	if at < 0 || at >= len(text) {
		return -1
	}
	switch text[at] {
	case '"':
		return skipString(text, at)
	case '{', '[':
		return skipNested(text, at)
	}
	start := at
	for at < len(text) && !endsValue[text[at]] {
		at++
	}
	if at == start {
		return -1
	}
	return at
}

// endsValue are the bytes that end a number or a name.
var endsValue = [256]bool{',': true, '}': true, ']': true, ':': true, '"': true, '{': true, '[': true, ' ': true, '\n': true, '\r': true, '\t': true}

func skipNested(text []byte, at int) int {
	depth := 0
	for at >= 0 && at < len(text) {
		switch text[at] {
		case '"':
			at = skipString(text, at)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
		at++
	}
	return -1
}

// eachElement gives every element of an array. false where the text is no array.
func eachElement(text []byte, each func(value []byte) bool) bool {
	_, ok := elements(text, space(text, 0), each)
	return ok
}

// elements gives every element of the array at at, and the place after it.
func elements(text []byte, at int, each func(value []byte) bool) (int, bool) {
	if at >= len(text) || text[at] != '[' {
		return -1, false
	}
	at = space(text, at+1)
	if at < len(text) && text[at] == ']' {
		return at + 1, true
	}
	for {
		end := skipValue(text, at)
		if end < 0 {
			return -1, false
		}
		if !each(text[at:end:end]) {
			return end, true
		}
		at = space(text, end)
		if at >= len(text) || text[at] != ',' && text[at] != ']' {
			return -1, false
		}
		if text[at] == ']' {
			return at + 1, true
		}
		at = space(text, at+1)
	}
}

// eachMember gives every member of an object, key and value raw. false where the text is no object.
func eachMember(text []byte, each func(key, value []byte) bool) bool {
	at := space(text, 0)
	if at >= len(text) || text[at] != '{' {
		return false
	}
	at = space(text, at+1)
	if at < len(text) && text[at] == '}' {
		return true
	}
	for {
		key, from := memberKey(text, at)
		end := skipValue(text, from)
		if end < 0 {
			return false
		}
		if !each(key, text[from:end:end]) {
			return true
		}
		at = space(text, end)
		if at >= len(text) || text[at] != ',' {
			return at < len(text) && text[at] == '}'
		}
		at = space(text, at+1)
	}
}

// memberKey reads a key and its colon, and gives the place of the value.
func memberKey(text []byte, at int) (key []byte, value int) {
	if at >= len(text) || text[at] != '"' {
		return nil, -1
	}
	end := skipString(text, at)
	if end < 0 {
		return nil, -1
	}
	colon := space(text, end)
	if colon >= len(text) || text[colon] != ':' {
		return nil, -1
	}
	return text[at:end:end], space(text, colon+1)
}

// isKey says whether a raw key is the one wanted, without making a string of it where it has no escapes.
func isKey(raw []byte, wanted string) bool {
	plain := raw[1 : len(raw)-1]
	if hasEscape(plain) {
		return textOf(raw) == wanted
	}
	return string(plain) == wanted
}

func hasEscape(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 }
