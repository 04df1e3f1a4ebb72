package person

import (
	"bytes"
	"math/bits"
	"slices"
)

// name are the words of a person's name, two or more, the longest first.
type name struct{ words [][]byte }

const (
	mostWords = 64 // of a name that are looked for
	apart     = 6  // words of others that may stand between those of a name
	farApart  = 16 // cells that may stand between two that hold nothing but words of a name
)

// addName adds a name. Letters that stand for names may be left out of it where two words are there without them.
func (t *Traces) addName(text string) {
	normal := trimmed(appendNormal(nil, text))
	var words, whole [][]byte
	for word := range bytes.FieldsFuncSeq(normal, func(r rune) bool { return r < 0x80 && !isWord(byte(r)) }) {
		if contains(words, word) {
			continue
		}
		if words = append(words, word); len(word) > 1 {
			whole = append(whole, word)
		}
	}
	if len(whole) > 1 {
		words = whole
	}
	switch {
	case len(words) > 1:
		words = words[:min(len(words), mostWords)]
		slices.SortStableFunc(words, func(a, b []byte) int { return len(b) - len(a) })
		if !slices.ContainsFunc(t.names, func(n name) bool { return slices.EqualFunc(n.words, words, bytes.Equal) }) {
			t.names = append(t.names, name{words})
		}
	case len(normal) >= leastSure && !contains(t.wholes, normal):
		t.wholes = append(t.wholes, normal)
	}
}

// hasName says whether all words of a name stand near each other, in whatever order.
func (t *Traces) hasName() bool {
	for i := range t.names {
		n := &t.names[i]
		if !slices.ContainsFunc(n.words, func(word []byte) bool { return !bytes.Contains(t.text, word) }) && n.isIn(t.text) {
			return true
		}
	}
	return false
}

func (n *name) isIn(text []byte) bool {
	f := finding{name: n, all: 1<<len(n.words) - 1}
	f.near.last, f.alone.last = make([]int, len(n.words)), make([]int, len(n.words))
	for i := 0; i < len(text); {
		if !isWord(text[i]) {
			if parts(text, i) && f.endCell() {
				return true
			}
			i++
			continue
		}
		end := i + 1
		for end < len(text) && isWord(text[end]) {
			end++
		}
		if f.word(text[i:end]) {
			return true
		}
		i = end
	}
	return f.endCell()
}

// finding is how far a name is found in a text.
type finding struct {
	name  *name
	all   uint64 // its words, as bits
	near  seen   // by words
	alone seen   // by cells that hold nothing but words of the name

	inCell  uint64 // words of the name in the cell so far
	another bool   // it has another word
	any     bool
	words   int
	cells   int
}

// seen is where each word of a name was seen last.
type seen struct {
	words uint64
	last  []int
}

// at notes words at a place, and says whether all are there, and the first of them not further back than so many places.
func (s *seen) at(words uint64, place, back int, all uint64) bool {
	s.words |= words
	for left := words; left != 0; left &= left - 1 {
		s.last[bits.TrailingZeros64(left)] = place
	}
	return s.words == all && place-slices.Min(s.last) <= back
}

// word takes the next word of the text, and says whether the name is found with it.
func (f *finding) word(word []byte) bool {
	f.words++
	f.any = true
	i := slices.IndexFunc(f.name.words, func(own []byte) bool { return bytes.Equal(own, word) })
	if i < 0 {
		f.another = true
		return false
	}
	f.inCell |= 1 << i
	return f.near.at(1<<i, f.words, len(f.name.words)-1+apart, f.all)
}

// endCell ends a cell, and says whether the name is found with it.
func (f *finding) endCell() bool {
	if !f.any {
		return false
	}
	f.cells++
	words, alone := f.inCell, !f.another
	f.inCell, f.another, f.any = 0, false, false
	return alone && f.alone.at(words, f.cells, farApart, f.all)
}
