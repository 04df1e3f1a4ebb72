package callflow

import (
	"strings"
	"testing"
)

func TestAValueIsOfItsFieldsType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind       FieldType
		text, want string
	}{
		{Text, "", ""},
		{Text, "0047", `"0047"`},
		{Text, " a ", `" a "`},
		{Integer, "0042", "42"},
		{Integer, "-7", "-7"},
		{Integer, " 7 ", "7"},
		{Integer, "9223372036854775807", "9223372036854775807"},
		{Decimal, "4.0", "4.0"},
		{Decimal, "4,50", "4.50"},
		{Decimal, "-0.10", "-0.10"},
		{Date, "2024-02-29", `"2024-02-29"`},
		{Date, "31.12.2025", `"2025-12-31"`},
		{Boolean, "True", "true"},
		{Boolean, "false", "false"},
		{Choice, "Helg", `"Helg"`},
		{Choice, "", ""},
	} {
		field := Field{ID: 5, Key: "Felt", Type: test.kind, MaxLength: 10, Choices: []string{"Helg", "Komplett"}}
		if got, err := field.Parse(test.text); err != nil || string(got) != test.want {
			t.Errorf("%s %q is %s, %v, want %s", test.kind, test.text, got, err, test.want)
		}
	}
}

func TestAValueThatItsFieldCannotHold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind          FieldType
		text, problem string
	}{
		{Text, "elleve tegn", "must have at most 10 characters"},
		{Text, "a\x00", "must not hold a NUL character"},
		{Text, "\xff", "must be UTF-8 text"},
		{Integer, "4.0", "must be a whole number"},
		{Integer, "9223372036854775808", "must be a whole number"},
		{Decimal, "12,345", "can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands"},
		{Decimal, "-1,250", "can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands"},
		{Decimal, "1e3", "must be a number such as 4 or 4.50"},
		{Decimal, "04", "must be a number such as 4 or 4.50"},
		{Decimal, "1,000,0", "must be a number such as 4 or 4.50"},
		{Decimal, "NaN", "must be a number such as 4 or 4.50"},
		{Decimal, strings.Repeat("1", 101), "must be a number such as 4 or 4.50"},
		{Date, "2023-02-29", "must be a date as YYYY-MM-DD"},
		{Date, "2023-2-1", "must be a date as YYYY-MM-DD"},
		{Date, "æ.øå.2023", "must be a date as YYYY-MM-DD"},
		{Boolean, "ja", "must be true or false"},
		{Choice, "helg", "must be one of Helg, Komplett"},
		{"none", "a", "has an unknown type"},
	} {
		field := Field{ID: 5, Key: "Felt", Type: test.kind, MaxLength: 10, Choices: []string{"Helg", "Komplett"}}
		got, err := field.Parse(test.text)
		if want := "Felt " + test.problem + "."; err == nil || ErrorText(err) != want {
			t.Errorf("%s %q is %s, %v, want %s", test.kind, test.text, got, err, want)
		}
	}
}

func TestTheNearestNameIsTheOneThatWasMeant(t *testing.T) {
	t.Parallel()
	known := []string{"call_state", "cursor", "fields", "include", "page", "page_size"}
	for name, want := range map[string]string{
		"call_stat": "call_state",
		"CALLSTATE": "call_state",
		"pagesize":  "page_size",
		"pge":       "page",
		"field":     "fields",
		"zzzzzzzz":  "",
		"ordering":  "",
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}
