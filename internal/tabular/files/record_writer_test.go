package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
)

var writtenColumns = []tabular.Column{
	{Key: "id", Label: "Customer id", Type: tabular.TextColumn}, {Key: "name", Label: "Name", Type: tabular.TextColumn}, {Key: "units", Label: "Units", Type: tabular.IntegerColumn}, {Key: "price", Label: "Price", Type: tabular.DecimalColumn},
	{Key: "born", Label: "Born", Type: tabular.DateColumn}, {Key: "due", Label: "Due", Type: tabular.MinuteColumn}, {Key: "yes", Label: "Consent", Type: tabular.BooleanColumn},
}

var writtenRecords = []string{
	`{"id":"0047","name":"Åse \"Ås\"; <Æ>\nlinje to","units":3,"price":4.50,"born":"1979-09-27","due":"2026-11-24 10:30","yes":true}`,
	`{"id":"2","name":"=1+1","units":"","price":"","born":"","due":"","yes":""}`,
	`{"id":"3","name":"-12","price":-1.5,"born":"2026-01-07","yes":false}`,
	`{"yes":true,"id":"4","name":null}`,
}

func written(t *testing.T, options tabular.RecordOptions, columns []tabular.Column, records ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := w.Head(columns); err != nil {
		t.Fatal(err)
	}
	for i, record := range records {
		if err := w.Record([]byte(record)); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestCSVHoldsEveryValueAndNoFormula(t *testing.T) {
	t.Parallel()
	want := strings.ReplaceAll(`id,name,units,price,born,due,yes
0047,"Åse ""Ås""; <Æ>|linje to",3,4.50,1979-09-27,2026-11-24 10:30,true
2,'=1+1,,,,,
3,-12,,-1.5,2026-01-07,,false
4,,,,,,true
`, "\n", "\r\n")
	want = strings.ReplaceAll(want, "|", "\n")
	if got := string(written(t, tabular.RecordOptions{Format: tabular.CSV}, writtenColumns, writtenRecords...)); got != want {
		t.Errorf("it is\n%q\nand should be\n%q", got, want)
	}
	got := string(written(t, tabular.RecordOptions{Format: tabular.CSV, Delimiter: ';', Labels: true, Mark: true}, writtenColumns))
	if got != "\ufeffCustomer id;Name;Units;Price;Born;Due;Consent\r\n" {
		t.Errorf("with labels, a mark and semicolons it is %q", got)
	}
}

func TestAFormulaThatWasWrittenToCSVIsReadAsItWas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "'=1+1", "''@x", "'", "'a", "-", "+47 11 22", "-12.5", "@"} {
		file := written(t, tabular.RecordOptions{Format: tabular.CSV}, writtenColumns[:1], fmt.Sprintf(`{"id":%q}`, text))
		if got, err := told(t, file, tabular.Options{Format: tabular.CSV}); err != nil || got != "id\n2: "+text+"\n" {
			t.Errorf("%q is written as %q and read as %q %v", text, file, got, err)
		}
	}
}

func TestXLSXHasTextsAsTextsAndDatesAsDates(t *testing.T) {
	t.Parallel()
	book, err := excelize.OpenReader(bytes.NewReader(written(t, tabular.RecordOptions{Format: tabular.XLSX, Labels: true}, writtenColumns, writtenRecords...)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{
		"A1": "Customer id", "G1": "Consent", "A2": "0047", "B2": "Åse \"Ås\"; <Æ>\nlinje to", "C2": "3", "D2": "4.5", "E2": "1979-09-27",
		"F2": "2026-11-24 10:30", "G2": "TRUE", "B3": "=1+1", "C3": "", "A4": "3", "D4": "-1.5", "A5": "4", "G5": "TRUE",
	} {
		if got, err := book.GetCellValue("Sheet1", cell); err != nil || got != want {
			t.Errorf("%s is %q (%v), and should be %q", cell, got, err, want)
		}
	}
	if formula, err := book.GetCellFormula("Sheet1", "B3"); err != nil || formula != "" {
		t.Errorf("B3 is the formula %q %v", formula, err)
	}
}

func TestXLSXKeepsEveryTextAsItIs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", excelize.TotalCellChars)
	texts := []string{" a\t", "a\nb", "<b>&amp;'\"", "_x0041_x0042_", "_x005F_", "æ\u0001\ufffe", "1.0", "🙂" + long}
	kept := slices.Clone(texts)
	kept[5], kept[7] = "æ\ufffd\ufffd", "🙂"+strings.Repeat("å", excelize.TotalCellChars-2) // what XML and Excel have no room for
	records := make([]string, len(texts))
	for i, text := range texts {
		value, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		records[i] = `{"id":` + string(value) + `}`
	}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, tabular.RecordOptions{Format: tabular.XLSX}, writtenColumns[:1], records...)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, want := range kept {
		if got, err := book.GetCellValue("Sheet1", fmt.Sprint("A", i+2)); err != nil || got != want {
			t.Errorf("%.40q is read as %.40q (%v)", texts[i], got, err)
		}
	}
}

func TestXLSXHasTheDaysOfExcel(t *testing.T) {
	t.Parallel()
	days := []string{"1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "1970-01-01", "2026-11-29"}
	records := make([]string, len(days))
	for i, day := range days {
		records[i] = `{"born":"` + day + `"}`
	}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, tabular.RecordOptions{Format: tabular.XLSX}, writtenColumns, records...)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, want := range []string{"1899-12-31", "1", "59", "61", "25569", "46355"} {
		if got, err := book.GetCellValue("Sheet1", fmt.Sprint("E", i+2), excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s is %q (%v), and should be %q", days[i], got, err, want)
		}
	}
}

func TestParquetHasTypedColumnsInOrder(t *testing.T) {
	t.Parallel()
	file := written(t, tabular.RecordOptions{Format: tabular.Parquet}, writtenColumns, writtenRecords...)
	opened, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, column := range opened.Root().Columns() {
		names = append(names, column.Name()+" "+column.Type().String())
	}
	want := "id STRING, name STRING, units INT(64,true), price DOUBLE, born DATE, due TIMESTAMP(isAdjustedToUTC=false,unit=MILLIS), yes BOOLEAN"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("the columns are %s", got)
	}
	rows := make([]parquet.Row, 5)
	n, err := parquet.NewReader(bytes.NewReader(file)).ReadRows(rows)
	if n != 4 || err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(n, err)
	}
	born := time.Date(1979, 9, 27, 0, 0, 0, 0, time.UTC).Unix() / 86400
	if row := rows[0]; row[0].String() != "0047" || row[2].Int64() != 3 || row[3].Double() != 4.5 || int64(row[4].Int32()) != born || !row[6].Boolean() {
		t.Errorf("the first row is %v", row)
	}
	if !rows[1][2].IsNull() || !rows[3][1].IsNull() || rows[3][0].String() != "4" {
		t.Errorf("what is not set is %v and %v", rows[1], rows[3])
	}
}

func TestParquetRefusesWhatIsNotOfItsTypeRatherThanLosingIt(t *testing.T) {
	t.Parallel()
	w, err := NewWriter(io.Discard, tabular.RecordOptions{Format: tabular.Parquet})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Head(writtenColumns); err != nil {
		t.Fatal(err)
	}
	if err := w.Record([]byte(`{"id":"1","born":"i fjor"}`)); err == nil || !strings.Contains(err.Error(), "types=text") {
		t.Errorf("it says %v", err)
	}
	file := written(t, tabular.RecordOptions{Format: tabular.Parquet, Texts: true}, writtenColumns, `{"id":"1","born":"i fjor"}`)
	rows := make([]parquet.Row, 1)
	if _, err := parquet.NewReader(bytes.NewReader(file)).ReadRows(rows); err != nil && !errors.Is(err, io.EOF) || rows[0][4].String() != "i fjor" {
		t.Errorf("as texts it is %v %v", rows, err)
	}
}

// BenchmarkWrite writes records of 57 keys, most of them empty, as those of the demo.
func BenchmarkWrite(b *testing.B) {
	var columns []tabular.Column
	record := []byte{'{'}
	for i := range 57 {
		kind := tabular.ColumnType(i % 6)
		key := fmt.Sprintf("crm__custom_info__%d", i)
		columns = append(columns, tabular.Column{Key: key, Label: key, Type: kind})
		value := [...]string{`"Bjørn Åse"`, "375", "4.5", `"1979-09-27"`, `"2026-11-24 10:30"`, "true"}[kind]
		if i%5 < 3 {
			value = `""`
		}
		record = append(fmt.Appendf(record, "%q:%s", key, value), ',')
	}
	record[len(record)-1] = '}'
	for format := range tabular.RecordFormats {
		b.Run(string(format), func(b *testing.B) {
			b.SetBytes(int64(len(record)))
			w, err := NewWriter(io.Discard, tabular.RecordOptions{Format: format})
			if err != nil {
				b.Fatal(err)
			}
			defer w.Close()
			if err := w.Head(columns); err != nil {
				b.Fatal(err)
			}
			for i := range b.N {
				if err := w.Record(record); err != nil {
					b.Fatal(err)
				}
				if i%500 == 499 {
					if err := w.Flush(); err != nil {
						b.Fatal(err)
					}
				}
			}
			if err := w.End(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
