package accountcopy

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"callflow/internal/db"
)

// copyPart is how many rows are written in one transaction.
const copyPart = 5000

// copyRows are rows of a table between two databases.
type copyRows struct {
	table  *copyTable
	count  int
	values []copyValue // row after row
	bytes  []byte      // of all texts and bytes
}

type copyValue struct {
	number     int64
	start, end int // in bytes
	null       bool
}

func newCopyRows(t *copyTable) *copyRows { return &copyRows{table: t, bytes: []byte{}} }

// take adds the row that is read now.
func (r *copyRows) take(rows db.Rows) {
	flag := len(r.table.columns)
	for i := range r.table.columns {
		column, value := &r.table.columns[i], copyValue{}
		if column.null {
			value.null = rows.Int(flag) != 0
			flag++
		}
		switch {
		case value.null:
		case column.kind == copyNumber:
			value.number = rows.Int(i)
		default:
			value.start = len(r.bytes)
			r.bytes = rows.Append(r.bytes, i)
			value.end = len(r.bytes)
		}
		r.values = append(r.values, value)
	}
	r.count++
}

func (r *copyRows) reset() { r.count, r.values, r.bytes = 0, r.values[:0], r.bytes[:0] }

func (r *copyRows) row(i int) []copyValue {
	width := len(r.table.columns)
	return r.values[i*width : (i+1)*width]
}

func (r *copyRows) bytesOf(value *copyValue) []byte { return r.bytes[value.start:value.end:value.end] }

// put gives a row to a database that loads it.
func (r *copyRows) put(i int, put db.Row) {
	row := r.row(i)
	for column := range row {
		value := &row[column]
		switch kind := r.table.columns[column].kind; {
		case value.null:
			put.Bytes(nil)
		case kind == copyNumber:
			put.Int(value.number)
		case kind == copyText:
			put.Text(string(r.bytesOf(value)))
		default:
			put.Bytes(r.bytesOf(value))
		}
	}
}

func (r *copyRows) load(tx db.Tx) error { return tx.Load(r.table.into, r.count, r.put) }

// unfit names the place of a text of the latest row that PostgreSQL can't store, "" where there is none. Texts of the
// key are left out: they may be somebody's name.
func (r *copyRows) unfit() string {
	row := r.row(r.count - 1)
	for i := range row {
		if r.table.columns[i].kind != copyText {
			continue
		}
		if text := r.bytesOf(&row[i]); bytes.IndexByte(text, 0) < 0 && utf8.Valid(text) {
			continue
		}
		var place strings.Builder
		place.WriteString("table " + r.table.name)
		for j := range r.table.key {
			if r.table.key[j].kind == copyNumber {
				fmt.Fprintf(&place, ", %s %d", r.table.key[j].name, row[1+j].number)
			}
		}
		return place.String() + ", column " + r.table.columns[i].name
	}
	return ""
}

// copyDigest tells rows from others: how many they are, and the values of each column, one after the other.
type copyDigest struct {
	rows    int64
	columns []xxh3.Hasher
}

func newCopyDigest(t *copyTable) *copyDigest {
	d := &copyDigest{columns: make([]xxh3.Hasher, len(t.columns))}
	for i := range d.columns {
		d.columns[i].Reset()
	}
	return d
}

// add adds the latest of some rows.
func (d *copyDigest) add(r *copyRows) {
	row := r.row(r.count - 1)
	for i := range row {
		var head [9]byte // NULL or not, then the number, or how many bytes there are
		value := &row[i]
		if value.null {
			head[0] = 1
		}
		binary.LittleEndian.PutUint64(head[1:], uint64(value.number)+uint64(value.end-value.start))
		_, _ = d.columns[i].Write(head[:]) // it never fails
		_, _ = d.columns[i].Write(r.bytesOf(value))
	}
	d.rows++
}

// differing names what of a table is another in the target, "" where nothing is.
func (d *copyDigest) differing(t *copyTable, target *copyDigest) string {
	if d.rows != target.rows {
		return fmt.Sprintf("%s (rows: %d in the source, %d in the target)", t.name, d.rows, target.rows)
	}
	for i := range d.columns {
		if d.columns[i].Sum64() != target.columns[i].Sum64() {
			return t.name + "." + t.columns[i].name
		}
	}
	return ""
}
