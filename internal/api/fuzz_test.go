package api

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"callflow"
	"callflow/internal/api/wire"
	"callflow/internal/app"
)

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"", "&", "=", "call_state=Completed+-+Yes/", "call_state=a&call_state=b&page=2", "%", "a=%zz", "a;b=c;d", "_=%C3%A6", "page_size=5000&cursor=x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := parseQuery(raw)
		if err != nil {
			if callflow.ErrorCode(err) != callflow.Invalid {
				t.Fatalf("a query that can't be read is no mistake of the caller's: %v", err)
			}
			return
		}
		if !slices.IsSorted(q.names) || len(q.names) != len(q.values) {
			t.Fatalf("names %q of values %q", q.names, q.values)
		}
		// What a link carries is read back as the same parameters.
		again, err := parseQuery(q.with(&app.Link{}))
		if err != nil {
			t.Fatalf("a link of %q can't be read: %v", raw, err)
		}
		for _, name := range q.names {
			if name != "page" && name != "cursor" && !slices.Equal(again.values[name], q.values[name]) {
				t.Errorf("%s was %q, and its link says %q", name, q.values[name], again.values[name])
			}
		}
		// net/url agrees, but for the semicolons that it refuses.
		if standard, err := url.ParseQuery(raw); err == nil && !strings.Contains(raw, ";") && len(standard) != len(q.values) {
			t.Errorf("%d parameters, net/url finds %d", len(q.values), len(standard))
		}
		var request app.ListRequest
		if err := q.page(&request); err == nil && (request.Page.Size < 1 || request.Page.Size > callflow.MaxPageSize) {
			t.Errorf("a page of %d was taken", request.Page.Size)
		}
		_, _ = q.selection()
	})
}

func FuzzDecodeObject(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[]", "null", `{"a":1}`, `{"a":1,"a":2}`, `{"a":{"b":[1,2]}} `, `{"a":1}}`, `{"a":1,}`, `{"\u0061":1,"a":2}`, "{\"a\":\"\xff\"}", `{"a" 1}`, `{1:2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		members, err := wire.ParseObject(body)
		if err != nil {
			if callflow.ErrorCode(err) != callflow.Invalid || !strings.HasPrefix(callflow.ErrorText(err), "JSON parse error - ") {
				t.Fatalf("the refusal of %q is %v", body, err)
			}
			return
		}
		if !json.Valid(body) {
			t.Fatalf("%q is not JSON, and was taken", body)
		}
		var standard map[string]json.RawMessage
		if err := json.Unmarshal(body, &standard); err != nil {
			t.Fatalf("encoding/json refuses what was taken: %v", err)
		}
		if len(standard) != len(members) {
			t.Errorf("%d members, encoding/json finds %d", len(members), len(standard))
		}
		for _, member := range members {
			if utf8.Valid(body) && !bytes.Equal(bytes.TrimSpace(standard[member.Name]), bytes.TrimSpace(member.Value)) {
				t.Errorf("%s is %s, with encoding/json %s", member.Name, member.Value, standard[member.Name])
			}
		}
	})
}
