package object

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"callflow/internal/tabular"
)

func FuzzParser(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","n":-1.5e3,"t":true,"f":false,"z":null}`, "{\"a\":\"\\ud83d\\ude00\"}\n\n{}\n", `{"a":{}}`, `{"a":1,"a":2}`, `{"a`, `{"a":"\u12`,
		"{\"a\":\"\xf8\"}", "{\"a\":\"\\", "[1]", "\xfe\xff\x00{\x00}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(agreesWithEncodingJSON)
}

// agreesWithEncodingJSON holds a line that was read against the standard library.
func agreesWithEncodingJSON(t *testing.T, line []byte) {
	t.Helper()
	var p Parser
	members, bad := p.Parse(string(line))
	if bad != nil || !utf8.Valid(line) {
		return
	}
	var want map[string]any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		t.Fatalf("%q was read, encoding/json says %v", line, err)
	}
	got := map[string]any{}
	for _, m := range members {
		switch m.Cell.Kind {
		case tabular.Number:
			got[m.Key] = json.Number(m.Cell.Text)
		case tabular.Bool:
			got[m.Key] = m.Cell.Text == "true"
		case tabular.Null:
			got[m.Key] = nil
		default:
			got[m.Key] = m.Cell.Text
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for key, value := range want {
		if got[key] != value {
			t.Fatalf("key %q is %v, want %v", key, got[key], value)
		}
	}
}
