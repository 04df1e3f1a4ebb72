package cleanse_test

import (
	"slices"
	"testing"

	"callflow/internal/cleanse"
)

func TestWhatStandsAroundAValueGoesAndIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		ways       cleanse.Way
	}{
		{"K-1", "K-1", 0}, {"", "", 0}, {"Åse Ås", "Åse Ås", 0}, {"d'Arc", "d'Arc", 0}, {"12 34", "12 34", 0}, {"Bodø", "Bodø", 0}, {"a=", "a=", 0},
		{" K-1", "K-1", cleanse.Blanks}, {"K-1\u00a0", "K-1", cleanse.Blanks}, {"\u202a+47 912 34 567\u202c", "+47 912 34 567", cleanse.Blanks},
		{"K-4\u200b", "K-4", cleanse.Blanks}, {"\ufeffK-2", "K-2", cleanse.Blanks}, {" ", "", cleanse.Blanks},
		{`="00123"`, "00123", cleanse.Formula}, {`=""00124""`, "00124", cleanse.Formula}, {` ="1" `, "1", cleanse.Blanks | cleanse.Formula},
		{`="a"&"b"`, `="a"&"b"`, 0}, {"=SUM(A1)", "=SUM(A1)", 0},
		{"'00123", "00123", cleanse.Apostrophe}, {"'+123", "+123", cleanse.Apostrophe}, {"'Ola Eksempel", "Ola Eksempel", cleanse.Apostrophe},
		{"'t Hart", "'t Hart", 0}, {"'", "'", 0},
		{"Kari 👩‍👩‍👧 Eksempel", "Kari 👩‍👩‍👧 Eksempel", 0},
	} {
		if got, ways := cleanse.Value(c.text); got != c.want || ways != c.ways {
			t.Errorf("%q becomes %q (%b), want %q (%b)", c.text, got, ways, c.want, c.ways)
		}
	}
	if got := cleanse.Seen("Per\u200b Eksempel"); got != "Per Eksempel" {
		t.Errorf("a sign without width stays: %q", got)
	}
	if !cleanse.Blank(" \u00a0\t\u200b") || cleanse.Blank(" x") {
		t.Error("blank is told wrongly")
	}
}

func TestWordsForNothingAreKnown(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"NULL", "null", "N/A", "n/a", "-", "#N/A", "None", "nan", "(blank)", "(none)", "NaN", "\\N", "–", "#I/T"} {
		if !cleanse.CommonWords.Has(text) {
			t.Errorf("%q is taken for a value", text)
		}
	}
	for _, text := range []string{"", "Nullvik", "Nan Goldin", "0", "Nina", "K-1", "- 5"} {
		if cleanse.CommonWords.Has(text) {
			t.Errorf("%q is taken for nothing", text)
		}
	}
	if words := cleanse.NewWords("ukjent"); !words.Has("Ukjent") || words.Has("null") {
		t.Error("chosen words are not the ones that count")
	}
}

func TestALineOfSumsIsTold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Sum: 2", "Totalt", "TOTAL", "I alt", "Summe 12", "Sum", " Total: "} {
		if !cleanse.Total(text) {
			t.Errorf("%q is taken for a value", text)
		}
	}
	for _, text := range []string{"", "Summer Olsen", "Total AS", "Sumit", "12"} {
		if cleanse.Total(text) {
			t.Errorf("%q is taken for a sum", text)
		}
	}
	if !cleanse.Figure("1 250,50") || cleanse.Figure("K-2") || cleanse.Figure("") {
		t.Error("figures are told wrongly")
	}
}

func TestNumbersThatWereCutOrHaveAnEmptyFractionAreTold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"4,79123E+09", "1.23E+10", "5E+09", "1,00234e+11", "4.7E-05"} {
		if !cleanse.Cut(text) {
			t.Errorf("%q is taken for a value", text)
		}
	}
	for _, text := range []string{"", "5E10", "ABE-1", "E+09", "12E+09", "K-1E+09", "1E+", "a1E+09", "1.E+09", "12,34567E+09"} {
		if cleanse.Cut(text) {
			t.Errorf("%q is taken for cut", text)
		}
	}
	for text, want := range map[string]string{
		"9.1234567E7": "91234567", "9,1234567E+07": "91234567", "4.791234567E+9": "4791234567", "4.7912345678e10": "47912345678", "1.2E1": "12", "5E+0": "5",
		"1.23456789012345E14": "123456789012345", "9.1234567E8": "", "9.12345678E7": "", "1.234567890123456E15": "", "0.91234567E8": "", "+9.1234567E7": "",
		"9.1234567E-7": "", "4,79123E+10": "",
	} {
		if got, ok := cleanse.Exponential(text); !ok || got != want {
			t.Errorf("%q becomes %q, %v", text, got, ok)
		}
	}
	for text, cut := range map[string]bool{
		"9E7": true, "12,34E+9": true, "4,79123E+10 / 4,79223E+10": true, "91234567, 9.2E7": true, "91234567": false, "22 33 44 55 ext. 12": false,
		"tel 22334455": false, "E7": false, "1-800-FLOWERS": false,
	} {
		if cleanse.CutPhone(text) != cut {
			t.Errorf("that %q is cut is told as %v", text, !cut)
		}
	}
	for text, want := range map[string]string{"10001.0": "10001", "4791234567.00": "4791234567", "100": "", "1.50": "", ".0": "", "a.0": "", "0.0": "0"} {
		if got, ok := cleanse.Whole(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q becomes %q, %v", text, got, ok)
		}
	}
}

func TestTheMarkOfANumberIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]cleanse.Mark{
		"1250": cleanse.NoMark, "-12": cleanse.NoMark, "1 250": cleanse.NoMark, "1.250": cleanse.PointMaybe, "1,250": cleanse.CommaMaybe, "0.250": cleanse.Point,
		"1.5": cleanse.Point, "-12,00": cleanse.Comma, "1.250,50": cleanse.Comma, "1,250.50": cleanse.Point, "1 250,50": cleanse.Comma, "1\u00a0250,50": cleanse.Comma,
		"1.250.000": cleanse.Comma, "1,250,000": cleanse.Point, "1'250.50": cleanse.Point, "−5": cleanse.NoMark, "+4.5": cleanse.Point, "1 000 000": cleanse.NoMark,
		"": cleanse.NoNumber, "x": cleanse.NoNumber, "1.2.3": cleanse.NoNumber, "12.": cleanse.NoNumber, "22 33 44": cleanse.NoNumber, "1,2,3": cleanse.NoNumber,
		".5": cleanse.NoNumber, "1.25,0,1": cleanse.NoNumber, "-": cleanse.NoNumber, "2026-01-02": cleanse.NoNumber,
	} {
		if got := cleanse.MarkOf(text); got != want {
			t.Errorf("%q has the mark %d, want %d", text, got, want)
		}
	}
	for _, c := range []struct {
		text string
		mark cleanse.Mark
		want string
	}{
		{"1.250", cleanse.Comma, "1250"}, {"1.250", cleanse.Point, "1.250"}, {"1.250,50", cleanse.Comma, "1250.50"}, {"-12,00", cleanse.Comma, "-12.00"},
		{"1 250,50", cleanse.Comma, "1250.50"}, {"1,250.50", cleanse.Point, "1250.50"}, {"12,5", cleanse.Point, ""}, {"12.5", cleanse.Comma, ""},
		{"−5", cleanse.Point, "-5"}, {"007", cleanse.Point, "7"}, {"0,5", cleanse.Comma, "0.5"}, {"00", cleanse.Comma, "0"}, {"+4.5", cleanse.Point, "4.5"},
	} {
		if got, ok := cleanse.Number(c.text, c.mark); got != c.want || ok != (c.want != "") {
			t.Errorf("%q is read as %q, %v, want %q", c.text, got, ok, c.want)
		}
	}
}

func TestDatesAreReadInTheOrderOfTheirColumn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		order cleanse.Order
		by    cleanse.Order
		want  string
	}{
		{"1980-12-31", cleanse.YearFirst, 0, "1980-12-31"}, {"31.12.1980", cleanse.DayFirst, cleanse.DayFirst, "1980-12-31"},
		{"3.2.1981", cleanse.DayOrMonth, cleanse.DayFirst, "1981-02-03"}, {"12/31/1982", cleanse.MonthFirst, cleanse.MonthFirst, "1982-12-31"},
		{"12/31/1982", cleanse.MonthFirst, cleanse.DayFirst, ""}, {"03.02.83", cleanse.DayOrMonth, cleanse.DayFirst, "1983-02-03"},
		{"03.02.07", cleanse.DayOrMonth, cleanse.DayFirst, "2007-02-03"}, {"1984-02-03 00:00:00", cleanse.YearFirst, 0, "1984-02-03"},
		{"1985-02-03T00:00:00", cleanse.YearFirst, 0, "1985-02-03"}, {"1985-02-03T00:00:00.000Z", cleanse.YearFirst, 0, "1985-02-03"},
		{"31-12-1986", cleanse.DayFirst, cleanse.DayFirst, "1986-12-31"}, {"19870203", cleanse.YearFirst, 0, "1987-02-03"}, {"1980/2/3", cleanse.YearFirst, 0, "1980-02-03"},
		{"00.00.0000", cleanse.ZeroDate, 0, ""}, {"0/0/00", cleanse.ZeroDate, 0, ""}, {"0000-00-00", cleanse.ZeroDate, 0, ""},
		{"83-02-03", cleanse.YearFirst, cleanse.YearFirst, "1983-02-03"}, {"03.02.1983", cleanse.DayOrMonth, cleanse.YearFirst, ""},
		{"30.02.1981", cleanse.DayFirst, cleanse.DayFirst, ""}, {"13.13.1981", cleanse.NoDate, cleanse.DayFirst, ""}, {"29.2.2024", cleanse.DayFirst, cleanse.DayFirst, "2024-02-29"},
	} {
		parts, ok := cleanse.DateOf(c.text)
		got, _ := parts.Date(c.by)
		if !ok || parts.Order() != c.order || got != c.want {
			t.Errorf("%q is read as %q in order %d (%v), want %q in order %d", c.text, got, parts.Order(), ok, c.want, c.order)
		}
	}
	for _, text := range []string{"", "i fjor", "1984-02-03 12:00", "12:00", "1.2", "1.2.3.4", "10001", "91234567890", "2026"} {
		if parts, ok := cleanse.DateOf(text); ok {
			t.Errorf("%q is taken for a date: %+v", text, parts)
		}
	}
}

func TestYesAndNoAndChoicesAreKnownAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"Ja": true, "SANN": true, "1": true, "yes": true, "True": true, "USANN": false, "nei": false, "0": false} {
		if got, ok := cleanse.Boolean(text); !ok || got != want {
			t.Errorf("%q is %v, %v", text, got, ok)
		}
	}
	if _, ok := cleanse.Boolean("kanskje"); ok {
		t.Error("perhaps is taken for an answer")
	}
	choices := []string{"Privat", "Stor  bedrift", "AS", "as"}
	for text, want := range map[string]string{"privat": "Privat", " Privat ": "Privat", "stor bedrift": "Stor  bedrift", "AS": "AS", "As": "", "x": ""} {
		if got, ok := cleanse.OneOf(text, choices); got != want || ok != (want != "") {
			t.Errorf("%q is the choice %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestSeveralTelephoneNumbersInACellAreToldApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"91234567 / 22334455": {"91234567", "22334455"}, "94345678;95345678": {"94345678", "95345678"},
		"+47 912 34 567 ::: +47 22 33 44 55": {"+47 912 34 567", "+47 22 33 44 55"}, "91234567 og 22334455": {"91234567", "22334455"},
		"22 33 44 66, ext. 12": nil, "mob 93345678": nil, "1-800-FLOWERS": nil, "030/123456": nil, "91234567": nil, "22334455/66": nil,
		"mob 93345678, jobb 22334455": {"mob 93345678", "jobb 22334455"}, "22334455, ext. 12 / 91234567": {"22334455, ext. 12", "91234567"},
	} {
		if got := cleanse.Phones(text); !slices.Equal(got, want) {
			t.Errorf("%q has the numbers %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"91234567 / 22334455": "91234567", "22 33 44 66, ext. 12": "22334466", "mob 93345678": "93345678", "1-800-FLOWERS": "", "94345678;95345678": "94345678",
		"+47 (0)22 33 44 55": "+4722334455", "": "", "ukjent": "", "02800": "02800", "+47 912 34 567": "+4791234567", "22334455 x12": "22334455", "٠٩١٢٣٤٥٦٧": "091234567",
		"９１２３４５６７": "91234567", "22334455 (kontor)": "22334455", "113": "113", "91234567 (ring etter 16)": "91234567", "kontor 22334455 linje tre": "22334455",
	} {
		if got := cleanse.Dialled(text); got != want {
			t.Errorf("%q is dialled %q, want %q", text, got, want)
		}
	}
	if !cleanse.OneDigit("000 00 000") || cleanse.OneDigit("91234567") || cleanse.OneDigit("") {
		t.Error("numbers of one digit are told wrongly")
	}
	if got := cleanse.InPhone("+47\u00a0933\u200b 45 678"); got != "+47 933 45 678" {
		t.Errorf("within a number there stays %q", got)
	}
}

func TestHeadingsAreComparedByTheirWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Kundenr.": "kundenr", "E‑mail": "e mail", "phone\n1": "phone 1", " Phone\u00a01 ": "phone 1", "E-mail 1 - Value": "e mail 1 value", "customer_id": "customer id",
		"\ufeffNavn": "navn",
	} {
		if got := cleanse.Heading(text); got != want {
			t.Errorf("%q is compared as %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]bool{"Postnr.": true, "Mobil": true, "ZIP code": true, "Saldo": false, "Telefon arbeid": true, "Antall": false, "Org.nr.": true, "Zipline": false} {
		if cleanse.Textual(text) != want {
			t.Errorf("%q is told wrongly", text)
		}
	}
}
