package object

import (
	"io"

	"callflow/internal/tabular"
)

// Buffer gathers what is written until it is flushed.
type Buffer struct {
	w    io.Writer
	Text []byte
}

// NewBuffer writes to a writer.
func NewBuffer(to io.Writer) Buffer { return Buffer{w: to} }

// Flush hands on what is there.
func (b *Buffer) Flush() error {
	_, err := b.w.Write(b.Text)
	b.Text = b.Text[:0]
	return err
}

// Close has nothing to let go of.
func (b *Buffer) Close() error { return nil }

// lineWriter writes a record a line.
type lineWriter struct{ Buffer }

func (w *lineWriter) Head([]tabular.Column) error { return nil }

func (w *lineWriter) Record(record []byte) error {
	w.Text = append(append(w.Text, record...), '\n')
	return nil
}

func (w *lineWriter) End() error { return w.Flush() }

// listWriter writes one array of all records.
type listWriter struct {
	Buffer
	begun bool
}

func (w *listWriter) Head([]tabular.Column) error {
	w.Text = append(w.Text, '[')
	return nil
}

func (w *listWriter) Record(record []byte) error {
	if w.begun {
		w.Text = append(w.Text, ',')
	}
	w.begun = true
	w.Text = append(append(w.Text, '\n'), record...)
	return nil
}

func (w *listWriter) End() error {
	w.Text = append(w.Text, "\n]\n"...)
	return w.Flush()
}

// NewLineWriter writes NDJSON.
func NewLineWriter(to io.Writer) tabular.RecordWriter { return &lineWriter{Buffer: NewBuffer(to)} }

// NewListWriter writes JSON.
func NewListWriter(to io.Writer) tabular.RecordWriter { return &listWriter{Buffer: NewBuffer(to)} }
