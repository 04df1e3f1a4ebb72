package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/tabular"
)

// brought are files of the kinds that people bring, with what must be read of each: the columns, then each row or what is wrong with it.
var brought = []struct {
	name    string
	want    string // parts in their order, between which anything may stand
	reading func(*tabular.Reading) bool
	options tabular.Options
}{
	{name: "00-plain.csv", want: "customer_id|name|phone_1\n2: K-1|Kari Nordmann|22334455\n"},
	{name: "01-scientific.csv", want: "2: 1,00234E+11|Kari Eksempel|4,79123E+09"},
	{name: "05b-quote-after-space.csv", want: "customer_id|name|phone_1\n2: K-1|Eksempel, Kari|91234567\n"},
	{name: "06-blank-ish-rows.csv", want: "2: K-1|Kari Eksempel|91234567\n6: K-2|", reading: func(r *tabular.Reading) bool { return r.Blank == 3 }},
	{name: "08-concatenated.csv", want: "2: K-1| … line 3: the row begins with a byte order mark … 4: K-2|Ola Eksempel|92345678"},
	{name: "10-title-rows.csv", want: "Kundenummer|Navn|Telefon\n5: K-1|Kari Eksempel|91234567\n6: K-2", reading: func(r *tabular.Reading) bool {
		return r.HeaderRow == 4 && len(r.Above) == 2 && r.Above[0] == tabular.SkippedRow{Line: 1, Text: "Kundeliste høst 2026"} && r.Above[1].Line == 2
	}},
	{name: "11-trailing-empty-columns.csv", want: "customer_id|name|phone_1\n2: K-1|Kari Eksempel|91234567\n", reading: func(r *tabular.Reading) bool { return len(r.Unnamed) == 3 }},
	{name: "12-short-rows.csv", want: "customer_id|name|phone_1|email|note\n2: K-1 … 18: K-17|Ola Eksempel|92345678||\n", reading: func(r *tabular.Reading) bool {
		return r.Bad == 0 && r.Rows == 18
	}},
	{name: "14-stray-quotes.csv", want: "2: K-1|Bar \"Blå\" AS|91234567\n3: K-2|\"Kaffe\" AS|92345678\n4: K-3|Skjerm 24\"|93345678\n5: K-4|Si \"hei\" AS|94345678\n"},
	{name: "15-ctrl-z.csv", want: "2: K-1|Kari Eksempel|91234567\n$"},
	{name: "16-macroman.csv", want: "2: K-1|Bjørn Ærlig Åsen|91234567\n3: K-2|Øyvind Håkon Sæther|", reading: func(r *tabular.Reading) bool {
		return r.Encoding == "macintosh" && r.EncodingBy == tabular.ByLetters && r.Samples[0] == "Bjørn Ærlig Åsen"
	}},
	{name: "16c-cp850.csv", want: "2: K-1|Bjørn Ærlig Åsen|91234567\n3: K-2|Øyvind Håkon Sæther|", reading: func(r *tabular.Reading) bool {
		return r.Encoding == "cp850" && r.Samples[1] == "Øyvind Håkon Sæther"
	}},
	{name: "16f-utf16le-nobom.csv", want: "2: K-1|Bjørn Ærlig Åsen|91234567\n", reading: func(r *tabular.Reading) bool {
		return r.Encoding == tabular.UTF16LE && r.EncodingBy == tabular.ByBytes && r.Samples[0] == "Bjørn Ærlig Åsen"
	}},
	{name: "16g-unicode-text.txt", want: "2: K-1|Bjørn Ærlig Åsen|91234567\n", reading: func(r *tabular.Reading) bool { return r.EncodingBy == tabular.ByMark && r.Delimiter == '\t' }},
	{name: "17-nfd.csv", want: "customer_id|name|phone_1|Årsak\n2: K-1|Åse Bjørkås|91234567|Flyttet\n"},
	{name: "17b-nfc.csv", want: "customer_id|name|phone_1|Årsak\n2: K-1|Åse Bjørkås|"},
	{name: "18-name-twice.csv", want: "customer_id|Name|name|phone_1\n2: K-1|Eksempel AS|Kari Eksempel|"},
	{name: "18b-google-dups.csv", want: "customer_id|name|Phone|Phone (2)|Phone (3)\n2: K-1|Kari Eksempel|91234567|22334455|\n", reading: func(r *tabular.Reading) bool {
		return r.Headings[4] == tabular.Heading{Text: "Phone", Place: 5}
	}},
	{name: "29-sep.csv", want: "customer_id|name|phone_1\n3: K-1|Kari, Eksempel|91234567\n"},
	{name: "29b-sep-pipe.csv", want: "customer_id|name|phone_1\n3: K-1|Kari, Eksempel|91234567\n"},
	{name: "29c-sep-utf16.csv", want: "customer_id|name|phone_1\n3: K-1|Kari; Eksempel|91234567\n"},
	{name: "32-no-header.csv", want: "no row of headings: its first row is K-1 | Kari Eksempel | 91234567"},
	{name: "33-html.xls", want: "!the file is a web page; open it in a spreadsheet program"},
	{name: "33d-tsv.xls", want: "customer_id|name|phone_1\n2: K-1|Kari Eksempel|91234567\n"},
	{name: "34-nul.csv", want: `line 2, column "name": holds a NUL … line 3, column "phone_1": holds a NUL`},
	{name: "35-long.csv", want: "2: "},
	{name: "36-emoji-rtl.csv", want: "2: K-1|Kari 👩‍👩‍👧 Eksempel|91234567\n3: K-2|دانا مثال|٠٩١٢٣٤٥٦٧\n"},
	{name: "37-mixed-endings.csv", want: "2: K-1|Kari Eksempel|91234567\n3: K-2|Ola Eksempel|92345678\n4: K-3|Per Eksempel|93345678\n$"},
	{name: "37b-mac-cr.csv", want: "2: K-1|Kari Eksempel|91234567\n3: K-2|Ola Eksempel|92345678\n$"},
	{name: "38b-drf-page.json", want: "!a page of an API's answer, not an object per line; fetch all"},
	{name: "38c-list.json", want: "!one JSON list, not an object per line"},
	{name: "40b-nbsp-header.csv", want: "customer_id|Phone 1|E‑mail|name\n2: K-1|91234567|kari@eksempel.example|Kari\n"},
	{name: "40c-quoted-newline-header.csv", want: "customer_id|name|phone 1\n3: K-1|Kari Eksempel|91234567\n"},
	{name: "50-x000d.xlsx", want: "2: K-1|Kari\nEksempel|91234567\n"},
	{name: "51-phonetic.xlsx", want: "2: K-1|山田|\n"},
	{name: "52-hidden-rows.xlsx", want: "2: K-1| … 3 hidden: K-2| … 4 hidden: K-3|", reading: func(r *tabular.Reading) bool { return r.Hidden == 2 }},
	{name: "53-merged.xlsx", want: "3: K-2|Ola Eksempel|92345678|\n", reading: func(r *tabular.Reading) bool { return r.MergedCount == 1 && r.Merged[0] == "D2:D3" }},
	{name: "54-number-formats.xlsx", want: "2: K-1|00 00 00 00|91 23 45 67| … 3: K-2|\"+47 \"## ## ## ##|+47 91 23 45 67| … 4: K-3|+47 00000000|+47 91234567| … " +
		"5: K-4|\"K-\"0000|K-0581|"},
	{name: "55-1904.xlsx", want: "2: K-1|Kari|1904-01-01\n3: K-2|Ola|2027-03-16\n"},
	{name: "56-backslash.xlsx", want: "2: K-1|"},
	{name: "58-title-rows.xlsx", want: "customer_id|name|phone_1\n5: K-4|", reading: func(r *tabular.Reading) bool {
		return r.HeaderRow == 4 && len(r.Above) == 2 && r.Above[0].Text == "Kundeliste høst 2026"
	}},
	{name: "59-total-row.xlsx", want: "5: Totalt||2\n"},
	{name: "60-vlookup-na.xlsx", want: `line 2, column "Segment": the cell D2 shows the error #N/A … 3: K-2|Ola|92345678|Privat`},
	{name: "61-mixed-dates.xlsx", want: "2: K-1|Kari|1979-12-31\n3: K-2|Ola|31.12.1981\n4: K-3|Per|1.2.1982\n5: K-4|Liv|1979-12-31 12:00\n"},
	{name: "62-rich.xlsx", want: "2: K-1|"},
	{name: "63-note-outside.xlsx", want: "line 2: the cell H2 has a value, and its column has no heading … 3: K-2|Kari Eksempel 2|"},
	{name: "64-dup-headings.xlsx", want: "(2)"},
	{name: "65-bool.xlsx", want: "2: K-1|Kari|true\n3: K-2|Ola|false\n"},
	{name: "67-big-ids.xlsx", want: `line 2, column "customer_id": the cell A2 is a number of more than 15 digits … line 3, column "customer_id" … line 4, column "customer_id"`},
	{name: "69-formatted-empty.xlsx", want: "2: K-1|Kari Eksempel 1|91234567\n$"},
	{name: "71-special-formats.xlsx", want: "2: 0539 12 34567|Kari Eksempel|22 33 44 55|010280 12345|0581\n3: 5391 23 45678|Ola Eksempel|91 23 45 67|311280 12345|5003\n"},
	{name: "76-midnight.xlsx", want: "2: K-1|Kari|00:00\n3: K-2|Ola|09:00\n"},
	{name: "80-three-sheets.xlsx", want: "2: K-1|Kari Eksempel|91234567\n$", reading: func(r *tabular.Reading) bool {
		return r.Sheet == "Oslo" && strings.Join(r.OtherSheets, ",") == "Bergen,Trondheim"
	}},
	{name: "83-biff8.xls", want: "!an old Excel workbook"},
	{name: "86-flat.fods", want: "!a flat OpenDocument spreadsheet; open it"},
	{name: "89-ods.ods", want: "!an OpenDocument spreadsheet; save it as XLSX"},
	{name: "89b-prn.prn", want: "lined up with blanks"},
	{name: "89c-unicode.txt", want: "2: K-1|Kåre Eksempel|91234567\n"},
	{name: "89d.dbf", want: "!a dBASE table; open it"},
	{name: "95-roundtrip.ndjson", want: "1: R-1|=1+1|+47 912 34 567|=1+1\n"},
	{name: "98-sep-lines.csv", want: "customer_id|name\n3: K-1|Kari\n4: |Ola\n"},
	{name: "102-smart-quotes.csv", want: "2: K-1|Kari Eksempel\n", reading: func(r *tabular.Reading) bool { return r.SmartQuotes }},
	{name: "103-open-quote.csv", want: `line 2, column "note": the quote opened on line 2 … 3: K-2|Navn 2|ok`, reading: func(r *tabular.Reading) bool { return r.Bad == 1 }},
	{name: "10-title-rows.csv", want: "column 2 of 3 has no name", options: tabular.Options{HeaderRow: 1}},
	{name: "16-macroman.csv", want: "2: K-1|Bjørn Ærlig Åsen|", options: tabular.Options{Encoding: "Macintosh"}, reading: func(r *tabular.Reading) bool { return r.EncodingBy == tabular.ByRequest }},
	{name: "16c-cp850.csv", want: "2: K-1|Bjørn Ærlig Åsen|", options: tabular.Options{Encoding: "cp865"}},
	{name: "58-title-rows.xlsx", want: "K-4|Kari Eksempel 4|91234567\n6: K-5", options: tabular.Options{HeaderRow: 5}},
	{name: "80-three-sheets.xlsx", want: "2: K-2|Ola", options: tabular.Options{Sheet: "Bergen"}},
}

func TestFilesThatPeopleBringAreReadRight(t *testing.T) {
	t.Parallel()
	for _, file := range brought {
		t.Run(file.name, func(t *testing.T) {
			t.Parallel()
			got, reading := readBrought(t, file.name, file.options)
			rest := got + "$"
			for part := range strings.SplitSeq(file.want, " … ") {
				var ok bool
				if _, rest, ok = strings.Cut(rest, part); !ok {
					t.Errorf("it is read as\n%s\nwithout\n%s", got, part)
				}
			}
			if reading != nil && file.reading != nil && !file.reading(reading) {
				t.Errorf("the reading is %+v", *reading)
			}
		})
	}
}

// readBrought reads a whole file as text; what refuses it begins with a "!".
func readBrought(t *testing.T, name string, options tabular.Options) (string, *tabular.Reading) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "brought", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	options.Name = name
	r, err := Open(file, options)
	if err != nil {
		var refused *tabular.FileError
		if !errors.As(err, &refused) || refused.Fix == "" {
			t.Errorf("Open: %v", err)
		}
		return "!" + strings.TrimPrefix(err.Error(), "the file is ") + "\n!" + err.Error(), nil
	}
	defer r.Close()
	text := strings.Join(r.Columns(), "|") + "\n"
	for {
		row, err := r.Read()
		var bad *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return text, r.Reading()
		case errors.As(err, &bad):
			if bad.Cells == nil && bad.Raw == "" {
				t.Errorf("nothing is left of the row of %v", bad)
			}
			text += bad.Error() + "\n"
			continue
		case err != nil:
			t.Fatalf("Read: %v", err)
		case len(row.Problems) > 0:
			text += problemsOf(r, &row) + "\n"
			continue
		}
		text += rowAsText(&row)
	}
}

func rowAsText(row *tabular.Row) string {
	hidden := ""
	if row.Hidden {
		hidden = " hidden"
	}
	return strings.Join([]string{strconv.Itoa(row.Line), hidden, ": ", strings.Join(texts(*row), "|"), "\n"}, "")
}
