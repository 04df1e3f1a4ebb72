package sqlite

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The format of a write-ahead log: https://sqlite.org/fileformat2.html, "WAL File Format".
const (
	logMagic        = 0x377f0682 // with checksums of little-endian words; one more for big-endian ones
	logHeaderSize   = 32
	frameHeaderSize = 24
	summed          = 24 // bytes of the log's header that its checksum is of
	frameSummed     = 8  // bytes of a frame's header that its checksum is of, before those of the page
	largestPage     = 65536
)

// logSum is the checksum of a log, which goes on from frame to frame.
type logSum struct {
	order          binary.ByteOrder
	first, another uint32
}

func (s *logSum) add(words []byte) {
	for ; len(words) >= 8; words = words[8:] {
		s.first += s.order.Uint32(words) + s.another
		s.another += s.order.Uint32(words[4:]) + s.first
	}
}

func (s *logSum) is(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == s.first && binary.BigEndian.Uint32(stored[4:]) == s.another
}

// readFirstPages reads the beginnings of the database's first page that committed transactions have put into a log, in their order. A log ends
// at its first frame that is torn, or was left of the log that stood there before.
func readFirstPages(log io.Reader) ([][]byte, error) {
	in := bufio.NewReaderSize(log, 1<<20)
	header := make([]byte, logHeaderSize)
	if _, err := io.ReadFull(in, header); err != nil {
		return nil, ended(err)
	}
	pageSize, sum := beginLog(header)
	if pageSize == 0 {
		return nil, nil
	}
	salts := string(header[16:24])
	var committed, open [][]byte
	frame := make([]byte, frameHeaderSize+pageSize)
	for {
		if _, err := io.ReadFull(in, frame); err != nil {
			return committed, ended(err)
		}
		sum.add(frame[:frameSummed])
		sum.add(frame[frameHeaderSize:])
		if string(frame[8:16]) != salts || !sum.is(frame[16:frameHeaderSize]) {
			return committed, nil
		}
		if binary.BigEndian.Uint32(frame) == 1 {
			open = append(open, append([]byte(nil), frame[frameHeaderSize:frameHeaderSize+headerSize]...))
		}
		if isCommit := binary.BigEndian.Uint32(frame[4:]) > 0; isCommit {
			committed, open = append(committed, open...), open[:0]
		}
	}
}

// beginLog gives the size of a log's pages, and the checksum to go on from; 0 where its header is none.
func beginLog(header []byte) (pageSize int, sum logSum) {
	sum.order = binary.ByteOrder(binary.LittleEndian)
	switch binary.BigEndian.Uint32(header) {
	case logMagic:
	case logMagic + 1:
		sum.order = binary.BigEndian
	default:
		return 0, sum
	}
	size := binary.BigEndian.Uint32(header[8:])
	sum.add(header[:summed])
	if !sum.is(header[summed:]) || size < 512 || size > largestPage {
		return 0, sum
	}
	return int(size), sum
}

// ended is nil for the end of a log, which may come in the middle of a frame.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return fmt.Errorf("reading the log: %w", err)
}
