package lookup

// isOfNumber says whether a letter is one that numbers are written with: telephone numbers, an organisation's, ids with a year before them.
func isOfNumber(c byte) bool {
	switch c {
	case ' ', '+', '-', '(', ')':
		return true
	}
	return isDigit(c)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// numberEnd is where the letters end that a folded text begins with, and that numbers are written with.
func numberEnd(text []byte) int {
	for i, c := range text {
		if !isOfNumber(c) {
			return i
		}
	}
	return len(text)
}

// appendNumbers appends the numbers of a folded text by their digits alone, each as a value of its own, where something stands between
// the digits: that is how Parse looks for them, however much of one somebody writes. What has fewer digits is looked for as it stands.
func appendNumbers(dst, text []byte) []byte {
	for len(text) > 0 {
		end := numberEnd(text)
		if digits, broken := countDigits(text[:end]); broken && digits >= leastTold {
			dst = appendDigits(append(dst, between), text[:end])
		}
		text = text[min(end+1, len(text)):]
	}
	return dst
}

// countDigits counts the digits of a text, and says whether something stands between them.
func countDigits(text []byte) (digits int, broken bool) {
	last := 0
	for i, c := range text {
		if !isDigit(c) {
			continue
		}
		broken = broken || digits > 0 && i > last+1
		last = i
		digits++
	}
	return digits, broken
}

// appendDigits appends the digits of a text alone.
func appendDigits[T ~string | ~[]byte](dst []byte, text T) []byte {
	for i := range len(text) {
		if c := text[i]; isDigit(c) {
			dst = append(dst, c)
		}
	}
	return dst
}
