package letters

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
)

// ByteOrderMark is the encoding that a mark at the beginning tells, and how long the mark is.
func ByteOrderMark(head []byte) (tabular.Encoding, int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return tabular.UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")):
		return tabular.UTF32LE, 4
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return tabular.UTF32BE, 4
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return tabular.UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return tabular.UTF16BE, 2
	}
	return "", 0
}

// unmarked16 knows UTF-16 without a mark: every other byte of its ASCII letters is zero.
func unmarked16(head []byte) tabular.Encoding {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	enough, few := len(head)/8, len(head)/50+1
	switch {
	case len(head) < 4:
	case zeros[1] > enough && zeros[0] <= few:
		return tabular.UTF16LE
	case zeros[0] > enough && zeros[1] <= few:
		return tabular.UTF16BE
	}
	return ""
}

// chooseEncoding finds what the file is written in, by all of its bytes.
//
// In text of one byte a letter, what is beyond ASCII is almost never also valid UTF-8 (it takes "Å»" or the like), and UTF-8 text with
// some bad bytes is still UTF-8. So the two are counted: where at least one in five is a valid sequence, the file is UTF-8 and its bad
// bytes become row errors. A file pasted together from both is then told of, rather than read as "Ã¸". Else that encoding is taken
// which makes words of the bytes, where one alone does. A file of rows that were not taken tells in what the file was written that they are of:
// its own letters may be too few to be sure. It may have been saved as UTF-8 since.
func (in *Input) chooseEncoding() error {
	if err := in.rewind(); err != nil {
		return err
	}
	var s survey
	if err := s.take(in); err != nil {
		return err
	}
	in.samples, in.doubled = s.samples, s.doubled
	if s.doubled > 0 {
		in.samples = s.twice
	}
	switch {
	case s.valid == 0 && s.invalid == 0:
		in.Coding, in.by = Coding{Name: tabular.UTF8}, tabular.ByASCII
		return nil
	case s.valid*4 >= s.invalid:
		in.Coding, in.by = Coding{Name: tabular.UTF8}, tabular.ByBytes
		return nil
	}
	if told, ok := CodingOf(in.told); ok {
		return in.chooseTold(&told, &s)
	}
	guess, possible := guessEncoding(&s.highs)
	if len(possible) > 0 {
		return inDoubt(possible, s.samples)
	}
	in.Coding, in.by, in.doubled = guess, tabular.ByLetters, 0
	return nil
}

// chooseTold takes the encoding that a file of rejected rows tells, or that in which it was saved since, by the letters that it has behind. Where
// there are none and its bytes speak for another one, or some letters are UTF-8, whoever mended it has saved it in that: then it is not certain.
func (in *Input) chooseTold(told *Coding, s *survey) error {
	saved, known := in.savedIn(told)
	if !known || s.valid > 0 {
		if other, ok := s.against(told); ok {
			return inDoubt([]Coding{*told, other}, s.samples)
		}
		saved = *told
	}
	in.Coding, in.by, in.doubled = saved, tabular.ByTold, 0
	return nil
}

// savedIn is the encoding in which the letters behind the one that is told are what they were; false where there are none, or no encoding is.
func (in *Input) savedIn(told *Coding) (Coding, bool) {
	letters := WitnessOf(told)
	if len(in.witness) == 0 || letters == "" {
		return Coding{}, false
	}
	if wrote(told, letters, in.witness) {
		return *told, true
	}
	for _, name := range guessed {
		if c, _ := CodingOf(name); wrote(&c, letters, in.witness) {
			return c, true
		}
	}
	return Coding{}, false
}

// wrote says whether an encoding makes these bytes of letters, of which it may lack some.
func wrote(c *Coding, letters string, raw []byte) bool {
	had := strings.Count(c.Text(raw), "") - strings.Count(c.Text(raw), "?")
	return had > 2 && bytes.Equal(c.Encode(letters), raw)
}

// farApart is by how much of a letter the encoding that is told makes worse words than another one that is certain, where it is not believed:
// a few letters that were rejected are often nearly as good in another encoding.
const farApart = 1.5

// against is the encoding for which the bytes speak rather than for the one that is told: UTF-8 where some letters are written so, or the one
// that makes by far the better words of them.
func (s *survey) against(told *Coding) (Coding, bool) {
	if s.valid > 0 {
		return Coding{Name: tabular.UTF8}, true
	}
	guess, possible := guessEncoding(&s.highs)
	if len(possible) > 0 {
		return Coding{}, false
	}
	behind := score(&guess, &s.highs) - score(told, &s.highs)
	return guess, behind > 0 && behind >= farApart*differing(&guess, told, &s.highs)
}

// resaved notices a file of rejected rows that was saved in another encoding since, although the one was said again that it tells.
func (in *Input) resaved() error {
	if err := in.rewind(); err != nil {
		return err
	}
	var s survey
	if err := s.take(in); err != nil {
		return err
	}
	saved, known := in.savedIn(&in.Coding)
	switch {
	case s.valid > 0 && s.invalid == 0:
		in.Coding, in.by = Coding{Name: tabular.UTF8}, tabular.ByBytes
	case known && saved.Name != in.Coding.Name:
		in.Coding, in.by = saved, tabular.ByTold
	}
	return nil
}

// inDoubt is the error of a file that more than one encoding makes words of, or none.
func inDoubt(possible []Coding, samples [][]byte) error {
	e := &tabular.FileError{
		Reason: "it is not certain how the file writes its letters",
		Fix:    "say which encoding is right, or save the file as UTF-8", Otherwise: true,
	}
	var told []string
	for i := range possible {
		p := tabular.PossibleEncoding{Encoding: possible[i].Name, Samples: readSamples(&possible[i], samples)}
		e.Possible = append(e.Possible, p)
		told = append(told, fmt.Sprintf("as %s it has %q", p.Encoding, p.Samples))
	}
	e.Reason += ": " + strings.Join(told, ", ")
	return e
}

func readSamples(c *Coding, raw [][]byte) []string {
	samples := make([]string, 0, len(raw))
	for _, one := range raw {
		samples = append(samples, c.Text(one))
	}
	return samples
}

// Flaw says why text is not clean text, or "". It is asked only of rows with an unclean line.
func Flaw(text string, of *Coding) string {
	if strings.IndexByte(text, 0) >= 0 {
		return "holds a NUL character, which is not text; take it out"
	}
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		if size == 1 && of.table != nil {
			return fmt.Sprintf("holds the byte 0x%02X, which is no letter in %s; save the file as UTF-8", text[i], shownName(of.Name))
		}
		if size == 1 {
			return fmt.Sprintf("holds the byte 0x%02X where it is not valid UTF-8; save the whole file as UTF-8", text[i])
		}
		if of.Name == tabular.UTF16LE || of.Name == tabular.UTF16BE {
			return "holds half of a UTF-16 character; save the file as UTF-8"
		}
		if of.stream != nil {
			return "holds bytes that are no letter in " + shownName(of.Name) + "; save the file as UTF-8"
		}
	}
	return ""
}
