package tabular

import (
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// rowsPerGroup bounds what a Parquet file holds in memory while it is written: a row group is gathered whole.
const rowsPerGroup = 50_000

// parquetBatch is some rows of a file, by column, with their texts.
type parquetBatch struct {
	values [][]parquet.Value
	arena  []byte
	rows   int
}

func newParquetBatch(columns int) *parquetBatch {
	return &parquetBatch{values: make([][]parquet.Value, columns)}
}

func (b *parquetBatch) clear() {
	for i := range b.values {
		b.values[i] = b.values[i][:0]
	}
	b.arena, b.rows = b.arena[:0], 0
}

// parquetBehind encodes and compresses batches in a goroutine of its own, while records are read into the next one. stop ends it.
type parquetBehind struct {
	file    *parquet.GenericWriter[any]
	group   int // rows of the group
	filled  chan *parquetBatch
	empty   chan *parquetBatch
	stopped sync.Once
	ended   chan struct{}
	err     error // read it once ended is closed
}

// newParquetBehind begins with a batch to be filled while another one is encoded.
func newParquetBehind(file *parquet.GenericWriter[any], second *parquetBatch) *parquetBehind {
	b := &parquetBehind{file: file, filled: make(chan *parquetBatch), empty: make(chan *parquetBatch, 1), ended: make(chan struct{})}
	b.empty <- second
	go b.run()
	return b
}

func (b *parquetBehind) run() {
	defer close(b.ended)
	defer func() {
		if failed := recover(); failed != nil { // in a goroutine of its own it would end the process
			b.err = fmt.Errorf("a Parquet file panicked: %v\n%s", failed, debug.Stack())
		}
	}()
	for batch := range b.filled {
		if b.err = b.encode(batch); b.err != nil {
			return
		}
		batch.clear()
		b.empty <- batch
	}
}

// encode writes a batch into the row group, and the group into the file when it is full.
func (b *parquetBehind) encode(batch *parquetBatch) error {
	for i, column := range b.file.ColumnWriters() {
		if _, err := column.WriteRowValues(batch.values[i]); err != nil {
			return err
		}
	}
	if b.group += batch.rows; b.group < rowsPerGroup {
		return nil
	}
	b.group = 0
	return b.file.Flush()
}

// swap hands a batch on and gives an empty one for it.
func (b *parquetBehind) swap(batch *parquetBatch) (*parquetBatch, error) {
	select {
	case b.filled <- batch:
		return <-b.empty, nil // the one before is encoded: this one was taken
	case <-b.ended:
		batch.clear()
		return batch, b.err
	}
}

// end writes what is left, and the end of the file.
func (b *parquetBehind) end() error {
	if b.stop(); b.err != nil {
		return b.err
	}
	return b.file.Close()
}

// stop takes no more batches, and waits for the last.
func (b *parquetBehind) stop() {
	b.stopped.Do(func() { close(b.filled) })
	<-b.ended
}
