package api

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// The encodings of an answer.
const (
	identity = ""
	gzipped  = "gzip"
	zstded   = "zstd"
)

// leastCompressed is the size below which compressing gains nothing.
const leastCompressed = 1024

// chooseEncoding reads Accept-Encoding (RFC 9110, 12.5.3). Where both are as
// welcome, gzip is chosen: at level 1 it costs this server less per page.
func chooseEncoding(accept string) string {
	best, quality := identity, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "x-gzip" || name == "*" && !strings.Contains(strings.ToLower(accept), gzipped) {
			name = gzipped
		}
		if name != gzipped && name != zstded {
			continue
		}
		q := qualityOf(parameters)
		if q > quality || q == quality && q > 0 && name == gzipped {
			best, quality = name, q
		}
	}
	return best
}

func qualityOf(parameters string) float64 {
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

// compress encodes a body.
func compress(encoding string, body []byte) ([]byte, error) {
	if encoding == zstded {
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
