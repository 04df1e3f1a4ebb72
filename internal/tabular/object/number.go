package object

// Number is the shape of a number in JSON's grammar (RFC 8259, section 6).
type Number struct {
	Length   int // in bytes; 0 when there is no number
	Digits   int // before and after the mark, not of the exponent
	Fraction int // digits after the mark
	Exponent bool
}

// ScanNumber reads the number at the start of text.
func ScanNumber(text string) Number {
	var n Number
	i := 0
	if i < len(text) && text[i] == '-' {
		i++
	}
	whole := countDigits(text[i:])
	if whole == 0 {
		return Number{}
	}
	if text[i] == '0' {
		whole = 1 // what follows a leading zero is not part of the number
	}
	i += whole
	if i < len(text) && text[i] == '.' {
		n.Fraction = countDigits(text[i+1:])
		if n.Fraction == 0 {
			return Number{}
		}
		i += 1 + n.Fraction
	}
	n.Digits = whole + n.Fraction
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		n.Exponent = true
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		power := countDigits(text[i:])
		if power == 0 {
			return Number{}
		}
		i += power
	}
	n.Length = i
	return n
}

func countDigits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}
