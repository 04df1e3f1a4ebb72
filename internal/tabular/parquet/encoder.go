package parquet

import (
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// rowsPerGroup bounds what a Parquet file holds in memory while it is written: a row group is gathered whole.
const rowsPerGroup = 50_000

// batch is some rows of a file, by column, with their texts.
type batch struct {
	values [][]parquet.Value
	arena  []byte
	rows   int
}

func newBatch(columns int) *batch {
	return &batch{values: make([][]parquet.Value, columns)}
}

func (b *batch) clear() {
	for i := range b.values {
		b.values[i] = b.values[i][:0]
	}
	b.arena, b.rows = b.arena[:0], 0
}

// encoder encodes and compresses batches in a goroutine of its own, while records are read into the next one. stop ends it.
type encoder struct {
	file    *parquet.GenericWriter[any]
	group   int // rows of the group
	filled  chan *batch
	empty   chan *batch
	stopped sync.Once
	ended   chan struct{}
	err     error // read it once ended is closed
}

// newEncoder begins with a batch to be filled while another one is encoded.
func newEncoder(file *parquet.GenericWriter[any], second *batch) *encoder {
	b := &encoder{file: file, filled: make(chan *batch), empty: make(chan *batch, 1), ended: make(chan struct{})}
	b.empty <- second
	go b.run()
	return b
}

func (b *encoder) run() {
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
func (b *encoder) encode(batch *batch) error {
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
func (b *encoder) swap(batch *batch) (*batch, error) {
	select {
	case b.filled <- batch:
		return <-b.empty, nil // the one before is encoded: this one was taken
	case <-b.ended:
		batch.clear()
		return batch, b.err
	}
}

// end writes what is left, and the end of the file.
func (b *encoder) end() error {
	if b.stop(); b.err != nil {
		return b.err
	}
	return b.file.Close()
}

// stop takes no more batches, and waits for the last.
func (b *encoder) stop() {
	b.stopped.Do(func() { close(b.filled) })
	<-b.ended
}
