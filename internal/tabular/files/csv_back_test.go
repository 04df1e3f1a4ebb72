package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
	"callflow/internal/tabular/letters"
)

// wrongRows are files with rows that can't be read, by their delimiter: a quote that is never closed, on the row's first line or behind
// stray ones, quotes closed on a later line, cells too many, texts that a spreadsheet would run, and headings twice.
func wrongRows(delimiter string) string {
	return strings.ReplaceAll(strings.Join([]string{
		"customer_id,Navn,Navn,note",
		"K-1,Kåre,Ærlig,ok",
		`K-2,"Åse,x,aldri`,
		`K-3,24" skjerm,y"z,"åpen`,
		"K-4,Per,x,y,for,mange",
		`=1+1,"Øyvind,x,y`,
		"'=1+1,'@SUM(1),-1+1,\tx,+cmd|x,for mange",
		`K-7,"a`,
		`b"c,d,e,f`, // a row of its own
		"K-9,Siri,x,y",
	}, "\r\n"), ",", delimiter) + "\r\n"
}

// sentBack reads a file, and gives its good rows, and those that are wrong as a file of their own.
func sentBack(t *testing.T, file string, o tabular.Options) (good []string, back string) {
	t.Helper()
	r := open(t, file, o)
	var text bytes.Buffer
	rows := csv.NewRowsBack(&text, r.Options(), tabular.RecordOptions{})
	head := []string{"line", "reason"}
	for _, heading := range r.Reading().Headings {
		head = append(head, heading.Text)
	}
	if err := rows.Row(head, ""); err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Read()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return good, text.String()
		case errors.As(err, &bad):
			if err := rows.Row(append([]string{strconv.Itoa(bad.Line), bad.Reason}, texts(tabular.Row{Cells: bad.Cells})...), bad.Raw); err != nil {
				t.Fatal(err)
			}
		case err != nil:
			t.Fatal(err)
		default:
			good = append(good, strings.Join(texts(row), "|"))
		}
	}
}

func TestRowsThatCouldNotBeReadAreWrongUntilTheyAreMendedAndComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for _, delimiter := range []string{",", ";", "\t", "|"} {
		for _, encoding := range []tabular.Encoding{tabular.UTF8, tabular.Windows1252, "cp850", tabular.UTF16LE, tabular.UTF16BE, tabular.UTF32LE} {
			t.Run(strconv.Quote(delimiter)+string(encoding), func(t *testing.T) {
				t.Parallel()
				of, _ := letters.CodingOf(encoding)
				options := tabular.Options{Encoding: encoding, Delimiter: rune(delimiter[0])}
				good, back := sentBack(t, string(of.Encode(wrongRows(delimiter))), options)
				if fmt.Sprint(good) != "[K-1|Kåre|Ærlig|ok b\"c|d|e|f K-9|Siri|x|y]" && delimiter != "\t" {
					t.Errorf("what comes in at once is %q", good)
				}
				for range 2 { // sent again as it is
					var taken []string
					before := back
					if taken, back = sentBack(t, back, options); taken != nil {
						t.Fatalf("of what is not mended this is taken: %q", taken)
					}
					if withoutReasons(t, &of, back) != withoutReasons(t, &of, before) {
						t.Fatalf("sent again, it comes back as\n%s\nof\n%s", of.Text([]byte(back)), of.Text([]byte(before)))
					}
				}
				if delimiter == "\t" {
					return
				}
				mended := strings.NewReplacer(`""Åse`, `Åse`, `24"" skjerm`, `24 skjerm`, `""åpen`, `åpen`, `""Øyvind`, `Øyvind`,
					delimiter+"for"+delimiter+"mange", "", delimiter+"'+cmd|x"+delimiter+"for mange", "", `"'+cmd|x"`+delimiter+"for mange", "",
					`""a`, "a"+delimiter+"x"+delimiter+"y").Replace(of.Text([]byte(back)))
				if came, still := sentBack(t, string(of.Encode(mended)), options); len(came) < 6 {
					t.Errorf("mended, this comes in: %q, and this does not:\n%s", came, of.Text([]byte(still)))
				} else if came[3] != "=1+1|Øyvind|x|y" {
					t.Errorf("a text that a spreadsheet would run comes back as %q", came[3])
				}
			})
		}
	}
}

// withoutReasons is a file of rows that were not taken, without their lines and what was wrong.
func withoutReasons(t *testing.T, of *letters.Coding, back string) string {
	t.Helper()
	var rows []string
	for line := range strings.SplitSeq(of.Text([]byte(back)), "\r\n") {
		if i := strings.LastIndex(line, "K-"); i >= 0 {
			rows = append(rows, line[i:])
		}
	}
	return strings.Join(rows, "\n")
}

func TestTheTextOfARowIsCutOnlyWhereItIsOneRow(t *testing.T) {
	t.Parallel()
	const head = "line,reason,customer_id,name\n"
	for _, c := range []struct{ row, want string }{
		{`3 text,never closed,"K-2,Åse"`, "K-2|Åse"},
		{`3 text,never closed,"K-2,Åse",`, "K-2|Åse"},
		{`3 text,never closed,K-2,Åse`, "K-2|Åse"},
		{`3 text,never closed,"K-2,""Åse"`, "the quote opened on line 2 is never closed"},
		{"3 text,never closed,\"K-2,Åse\nK-3,Per\"", "its text is more than one row"},
		{`3 text,no JSON,"{""customer_id"": ""K-2"",}"`, "it is still the text of a row that was no JSON"},
		{`3 text,never closed,K-2`, "the row has 1 cell where the header has 2, 1 too few"},
		{`3,too long`, "nothing is left of the row"},
		{`3,wrong,"K,2",Åse`, "K,2|Åse"},
	} {
		r := open(t, head+c.row+"\n", tabular.Options{})
		row, err := r.Read()
		got := strings.Join(texts(row), "|")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s is read as %s", c.row, got)
		}
	}
}
