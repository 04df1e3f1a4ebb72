package tabular

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// input is the file below its rows: where its text begins and how its letters are written.
type input struct {
	source  io.ReadSeeker
	coding  coding
	by      EncodingGround
	told    Encoding // see Reading.ToldFirst
	witness []byte   // letters that stand behind it
	mark    int64    // length of the byte order mark
	samples [][]byte // values with letters beyond ASCII, as the file has them
	doubled int64
	taken   int64
}

func newInput(source io.ReadSeeker, head []byte, o Options) (*input, error) {
	marked, length := byteOrderMark(head)
	in := &input{source: source, mark: int64(length)}
	if o.Format == CSV {
		in.told, in.witness = toldEncoding(head)
	}
	if o.Encoding != "" {
		in.coding, _ = codingOf(o.Encoding) // it was found before
		in.by = ByRequest
	}
	if marked != "" {
		if o.Encoding != "" && marked != in.coding.name && in.told != in.coding.name && !anyOrder(o.Encoding, marked) {
			return nil, &FileError{Line: 1, Reason: "the file begins with the mark of " + string(marked) + " and cannot be " + string(o.Encoding),
				Fix: "leave the encoding out"}
		}
		in.coding, _ = codingOf(marked)
		in.by = ByMark
	}
	if in.coding.stream != nil {
		return in, nil
	}
	if bytes.Count(head, []byte{0}) > len(head)/10 {
		name := unmarked16(head)
		if name == "" || in.by != "" {
			return nil, &FileError{Reason: "the file is full of NUL bytes: it is not text",
				Fix: "open it in the program that made it, and save it as CSV UTF-8"}
		}
		in.coding, _ = codingOf(name)
		in.by = ByBytes
	}
	switch {
	case in.by == ByRequest && in.told != "" && in.told == in.coding.name:
		return in, in.resaved()
	case in.by != "":
		return in, nil
	case o.Format == NDJSON:
		in.coding, in.by = coding{name: UTF8}, byFormat // RFC 8259, section 8.1: JSON between systems is UTF-8
		return in, nil
	}
	return in, in.chooseEncoding()
}

// anyOrder says whether an encoding was named without saying which end comes first.
func anyOrder(named, marked Encoding) bool {
	switch strings.ToLower(string(named)) {
	case "utf-16", "utf16", "unicode":
		return marked == UTF16LE || marked == UTF16BE
	case "utf-32", "utf32":
		return marked == UTF32LE || marked == UTF32BE
	}
	return false
}

// Read gives the file's bytes after its byte order mark, and counts them.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.source.Read(p)
	in.taken += int64(n)
	return n, err
}

func (in *input) rewind() error {
	_, err := in.source.Seek(in.mark, io.SeekStart)
	in.taken = in.mark
	return err
}

// open starts a pass over the file.
func (in *input) open() (io.Reader, error) {
	if err := in.rewind(); err != nil {
		return nil, err
	}
	return in.coding.decoded(in), nil
}

// openHead starts a pass and reads its first whole lines, at most headSize bytes of them.
func (in *input) openHead() ([]byte, error) {
	text, err := in.open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(text, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return head[:n], nil
	}
	if err != nil {
		return nil, err
	}
	if i := bytes.LastIndexAny(head, "\r\n"); i >= 0 {
		return head[:i+1], nil
	}
	return head, nil
}

// tell says what is known of the encoding.
func (in *input) tell(r *Reading, head []byte) {
	r.Encoding, r.EncodingBy, r.ToldFirst, r.Doubled = in.coding.name, in.by, in.told, in.doubled
	if in.samples != nil {
		r.Samples = readSamples(&in.coding, in.samples)
		return
	}
	var found [][]byte
	for at := asciiPrefix(head); at < len(head) && len(found) < mostSamples; at++ {
		if head[at] >= utf8.RuneSelf {
			found = sample(found, head, at)
		}
	}
	if in.coding.table == nil {
		r.Samples = readSamples(&coding{name: UTF8}, found) // it is decoded already
		return
	}
	r.Samples = readSamples(&in.coding, found)
}
