package web

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// The encodings of an answer, as Content-Encoding names them.
const (
	Identity = ""
	Gzip     = "gzip"
	Zstd     = "zstd"
)

// ChooseEncoding reads Accept-Encoding (RFC 9110, 12.5.3): the one that the client likes best of those that are offered, and of several as
// welcome the first. The API offers gzip before zstd: at level 1 it costs the server less per page.
func ChooseEncoding(accept string, offered ...string) string {
	best, quality, lowered := len(offered), 0.0, strings.ToLower(accept)
	for part := range strings.SplitSeq(lowered, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		if name == "x-gzip" {
			name = Gzip
		}
		if name == "*" && !strings.Contains(lowered, offered[0]) {
			name = offered[0]
		}
		at := slices.Index(offered, name)
		if at < 0 {
			continue
		}
		if q := Quality(parameters); q > quality || q == quality && q > 0 && at < best {
			best, quality = at, q
		}
	}
	if best == len(offered) {
		return Identity
	}
	return offered[best]
}

// Quality is how welcome a part of an Accept header is, by its parameters: 1 unless q says otherwise, 0 where q is no quality.
func Quality(parameters string) float64 {
	name, value, ok := strings.Cut(strings.TrimSpace(parameters), "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

var gzipWriters = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant that the library has
	}
	return w
}}

var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	if err != nil {
		panic(err) // the options are constants that the library has
	}
	return e
})

// Compress encodes a body that is there as a whole, with Gzip or Zstd.
func Compress(encoding string, body []byte) ([]byte, error) {
	if encoding == Zstd {
		return zstdEncoder().EncodeAll(body, make([]byte, 0, len(body)/6)), nil
	}
	out := bytes.NewBuffer(make([]byte, 0, len(body)/6))
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(out)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// NewCompressor encodes what is written to it on its way to out.
func NewCompressor(out io.Writer, encoding string) (io.WriteCloser, error) {
	switch encoding {
	case Gzip:
		return gzip.NewWriterLevel(out, gzip.BestSpeed)
	case Zstd:
		return zstd.NewWriter(out, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	}
	return uncompressed{out}, nil
}

type uncompressed struct{ io.Writer }

func (uncompressed) Close() error { return nil }
