// Package standin makes callflow answer as the vendor's service does, habits and all, for integrators' own tests and ours: pages by number,
// which drift while people work, links with `http`, parameters sorted, no ETag, no token to go on from.
package standin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"callflow"
)

// pageSize is that of every page: the vendor takes no other.
const pageSize = callflow.DefaultPageSize

// paths are all that is answered, below the base, and which of them are lists in pages.
var (
	lists = regexp.MustCompile(`^/api/v1/(assignments|campaigns)/[0-9]+/(callflow_customers|customers|call_outcomes)/$|` +
		`^/api/v1/data_owners/[0-9]+/crm/(B2C|B2B)/(callflow_customers|customers|call_outcomes)/$`)
	others = regexp.MustCompile(`^/api/v1/(campaigns|client_access/campaigns)$|^/api/v1/assignments/[0-9]+/crm_custom_fields/$|` +
		`^/api/v1/(assignments|campaigns)/[0-9]+/(callflow_customers|customers)/[^/]+/?$|^/api/v1/data_owners/[0-9]+/crm/(B2C|B2B)/crm_custom_fields/$`)
)

// known are the parameters that mean something; others are passed over in silence.
var known = []string{"call_state", "from_date", "include_inactive_campaigns", "page", "to_date"}

// Handler answers as the vendor would, with what callflow's own API tells.
func Handler(rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &asked{rest: rest, request: r, query: knownOf(r.URL.Query())}
		switch {
		case r.Method != http.MethodGet:
			refuse(w, http.StatusMethodNotAllowed, fmt.Sprintf("Method %q not allowed.", r.Method))
		case lists.MatchString(r.URL.Path):
			a.list(w)
		case others.MatchString(r.URL.Path):
			a.ask("").writeTo(w)
		case lists.MatchString(r.URL.Path+"/") || others.MatchString(r.URL.Path+"/"):
			target := url.URL{Path: r.URL.Path + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
		default:
			refuse(w, http.StatusNotFound, "Not found.")
		}
	})
}

func knownOf(query url.Values) url.Values {
	maps.DeleteFunc(query, func(name string, _ []string) bool { return !slices.Contains(known, name) })
	for name, values := range query {
		query[name] = values[len(values)-1:] // of several, the last counts
	}
	return query
}

// asked is one request.
type asked struct {
	rest    http.Handler
	request *http.Request
	query   url.Values
}

// ask asks callflow's API the same, for a page where one is wanted.
func (a *asked) ask(page string) *answer {
	query := maps.Clone(a.query)
	query.Del("page")
	if page != "" {
		query.Set("page", page)
	}
	inner := a.request.Clone(a.request.Context())
	inner.URL.RawQuery = query.Encode()
	inner.Header = http.Header{"Authorization": a.request.Header.Values("Authorization"), "Accept": {"application/json"}}
	got := &answer{header: http.Header{}, status: http.StatusOK}
	a.rest.ServeHTTP(got, inner)
	return got
}

// list answers a page of a list, whose place is by number, in the list as it is now.
func (a *asked) list(w http.ResponseWriter) {
	number := int64(1)
	if text := a.query.Get("page"); text != "" {
		var err error
		if number, _, err = callflow.ParsePage(text); err != nil || number == 0 {
			refuse(w, http.StatusNotFound, "Invalid page.")
			return
		}
	}
	got := a.ask(strconv.FormatInt(number, 10))
	if got.status == http.StatusBadRequest && a.query.Has("call_state") { // a state that nobody knows is that of nobody
		got = &answer{header: http.Header{}, status: http.StatusOK}
		got.body.WriteString(`{"count":0,"next":null,"previous":null,"results":[]}`)
	}
	if got.status == http.StatusOK {
		a.relink(got, number)
	}
	got.writeTo(w)
}

// relink writes the envelope anew, with the links that the vendor writes.
func (a *asked) relink(got *answer, number int64) {
	var envelope struct {
		Count   int64           `json:"count"`
		Results json.RawMessage `json:"results"`
	}
	if json.Unmarshal(got.body.Bytes(), &envelope) != nil {
		return
	}
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"count":%d,"next":%s,"previous":%s,"results":`, envelope.Count,
		a.link(number+1, number*pageSize < envelope.Count), a.link(number-1, number > 1))
	body.Write(envelope.Results)
	body.WriteByte('}')
	got.body = body
}

// link is a page's address: http whatever is spoken, parameters in the order of the alphabet.
func (a *asked) link(number int64, there bool) string {
	if !there {
		return "null"
	}
	query := maps.Clone(a.query)
	query.Set("page", strconv.FormatInt(number, 10))
	if number == 1 {
		query.Del("page")
	}
	target := url.URL{Scheme: "http", Host: a.request.Host, Path: a.request.URL.Path, RawQuery: query.Encode()}
	return string(callflow.AppendJSONString(nil, target.String()))
}

// answer takes what callflow's API answers.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header            { return a.header }
func (a *answer) WriteHeader(status int)         { a.status = status }
func (a *answer) Write(text []byte) (int, error) { return a.body.Write(text) }

// writeTo sends it without callflow's own headers, and a refusal with nothing but its detail.
func (a *answer) writeTo(w http.ResponseWriter) {
	if a.status >= http.StatusBadRequest {
		var problem struct {
			Detail string `json:"detail"`
		}
		_ = json.Unmarshal(a.body.Bytes(), &problem) // one that is none has no detail
		if a.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Token")
		}
		refuse(w, a.status, problem.Detail)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Allow", "GET, HEAD, OPTIONS")
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}

func refuse(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"detail":%s}`, callflow.AppendJSONString(nil, detail))
}
