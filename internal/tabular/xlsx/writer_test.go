package xlsx

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
)

func TestXLSXGoesOnOnAnotherSheetWhenOneIsFull(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	w, err := NewWriter(&file, tabular.RecordOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.(*writer).perPage = 3
	if err := w.Head([]tabular.Column{{Key: "id"}}); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if err := w.Record(fmt.Appendf(nil, `{"id":"%d"}`, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var got []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(sheet, rows))
	}
	if want := "Sheet1[[id] [0] [1]] Sheet2[[id] [2] [3]] Sheet3[[id] [4]]"; strings.Join(got, " ") != want {
		t.Errorf("the sheets are %s", strings.Join(got, " "))
	}
}
