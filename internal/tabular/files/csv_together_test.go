package files

import (
	"errors"
	"io"
	"strings"
	"testing"

	"callflow/internal/tabular"
)

const (
	headOfRead  = "line,reason,read as (3 dmy),customer_id,name,House\n"
	headOfPlain = "line,reason,customer_id,name,House\n"
	againFlaw   = "the row repeats the headings"
	otherFlaw   = "the row has the headings of another file of rejected rows"
	otherRow    = "the row is of another file of rejected rows"
)

// rejectedTogether are files of rejected rows that were put together, and what must be read of each row.
var rejectedTogether = map[string]struct {
	text string
	want []string
}{
	"one that tells how it was read, and one that does not": {
		headOfRead + "3,too long,,K-1,Kari,4\n" + headOfPlain + "5,too long,K-2,Ola,5\n6,too long,,Per,6\n",
		[]string{"K-1|Kari|4", againFlaw, "K-2|Ola|5", "|Per|6"},
	},
	"one that does not tell it, and one that does": {
		headOfPlain + "3,too long,K-1,Kari,4\n" + headOfRead + "5,too long,,K-2,Ola,\n6,too long,own,K-3,Per,6\n",
		[]string{"K-1|Kari|4", againFlaw, "K-2|Ola|", `the row has "own" under read as; kept K-3|Per|6|own`},
	},
	"two that tell it in two ways": {
		headOfRead + "3,too long,,K-1,Kari,4\n" + strings.Replace(headOfRead, "dmy", "mdy", 1) + "5,too long,,K-2,Ola,5\n",
		[]string{"K-1|Kari|4", againFlaw, "K-2|Ola|5"},
	},
	"rows without their headings": {
		headOfRead + "3,too long,,K-1,Kari,4\n5,too long,K-2,Ola,5\n6,too long,own,K-3,Per,6\n",
		[]string{"K-1|Kari|4", `the row has "K-2" under read as; kept Ola|5||K-2`, `the row has "own" under read as; kept K-3|Per|6|own`},
	},
	"one with other columns": {
		headOfPlain + "3,too long,K-1,Kari,4\nline,reason,customer_id,phone\n5,too long,K-2,91234567\n" + headOfPlain + "6,too long,K-3,Per,6\n",
		[]string{"K-1|Kari|4", otherFlaw + "; kept |||line|reason|customer_id|phone", otherRow + "; kept |||5|too long|K-2|91234567", againFlaw, "K-3|Per|6"},
	},
}

func TestFilesOfRejectedRowsThatWerePutTogetherLoseNothing(t *testing.T) {
	t.Parallel()
	for name, c := range rejectedTogether {
		for format, text := range map[tabular.Format]string{tabular.CSV: c.text, tabular.XLSX: workbookOf(t, c.text)} {
			r := open(t, text, tabular.Options{Format: format})
			for pass := range 2 {
				got := rowsTold(t, r)
				if len(got) != len(c.want) {
					t.Errorf("%s, %s, pass %d: %q, want %q", name, format, pass, got, c.want)
					continue
				}
				for i, want := range c.want {
					for part := range strings.SplitSeq(want, "; kept ") {
						if !strings.Contains(got[i], part) {
							t.Errorf("%s, %s, pass %d: row %d is %q, want %q", name, format, pass, i, got[i], want)
						}
					}
				}
				if err := r.Rewind(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// rowsTold are the rows of a file, or what is wrong with each and what is kept of it.
func rowsTold(t *testing.T, r tabular.Reader) []string {
	t.Helper()
	var told []string
	for {
		row, err := r.Read()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return told
		case errors.As(err, &bad):
			told = append(told, bad.Error()+" kept "+strings.Join(texts(tabular.Row{Cells: bad.Cells}), "|"))
		case err != nil:
			t.Fatal(err)
		default:
			told = append(told, strings.Join(texts(row), "|"))
		}
	}
}

func TestAFileOfRejectedRowsTellsEachWayInWhichItsRowsWereRead(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"one that tells how it was read, and one that does not": "3 dmy|",
		"one that does not tell it, and one that does":          "|3 dmy",
		"two that tell it in two ways":                          "3 dmy|3 mdy",
		"rows without their headings":                           "3 dmy",
	} {
		for format, text := range map[tabular.Format]string{tabular.CSV: rejectedTogether[name].text, tabular.XLSX: workbookOf(t, rejectedTogether[name].text)} {
			r := open(t, text, tabular.Options{Format: format})
			rowsTold(t, r)
			if got := strings.Join(r.Reading().ReadAs, "|"); got != want {
				t.Errorf("%s, %s: it was read as %q, want %q", name, format, got, want)
			}
		}
	}
}
