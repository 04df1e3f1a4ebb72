package letters

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
)

// HeadSize is how much of a file's beginning is looked at.
const HeadSize = 64 << 10

// Input is the file below its rows: where its text begins and how its letters are written.
type Input struct {
	source  io.ReadSeeker
	Coding  Coding
	by      tabular.EncodingGround
	told    tabular.Encoding // see Reading.ToldFirst
	witness []byte           // letters that stand behind it
	mark    int64            // length of the byte order mark
	samples [][]byte         // values with letters beyond ASCII, as the file has them
	doubled int64
	Taken   int64
}

// Told are what a file of rejected rows tells of the letters of the file that they are of: the encoding, and some letters that were
// written in it, as they stand in this file. Other files tell none.
type Told struct {
	Encoding tabular.Encoding
	Witness  []byte
}

// NewInput finds out how a file's letters are written.
func NewInput(source io.ReadSeeker, head []byte, o tabular.Options, told Told) (*Input, error) {
	marked, length := ByteOrderMark(head)
	in := &Input{source: source, mark: int64(length), told: told.Encoding, witness: told.Witness}
	if o.Encoding != "" {
		in.Coding, _ = CodingOf(o.Encoding) // it was found before
		in.by = tabular.ByRequest
	}
	if marked != "" {
		if o.Encoding != "" && marked != in.Coding.Name && in.told != in.Coding.Name && !anyOrder(o.Encoding, marked) {
			return nil, &tabular.FileError{Line: 1, Reason: "the file begins with the mark of " + string(marked) + " and cannot be " + string(o.Encoding),
				Fix: "leave the encoding out"}
		}
		in.Coding, _ = CodingOf(marked)
		in.by = tabular.ByMark
	}
	if in.Coding.stream != nil {
		return in, nil
	}
	if bytes.Count(head, []byte{0}) > len(head)/10 {
		name := unmarked16(head)
		if name == "" || in.by != "" {
			return nil, &tabular.FileError{Reason: "the file is full of NUL bytes: it is not text",
				Fix: "open it in the program that made it, and save it as CSV UTF-8"}
		}
		in.Coding, _ = CodingOf(name)
		in.by = tabular.ByBytes
	}
	switch {
	case in.by == tabular.ByRequest && in.told != "" && in.told == in.Coding.Name:
		return in, in.resaved()
	case in.by != "":
		return in, nil
	case o.Format == tabular.NDJSON:
		in.Coding, in.by = Coding{Name: tabular.UTF8}, tabular.ByFormat // RFC 8259, section 8.1: JSON between systems is UTF-8
		return in, nil
	}
	return in, in.chooseEncoding()
}

// anyOrder says whether an encoding was named without saying which end comes first.
func anyOrder(named, marked tabular.Encoding) bool {
	switch strings.ToLower(string(named)) {
	case "utf-16", "utf16", "unicode":
		return marked == tabular.UTF16LE || marked == tabular.UTF16BE
	case "utf-32", "utf32":
		return marked == tabular.UTF32LE || marked == tabular.UTF32BE
	}
	return false
}

// Read gives the file's bytes after its byte order mark, and counts them.
func (in *Input) Read(p []byte) (int, error) {
	n, err := in.source.Read(p)
	in.Taken += int64(n)
	return n, err
}

func (in *Input) rewind() error {
	_, err := in.source.Seek(in.mark, io.SeekStart)
	in.Taken = in.mark
	return err
}

// Open starts a pass over the file.
func (in *Input) Open() (io.Reader, error) {
	if err := in.rewind(); err != nil {
		return nil, err
	}
	return in.Coding.decoded(in), nil
}

// OpenHead starts a pass and reads its first whole lines, at most HeadSize bytes of them.
func (in *Input) OpenHead() ([]byte, error) {
	text, err := in.Open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, HeadSize)
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

// Tell says what is known of the encoding.
func (in *Input) Tell(r *tabular.Reading, head []byte) {
	r.Encoding, r.EncodingBy, r.ToldFirst, r.Doubled = in.Coding.Name, in.by, in.told, in.doubled
	if in.samples != nil {
		r.Samples = readSamples(&in.Coding, in.samples)
		return
	}
	var found [][]byte
	for at := asciiPrefix(head); at < len(head) && len(found) < mostSamples; at++ {
		if head[at] >= utf8.RuneSelf {
			found = sample(found, head, at)
		}
	}
	if in.Coding.table == nil {
		r.Samples = readSamples(&Coding{Name: tabular.UTF8}, found) // it is decoded already
		return
	}
	r.Samples = readSamples(&in.Coding, found)
}
