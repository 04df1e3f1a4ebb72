package letters

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const (
	mostSamples   = 3
	longestSample = 60 // bytes on each side of a letter
)

// survey is what all bytes of a file tell of its encoding, gathered in one pass in constant memory.
type survey struct {
	valid, invalid int64 // sequences beyond ASCII that are UTF-8, and bytes that are not
	doubled        int64 // letters that were made UTF-8 twice
	highs          byteContexts
	samples        [][]byte // values with a byte beyond ASCII, as they are
	twice          [][]byte // values with a letter that was encoded twice
}

// byteContexts counts bytes beyond ASCII by what stands before and behind each.
type byteContexts [128 * kindsOfNeighbour * kindsOfNeighbour]int64

type byteContext struct {
	b             byte
	before, after neighbour
}

// neighbour is what kind of a sign a byte is.
type neighbour uint8

const (
	outside neighbour = iota // nothing, a blank or a mark
	small                    // a to z
	capital                  // A to Z
	digit
	beyond // ASCII

	kindsOfNeighbour = iota
)

var neighbours = func() (table [256]neighbour) {
	for i := range table {
		switch {
		case i >= utf8.RuneSelf:
			table[i] = beyond
		case unicode.IsLower(rune(i)):
			table[i] = small
		case unicode.IsUpper(rune(i)):
			table[i] = capital
		case unicode.IsDigit(rune(i)):
			table[i] = digit
		}
	}
	return table
}()

// take reads all of r.
func (s *survey) take(r io.Reader) error {
	buf := make([]byte, 256<<10)
	carried := 0
	for {
		n, err := r.Read(buf[carried:])
		if err != nil && err != io.EOF {
			return err
		}
		rest := s.count(buf[:carried+n], err == io.EOF)
		if err == io.EOF {
			return nil
		}
		carried = copy(buf, rest)
	}
}

// count takes a piece of the file, and returns a sequence that the next bytes complete.
func (s *survey) count(text []byte, last bool) []byte {
	at, lead := 0, rune(0)
	for {
		ascii := asciiPrefix(text[at:])
		at += ascii
		if at == len(text) || (!last && !utf8.FullRune(text[at:])) {
			return text[at:]
		}
		if ascii > 0 {
			lead = 0
		}
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			s.invalid++
			s.highs.add(text, at)
		} else {
			s.valid++
		}
		if lead != 0 && isDoubled(lead, r) {
			s.doubled++
			s.twice = sample(s.twice, text, at)
		}
		if len(s.samples) < mostSamples {
			s.samples = sample(s.samples, text, at)
		}
		lead = r
		at += size
	}
}

func (c *byteContexts) add(text []byte, at int) {
	before, after := outside, outside
	if at > 0 {
		before = neighbours[text[at-1]]
	}
	if at+1 < len(text) {
		after = neighbours[text[at+1]]
	}
	c[(int(text[at]-utf8.RuneSelf)*kindsOfNeighbour+int(before))*kindsOfNeighbour+int(after)]++
}

// each gives those that there are, with how often.
func (c *byteContexts) each(yield func(byteContext, float64) bool) {
	for i, times := range c {
		one := byteContext{
			b:      byte(utf8.RuneSelf + i/kindsOfNeighbour/kindsOfNeighbour),
			before: neighbour(i / kindsOfNeighbour % kindsOfNeighbour), after: neighbour(i % kindsOfNeighbour),
		}
		if times > 0 && !yield(one, float64(times)) {
			return
		}
	}
}

// sample adds the value around a place, unless there are enough.
func sample(samples [][]byte, text []byte, at int) [][]byte {
	if len(samples) == mostSamples {
		return samples
	}
	begin, end := max(0, at-longestSample), min(len(text), at+longestSample)
	if i := bytes.LastIndexAny(text[begin:at], ",;\t|\"\r\n"); i >= 0 {
		begin += i + 1
	}
	if i := bytes.IndexAny(text[at:end], ",;\t|\"\r\n"); i >= 0 {
		end = at + i
	}
	value := bytes.TrimSpace(text[begin:end])
	if slices.ContainsFunc(samples, func(known []byte) bool { return bytes.Equal(known, value) }) {
		return samples
	}
	return append(samples, slices.Clone(value))
}

// isDoubled says whether two letters are one whose two bytes of UTF-8 were taken for letters of Windows-1252, of DOS or of a Macintosh.
func isDoubled(lead, r rune) bool {
	switch lead {
	case 'Ã': // 0xC3 in Windows-1252
		return r >= 0x80 && r <= 0xbf || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r)
	case '├': // in the DOS code pages
		return !strings.ContainsRune("─┤┬┴┼│ ", r)
	case '√': // in Macintosh
		return strings.ContainsRune(secondOfMacintosh, r)
	}
	return false
}

// secondOfMacintosh are the letters that Macintosh programs make of the second byte of a letter beyond ASCII.
var secondOfMacintosh = func() string {
	letters := make([]rune, 0, 64)
	for b := byte(0x80); b < 0xc0; b++ {
		letters = append(letters, charmap.Macintosh.DecodeByte(b))
	}
	return string(letters)
}()

// asciiPrefix is the number of bytes before the first that is not ASCII.
func asciiPrefix(text []byte) int {
	i := 0
	for ; len(text)-i >= 8; i += 8 {
		if binary.LittleEndian.Uint64(text[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for ; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			break
		}
	}
	return i
}
