package person

import (
	"bytes"
	"slices"
)

const (
	leastDigits = 5 // of a telephone number that is one person's
	ownDigits   = 8 // the last, by which a number is known with a country's code and without
)

// phone are the last digits of a telephone number. A short one has to begin and end where digits do.
type phone []byte

func (t *Traces) addPhone(text string) {
	var d digits
	d.take(appendNormal(nil, text))
	number := phone(bytes.ReplaceAll(d.all, []byte{others}, nil))
	if len(number) < leastDigits {
		return
	}
	number = number[max(0, len(number)-ownDigits):]
	if !slices.ContainsFunc(t.phones, func(known phone) bool { return bytes.Equal(known, number) }) {
		t.phones = append(t.phones, number)
	}
}

// others stands for the letters between digits, which are of two numbers then.
const others = '-'

// digits are those of a text, whatever signs are between them.
type digits struct {
	all  []byte
	ends []bool // whether another sign is behind each
}

func (d *digits) take(normal []byte) {
	d.all, d.ends = d.all[:0], d.ends[:0]
	for i, c := range normal {
		switch {
		case isDigit(c):
			d.all = append(d.all, c)
			d.ends = append(d.ends, i+1 == len(normal) || !isDigit(normal[i+1]))
		case isWord(c) && len(d.all) > 0 && d.all[len(d.all)-1] != others:
			d.all, d.ends = append(d.all, others), append(d.ends, true)
		}
	}
}

func (t *Traces) hasPhone() bool {
	if len(t.phones) == 0 {
		return false
	}
	t.digits.take(t.text)
	return slices.ContainsFunc(t.phones, t.digits.have)
}

func (d *digits) have(number phone) bool {
	for from := 0; ; from++ {
		i := bytes.Index(d.all[from:], number)
		if i < 0 {
			return false
		}
		from += i
		begins := len(number) == ownDigits || from == 0 || d.ends[from-1]
		if begins && d.ends[from+len(number)-1] {
			return true
		}
	}
}
