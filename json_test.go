package callflow

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

func TestOnlyWhatJSONDemandsIsEscaped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":              `""`,
		"BJØRR":         `"BJØRR"`,
		"<a href=\"&'>": `"<a href=\"&'>"`,
		`\`:             `"\\"`,
		"a\r\n\tb":      `"a\r\n\tb"`,
		"\x00\x1f\x7f":  "\"\\u0000\\u001f\x7f\"",
		"\u2028😀":       "\"\u2028😀\"",
		"a\xffb\xc3":    "\"a\uFFFDb\uFFFD\"",
		"\uFFFD":        "\"\uFFFD\"",
	} {
		if got := string(AppendJSONString(nil, text)); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
}

func FuzzAppendJSONString(f *testing.F) {
	for _, seed := range []string{"", "æøå", "\xff", "a\"\\\n", "\u2028", "😀\xf0\x9f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		written := AppendJSONString(nil, text)
		if !utf8.Valid(written) || !json.Valid(written) {
			t.Fatalf("%q is written %q", text, written)
		}
		if string(AppendJSONString(nil, []byte(text))) != string(written) {
			t.Fatalf("%q as bytes is written otherwise", text)
		}
		var read string
		if err := json.Unmarshal(written, &read); err != nil {
			t.Fatal(err)
		}
		// encoding/json writes U+FFFD for each byte that is not UTF-8, as this does.
		if want := string([]rune(text)); read != want {
			t.Errorf("%q is read back as %q, want %q", text, read, want)
		}
	})
}

func FuzzNextPacked(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 200})
	f.Add(AppendPacked(AppendPacked(nil, 1, `"a"`), 300, "4.0"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		for {
			_, value, rest, ok := NextPacked(packed)
			if !ok {
				return
			}
			if len(rest)+len(value) >= len(packed) {
				t.Fatalf("of %d bytes, a value of %d leaves %d", len(packed), len(value), len(rest))
			}
			packed = rest
		}
	})
}

func TestACardKeepsWhatACustomerHolds(t *testing.T) {
	t.Parallel()
	fields := []Field{{ID: 1}, {ID: 87}, {ID: 5000}}
	customer := Customer{
		Name: "STIORI \"BJØRR\"\n", Phone1: "007", Phone3: "+47", Email: "a@b", Updated: "2016-02-22", UpdatedBy: "admin", UpdateMethod: MethodAPI,
		Custom: map[int64]Value{1: "4.0", 87: `"æ"`, 5000: "true"},
	}
	var read Customer
	read.SetCard(customer.Card(fields))
	if !read.SameValues(&customer) || read.Updated != customer.Updated || read.UpdatedBy != customer.UpdatedBy || read.UpdateMethod != MethodAPI {
		t.Errorf("read back as %+v, was %+v", read, customer)
	}
	read.SetCard(customer.Card(fields[:1]))
	if len(read.Custom) != 1 || read.Custom[1] != "4.0" {
		t.Errorf("a field that is gone is kept: %v", read.Custom)
	}
	if len((&Customer{}).Card(fields)) != 0 {
		t.Error("values that are not set take room")
	}
}
