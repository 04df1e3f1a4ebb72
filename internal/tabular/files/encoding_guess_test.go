package files

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
)

func encoded(tb testing.TB, text string, name tabular.Encoding) string {
	tb.Helper()
	c, known := letters.CodingOf(name)
	if !known {
		tb.Fatalf("%s is not known", name)
	}
	return string(c.Encode(text))
}

func TestAFileInDoubtIsRefusedWithWhatItMayBe(t *testing.T) {
	t.Parallel()
	for text, in := range map[string]tabular.Encoding{
		"id;name\n1;Jiří Dvořák\n": "windows-1250", "id;name\n1;Иван Петров\n2;Санкт-Петербург\n": "windows-1251", "id;name\n1;Γιώργος Παπαδόπουλος\n": "windows-1253",
	} {
		_, err := Open(strings.NewReader(encoded(t, text, in)), tabular.Options{})
		var refused *tabular.FileError
		if !errors.As(err, &refused) || len(refused.Possible) < 2 || !strings.Contains(err.Error(), "it is not certain how the file writes its letters: as ") {
			t.Fatalf("%q gives %v", text, err)
		}
		right := slices.IndexFunc(refused.Possible, func(p tabular.PossibleEncoding) bool { return strings.Contains(text, p.Samples[0]) })
		if right < 0 {
			t.Errorf("%q is not among what it may be: %v", text, err)
			continue
		}
		r := open(t, encoded(t, text, in), tabular.Options{Encoding: refused.Possible[right].Encoding})
		if got := cells(t, r)[1].Text; !strings.Contains(text, got) {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestEveryEncodingThatIsKnownCanBeNamed(t *testing.T) {
	t.Parallel()
	for name, text := range map[tabular.Encoding]string{
		"cp865": "Bjørn Ærlig", "CP437": "Göran", "windows-1250": "Jiří", "ISO-8859-15": "Šárka €", "latin1": "Bjørn", "macintosh": "Åse", "x-mac-cyrillic": "Иван",
		"shift_jis": "山田太郎", "gb18030": "李小龙", "euc-kr": "김철수", "big5": "陳大文", "cp1140": "BJØRN", "utf-32le": "Åse", "UTF-16BE": "Åse", "windows-1258": "Åse",
	} {
		r := open(t, encoded(t, "id;name\n1;"+text+"\n", name), tabular.Options{Encoding: name, Delimiter: ';'})
		if got := cells(t, r)[1].Text; got != text {
			t.Errorf("in %s %q is read as %q", name, text, got)
		}
		if r.Reading().EncodingBy != tabular.ByRequest || !slices.Contains(r.Reading().Samples, text) && name != "cp1140" {
			t.Errorf("in %s it tells %+v", name, r.Reading())
		}
	}
}

func TestLettersThatWereEncodedTwiceAreTold(t *testing.T) {
	t.Parallel()
	for _, by := range []tabular.Encoding{tabular.Windows1252, "cp850", "macintosh"} {
		c, _ := letters.CodingOf(by)
		twice := c.Text([]byte("Bjørn Ærlig Åsen"))
		r := open(t, "id;name\n1;"+twice+"\n2;Åse\n", tabular.Options{})
		if told := r.Reading(); told.Doubled != 3 || told.Samples[0] != twice {
			t.Errorf("%q: %d letters are told to be encoded twice, as in %q", twice, told.Doubled, told.Samples)
		}
	}
	if told := open(t, "id;name\n1;São Ångström Ærlig ÃO\n", tabular.Options{}).Reading(); told.Doubled != 0 {
		t.Errorf("%d letters are told to be encoded twice", told.Doubled)
	}
}
