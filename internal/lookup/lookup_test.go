package lookup_test

import (
	"slices"
	"testing"

	"callflow"
	"callflow/internal/lookup"
)

func TestLettersAreFoldedToThoseThatAnyKeyboardHas(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BJØRR": "bjorr", "Åse Ærlig": "ase aerlig", "Æ": "ae", "é É ö Ä ñ ß Ł": "e e o a n ss l", "A\u030ase": "ase", "ИЛЬИН": "ильин",
		"a\tb\u00a0c\x00d": "a b c d", "\xff": "\ufffd", "": "",
	} {
		if got := string(lookup.AppendFolded(nil, text)); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}

func TestDigitsWithWhatStandsBetweenThemAreOneTerm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"+47 (911) 22-333": {"91122333"}, "12 34": {"1234"}, "123": {"123"}, "12 3": nil, "ola 1234": {"1234", "ola"}, "911\u00a022\u00a0333": {"91122333"}, "Ola OLA nordmann": {"nordmann", "ola"}, "å b": nil,
	} {
		if got := lookup.Parse(text).Terms(); !slices.Equal(got, want) {
			t.Errorf("%q has the terms %q, want %q", text, got, want)
		}
	}
}

func TestAnAnonymisedCustomerIsFoundByItsIDAlone(t *testing.T) {
	t.Parallel()
	columns := lookup.ColumnsOf(nil)
	if got := string(columns.AppendText(nil, []byte("K-7"), callflow.AnonymizedCard())); got != "k-7" {
		t.Errorf("its text is %q", got)
	}
	card := (&callflow.Customer{Name: "Åse", Phone1: "+47 911 22 333", Segment: "Active"}).Card(nil)
	if got := string(columns.AppendText(nil, []byte("K-7"), card)); got != "k-7\nase\n4791122333" {
		t.Errorf("another's text is %q", got)
	}
}

func TestATelephoneNumberIsFoundWithItsCountrysCodeAndWithout(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"22334455", "4722334455"} {
		for _, wanted := range []string{"+47 22 33 44 55", "+4722334455", "22 33 44 55", "2233 4455"} {
			if !lookup.Parse(wanted).Matches([]byte(stored)) {
				t.Errorf("%s is not found by %s", stored, wanted)
			}
		}
	}
	if lookup.Parse("+47 22 33 44 56").Matches([]byte("22334455")) {
		t.Error("another number is found")
	}
}

func TestACustomFieldIsFoundByWhatItsTypeIsWrittenAs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind          callflow.FieldType
		value         callflow.Value
		wanted, other string
	}{
		{callflow.Text, `"Øvre \"Gate\" 7"`, `gate" 7`, "8"},
		{callflow.Choice, `"Blå sone"`, "bla son", "rod"},
		{callflow.Integer, "-1204417", "12 04 417", "1204418"},
		{callflow.Decimal, "1449.50", "1449.5", "1449.6"},
		{callflow.Date, `"2026-05-14"`, "2026-05-14", "2026-05-15"},
		{callflow.Date, `"2026-05-14"`, "14.05.2026", "15.05.2026"},
		{callflow.Boolean, "true", "", "true"},
	} {
		columns := lookup.ColumnsOf([]callflow.Field{{ID: 3, Type: callflow.Boolean}, {ID: 7, Type: c.kind}})
		card := (&callflow.Customer{Custom: map[int64]callflow.Value{7: c.value}}).Card([]callflow.Field{{ID: 7, Type: c.kind}})
		text := columns.AppendText(nil, []byte("K-7"), card)
		if !lookup.Parse(c.wanted).Matches(text) || lookup.Parse(c.other).Matches(text) {
			t.Errorf("%s %s has the text %q, which %q has to find, and %q not", c.kind, c.value, text, c.wanted, c.other)
		}
	}
}

func TestANumberWithSomethingBetweenItsDigitsIsFoundByAnyPartAsItIsWritten(t *testing.T) {
	t.Parallel()
	fields := []callflow.Field{{ID: 7, Type: callflow.Text}}
	for _, c := range []struct{ id, text, wanted string }{
		{"2024-000123", "", "2024-000123"},
		{"2024-000123", "", "24-0001"},
		{"2024-000123", "", "2024000123"},
		{"K-2024-12", "", "2024-12"},
		{"K-7", "987 654 321", "87 654"},
		{"K-7", "987\u00a0654\u00a0321", "987 654 321"},
		{"K-7", "Org.nr (987) 654-321 MVA", "987 654 321"},
		{"K-7", "Gate 12-14, 5003 Bergen", "12-14"},
		{"K-7", "Gate 12-14, 5003 Bergen", "gate 12-14"},
	} {
		card := (&callflow.Customer{Custom: map[int64]callflow.Value{7: callflow.TextValue(c.text)}}).Card(fields)
		text := lookup.ColumnsOf(fields).AppendText(nil, []byte(c.id), card)
		if !lookup.Parse(c.wanted).Matches(text) {
			t.Errorf("%s %q is not found by %q: its text is %q", c.id, c.text, c.wanted, text)
		}
	}
}

func TestDigitsOfTwoNumbersAreNotFoundAsOne(t *testing.T) {
	t.Parallel()
	text := lookup.ColumnsOf(nil).AppendText(nil, []byte("12-14,50-03"), nil)
	if lookup.Parse("1450").Matches(text) {
		t.Errorf("it is found in %q", text)
	}
}
