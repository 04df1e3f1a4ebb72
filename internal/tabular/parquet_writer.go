package tabular

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
)

// parquetWriter writes typed columns. A value that is not set is null.
type parquetWriter struct {
	options RecordOptions
	out     io.Writer
	columns []Column
	values  recordValues
	nulls   []parquet.Value // by column: what is not set
	batch   *parquetBatch   // that is filled
	behind  *parquetBehind
}

func newParquetWriter(w io.Writer, options RecordOptions) *parquetWriter {
	return &parquetWriter{options: options, out: w}
}

func (w *parquetWriter) Head(columns []Column) error {
	w.columns, w.values = columns, newRecordValues(columns)
	w.batch = newParquetBatch(len(columns))
	w.nulls = make([]parquet.Value, len(columns))
	group := orderedGroup{Group: make(parquet.Group, len(columns))}
	options := []parquet.WriterOption{parquet.Compression(&pageCodec{}), parquet.CreatedBy("callflow", "1", "")}
	for i := range columns {
		name := columns[i].heading(w.options.Labels)
		group.names = append(group.names, name)
		group.Group[name] = parquet.Optional(w.node(&columns[i]))
		w.nulls[i] = parquet.NullValue().Level(0, 0, i)
		if columns[i].Type == TextColumn && !columns[i].Few { // nobody asks for names between two others
			options = append(options, parquet.SkipPageBounds(name))
		}
	}
	file := parquet.NewGenericWriter[any](w.out, append(options, parquet.NewSchema("callflow", group))...)
	w.behind = newParquetBehind(file, newParquetBatch(len(columns)))
	return nil
}

// node is a column's type in the file. Times are those of the account's clocks, of no zone; decimals are doubles.
func (w *parquetWriter) node(column *Column) parquet.Node {
	kind := column.Type
	if w.options.Texts {
		kind = TextColumn
	}
	switch kind {
	case IntegerColumn:
		return parquet.Leaf(parquet.Int64Type)
	case DecimalColumn:
		return parquet.Leaf(parquet.DoubleType)
	case DateColumn:
		return parquet.Date()
	case MinuteColumn:
		return parquet.TimestampAdjusted(parquet.Millisecond, false)
	case BooleanColumn:
		return parquet.Leaf(parquet.BooleanType)
	case TextColumn:
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

func (w *parquetWriter) Record(record []byte) error {
	if err := w.values.read(record); err != nil {
		return err
	}
	for i, raw := range w.values.raw {
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
func (w *parquetWriter) value(column int, raw []byte) (parquet.Value, error) {
	if isUnset(raw) {
		return w.nulls[column], nil
	}
	start := len(w.batch.arena)
	w.batch.arena = appendText(w.batch.arena, raw)
	text := w.batch.arena[start:]
	kind := w.columns[column].Type
	if kind == TextColumn || w.options.Texts {
		return parquet.ByteArrayValue(text).Level(0, 1, column), nil
	}
	value, ok := typedValue(kind, string(text))
	if !ok {
		return value, &MisfitError{w.columns[column].Key}
	}
	return value.Level(0, 1, column), nil
}

// MisfitError says that a column has a value that is not of its type.
type MisfitError struct{ Column string }

func (e *MisfitError) Error() string {
	return fmt.Sprintf("the column %s has a value that is not of its type; have all columns as texts (types=text), or take another format", e.Column)
}

func typedValue(kind ColumnType, text string) (parquet.Value, bool) {
	switch kind {
	case IntegerColumn:
		n, err := strconv.ParseInt(text, 10, 64)
		return parquet.Int64Value(n), err == nil
	case DecimalColumn:
		n, err := strconv.ParseFloat(text, 64)
		return parquet.DoubleValue(n), err == nil
	case DateColumn:
		day, err := time.Parse(time.DateOnly, text)
		return parquet.Int32Value(int32(day.Unix() / (24 * 60 * 60))), err == nil
	case MinuteColumn:
		at, err := time.Parse("2006-01-02 15:04", text)
		return parquet.Int64Value(at.UnixMilli()), err == nil
	case BooleanColumn:
		return parquet.BooleanValue(text == "true"), text == "true" || text == "false"
	case TextColumn:
	}
	return parquet.Value{}, false
}

// Flush hands the batch on, to be encoded while the next one is filled. Its error may be of a batch before.
func (w *parquetWriter) Flush() (err error) {
	if w.batch.rows > 0 {
		w.batch, err = w.behind.swap(w.batch)
	}
	return err
}

func (w *parquetWriter) End() error {
	if err := w.Flush(); err != nil {
		return err
	}
	return w.behind.end()
}

// Close waits until nothing is encoded any more.
func (w *parquetWriter) Close() error {
	if w.behind != nil {
		w.behind.stop()
	}
	return nil
}
