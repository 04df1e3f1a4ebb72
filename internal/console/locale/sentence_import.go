package locale

import (
	"cmp"
	"iter"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"
)

var importPatterns = patternsOf(importSentences)

// importPhrase says one of importSentences. What stands behind it may be another one.
func (r Reader) importPhrase(text string) (string, bool) {
	for i, pattern := range importPatterns {
		found := pattern.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		holes := make([]any, len(found)-1)
		for at := range holes {
			holes[at] = r.valueIn(found[at+1])
		}
		if last := len(holes) - 1; last >= 0 && strings.HasSuffix(importSentences[i].verbs, "%s") {
			said, known := r.importPhrase(found[last+1])
			if known {
				holes[last] = said
			} else if strings.HasSuffix(importSentences[i].verbs, "%s %s") { // it goes on
				continue
			}
		}
		return r.T(cmp.Or(importSentences[i].pages, importSentences[i].verbs), holes...), true
	}
	return "", false
}

// importWord says in the reader's language what a verb says of a file, a row or a cell, if it is known.
func (r Reader) importWord(text string) (string, bool) {
	bare := strings.TrimSuffix(text, ".")
	first, size := utf8.DecodeRuneInString(bare)
	for _, form := range []string{bare, string(unicode.ToLower(first)) + bare[size:]} {
		said, known := r.importPhrase(form)
		if !known {
			continue
		}
		if form != bare {
			begin, size := utf8.DecodeRuneInString(said)
			said = string(unicode.ToUpper(begin)) + said[size:]
		}
		return said + text[len(bare):], true
	}
	if said := r.Said(text); said != text || Has(text) {
		return said, true
	}
	return text, false
}

// Reason says what is wrong with a cell or a row in the reader's language: where it stands behind the column's name, and has that itself,
// it has it once.
func (r Reader) Reason(text string) string {
	said, _ := r.oneReason(text)
	return said
}

func (r Reader) oneReason(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	if column, rest, found := strings.Cut(text, ": "); found && strings.HasPrefix(rest, column+" ") {
		return r.oneReason(rest)
	}
	if said, known := r.importWord(text); known {
		return said, true
	}
	for at := strings.Index(text, ": "); at >= 0; {
		column, rest := text[:at], text[at+2:]
		if said, known := r.importWord(rest); known {
			return column + ": " + said, true
		}
		next := strings.Index(rest, ": ")
		if next < 0 {
			break
		}
		at += 2 + next
	}
	return text, false
}

// Reasons says all that is wrong with a row, as rejected rows have it: the reasons of its cells one after the other.
func (r Reader) Reasons(text string) string {
	pieces := strings.Split(text, "; ")
	var all []string
	for begin := 0; begin < len(pieces); {
		end, said := begin+1, pieces[begin] // as it is, where nobody knows it
		for to := begin + 1; to <= len(pieces); to++ {
			if one, known := r.oneReason(strings.Join(pieces[begin:to], "; ")); known {
				end, said = to, one
				break
			}
		}
		all = append(all, strings.TrimSuffix(said, "."))
		begin = end
	}
	return strings.Join(all, "; ")
}

// ImportSentence says what is wrong with a file, or what to do about it.
func (r Reader) ImportSentence(text string) string {
	if said, known := r.importWord(text); known {
		return said
	}
	line, rest, found := strings.Cut(text, ": ")
	number, isLine := strings.CutPrefix(line, "Line ")
	if !found || !isLine || rest == "" {
		return text
	}
	begun := strings.ToUpper(rest[:1]) + rest[1:]
	if said, known := r.importWord(begun); known {
		return r.T("Line %s: %s", number, said)
	}
	if sentence := longestOf(maps.Keys(norwegian().texts), begun); sentence != "" {
		rest = r.T(sentence) + rest[len(sentence):]
	}
	return r.T("Line %s: %s", number, rest)
}

// longestOf is the longest of the sentences that a text begins with, "" where it begins with none.
func longestOf(sentences iter.Seq[string], text string) string {
	longest := ""
	for sentence := range sentences {
		if len(sentence) > len(longest) && strings.HasSuffix(sentence, ".") && strings.HasPrefix(text, sentence) {
			longest = sentence
		}
	}
	return longest
}
