// Package parquet writes Parquet files. It may import no other format.
package parquet

import (
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"

	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// writer writes typed columns. A value that is not set is null.
type writer struct {
	options tabular.RecordOptions
	out     io.Writer
	columns []tabular.Column
	values  object.Values
	nulls   []parquet.Value // by column: what is not set
	batch   *batch          // that is filled
	behind  *encoder
}

// NewWriter writes to w. Its Close must be called: a goroutine encodes what was handed on.
func NewWriter(w io.Writer, options tabular.RecordOptions) tabular.RecordWriter {
	return &writer{options: options, out: w}
}

func (w *writer) Head(columns []tabular.Column) error {
	w.columns, w.values = columns, object.NewValues(columns)
	w.batch = newBatch(len(columns))
	w.nulls = make([]parquet.Value, len(columns))
	group := orderedGroup{Group: make(parquet.Group, len(columns))}
	options := []parquet.WriterOption{parquet.Compression(&pageCodec{}), parquet.CreatedBy("callflow", "1", "")}
	for i := range columns {
		name := columns[i].Heading(w.options.Labels)
		group.names = append(group.names, name)
		group.Group[name] = parquet.Optional(w.node(&columns[i]))
		w.nulls[i] = parquet.NullValue().Level(0, 0, i)
		if columns[i].Type == tabular.TextColumn && !columns[i].Few { // nobody asks for names between two others
			options = append(options, parquet.SkipPageBounds(name))
		}
	}
	file := parquet.NewGenericWriter[any](w.out, append(options, parquet.NewSchema("callflow", group))...)
	w.behind = newEncoder(file, newBatch(len(columns)))
	return nil
}

// node is a column's type in the file. Times are those of the account's clocks, of no zone; decimals are doubles.
func (w *writer) node(column *tabular.Column) parquet.Node {
	kind := column.Type
	if w.options.Texts {
		kind = tabular.TextColumn
	}
	switch kind {
	case tabular.IntegerColumn:
		return parquet.Leaf(parquet.Int64Type)
	case tabular.DecimalColumn:
		return parquet.Leaf(parquet.DoubleType)
	case tabular.DateColumn:
		return parquet.Date()
	case tabular.MinuteColumn:
		return parquet.TimestampAdjusted(parquet.Millisecond, false)
	case tabular.BooleanColumn:
		return parquet.Leaf(parquet.BooleanType)
	case tabular.TextColumn:
	}
	if column.Few {
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	return parquet.Encoded(parquet.String(), &parquet.Plain) // a dictionary of names costs more than it saves
}

// orderedGroup is a group whose fields keep their order.
type orderedGroup struct {
	parquet.Group
	names []string
}

// Fields are the columns in the order of the head.
func (g orderedGroup) Fields() []parquet.Field {
	byName := make(map[string]parquet.Field, len(g.names))
	for _, field := range g.Group.Fields() {
		byName[field.Name()] = field
	}
	fields := make([]parquet.Field, len(g.names))
	for i, name := range g.names {
		fields[i] = byName[name]
	}
	return fields
}

func (w *writer) Record(record []byte) error {
	if err := w.values.Read(record); err != nil {
		return err
	}
	for i, raw := range w.values.Raw {
		value, err := w.value(i, raw)
		if err != nil {
			return err
		}
		w.batch.values[i] = append(w.batch.values[i], value)
	}
	w.batch.rows++
	return nil
}

// value makes a column's value. One that is not of the column's type is an error: a null in its place would lose it.
func (w *writer) value(column int, raw []byte) (parquet.Value, error) {
	if object.IsUnset(raw) {
		return w.nulls[column], nil
	}
	start := len(w.batch.arena)
	w.batch.arena = object.AppendText(w.batch.arena, raw)
	text := w.batch.arena[start:]
	kind := w.columns[column].Type
	if kind == tabular.TextColumn || w.options.Texts {
		return parquet.ByteArrayValue(text).Level(0, 1, column), nil
	}
	value, ok := typedValue(kind, string(text))
	if !ok {
		return value, &tabular.MisfitError{Column: w.columns[column].Key}
	}
	return value.Level(0, 1, column), nil
}

func typedValue(kind tabular.ColumnType, text string) (parquet.Value, bool) {
	switch kind {
	case tabular.IntegerColumn:
		n, err := strconv.ParseInt(text, 10, 64)
		return parquet.Int64Value(n), err == nil
	case tabular.DecimalColumn:
		n, err := strconv.ParseFloat(text, 64)
		return parquet.DoubleValue(n), err == nil
	case tabular.DateColumn:
		day, err := time.Parse(time.DateOnly, text)
		return parquet.Int32Value(int32(day.Unix() / (24 * 60 * 60))), err == nil
	case tabular.MinuteColumn:
		at, err := time.Parse("2006-01-02 15:04", text)
		return parquet.Int64Value(at.UnixMilli()), err == nil
	case tabular.BooleanColumn:
		return parquet.BooleanValue(text == "true"), text == "true" || text == "false"
	case tabular.TextColumn:
	}
	return parquet.Value{}, false
}

// Flush hands the batch on, to be encoded while the next one is filled. Its error may be of a batch before.
func (w *writer) Flush() (err error) {
	if w.batch.rows > 0 {
		w.batch, err = w.behind.swap(w.batch)
	}
	return err
}

func (w *writer) End() error {
	if err := w.Flush(); err != nil {
		return err
	}
	return w.behind.end()
}

// Close waits until nothing is encoded any more.
func (w *writer) Close() error {
	if w.behind != nil {
		w.behind.stop()
	}
	return nil
}
