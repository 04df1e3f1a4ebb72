package parquet

import (
	"sync"

	"github.com/klauspost/compress/zstd"
	parquetzstd "github.com/parquet-go/parquet-go/compress/zstd"
)

// pageWindow is how far back a page looks for what it repeats: more than a page has.
const pageWindow = 512 << 10

// pageCodec compresses the pages of Parquet files. The library's codec has encoders for streams, each of which holds 8 MB.
type pageCodec struct{ parquetzstd.Codec }

// Encode compresses one page.
func (*pageCodec) Encode(dst, src []byte) ([]byte, error) {
	encoder, err := pageEncoder()
	if err != nil {
		return nil, err
	}
	return encoder.EncodeAll(src, dst[:0]), nil
}

// pageEncoder serves all files, one page at a time for each processor.
var pageEncoder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(pageWindow), zstd.WithLowerEncoderMem(true),
		zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false))
})
