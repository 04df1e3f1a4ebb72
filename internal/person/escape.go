package person

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeSigns begin what stands for another sign: in JSON, in HTML, and in the addresses of the web.
const escapeSigns = `\&%`

// mostNested is how often what an HTML escape stands for is itself the beginning of one, as in &amp;aring;.
const mostNested = 3

// unescaped is a text with the signs that its escapes stand for, wherever they stand: it need not be whole JSON, and may be JSON within JSON, where
// each backslash is written as two.
func unescaped(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		plain := strings.IndexAny(text[i:], `\%`)
		if plain < 0 {
			b.WriteString(text[i:])
			break
		}
		b.WriteString(text[i : i+plain])
		i += plain
		if text[i] == '%' {
			i += writeByte(&b, text[i:])
			continue
		}
		i += writeEscape(&b, text[i:])
	}
	text = b.String()
	for range mostNested {
		if !strings.Contains(text, "&") {
			break
		}
		text = html.UnescapeString(text)
	}
	return text
}

// writeByte writes the byte that %40 stands for, and says how long that is.
func writeByte(b *strings.Builder, text string) int {
	if len(text) >= 3 {
		if c, err := strconv.ParseUint(text[1:3], 16, 8); err == nil {
			b.WriteByte(byte(c))
			return 3
		}
	}
	b.WriteByte('%')
	return 1
}

// escapedBlanks are the letters that stand for line breaks and the like behind a backslash.
const escapedBlanks = "nrtbf"

// writeEscape writes what the backslashes at the beginning and the sign behind them stand for, and says how long they are.
func writeEscape(b *strings.Builder, text string) int {
	at := backslashes(text)
	if at == len(text) {
		return at
	}
	if r, length := unicodeEscape(text[at:]); length > 0 {
		end := at + length
		if utf16.IsSurrogate(r) {
			next := end + backslashes(text[end:])
			if low, length := unicodeEscape(text[next:]); length > 0 && utf16.DecodeRune(r, low) != utf8.RuneError {
				r, end = utf16.DecodeRune(r, low), next+length
			}
		}
		b.WriteRune(r)
		return end
	}
	if strings.IndexByte(escapedBlanks, text[at]) >= 0 {
		b.WriteByte('\n')
		return at + 1
	}
	return at // what is behind them stands for itself
}

func backslashes(text string) int { return len(text) - len(strings.TrimLeft(text, `\`)) }

// unicodeEscape reads u00e5, and says how long it is; 0 for another text.
func unicodeEscape(text string) (rune, int) {
	const length = 5
	if len(text) < length || text[0] != 'u' {
		return 0, 0
	}
	r, err := strconv.ParseUint(text[1:length], 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(r), length
}
