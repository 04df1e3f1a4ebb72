package files

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"callflow/internal/tabular"
)

func TestAWorkbookOfElementsThatSayNothingIsRefusedBeforeTheyCostMuch(t *testing.T) {
	t.Parallel()
	const heading = `<row r="1"><c r="A1" t="str"><v>id</v></c></row>`
	many := 3_000_000
	for name, rows := range map[string]string{
		"nested around rows": strings.Repeat("<a>", many),
		"beside rows":        strings.Repeat("<a/>", many),
		"within a row":       `<row r="2">` + strings.Repeat("<a>", many),
		"empty cells":        `<row r="2">` + strings.Repeat("<c/>", many),
		"empty rows":         strings.Repeat("<row/>", 1_100_000),
	} {
		_, err := told(t, sheetOf(t, heading+rows), tabular.Options{})
		var refused *tabular.FileError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), "than") {
			t.Errorf("%s: %v", name, err)
		}
	}
	parts := map[string]string{
		"xl/workbook.xml":          `<workbook>` + strings.Repeat("<a>", many),
		"xl/worksheets/sheet1.xml": `<worksheet>`,
	}
	if _, err := told(t, archive(t, parts), tabular.Options{}); err == nil || !strings.Contains(err.Error(), "far more elements") {
		t.Errorf("nested in the workbook: %v", err)
	}
}

func TestAClosedWorkbookLeavesNoDescriptorAndNoFile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("descriptors are counted in /proc")
	}
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	shared := `<sst>` + strings.Repeat(`<si><t>`+randomText(900_000)+`</t></si>`, 20)
	for name, sheet := range map[string]string{
		"read to its end": `<row><c t="str"><v>id</v></c></row><row><c t="s"><v>3</v></c></row></sheetData></worksheet>`,
		"not read":        `<row><c t="str"><v>id</v></c></row><row><c t="s"><v>3</v></c></row><row>`,
		"without rows":    `</sheetData></worksheet>`,
	} {
		file := archive(t, map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheet,
			"xl/sharedStrings.xml":       shared,
		})
		r, err := Open(bytes.NewReader(file), tabular.Options{})
		if err == nil {
			if open := openBelow(t, temporary); len(open) != 1 {
				t.Errorf("%s: while it is open there are %q: the texts were not put into a file", name, open)
			}
			_, _ = r.Read()
			err = r.Close()
		} else if name != "without rows" {
			t.Errorf("%s: %v", name, err)
		}
		if open := openBelow(t, temporary); len(open) > 0 {
			t.Errorf("%s: %q is open still (%v)", name, open, err)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v are left (%v)", left, err)
	}
}

// openBelow are the files below a folder that this process has open.
func openBelow(t *testing.T, folder string) []string {
	t.Helper()
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, descriptor := range descriptors {
		path, err := os.Readlink(filepath.Join("/proc/self/fd", descriptor.Name()))
		if err == nil && strings.HasPrefix(path, folder) {
			open = append(open, path)
		}
	}
	return open
}

func TestAWorkbookIsWrittenAsItsRowsComeWithoutATemporaryFile(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	var file bytes.Buffer
	book, err := NewWriter(&file, tabular.RecordOptions{Format: tabular.XLSX})
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Head(keyColumns([]string{"id"})); err != nil {
		t.Fatal(err)
	}
	for range 200_000 { // what excelize would put into a file
		if err := book.Record([]byte(`{"id":"a text of some forty letters for each row"}`)); err != nil {
			t.Fatal(err)
		}
	}
	if file.Len() < 100_000 {
		t.Errorf("after 200,000 rows %d bytes of the file are written", file.Len())
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("while it is written, %v are there (%v)", left, err)
	}
	if err := errors.Join(book.End(), book.Close()); err != nil {
		t.Error(err)
	}
}
