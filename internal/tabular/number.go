package tabular

// number is the shape of a number in JSON's grammar (RFC 8259, section 6).
type number struct {
	length   int // in bytes; 0 when there is no number
	digits   int // before and after the mark, not of the exponent
	fraction int // digits after the mark
	exponent bool
}

// scanNumber reads the number at the start of text.
func scanNumber(text string) number {
	var n number
	i := 0
	if i < len(text) && text[i] == '-' {
		i++
	}
	whole := countDigits(text[i:])
	if whole == 0 {
		return number{}
	}
	if text[i] == '0' {
		whole = 1 // what follows a leading zero is not part of the number
	}
	i += whole
	if i < len(text) && text[i] == '.' {
		n.fraction = countDigits(text[i+1:])
		if n.fraction == 0 {
			return number{}
		}
		i += 1 + n.fraction
	}
	n.digits = whole + n.fraction
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		n.exponent = true
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		power := countDigits(text[i:])
		if power == 0 {
			return number{}
		}
		i += power
	}
	n.length = i
	return n
}

func countDigits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}
