package tabular

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// input is the file below its rows: where its text begins and how its letters are written.
type input struct {
	source   io.ReadSeeker
	encoding Encoding
	mark     int64 // length of the byte order mark
	taken    int64
}

func newInput(source io.ReadSeeker, head []byte, o Options) (*input, error) {
	marked, length := byteOrderMark(head)
	if marked != "" && o.Encoding != "" && marked != o.Encoding {
		return nil, &FileError{Line: 1, Reason: "the file begins with the mark of " + string(marked) + " and cannot be " + string(o.Encoding),
			Fix: "leave the encoding out"}
	}
	in := &input{source: source, encoding: o.Encoding, mark: int64(length)}
	if marked != "" {
		in.encoding = marked
	}
	if !in.isUTF16() && bytes.Count(head, []byte{0}) > len(head)/10 {
		return nil, &FileError{Reason: "the file is full of NUL bytes: it is not text, or it is UTF-16 without a byte order mark",
			Fix: "save it as UTF-8"}
	}
	if in.encoding != "" {
		return in, nil
	}
	if o.Format == NDJSON {
		in.encoding = UTF8 // RFC 8259, section 8.1: JSON between systems is UTF-8
		return in, nil
	}
	if err := in.rewind(); err != nil {
		return nil, err
	}
	encoding, err := surveyEncoding(in)
	in.encoding = encoding
	return in, err
}

func byteOrderMark(head []byte) (Encoding, int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, 2
	}
	return "", 0
}

func (in *input) isUTF16() bool { return in.encoding == UTF16LE || in.encoding == UTF16BE }

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

// open starts a pass over the file. Its bytes are UTF-8, or Windows-1252 when that is the encoding:
// lineReader decodes those, so that a bad byte can be told by its row.
func (in *input) open() (io.Reader, error) {
	if err := in.rewind(); err != nil {
		return nil, err
	}
	switch in.encoding {
	case UTF16LE:
		return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()), nil
	case UTF16BE:
		return transform.NewReader(in, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()), nil
	default:
		return in, nil
	}
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
