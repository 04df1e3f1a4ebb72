package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"callflow/internal/tabular"
)

// badOutput takes nothing: write says how it fails.
type badOutput struct{ write func() error }

func (o *badOutput) Write([]byte) (int, error) { return 0, o.write() }

// writeGroups writes more rows than a group has, a batch after the other, until something fails.
func writeGroups(w tabular.RecordWriter) error {
	if err := w.Head([]tabular.Column{{Key: "id"}}); err != nil {
		return err
	}
	for i := range 2*rowsPerGroup + 1234 {
		if err := w.Record(fmt.Appendf(nil, `{"id":"%d"}`, i)); err != nil {
			return err
		}
		if i%500 != 499 {
			continue
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return w.End()
}

func TestAParquetFileOfSeveralGroupsHasEveryRowInItsOrder(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	w := NewWriter(&file, tabular.RecordOptions{})
	if err := writeGroups(w); err != nil {
		t.Fatal(err)
	}
	reader := parquet.NewReader(bytes.NewReader(file.Bytes()))
	rows := make([]parquet.Row, 1000)
	count := 0
	for {
		n, err := reader.ReadRows(rows)
		for _, row := range rows[:n] {
			if id := row[0].String(); id != fmt.Sprint(count) {
				t.Fatalf("row %d is %s", count, id)
			}
			count++
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if count != 2*rowsPerGroup+1234 {
		t.Errorf("it has %d rows", count)
	}
}

func TestAParquetFileThatCannotBeWrittenSaysWhy(t *testing.T) {
	t.Parallel()
	for sentence, test := range map[string]struct {
		write func() error
		want  string
	}{
		"the disk is full":   {func() error { return errors.New("no space left") }, "no space left"},
		"the output panics":  {func() error { panic("a fault of the test") }, "a fault of the test"},
		"the output is gone": {func() error { return io.ErrClosedPipe }, io.ErrClosedPipe.Error()},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			w := NewWriter(&badOutput{test.write}, tabular.RecordOptions{})
			err := writeGroups(w)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("it says %v", err)
			}
			if err := errors.Join(w.Record([]byte(`{"id":"1"}`)), w.Flush()); err == nil {
				t.Error("a row after that is taken")
			}
			if err := w.Close(); err != nil { // waits for the goroutine
				t.Error(err)
			}
		})
	}
}
