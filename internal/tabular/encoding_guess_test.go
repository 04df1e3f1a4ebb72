package tabular

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func encoded(tb testing.TB, text string, name Encoding) string {
	tb.Helper()
	c, known := codingOf(name)
	if !known {
		tb.Fatalf("%s is not known", name)
	}
	return string(c.encode(text))
}

func TestAnEncodingIsKnownByTheWordsThatComeOfIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		in   []Encoding
	}{
		{"Bjørn", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"Åse Bjørkås", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"BJØRN ÆRLIG ÅSEN", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"Øyvind;Sæther AS;Ås", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"Göran Östberg;Malmö", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"Jürgen Müller;Straße;Köln", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"André Lefèvre;Française;Hélène;château", []Encoding{Windows1252, "macintosh", "cp850"}},
		{"Jiří Dvořák;Němec;Žižkov;Růžena Šťastná", []Encoding{"windows-1250", "iso-8859-2"}},
		{"Łukasz Wałęsa;Śląsk;Żółkiewski;Gdańsk;Kraków;Częstochowa", []Encoding{"windows-1250", "iso-8859-2", "cp852"}},
		{"Иван Петров;Москва;Санкт-Петербург", []Encoding{"ibm866"}},
		{"1\u00a0250,50;€ 12;5 – 7", []Encoding{Windows1252}},
	} {
		for _, in := range test.in {
			var s survey
			if err := s.take(strings.NewReader(encoded(t, test.text, in))); err != nil {
				t.Fatal(err)
			}
			got, possible := guessEncoding(&s.highs)
			if len(possible) > 0 {
				t.Errorf("%q in %s is in doubt between %s and %s", test.text, in, possible[0].name, possible[1].name)
				continue
			}
			if read := got.text([]byte(encoded(t, test.text, in))); read != test.text {
				t.Errorf("%q in %s is read as %q by %s", test.text, in, read, got.name)
			}
		}
	}
}

func TestAFileInDoubtIsRefusedWithWhatItMayBe(t *testing.T) {
	t.Parallel()
	for text, in := range map[string]Encoding{
		"id;name\n1;Jiří Dvořák\n": "windows-1250", "id;name\n1;Иван Петров\n2;Санкт-Петербург\n": "windows-1251", "id;name\n1;Γιώργος Παπαδόπουλος\n": "windows-1253",
	} {
		_, err := Open(strings.NewReader(encoded(t, text, in)), Options{})
		var refused *FileError
		if !errors.As(err, &refused) || len(refused.Possible) < 2 || !strings.Contains(err.Error(), "it is not certain how the file writes its letters: as ") {
			t.Fatalf("%q gives %v", text, err)
		}
		right := slices.IndexFunc(refused.Possible, func(p PossibleEncoding) bool { return strings.Contains(text, p.Samples[0]) })
		if right < 0 {
			t.Errorf("%q is not among what it may be: %v", text, err)
			continue
		}
		r := open(t, encoded(t, text, in), Options{Encoding: refused.Possible[right].Encoding})
		if got := cells(t, r)[1].Text; !strings.Contains(text, got) {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestEveryEncodingThatIsKnownCanBeNamed(t *testing.T) {
	t.Parallel()
	for name, text := range map[Encoding]string{
		"cp865": "Bjørn Ærlig", "CP437": "Göran", "windows-1250": "Jiří", "ISO-8859-15": "Šárka €", "latin1": "Bjørn", "macintosh": "Åse", "x-mac-cyrillic": "Иван",
		"shift_jis": "山田太郎", "gb18030": "李小龙", "euc-kr": "김철수", "big5": "陳大文", "cp1140": "BJØRN", "utf-32le": "Åse", "UTF-16BE": "Åse", "windows-1258": "Åse",
	} {
		r := open(t, encoded(t, "id;name\n1;"+text+"\n", name), Options{Encoding: name, Delimiter: ';'})
		if got := cells(t, r)[1].Text; got != text {
			t.Errorf("in %s %q is read as %q", name, text, got)
		}
		if r.Reading().EncodingBy != ByRequest || !slices.Contains(r.Reading().Samples, text) && name != "cp1140" {
			t.Errorf("in %s it tells %+v", name, r.Reading())
		}
	}
}

func TestLettersThatWereEncodedTwiceAreTold(t *testing.T) {
	t.Parallel()
	for _, by := range []Encoding{Windows1252, "cp850", "macintosh"} {
		c, _ := codingOf(by)
		twice := c.text([]byte("Bjørn Ærlig Åsen"))
		r := open(t, "id;name\n1;"+twice+"\n2;Åse\n", Options{})
		if told := r.Reading(); told.Doubled != 3 || told.Samples[0] != twice {
			t.Errorf("%q: %d letters are told to be encoded twice, as in %q", twice, told.Doubled, told.Samples)
		}
	}
	if told := open(t, "id;name\n1;São Ångström Ærlig ÃO\n", Options{}).Reading(); told.Doubled != 0 {
		t.Errorf("%d letters are told to be encoded twice", told.Doubled)
	}
}
