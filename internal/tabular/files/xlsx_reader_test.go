package files

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
)

// told reads a whole file as text: the columns, then each row, or what is wrong with it.
func told(t *testing.T, file []byte, options tabular.Options) (string, error) {
	t.Helper()
	reader, err := Open(bytes.NewReader(file), options)
	if err != nil {
		return "", err
	}
	text := strings.Join(reader.Columns(), "|") + "\n"
	for {
		row, err := reader.Read()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return text, nil
		case errors.As(err, &bad):
			text += bad.Error() + "\n"
			continue
		case err != nil:
			return text, err
		case len(row.Problems) > 0:
			text += problemsOf(reader, &row) + "\n"
		}
		cells := make([]string, len(row.Cells))
		for i := range row.Cells {
			cells[i] = row.Cells[i].Text
		}
		text += fmt.Sprintf("%d: %s\n", row.Line, strings.Join(cells, "|"))
	}
}

func workbook(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	fill(book)
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestFilesOfOtherProgramsAreReadRight(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"openpyxl.xlsx", "libreoffice.xlsx"} {
		file, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		want := "customer_id|name|phone_1|Født|Ringt|Antall|Beløp|Samtykke|Notat\n" +
			"2: 0047|Åse Ås|+47 999 88 777|1979-09-27|2026-11-24 10:30|375|4.5|true|linje\nto\n" +
			"3: 481846|STIORI BJØRR|99988777|1900-01-01||0|0.3|false|  rom  \n" +
			"line 5, column \"Beløp\": the cell G5 is a number of more than 15 digits, of which a spreadsheet keeps 15; " +
			"format the column as text there, and enter the numbers again\n" + "5: 3|<Æ & \"Ø\">|22334455||2026-01-07 23:59:30|-12|1E+15||siste\n"
		if got, err := told(t, file, tabular.Options{Name: name}); err != nil || got != want {
			t.Errorf("%s is read as (%v)\n%s", name, err, got)
		}
		if _, err := told(t, file, tabular.Options{Sheet: "Kundene"}); err == nil || !strings.Contains(err.Error(), `it has "Tom", "Kunder", "Skjult"`) {
			t.Errorf("a sheet that is not there gives %v", err)
		}
		if got, err := told(t, file, tabular.Options{Sheet: "skjult"}); got != "x\n" {
			t.Errorf("a hidden sheet that is named is read as %q %v", got, err)
		}
	}
}

func TestACellIsWhatItShows(t *testing.T) {
	t.Parallel()
	file := workbook(t, func(book *excelize.File) {
		date, percent, hours := "dd.mm.yyyy", `0.0" days"`, "[h]:mm"
		dated, _ := book.NewStyle(&excelize.Style{CustomNumFmt: &date})
		quoted, _ := book.NewStyle(&excelize.Style{CustomNumFmt: &percent})
		passed, _ := book.NewStyle(&excelize.Style{CustomNumFmt: &hours})
		for cell, value := range map[string]any{
			"B2": "id", "C2": "date", "D2": "number", "E2": "time", "B3": "1", "C3": 29125, "D3": 1234567890123, "E3": 0.4375, "F3": "   ",
			"B4": "2", "C4": 1, "D4": 3.5, "E4": 1.5, "G5": "lost", "B5": "3", "B6": "4", "C6": 61,
		} {
			_ = book.SetCellValue("Sheet1", cell, value)
		}
		_ = book.SetCellStyle("Sheet1", "C3", "C6", dated)
		_ = book.SetCellStyle("Sheet1", "D4", "D4", quoted)
		_ = book.SetCellStyle("Sheet1", "E3", "E4", passed)
		_ = book.SetCellFormula("Sheet1", "D6", "1/0")
	})
	want := "id|date|number|time\n3: 1|1979-09-27|1234567890123|10:30\n4: 2|1900-01-01|3.5|36:00\n" +
		"line 5: the cell G5 has a value, and its column has no heading\n" +
		"line 6, column \"number\": the cell D6 has a formula whose value is not in the file; open the workbook in a spreadsheet program, and save it there\n6: 4|1900-03-01||\n"
	if got, err := told(t, file, tabular.Options{}); err != nil || got != want {
		t.Errorf("it is read as (%v)\n%s", err, got)
	}
}

func TestDatesCountFrom1904WhereTheWorkbookSaysSo(t *testing.T) {
	t.Parallel()
	file := workbook(t, func(book *excelize.File) {
		yes := true
		_ = book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		style, _ := book.NewStyle(&excelize.Style{NumFmt: 14})
		_ = book.SetSheetRow("Sheet1", "A1", &[]any{"born"})
		_ = book.SetCellValue("Sheet1", "A2", 27663)
		_ = book.SetCellStyle("Sheet1", "A2", "A2", style)
	})
	if got, err := told(t, file, tabular.Options{}); err != nil || got != "born\n2: 1979-09-27\n" {
		t.Errorf("it is read as %q %v", got, err)
	}
}

// archive makes a ZIP of parts.
func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for name, text := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sheetOf is a workbook whose only sheet has these rows.
func sheetOf(t *testing.T, rows string) []byte {
	t.Helper()
	return archive(t, partsOf(rows))
}

// styledSheet is such a workbook, whose second style has a format.
func styledSheet(t *testing.T, format, rows string) []byte {
	t.Helper()
	var code bytes.Buffer
	if err := xml.EscapeText(&code, []byte(format)); err != nil {
		t.Fatal(err)
	}
	parts := partsOf(rows)
	parts["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + code.String() + `"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`
	return archive(t, parts)
}

// partsOf are the parts of a workbook whose only sheet has these rows.
func partsOf(rows string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows,
	}
}

func TestAWorkbookThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	whole := workbook(t, func(book *excelize.File) { _ = book.SetSheetRow("Sheet1", "A1", &[]any{"id", "name"}) })
	const heading = `<row r="1"><c r="A1" t="str"><v>id</v></c></row>`
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"cut off":        {whole[:len(whole)/2], "cut off or damaged"},
		"no workbook":    {archive(t, map[string]string{"a.txt": "x"}), "no Excel workbook"},
		"OpenDocument":   {archive(t, map[string]string{"content.xml": "x", "mimetype": "y"}), "OpenDocument"},
		"no rows":        {sheetOf(t, `</sheetData></worksheet>`), "no sheet with a row"},
		"a bomb":         {sheetOf(t, heading+strings.Repeat(" ", 200<<20)), "times its size"},
		"half a row":     {sheetOf(t, heading+`<row r="2"><c r="A2" t="str"><v>x`), "in the middle of a row"},
		"far away":       {sheetOf(t, heading+`<row r="2"><c r="AAAAA2" t="str"><v>x</v></c></row>`), "at most 16384 columns"},
		"a long cell":    {sheetOf(t, heading+`<row r="2"><c r="A2" t="str"><v>`+randomText(2<<20)+`</v></c></row>`), "more than 1 MB"},
		"wrong format":   {whole, "not csv"},
		"not a workbook": {[]byte("id\n1\n"), "no Excel workbook"},
	} {
		options := tabular.Options{}
		if name == "wrong format" {
			options.Format = tabular.CSV
		}
		if name == "not a workbook" {
			options.Format = tabular.XLSX
		}
		_, err := told(t, c.file, options)
		var bad *tabular.FileError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) || bad.Fix == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty := heading + `<row r="2">` + strings.Repeat(strings.Repeat(`<c s="1"/>`, 1000)+`</row><row>`, 900) + `</row><row r="3000"><c t="str"><v>1</v></c></row>`
	if got, err := told(t, sheetOf(t, empty+`</sheetData></worksheet>`), tabular.Options{}); err != nil || got != "id\n3000: 1\n" {
		t.Errorf("a million empty cells: %q %v", got, err)
	}
	shared := heading + `<row r="2"><c r="A2" t="s"><v>7</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c></row></sheetData></worksheet>`
	got, err := told(t, sheetOf(t, shared), tabular.Options{})
	if err != nil || !strings.Contains(got, "cell A2 names a text that the workbook has not") || !strings.Contains(got, "cell A3 shows the error #N/A") {
		t.Errorf("wrong cells: %q %v", got, err)
	}
}

// randomText is letters that do not pack well.
func randomText(length int) string {
	text := make([]byte, length)
	state := uint32(1)
	for i := range text {
		state = state*1664525 + 1013904223
		text[i] = 'a' + byte(state>>24)%26
	}
	return string(text)
}

func BenchmarkReadXLSX(b *testing.B) {
	var file bytes.Buffer
	w, err := NewWriter(&file, tabular.RecordOptions{Format: tabular.XLSX})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	keys := make([]string, 57)
	record := []byte{'{'}
	for i := range keys {
		keys[i] = fmt.Sprint("k", i)
		value := [...]string{`"Bjørn Åse"`, "375", `""`, `"1979-09-27"`}[i%4]
		record = append(fmt.Appendf(record, "%q:%s", keys[i], value), ',')
	}
	record[len(record)-1] = '}'
	if err := w.Head(keyColumns(keys)); err != nil {
		b.Fatal(err)
	}
	const rows = 20_000
	for range rows {
		if err := w.Record(record); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		reader, err := Open(bytes.NewReader(file.Bytes()), tabular.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for range rows {
			if _, err := reader.Read(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*rows)/b.Elapsed().Seconds(), "rows/s")
}
