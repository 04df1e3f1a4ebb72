package letters

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// maxRow is the most bytes that one row may have. It bounds memory, and how far an unclosed quote
// is followed.
const maxRow = 1 << 20

// ErrRowTooLong is the error of a line beyond that bound.
var ErrRowTooLong = errors.New("the row is longer than 1 MiB, and is left out of the rejected rows; mend it in the file that it came from")

// LineReader cuts a source into lines, as UTF-8, and can go back over those it was told to hold. A line ends by a line feed, a carriage
// return or both; newline is the one that most lines of the file end by, and is looked for first.
type LineReader struct {
	source  io.Reader
	coding  *Coding
	newline byte // '\n', or '\r' for old Macintosh files

	Number int  // of the line last returned, from 1
	Clean  bool // the line last returned has no flaw
	Apart  bool // the line last returned may have letters in two parts, a and a ring

	buf      []byte
	pos, end int   // buf[pos:end] has been read and not yet returned
	ahead    int   // the next newline is there; -1: none is before end, as far as is known
	searched int   // no newline is between pos and there
	err      error // of the source; comes after the bytes in buf
	held     int   // where GoBack goes to, -1 for nowhere
	heldLine int
	decoded  []byte
}

// NewLineReader reads a source from its beginning, whose letters are decoded as they were found to be written.
func NewLineReader(source io.Reader, of *Coding, newline byte) *LineReader {
	return &LineReader{source: source, coding: of, newline: newline, held: -1, ahead: -1, buf: make([]byte, 256<<10)}
}

// Next returns the line without its end, valid until the following call. ErrRowTooLong has passed
// over the line, unless lines are held: then it is the held ones together, and GoBack is the way on.
func (l *LineReader) Next() ([]byte, error) {
	for {
		if l.findNewline() {
			return l.takeBefore(l.ahead)
		}
		rest := l.end - l.pos
		if errors.Is(l.err, io.EOF) && rest > 0 {
			return l.takeBefore(l.end)
		}
		if l.err != nil {
			return nil, l.err
		}
		if l.end-l.first() > maxRow {
			if bytes.IndexByte(l.buf[l.pos:l.end], l.other()) >= 0 {
				return l.takeBefore(l.end)
			}
			return l.refuse()
		}
		l.fill()
	}
}

// findNewline looks for the next newline, unless it is known where it is.
func (l *LineReader) findNewline() bool {
	if l.ahead >= l.pos {
		return true
	}
	from := max(l.pos, l.searched)
	i := bytes.IndexByte(l.buf[from:l.end], l.newline)
	if i < 0 {
		l.ahead, l.searched = -1, l.end
		return false
	}
	l.ahead = from + i
	return true
}

// other is the sign by which a line may end as well.
func (l *LineReader) other() byte {
	if l.newline == '\n' {
		return '\r'
	}
	return '\n'
}

// takeBefore returns the line that ends at a place, which a newline or the file's end is at, or earlier at the other sign.
func (l *LineReader) takeBefore(end int) ([]byte, error) {
	line := l.buf[l.pos:end]
	next := min(end+1, l.end)
	if i := bytes.IndexByte(line, l.other()); i >= 0 {
		line = line[:i]
		if l.newline == '\r' || l.pos+i+1 < end { // else it is the first half of the line's end
			next = l.pos + i + 1
		}
	}
	if l.pos+len(line)-l.first() > maxRow {
		return l.refuse()
	}
	l.pos = next
	l.Number++
	if l.newline == '\r' && l.pos < l.end && next == end+1 && l.buf[l.pos] == '\n' {
		l.pos++
	}
	return l.decode(line), nil
}

// refuse steps over a line that is too long, to the next newline.
func (l *LineReader) refuse() ([]byte, error) {
	if l.held >= 0 {
		return nil, ErrRowTooLong
	}
	l.Number++
	for !l.findNewline() {
		l.pos = l.end
		if l.err != nil {
			return nil, ErrRowTooLong
		}
		l.fill()
	}
	l.pos = l.ahead + 1
	return nil, ErrRowTooLong
}

// first is the first byte that must stay in the buffer.
func (l *LineReader) first() int {
	if l.held >= 0 {
		return l.held
	}
	return l.pos
}

func (l *LineReader) fill() {
	if first := l.first(); l.end == len(l.buf) && first > 0 {
		copy(l.buf, l.buf[first:l.end])
		l.pos -= first
		l.end -= first
		l.ahead -= first
		l.searched -= first
		if l.held >= 0 {
			l.held = 0
		}
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for range 100 {
		n, err := l.source.Read(l.buf[l.end:])
		l.end += n
		l.err = err
		if n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}

// Hold keeps every line after the one last returned, until GoBack or Release.
func (l *LineReader) Hold() { l.held, l.heldLine = l.pos, l.Number }

// Release keeps lines no longer.
func (l *LineReader) Release() { l.held = -1 }

// GoBack makes the lines that were returned since Hold come again.
func (l *LineReader) GoBack() {
	l.pos, l.Number = l.held, l.heldLine
	l.held = -1
	l.ahead, l.searched = -1, 0
}

func (l *LineReader) decode(line []byte) []byte {
	ascii := asciiPrefix(line)
	l.Clean, l.Apart = bytes.IndexByte(line[:ascii], 0) < 0, false
	if ascii == len(line) {
		return line
	}
	switch {
	case l.coding.table != nil:
		l.decoded = append(l.decoded[:0], line[:ascii]...)
		for _, b := range line[ascii:] {
			l.decoded = append(l.decoded, l.coding.table[b]...)
		}
		line = l.decoded
	case l.coding.stream != nil:
		l.Clean = l.Clean && !bytes.ContainsRune(line, utf8.RuneError) // which the decoder writes for half a letter
	}
	l.Clean = l.Clean && bytes.IndexByte(line[ascii:], 0) < 0 && utf8.Valid(line[ascii:])
	l.Apart = l.coding.table == nil && MayBeApart(line[ascii:])
	return line
}

// MayBeApart says whether a text may not be in NFC: whether it has a letter from U+0300 on, which the first bytes of UTF-8 tell.
func MayBeApart[T string | []byte](text T) bool {
	i := 0
	for ; len(text)-i >= 4; i += 4 {
		if (text[i] | text[i+1] | text[i+2] | text[i+3]) < 0xc0 {
			continue // no first byte
		}
		if text[i] >= 0xcc || text[i+1] >= 0xcc || text[i+2] >= 0xcc || text[i+3] >= 0xcc {
			return true
		}
	}
	for ; i < len(text); i++ {
		if text[i] >= 0xcc {
			return true
		}
	}
	return false
}
