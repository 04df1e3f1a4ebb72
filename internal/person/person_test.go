package person_test

import (
	"encoding/json"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/person"
)

func TestShortAndUnusualNamesTellOfAPersonWhereNothingElseStandsBesideThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, tells, other string }{
		{"Equinor", `["K-1","EQUINOR","x"]`, `["K-1","Equinor Energy","x"]`},
		{"Ola", "", `["K-1","Ola","x"]`},
		{"Bo L", `["K-1","L","Bo"]`, `["K-1","Bo","x"]`},
		{"Ola K. Nordmann", `["K-1","Nordmann, Ola"]`, `["K-1","Ola K."]`},
		{"王小明", `["K-1","你好王小明先生"]`, `["K-1","王大"]`},
		{"Ингрид Соколова", `{"имя":"ИНГРИД","фамилия":"Соколова"`, `["Ингрид"]`},
		{"김민준 박", `["\u1100\u1175\u11b7\u1106\u1175\u11ab\u110c\u116e\u11ab","박"]`, `["박"]`},
		{"...", "", `["..."]`},
		{strings.Repeat("a b c d e f g h i j k l m n o p q r s t u v w x y z aa ", 3), "", `["a"]`},
	} {
		traces := person.TracesOf([]callflow.Customer{{CustomerID: "id-1", Name: c.name}})
		if c.tells != "" && !traces.In(c.tells) {
			t.Errorf("%s does not tell of %s", c.tells, c.name)
		}
		if traces.In(c.other) {
			t.Errorf("%s tells of %s", c.other, c.name)
		}
	}
}

func TestWhatAPersonWasTellsOfItAsWhatItIs(t *testing.T) {
	t.Parallel()
	traces := person.TracesOf([]callflow.Customer{
		{CustomerID: "K-1", Name: "Kari Født", Email: "kari@x.example", Phone1: "+4791234567"},
		{CustomerID: "K-1", Name: "Kari Gift", Phone2: "02800"},
	})
	for text, tells := range map[string]bool{
		"gift, kari": true, "FØDT KARI": true, "kari@x.example": true, "0047 912 34 567": true, "02 800": true, "1028001": false, "kari": false, "": false,
	} {
		if traces.In(text) != tells {
			t.Errorf("%q tells of her: %t", text, !tells)
		}
	}
}

func TestASentenceNamesAPersonByAnIDHoweverShortItIs(t *testing.T) {
	t.Parallel()
	traces := person.TracesOf([]callflow.Customer{{CustomerID: "7"}})
	const sentence = "its telephone number is that of customer 7, and its id is K-1"
	if !traces.Named(sentence) || traces.Named("customer 17") || traces.In(sentence) {
		t.Error("the id 7 is not found as it is to be")
	}
}

// Rows that were not taken may be long, and there may be 100,000 of an import.
func BenchmarkRows(b *testing.B) {
	traces := person.TracesOf([]callflow.Customer{{
		CustomerID: "MM-31", Name: "Åse Marie Zwirkel", Phone1: "+4792817365", Phone2: "+4722334455", Email: "aase@kvaale.test",
	}})
	norwegian := strings.Repeat("Åse ringte på 40 40 40 41 og vil høre mer om ordningen, dato 05.01.2024; ", 60)
	for name, text := range map[string]string{
		"norwegian": norwegian, "russian": strings.Repeat("Ингрид звонила по телефону и хочет знать больше о программе; ", 40),
		"ascii":       strings.Repeat("he called and wants to hear more, ", 130),
		"names":       strings.Repeat("Åse Marie og mange flere av de gode venner som ikke heter Zwirkel til slutt, og enda litt mer å si om det, ", 45),
		"json":        asJSON(`{"a":` + asJSON(norwegian)),
		"backslashes": strings.Repeat(`\\\\`, 1200), "percents": strings.Repeat("%4&", 1500), "at signs": strings.Repeat("kaase@kvaale.test", 250),
		"ids":               strings.Repeat("AMM-31.", 600),
		"cells of the name": strings.Repeat("Zwirkel,x y z u v w a,Marie,,", 150),
	} {
		b.Run(name, func(b *testing.B) {
			cells := asJSON([]string{"K-1", text, "mange"})
			b.SetBytes(int64(len(cells)))
			b.ReportAllocs()
			for b.Loop() {
				if traces.In(cells) {
					b.Fatal("it tells of her")
				}
			}
		})
	}
}

func asJSON(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}
