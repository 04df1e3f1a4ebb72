package letters

import (
	"bytes"
	"testing"

	"callflow/internal/tabular"
)

func TestAnEncodingIsKnownByTheWordsThatComeOfIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		in   []tabular.Encoding
	}{
		{"Bjørn", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"Åse Bjørkås", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"BJØRN ÆRLIG ÅSEN", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"Øyvind;Sæther AS;Ås", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"Göran Östberg;Malmö", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"Jürgen Müller;Straße;Köln", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"André Lefèvre;Française;Hélène;château", []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850"}},
		{"Jiří Dvořák;Němec;Žižkov;Růžena Šťastná", []tabular.Encoding{"windows-1250", "iso-8859-2"}},
		{"Łukasz Wałęsa;Śląsk;Żółkiewski;Gdańsk;Kraków;Częstochowa", []tabular.Encoding{"windows-1250", "iso-8859-2", "cp852"}},
		{"Иван Петров;Москва;Санкт-Петербург", []tabular.Encoding{"ibm866"}},
		{"1\u00a0250,50;€ 12;5 – 7", []tabular.Encoding{tabular.Windows1252}},
	} {
		for _, in := range test.in {
			of, known := CodingOf(in)
			if !known {
				t.Fatalf("%s is not known", in)
			}
			written := of.Encode(test.text)
			var s survey
			if err := s.take(bytes.NewReader(written)); err != nil {
				t.Fatal(err)
			}
			got, possible := guessEncoding(&s.highs)
			if len(possible) > 0 {
				t.Errorf("%q in %s is in doubt between %s and %s", test.text, in, possible[0].Name, possible[1].Name)
				continue
			}
			if read := got.Text(written); read != test.text {
				t.Errorf("%q in %s is read as %q by %s", test.text, in, read, got.Name)
			}
		}
	}
}
