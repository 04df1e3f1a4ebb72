package files

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"callflow/internal/tabular"
)

func TestCSVRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a row has the line it begins on", "id,name\n1,Kari\n2,Ola\n", []string{"2: 1|Kari", "3: 2|Ola"}},
		{"the last line needs no newline", "id,name\n1,Kari", []string{"2: 1|Kari"}},
		{"a leading zero survives", "zip,phone\n0581,004711223344\n", []string{"2: 0581|004711223344"}},
		{"spaces inside values survive", "id,name\n 1 ,  Kari \n", []string{"2:  1 |  Kari "}},
		{"Windows line ends are cut off", "id,name\r\n1,Kari\r\n", []string{"2: 1|Kari"}},
		{"old Macintosh line ends are line ends", "id,name\r1,Kari\r2,\"O\rla\"\r3,Per", []string{"2: 1|Kari", "3: 2|O\nla", "5: 3|Per"}},
		{"blank lines are skipped and counted", "\n\nid,name\n\n1,Kari\n  \n\n2,Ola\n\n", []string{"5: 1|Kari", "8: 2|Ola"}},
		{"empty cells are cells", "id,name,phone\n,,1\n", []string{"2: ||1"}},
		{"rows of blanks alone are none", "id,name,phone\n,,\n  , ,\u00a0\n1,Kari,112\n", []string{"4: 1|Kari|112"}},
		{"what old DOS programs end a file with is no row", "id,name\n1,Kari\n\x1a", []string{"2: 1|Kari"}},
		{"a quoted cell may hold delimiters", "id,name\n1,\"Moe, Kari\"\n", []string{"2: 1|Moe, Kari"}},
		{"a doubled quote is one quote", "id,name\n1,\"Kari \"\"Kæra\"\" Moe\"\n2,\"\"\"\"\n", []string{`2: 1|Kari "Kæra" Moe`, `3: 2|"`}},
		{"a quoted newline keeps the lines right", "id,note\n1,\"a\nb\n\nc\"\n2,d\n", []string{"2: 1|a\nb\n\nc", "6: 2|d"}},
		{"a quoted Windows newline becomes one", "id,note\r\n1,\"a\r\nb\"\r\n", []string{"2: 1|a\nb"}},
		{"an empty quoted cell is empty", "id,note\n\"\",\"x\"\n", []string{"2: |x"}},
		{"cells that are missing at the end are empty", "id,name,phone\n1,Kari\n2,Ola,112\n", []string{"2: 1|Kari|", "3: 2|Ola|112"}},
		{"empty cells behind the last column are none", "id,name\n1,Kari,,\n2,Ola\n", []string{"2: 1|Kari", "3: 2|Ola"}},
		{"columns without a heading and a value are none", "id,,name,,\n1,,Kari,,\n2,,Ola\n", []string{"2: 1|Kari", "3: 2|Ola"}},
		{"too many cells are an error with both counts", "id,name\n1,Kari,x,y\n2,Ola\n",
			[]string{"line 2: … 4 cells … header has 2, 2 too many", "3: 2|Ola"}},
		{"a wrong count says which lines quotes joined", "id,name\n1,\"a\nb\",c\n2,Ola\n",
			[]string{"line 2: … 1 too many … lines 2 to 3", "4: 2|Ola"}},
		{"a quote inside a cell is taken as written", "id,name\n1,Kari \"K\" Moe\n2,Skjerm 24\"\n", []string{`2: 1|Kari "K" Moe`, `3: 2|Skjerm 24"`}},
		{"text behind a closing quote is taken as written", "id,name,x\n1,\"Kaffe, te\" AS,y\n", []string{`2: 1|"Kaffe, te" AS|y`}},
		{"a quote behind a backslash is a quote", `id,name` + "\n" + `1,"Si \"hei\" AS"` + "\n", []string{`2: 1|Si "hei" AS`}},
		{"blanks may stand around quotes", "id, name\n1,  \"Moe, Kari\" \n", []string{"2: 1|Moe, Kari"}},
		{"a carriage return ends a line among line feeds", "id,name\n1,Kari\r\n2,Ola\r3,Per\r\r\n4,Eva\n", []string{"2: 1|Kari", "3: 2|Ola", "4: 3|Per", "6: 4|Eva"}},
		{"a line feed ends a line among carriage returns", "id,name\r1,Kari\n2,Ola\r\n3,Per\r", []string{"2: 1|Kari", "3: 2|Ola", "4: 3|Per"}},
		{"headings that come again are that row's error", "id,name\n1,Kari\nid, name\n2,Ola\n", []string{"2: 1|Kari", "line 3: the row repeats the headings", "4: 2|Ola"}},
		{"a byte order mark inside is that row's error", "id,name\n1,Kari\n\ufeffid,name\n2,Ola\n", []string{"2: 1|Kari", "line 3: the row begins with a byte order mark", "4: 2|Ola"}},
		{"letters in two parts are put together", "id,nA\u030a\n1,Bja\u030a\n", []string{"2: 1|Bjå"}},
		{"typographic quotes around every value are quotes", "id,name\n“1”,“Kari”\n", []string{"2: 1|Kari"}},
		{"typographic quotes around some are letters", "id,name\n1,“Kari”\n", []string{"2: 1|“Kari”"}},
		{"a quote that is never closed leaves the rows behind it", "id,name\n1,\"Kari\n2,Ola\n3,Per\n",
			[]string{`line 2, column "name": the quote opened on line 2 is never closed`, "3: 2|Ola", "4: 3|Per"}},
		{"a quote that closes in a later row leaves that row", "id,name\n1,\"Kari\n2,\"Ola\"\n3,Per\n",
			[]string{`line 2, column "name": … opened on line 2 … closes on line 3`, "3: 2|Ola", "4: 3|Per"}},
		{"a row without cells for the columns is named", "id,name\n1\n2,Ola\n", []string{"line 2: the row has 1 cell where", "3: 2|Ola"}},
		{"a NUL is that cell's error", "id,name\n1,Ka\x00ri\n2,Ola\n", []string{`line 2, column "name": holds a NUL`, "3: 2|Ola"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantParts(t, outcomes(t, open(t, test.text, tabular.Options{Name: "customers.csv"})), test.want)
		})
	}
}

func TestCSVHeader(t *testing.T) {
	t.Parallel()
	r := open(t, "\xef\xbb\xbf customer_id ;\"Navn, etternavn\"; Adresse \n1;Moe, Kari;Oslo\n", tabular.Options{})
	if want := []string{"customer_id", "Navn, etternavn", "Adresse"}; !slices.Equal(r.Columns(), want) {
		t.Errorf("columns are %q, want %q", r.Columns(), want)
	}
	if r.Options().Delimiter != ';' {
		t.Errorf("delimiter is %q", r.Options().Delimiter)
	}
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, want string
		options          tabular.Options
	}{
		{"an empty file", "", "the file is empty", tabular.Options{}},
		{"blank lines alone", "\n\n", "no header", tabular.Options{Format: tabular.CSV}},
		{"a header with an empty name", "\nid,,name\n1,x,Kari\n", "line 2: column 2 of 3 has no name", tabular.Options{}},
		{"a header with an open quote", "id,\"name\n1,2\n", "line 1: the header cannot be read: the quote opened on line 1", tabular.Options{}},
		{"a header that is not text", "id,n\xe6\n1,æ\n2,ø\n", "column 2 holds the byte 0xE6", tabular.Options{}},
		{"a workbook", "PK\x03\x04...", "Excel workbook", tabular.Options{Name: "a.csv"}},
		{"a compressed file", "\x1f\x8b...", "gzip", tabular.Options{Name: "a.csv.gz"}},
		{"a file of zeros", "id\n" + strings.Repeat("\x00", 100), "NUL", tabular.Options{}},
		{"values without headings", "K-1;Kari;91234567\nK-2;Ola;92345678\n", "no row of headings: its first row is K-1 | Kari | 91234567", tabular.Options{}},
		{"a line that has no headings", "id\n1\n", "line 7 is none of the first rows", tabular.Options{HeaderRow: 7}},
		{"a mark against the given encoding", "\xef\xbb\xbfid\n", "mark of utf-8 and cannot be windows-1252", tabular.Options{Encoding: tabular.Windows1252}},
		{"an encoding nobody knows", "id\n", `"ebcdic" is not known`, tabular.Options{Encoding: "ebcdic"}},
		{"a format nobody knows", "id\n", `"xls" is not known`, tabular.Options{Format: "xls"}},
		{"a quote as delimiter", "id\n", "cannot separate cells", tabular.Options{Delimiter: '"'}},
		{"a letter beyond ASCII as delimiter", "id\n", "cannot separate cells", tabular.Options{Delimiter: 'ø'}},
		{"a JSON list", `[{"a":1}]`, "one JSON list", tabular.Options{Name: "a.json"}},
		{"JSON over several lines", "{\n \"a\": 1\n}\n", "several lines", tabular.Options{Name: "a.json"}},
		{"too many columns", strings.Repeat("a,", tabular.MaxColumns) + "a\n", "16385 columns", tabular.Options{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := fileError(t, test.text, test.options); !strings.Contains(got, test.want) {
				t.Errorf("error is %q, want %q in it", got, test.want)
			}
		})
	}
}

type pipe struct{ io.Reader }

func (pipe) Seek(int64, int) (int64, error) { return 0, errors.New("illegal seek") }

func TestAPipeIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	if _, err := Open(pipe{strings.NewReader("id\n1\n")}, tabular.Options{}); err == nil || !strings.Contains(err.Error(), "save it to a file") {
		t.Errorf("error is %v", err)
	}
}

func TestDelimiterGuess(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       rune
	}{
		{"commas", "id,name\n1,Kari\n", ','},
		{"semicolons around decimal commas", "id;amount\n1;12,5\n2;7,25\n", ';'},
		{"tabs", "id\tname\n1\tMoe, Kari; Oslo\n", '\t'},
		{"known headings count where rows fit nothing", "customer_id,name,phone_1,note\nK-1,\"Kari,x\nK-2,Ola,1;2;3,\"a;b;c\nK-3,Per,91234563,x,y,z\n", ','},
		{"known headings count where rows are cut", "customer_id,name,address,phone_1\nK-4,Kari,Veien 4\nOppgang B\n2. etasje,9\n", ','},
		{"a delimiter inside quotes does not count", "id;\"a,b,c\";x\n1;\"d,e,f\";y\n", ';'},
		{"a single column of decimal commas is not split", "amount\n12,5\n7,25\n", ';'},
		{"a comma in the only column's name does not split", "Navn og adresse, fullt\nKari Moe\nOla Moe\n", ';'},
		{"rows that leave out cells at the end still tell", "id;name;phone;mail\n1;Kari\n2;Ola\n", ';'},
		{"a bad row does not decide", "id;name\n1;\"Kari\n2;Ola, Per\n3;Eva\n", ';'},
		{"a header alone", "id;name\n", ';'},
		{"Excel's sep line", "sep=|\nid|na,me\n1|Kari\n", '|'},
		{"Excel's sep line in quotes", "\"SEP=;\"\r\nid;name\r\n1;Kari\r\n", ';'},
		{"quoted newlines", "id;note\n1;\"a,b\nc,d\"\n2;e\n", ';'},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := open(t, test.text, tabular.Options{}).Options().Delimiter; got != test.want {
				t.Errorf("delimiter is %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheSepLineIsNoRow(t *testing.T) {
	t.Parallel()
	r := open(t, "sep=;\r\nid;name\r\n1;Kari\r\n", tabular.Options{})
	wantParts(t, outcomes(t, r), []string{"3: 1|Kari"})
	if err := r.Rewind(); err != nil {
		t.Fatal(err)
	}
	wantParts(t, outcomes(t, r), []string{"3: 1|Kari"})
}

func TestAGivenDelimiterIsNotGuessed(t *testing.T) {
	t.Parallel()
	r := open(t, "id,x;name\n1,2;Kari\n", tabular.Options{Delimiter: ';'})
	wantParts(t, outcomes(t, r), []string{"2: 1,2|Kari"})
}

func TestAnOpenQuoteIsFollowedForOneMebibyteOnly(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat("2,Ola\n", 400_000)
	r := open(t, "id,name\n1,\"Kari\n"+rows, tabular.Options{})
	got := outcomes(t, r)
	if len(got) != 400_001 {
		t.Fatalf("got %d outcomes", len(got))
	}
	wantParts(t, got[:2], []string{`line 2, column "name": the quote opened on line 2 is not closed within 1 MiB`, "3: 2|Ola"})
	wantParts(t, got[400_000:], []string{"400002: 2|Ola"})
}

func TestALineThatIsTooLongIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, length := range []int{longestRow + 1, longestRow + 300_000, 5 * longestRow} {
		r := open(t, "id,name\n1,Kari\n"+strings.Repeat("x", length)+"\n2,Ola\n", tabular.Options{Delimiter: ','})
		wantParts(t, outcomes(t, r), []string{"2: 1|Kari", "line 3: the row is longer than 1 MiB", "4: 2|Ola"})
	}
}

func TestALineOfOneMebibyteIsRead(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("x", longestRow-2)
	r := open(t, "id,name\n1,"+name+"\n", tabular.Options{})
	if got := cells(t, r); got[1].Text != name {
		t.Errorf("the cell has %d bytes", len(got[1].Text))
	}
}

func TestSmallReadsGiveTheSameRows(t *testing.T) {
	t.Parallel()
	text := "id,note\n1,\"a\nb\"\n2,\"open\n3,ok\n"
	want := outcomes(t, open(t, text, tabular.Options{}))
	r, err := Open(slowFile{strings.NewReader(text)}, tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes(t, r); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type slowFile struct{ io.ReadSeeker }

func (f slowFile) Read(p []byte) (int, error) { return iotest.OneByteReader(f.ReadSeeker).Read(p) }

func TestAFailingDiskIsFinal(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	text := "id,name\n" + strings.Repeat("1,Kari\n", 100_000)
	file := &failingFile{Reader: bytes.NewReader([]byte(text)), left: 1 << 40, err: broken}
	r, err := Open(file, tabular.Options{Encoding: tabular.UTF8})
	if err != nil {
		t.Fatal(err)
	}
	file.left = 100_000
	for range 200_000 {
		if _, err = r.Read(); err != nil {
			break
		}
	}
	if !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
	if _, again := r.Read(); !errors.Is(again, broken) {
		t.Errorf("the next error is %v", again)
	}
}

type failingFile struct {
	*bytes.Reader
	left int
	err  error
}

func (f *failingFile) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, f.err
	}
	n, err := f.Reader.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

func TestRewindGivesTheSameRowsAgain(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"id,name\n1,\"K\n2,x\n3,y,z\n", "{\"id\":1}\n{\"id\":[]}\n{\"name\":\"x\"}\n"} {
		r := open(t, text, tabular.Options{})
		want := outcomes(t, r)
		if r.Offset() != int64(len(text)) {
			t.Errorf("offset at the end is %d of %d", r.Offset(), len(text))
		}
		if err := r.Rewind(); err != nil {
			t.Fatal(err)
		}
		if got := outcomes(t, r); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestABadRowKeepsItsCellsUnderTheColumnsNames(t *testing.T) {
	t.Parallel()
	r := open(t, "id;;navn\n"+strings.Repeat("1;;2\n", 200)+"K-1;x;Åse\nK-2;;Ola;y;\nK-3;;\xf8\n\"K-4;;Per\n", tabular.Options{Encoding: tabular.UTF8})
	var got []string
	for {
		_, err := r.Read()
		var bad *tabular.RowError
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.As(err, &bad) {
			got = append(got, strings.Join(texts(tabular.Row{Cells: bad.Cells}), "|")+bad.Raw)
		}
	}
	if want := []string{"K-1|Åse|x", "K-2|Ola|y", "K-3|\xf8", "\"K-4;;Per"}; !slices.Equal(got, want) {
		t.Errorf("bad rows keep %q, want %q", got, want)
	}
}
