package xlsx

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	"callflow/internal/tabular"
)

const (
	textsOfBlock = 256
	mostPending  = 16 << 20 // of texts that are in memory before they go to the file
	mostKept     = 32 << 20 // of blocks that are kept in memory
)

// sharedTexts are a workbook's texts, which its cells name by number. There may be more of them than memory: they are written to a
// temporary file in blocks, and those blocks that cells named last are kept.
type sharedTexts struct {
	count   int
	size    int64   // of all blocks
	starts  []int64 // of each block
	file    *os.File
	pending []byte // what is behind the file's end
	kept    map[int][]string
	keeping int64
}

// add takes the next text.
func (t *sharedTexts) add(text []byte) error {
	if t.count%textsOfBlock == 0 {
		t.starts = append(t.starts, t.size)
	}
	before := len(t.pending)
	t.pending = append(binary.AppendUvarint(t.pending, uint64(len(text))), text...)
	t.size += int64(len(t.pending) - before)
	t.count++
	if t.size > mostTexts {
		return &tabular.FileError{Reason: "the workbook has more than 2 GB of texts", Fix: "save the sheet as CSV UTF-8"}
	}
	if len(t.pending) < mostPending {
		return nil
	}
	return t.spill()
}

// spill writes what is pending. The file has no name from the beginning, where the system allows that: a kill leaves nothing.
func (t *sharedTexts) spill() error {
	if t.file == nil {
		file, err := os.CreateTemp("", "callflow-texts-*")
		if err != nil {
			return err
		}
		t.file = file
		_ = os.Remove(file.Name()) // where it can't be yet, close does it
	}
	_, err := t.file.Write(t.pending)
	t.pending = t.pending[:0]
	return err
}

// at gives a text by its number, which is below count.
func (t *sharedTexts) at(number int) (string, error) {
	block := number / textsOfBlock
	texts, ok := t.kept[block]
	if !ok {
		var err error
		if texts, err = t.load(block); err != nil {
			return "", err
		}
	}
	return texts[number%textsOfBlock], nil
}

func (t *sharedTexts) load(block int) ([]string, error) {
	start, end := t.starts[block], t.size
	if block+1 < len(t.starts) {
		end = t.starts[block+1]
	}
	raw := make([]byte, end-start)
	if err := t.readAt(raw, start); err != nil {
		return nil, err
	}
	texts := make([]string, 0, textsOfBlock)
	for whole := string(raw); whole != ""; {
		length, used := binary.Uvarint(raw)
		next := used + int(length)
		texts = append(texts, whole[used:next])
		whole, raw = whole[next:], raw[next:]
	}
	t.keep(block, texts, end-start)
	return texts, nil
}

// readAt reads from the file, and from what is behind its end.
func (t *sharedTexts) readAt(raw []byte, start int64) error {
	written := t.size - int64(len(t.pending))
	if start < written {
		inFile := raw[:min(int64(len(raw)), written-start)]
		if _, err := t.file.ReadAt(inFile, start); err != nil {
			return err
		}
		raw, start = raw[len(inFile):], written
	}
	copy(raw, t.pending[start-written:])
	return nil
}

func (t *sharedTexts) keep(block int, texts []string, size int64) {
	if t.keeping += size + textsOfBlock*16; t.keeping > mostKept || t.kept == nil {
		t.kept, t.keeping = make(map[int][]string), size
	}
	t.kept[block] = texts
}

func (t *sharedTexts) close() error {
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	if removed := os.Remove(t.file.Name()); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	t.file = nil
	return err
}

var _ io.Closer = (*reader)(nil)

// Close removes what the reader has kept beside the file.
func (x *reader) Close() error {
	if x.rows != nil {
		x.rows.close()
	}
	return x.book.texts.close()
}
