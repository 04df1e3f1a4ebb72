package callflow

import "testing"

func TestWhichTextsCanBeDialled(t *testing.T) {
	for text, want := range map[string]bool{
		"11223344": true, "22 33 44 55": true, "+47 22334455": true, "0047-22.33.44.55": true, "(02) 800-12": true, "02800": true,
		"22334455 (mobil)": true, "tlf. 22334455": true, "22334455x12": true, "22334455 ext. 12": true, "22334455;ext=12": true,
		"22334455 / 99887766": true, "22334455,99887766": true, "22\u00a033\u00a044\u00a055": true,
		"": false, "abc": false, "123": false, "1881": false, "22334455x": false, "N22334455": false, "ukjent": false, "-": false,
		"x12": false, "123456789012345678": false, "ring etter 18": false, "12/34": false,
	} {
		if got := CanBeDialled(text); got != want {
			t.Errorf("%q can be dialled: %v, want %v", text, got, want)
		}
		for i, place := range []uint64{tagPhone1, tagPhone2, tagPhone3} {
			card := AppendPacked(nil, tagName, TextValue("22334455"))
			card = AppendPacked(card, place, TextValue(text))
			if got := HasNumber(card); got != want {
				t.Errorf("a card with phone_%d %q has a number: %v, want %v", i+1, text, got, want)
			}
		}
	}
	if HasNumber(AnonymizedCard()) || HasNumber(nil) {
		t.Error("a card without values has a number")
	}
}

func TestTheExampleOfTheDocumentHasANumber(t *testing.T) {
	customer := Customer{CustomerID: "481846", Phone2: "11223344"}
	if !HasNumber(customer.Card(nil)) {
		t.Error("phone_2 alone is no number")
	}
}
