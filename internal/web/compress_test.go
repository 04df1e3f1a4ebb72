package web

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func TestTheEncodingThatTheClientLikesBestIsChosen(t *testing.T) {
	t.Parallel()
	both, one := []string{Gzip, Zstd}, []string{Gzip}
	for _, c := range []struct {
		accept  string
		offered []string
		want    string
	}{
		{"", both, Identity},
		{"identity", both, Identity},
		{"gzip, deflate, br, zstd", both, Gzip},
		{"zstd, gzip", both, Gzip},
		{"ZSTD", both, Zstd},
		{"zstd", one, Identity},
		{"gzip;q=0.5, zstd", both, Zstd},
		{"gzip;q=0.5, zstd", one, Gzip},
		{"gzip;q=0", one, Identity},
		{"gzip; q=0, zstd; q=0.1", both, Zstd},
		{"gzip;q=2", one, Identity},
		{"x-gzip", one, Gzip},
		{"*", one, Gzip},
		{"zstd;q=0.5, *", both, Gzip},
		{"gzip;q=0, *", both, Identity},
	} {
		if got := ChooseEncoding(c.accept, c.offered...); got != c.want {
			t.Errorf("of %q for whoever accepts %q %q is chosen, want %q", c.offered, c.accept, got, c.want)
		}
	}
}

func TestWhatIsCompressedIsReadAgain(t *testing.T) {
	t.Parallel()
	body := []byte(strings.Repeat("Kari Nordmann, Oslo\n", 1000))
	readers := map[string]func(io.Reader) (io.Reader, error){
		Gzip:     func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		Zstd:     func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		Identity: func(r io.Reader) (io.Reader, error) { return r, nil },
	}
	for encoding, reader := range readers {
		var out bytes.Buffer
		compressor, err := NewCompressor(&out, encoding)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := compressor.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := compressor.Close(); err != nil {
			t.Fatal(err)
		}
		sent := [][]byte{out.Bytes()}
		if encoding != Identity {
			whole, err := Compress(encoding, body)
			if err != nil || len(whole) >= len(body) {
				t.Fatalf("%s makes %d bytes of %d: %v", encoding, len(whole), len(body), err)
			}
			sent = append(sent, whole)
		}
		for _, text := range sent {
			r, err := reader(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%q is read as %d bytes, want %d: %v", encoding, len(got), len(body), err)
			}
		}
	}
}
