package cleanse

import (
	"strings"
	"unicode"
)

// Heading writes a heading as it is compared: in small letters, with one blank for whatever stands between its words.
func Heading(text string) string {
	var b strings.Builder
	blank := false
	for _, r := range text {
		if Unseen(r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// textual are the words of headings whose values are no numbers, though they are made of digits.
var textual = []string{
	"postnr", "postnummer", "postkode", "postcode", "postal code", "post code", "postal", "zip", "zip code", "zipcode", "plz", "postleitzahl",
	"phone", "telephone", "telefon", "tel", "tlf", "tlfnr", "telefonnr", "telefonnummer", "mobil", "mobile", "mobilnr", "mobilnummer", "mobiltelefon",
	"cell", "fax", "faks",
	"konto", "kontonr", "kontonummer", "account number", "iban", "orgnr", "org nr", "organisasjonsnummer", "org nummer", "fødselsnummer",
	"personnummer", "fnr", "kommunenr", "kid",
}

// Textual says of a heading that its values stay text.
func Textual(heading string) bool {
	heading = Heading(heading)
	for _, word := range textual {
		if heading == word || strings.HasPrefix(heading, word+" ") || strings.HasSuffix(heading, " "+word) {
			return true
		}
	}
	return false
}
