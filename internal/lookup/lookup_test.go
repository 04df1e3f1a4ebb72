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
		"+47 (911) 22-333": {"91122333"}, "12 34": {"1234"}, "123": {"123"}, "12 3": nil, "ola 1234": {"1234", "ola"}, "Ola OLA nordmann": {"nordmann", "ola"}, "å b": nil,
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
