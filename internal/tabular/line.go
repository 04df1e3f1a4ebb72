package tabular

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// maxRow is the most bytes that one row may have. It bounds memory, and how far an unclosed quote
// is followed.
const maxRow = 1 << 20

var errRowTooLong = errors.New("the row is longer than 1 MiB")

// lineReader cuts a source into lines, as UTF-8, and can go back over those it was told to hold.
type lineReader struct {
	source   io.Reader
	encoding Encoding
	newline  byte // '\n' (a '\r' before it is cut off), or '\r' for old Macintosh files

	number int  // of the line last returned, from 1
	clean  bool // the line last returned has no flaw

	buf      []byte
	pos, end int   // buf[pos:end] has been read and not yet returned
	err      error // of the source; comes after the bytes in buf
	held     int   // where back goes to, -1 for nowhere
	heldLine int
	decoded  []byte
}

func newLineReader(source io.Reader, encoding Encoding, newline byte) *lineReader {
	return &lineReader{source: source, encoding: encoding, newline: newline, held: -1, buf: make([]byte, 256<<10)}
}

// next returns the line without its end, valid until the following call. errRowTooLong has passed
// over the line, unless lines are held: then it is the held ones together, and back is the way on.
func (l *lineReader) next() ([]byte, error) {
	searched := 0
	for {
		if i := bytes.IndexByte(l.buf[l.pos+searched:l.end], l.newline); i >= 0 {
			return l.take(searched+i, 1)
		}
		searched = l.end - l.pos
		if errors.Is(l.err, io.EOF) && searched > 0 {
			return l.take(searched, 0)
		}
		if l.err != nil {
			return nil, l.err
		}
		if l.end-l.first() > maxRow {
			return l.refuse(searched)
		}
		l.fill()
	}
}

// take returns the next n bytes as a line and steps over the newline that follows.
func (l *lineReader) take(n, newline int) ([]byte, error) {
	if l.pos+n-l.first() > maxRow {
		return l.refuse(n)
	}
	line := l.buf[l.pos : l.pos+n]
	l.pos += n + newline
	l.number++
	if l.newline == '\n' && n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return l.decode(line), nil
}

// refuse steps over a line that is too long, of which n bytes are known to hold no newline.
func (l *lineReader) refuse(n int) ([]byte, error) {
	if l.held >= 0 {
		return nil, errRowTooLong
	}
	l.number++
	l.pos += n
	for {
		if i := bytes.IndexByte(l.buf[l.pos:l.end], l.newline); i >= 0 {
			l.pos += i + 1
			return nil, errRowTooLong
		}
		l.pos = l.end
		if l.err != nil {
			return nil, errRowTooLong
		}
		l.fill()
	}
}

// first is the first byte that must stay in the buffer.
func (l *lineReader) first() int {
	if l.held >= 0 {
		return l.held
	}
	return l.pos
}

func (l *lineReader) fill() {
	if first := l.first(); l.end == len(l.buf) && first > 0 {
		copy(l.buf, l.buf[first:l.end])
		l.pos -= first
		l.end -= first
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

// hold keeps every line after the one last returned, until back or release.
func (l *lineReader) hold() { l.held, l.heldLine = l.pos, l.number }

func (l *lineReader) release() { l.held = -1 }

// back makes the lines that were returned since hold come again.
func (l *lineReader) back() {
	l.pos, l.number = l.held, l.heldLine
	l.held = -1
}

func (l *lineReader) decode(line []byte) []byte {
	switch l.encoding {
	case Windows1252:
		return l.decodeWindows1252(line)
	case UTF16LE, UTF16BE:
		// The decoder writes U+FFFD for half a character.
		l.clean = bytes.IndexByte(line, 0) < 0 && !bytes.ContainsRune(line, utf8.RuneError)
	default:
		l.clean = bytes.IndexByte(line, 0) < 0 && utf8.Valid(line)
	}
	return line
}

func (l *lineReader) decodeWindows1252(line []byte) []byte {
	l.clean = bytes.IndexByte(line, 0) < 0
	ascii := asciiPrefix(line)
	if ascii == len(line) {
		return line
	}
	l.decoded = append(l.decoded[:0], line[:ascii]...)
	for _, b := range line[ascii:] {
		l.decoded = append(l.decoded, windows1252[b]...)
	}
	l.clean = l.clean && utf8.Valid(l.decoded)
	return l.decoded
}
