package files

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"callflow/internal/tabular"
)

func TestNDJSONColumnsAreTheKeysOfAllRowsInOrder(t *testing.T) {
	t.Parallel()
	r := open(t, "\xef\xbb\xbf{\"id\": \"1\", \"b\": 2}\n\n{\"c\": 3, \"id\": \"2\"}\n{\"bad\": []}\n{\"d\": null}\n", tabular.Options{Name: "x.jsonl"})
	if want := []string{"id", "b", "c", "d"}; !slices.Equal(r.Columns(), want) {
		t.Errorf("columns are %q, want %q", r.Columns(), want)
	}
	wantParts(t, outcomes(t, r), []string{"1: 1|2||", "3: 2||3|", `line 4, column "bad"`, "5: |||"})
}

func TestNDJSONValuesKeepTheirKindAndDigits(t *testing.T) {
	t.Parallel()
	r := open(t, `{"s": "0581", "n": 4.0, "big": 12345678901234567890.10e+5, "neg": -0, "t": true, "f": false, "z": null, "e": ""}`+"\n"+`{"later":1}`, tabular.Options{})
	want := []tabular.Cell{{Text: "0581", Kind: tabular.Text}, {Text: "4.0", Kind: tabular.Number}, {Text: "12345678901234567890.10e+5", Kind: tabular.Number}, {Text: "-0", Kind: tabular.Number},
		{Text: "true", Kind: tabular.Bool}, {Text: "false", Kind: tabular.Bool}, {Text: "", Kind: tabular.Null}, {Text: "", Kind: tabular.Text}, {Text: "", Kind: tabular.Missing}}
	if got := cells(t, r); !slices.Equal(got, want) {
		t.Errorf("cells are\n%v, want\n%v", got, want)
	}
}

func TestNDJSONStrings(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, json, want string }{
		{"plain", `"Bjørn"`, "Bjørn"},
		{"short escapes", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"code points", `"Bj\u00f8rn \u00C5se"`, "Bjørn Åse"},
		{"a pair of halves", `"a\ud83d\ude00b"`, "a😀b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := cells(t, open(t, `{"v":`+test.json+`}`, tabular.Options{})); got[0].Text != test.want {
				t.Errorf("value is %q, want %q", got[0].Text, test.want)
			}
		})
	}
}

func TestNDJSONBadRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, row, want string }{
		{"a nested object names its key", `{"a":1,"address":{"zip":1}}`, `line 2, column "address": the value is an object`},
		{"a nested list names its key", `{"tags":["x"]}`, `line 2, column "tags": the value is a list`},
		{"a key given twice", `{"a":1,"a":2}`, `line 2, column "a": the row has this key twice`},
		{"a key given twice by an escape", `{"a":1,"\u0061":2}`, `line 2, column "a": the row has this key twice`},
		{"an empty key", `{"":1}`, "line 2: a key is empty"},
		{"a line of CSV", "id,name", `line 2: the line is not JSON; write {"column": "value"}, or, where the file is CSV, name it .csv or say that its format is csv`},
		{"a line of CSV in quotes", `"1","Kari"`, "line 2: the line is not JSON; "},
		{"no object", `"a"`, "line 2: the line is not a JSON object"},
		{"a list", `[1]`, "line 2: the line is not a JSON object"},
		{"an object that ends early", `{"a":1`, "line 2: not valid JSON at character 7: a comma or } is missing"},
		{"a comma too many", `{"a":1,}`, "at character 8: a key in double quotes"},
		{"no colon", `{"a" 1}`, "at character 6: a colon"},
		{"no value", `{"a":}`, `line 2, column "a": not valid JSON at character 6: a value is missing`},
		{"more behind the object", `{"a":1}{"a":2}`, "at character 8: the object has ended"},
		{"a position counts letters, not bytes", `{"æøå":x}`, "at character 8"},
		{"a leading zero", `{"a":0581}`, "at character 7: a comma or }"},
		{"a plus sign", `{"a":+1}`, "a value is missing"},
		{"a number without a fraction", `{"a":1.}`, "a value is missing"},
		{"a number without a power", `{"a":1e}`, "a value is missing"},
		{"a word", `{"a":None}`, "a value is missing"},
		{"a longer word", `{"a":nullable}`, "a comma or }"},
		{"a string that stays open", `{"a":"x}`, "at character 6: the string that begins here"},
		{"a string that stays open after an escape", `{"a":"\nx}`, "at character 6: the string that begins here"},
		{"a string that ends in a backslash", `{"a":"x\`, "the escape is not known"},
		{"an unknown escape", `{"a":"\x41"}`, `column "a": not valid JSON at character 7: the escape`},
		{"a short code point", `{"a":"\u12"}`, "the escape is not known"},
		{"half a character", `{"a":"\ud83d"}`, "half of a character"},
		{"the second half first", `{"a":"\ude00\ud83d"}`, "half of a character"},
		{"an escaped NUL", `{"a":"\u0000"}`, "NUL"},
		{"a tab in a string", "{\"a\":\"x\ty\"}", "at character 8: a control character"},
		{"a tab in a string after an escape", "{\"a\":\"\\nx\ty\"}", "a control character"},
		{"a line that is too long", `{"a":"` + strings.Repeat("x", longestRow) + `"}`, "line 2: the row is longer than 1 MiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := "{\"a\":1,\"z\":0}\n" + test.row + "\n{\"z\":3}\n"
			wantParts(t, outcomes(t, open(t, text, tabular.Options{Format: tabular.NDJSON})), []string{"1: 1|0", test.want, "3: |3"})
		})
	}
}

func TestFormatGuess(t *testing.T) {
	t.Parallel()
	object := `{"id":1}`
	tests := []struct {
		name, file, text string
		want             tabular.Format
	}{
		{"by the name", "A.CSV", "{id}\n", tabular.CSV},
		{"by the other name", "a.ndjson", "id\n" + object, tabular.NDJSON},
		{"by content for an unknown name", "a.txt", " \n" + object, tabular.NDJSON},
		{"by content after a mark", "", "\xef\xbb\xbf" + object, tabular.NDJSON},
		{"CSV when nothing says otherwise", "", "id\n", tabular.CSV},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := open(t, test.text, tabular.Options{Name: test.file}).Options().Format; got != test.want {
				t.Errorf("format is %s, want %s", got, test.want)
			}
		})
	}
}

func TestAnEmptyObjectIsARowOfMissingCells(t *testing.T) {
	t.Parallel()
	wantParts(t, outcomes(t, open(t, "{}\n { \"a\" : 1 } \r\n", tabular.Options{})), []string{"1: ", "2: 1"})
}

func TestUTF16NDJSON(t *testing.T) {
	t.Parallel()
	wantParts(t, outcomes(t, open(t, utf16Text(t, "{\"a\":\"ø\"}\n", unicode.LittleEndian), tabular.Options{})), []string{"1: ø"})
}

func TestAFileOfCSVThatIsReadAsNDJSONIsToldForWhatItIs(t *testing.T) {
	t.Parallel()
	const told = "line 2: the line is not JSON; write an object on each line, or, where the file is CSV, name it .csv or say that its format is csv"
	for name, o := range map[string]tabular.Options{"by its name": {Name: "customers.jsonl"}, "by what is said": {Format: tabular.NDJSON}} {
		if got := fileError(t, "\nid,name\n1,Kari\n", o); got != told {
			t.Errorf("%s it is told as %q", name, got)
		}
	}
	r := open(t, `"id","name"`+"\n"+`{"id":"1"}`+"\n", tabular.Options{Format: tabular.NDJSON})
	wantParts(t, outcomes(t, r), []string{"line 1: the line is not JSON", "2: 1"})
}

func TestLinesOfJSONAreReadAsSuchWhateverTheFileIsCalled(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]tabular.Format{
		"{\"customer_id\":\"A1\",\"name\":\"Ola\"}\n{\"customer_id\":\"A2\",\"name\":\"Kari\"}\n": tabular.NDJSON,
		"\ufeff{\"customer_id\":\"A1\"}\r\n":                                                      tabular.NDJSON,
		"{customer_id},name\nA1,Ola\n":                                                            tabular.CSV,
		"customer_id,name\n{},Ola\n":                                                              tabular.CSV,
	} {
		if r := open(t, file, tabular.Options{Name: "kunder.csv"}); r.Options().Format != want {
			t.Errorf("%q is read as %s, want %s", file, r.Options().Format, want)
		}
	}
}
