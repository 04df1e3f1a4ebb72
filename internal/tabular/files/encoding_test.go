package files

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"callflow/internal/tabular"
)

func windows(tb testing.TB, text string) string {
	tb.Helper()
	encoded, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		tb.Fatal(err)
	}
	return encoded
}

func utf16Text(tb testing.TB, text string, order unicode.Endianness) string {
	tb.Helper()
	encoded, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		tb.Fatal(err)
	}
	return encoded
}

func TestEncodingGuess(t *testing.T) {
	t.Parallel()
	ascii := strings.Repeat("1,Kari\n", 200_000) // 1.4 MB, far beyond every buffer
	tests := []struct {
		name, text string
		want       tabular.Encoding
		last       string
	}{
		{"UTF-8", "id,name\n1,Bjørn Åse Bakkåsen\n", tabular.UTF8, "2: 1|Bjørn Åse Bakkåsen"},
		{"UTF-8 with a byte order mark", "\xef\xbb\xbfid,name\n1,Bjørn\n", tabular.UTF8, "2: 1|Bjørn"},
		{"ASCII", "id,name\n1,Kari\n", tabular.UTF8, "2: 1|Kari"},
		{"Windows-1252", windows(t, "id,name\n1,Bjørn Åse Bakkåsen – «€»\n"), tabular.Windows1252, "2: 1|Bjørn Åse Bakkåsen – «€»"},
		{"Windows-1252 in the header", windows(t, "id,fødselsår\n1,1979\n"), tabular.Windows1252, "2: 1|1979"},
		{"Windows-1252 in the last row of a large file", windows(t, "id,name\n"+ascii+"2,Bjørn\n"), tabular.Windows1252, "200002: 2|Bjørn"},
		{"UTF-8 in the last row of a large file", "id,name\n" + ascii + "2,Bjørn\n", tabular.UTF8, "200002: 2|Bjørn"},
		{"Windows-1252 where two letters look like UTF-8", windows(t, "id,name\n1,«RÅ» Bjørn Åse Bakkåsen Øyvind Pål Gørild\n"), tabular.Windows1252, "2: 1|«RÅ» Bjørn Åse Bakkåsen Øyvind Pål Gørild"},
		{"UTF-16 without a mark", utf16Text(t, "id\tname\r\n1\tBjørn 😀\r\n", unicode.LittleEndian)[2:], tabular.UTF16LE, "2: 1|Bjørn 😀"},
		{"UTF-16 without a mark, big end first", utf16Text(t, "id\tname\r\n1\tBjørn\r\n", unicode.BigEndian)[2:], tabular.UTF16BE, "2: 1|Bjørn"},
		{"UTF-16, little end first", utf16Text(t, "id\tname\r\n1\tBjørn 😀\r\n", unicode.LittleEndian), tabular.UTF16LE, "2: 1|Bjørn 😀"},
		{"UTF-16, big end first", utf16Text(t, "id\tname\r\n1\tBjørn\r\n", unicode.BigEndian), tabular.UTF16BE, "2: 1|Bjørn"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := open(t, test.text, tabular.Options{})
			if got := r.Options().Encoding; got != test.want {
				t.Errorf("encoding is %s, want %s", got, test.want)
			}
			got := outcomes(t, r)
			if last := got[len(got)-1]; last != test.last {
				t.Errorf("the last row is %q, want %q", last, test.last)
			}
		})
	}
}

func TestALetterAcrossTheSurveysBufferIsOneLetter(t *testing.T) {
	t.Parallel()
	text := "id,name\n" + strings.Repeat("ø", 400_000) + ",x\n"
	r, err := Open(slowFile{strings.NewReader(text[:40_001])}, tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Options().Encoding; got != tabular.UTF8 {
		t.Errorf("read byte by byte, encoding is %s", got)
	}
	if got := open(t, text, tabular.Options{}).Options().Encoding; got != tabular.UTF8 {
		t.Errorf("encoding is %s", got)
	}
}

func TestABadByteIsItsCellsErrorAndNotAnotherLetter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
		options    tabular.Options
	}{
		{"a Windows-1252 row in a UTF-8 file", "id,name\n1,Bjørn\n2,Bj\xf8rn\n3,Åse\n",
			[]string{"2: 1|Bjørn", `line 3, column "name": holds the byte 0xF8 where it is not valid UTF-8`, "4: 3|Åse"}, tabular.Options{}},
		{"a bad byte in a quoted cell over lines", "id,name\n1,ø\n2,\"a\nBj\xf8rn\nc\"\n3,Åse\n",
			[]string{"2: 1|ø", `line 3, column "name": holds the byte 0xF8`, "6: 3|Åse"}, tabular.Options{}},
		{"a letter cut in two at the end", "id,name\n1,øø\n2,\xc3", []string{"2: 1|øø", `line 3, column "name": holds the byte 0xC3`}, tabular.Options{}},
		{"a byte that Windows-1252 has not, as of a DOS file", "id,name\n1,\x8fse\n2,P\xe5l\n",
			[]string{`line 2, column "name": holds the byte 0x8F, which is no letter in Windows-1252`, "3: 2|Pål"}, tabular.Options{Encoding: tabular.Windows1252}},
		{"half of a UTF-16 character", "\xff\xfei\x00\n\x001\x00\n\x00\x00\xd8\n\x00", []string{"2: 1", `line 3, column "i": holds half of a UTF-16`}, tabular.Options{Delimiter: ','}},
		{"a given encoding is not guessed", "id,name\n1,Bj\xf8rn\n", []string{`line 2, column "name": holds the byte 0xF8`}, tabular.Options{Encoding: tabular.UTF8}},
		{"a replacement character that the file has is a letter", "id,name\n1,\uFFFD\n", []string{"2: 1|\uFFFD"}, tabular.Options{}},
		{"in NDJSON", "{\"name\":\"Bj\xf8rn\"}\n{\"name\":\"Åse\"}\n", []string{`line 1, column "name": holds the byte 0xF8`, "2: Åse"}, tabular.Options{}},
		{"in a key of NDJSON", "{\"n\xf8\":1}\n{\"name\":\"Åse\"}\n", []string{`line 1: a key holds the byte 0xF8`, "2: Åse"}, tabular.Options{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantParts(t, outcomes(t, open(t, test.text, test.options)), test.want)
		})
	}
}
