// Package standin makes callflow answer as the vendor's service does, habits and all, for integrators' own tests and ours: pages by number,
// which drift while people work, links with `http`, parameters sorted, no ETag, no token to go on from.
package standin

import (
	"bytes"
	"cmp"
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

// allowed are the methods that are answered.
const allowed = "GET, HEAD"

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
		a := &asked{rest: rest, request: r, query: lastOf(r.URL.Query())}
		path := r.URL.Path
		switch {
		case !answers(path) && answers(path+"/") && isRead(r.Method):
			target := url.URL{Path: path + "/", RawPath: r.URL.EscapedPath() + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
		case !answers(path):
			refuse(w, http.StatusNotFound, "Not found.")
		case !isRead(r.Method):
			a.refuseMethod(w)
		case lists.MatchString(path):
			a.list(w)
		default:
			a.ask("").writeTo(w)
		}
	})
}

func answers(path string) bool { return lists.MatchString(path) || others.MatchString(path) }

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// lastOf lets the last count where a parameter is given more than once.
func lastOf(query url.Values) url.Values {
	for name, values := range query {
		query[name] = values[len(values)-1:]
	}
	return query
}

// asked is one request.
type asked struct {
	rest    http.Handler
	request *http.Request
	query   url.Values // with the parameters that mean nothing: links repeat them
}

// ask asks callflow's API the same, for a page where one is wanted.
func (a *asked) ask(page string) *answer {
	query := maps.Clone(a.query)
	maps.DeleteFunc(query, func(name string, _ []string) bool { return name == "page" || !slices.Contains(known, name) })
	if page != "" {
		query.Set("page", page)
	}
	inner := a.request.Clone(a.request.Context())
	inner.Method, inner.URL.RawQuery, inner.Body = http.MethodGet, query.Encode(), http.NoBody
	inner.Header = http.Header{"Authorization": a.request.Header.Values("Authorization"), "Accept": {"application/json"}}
	got := &answer{header: http.Header{}, status: http.StatusOK}
	a.rest.ServeHTTP(got, inner)
	return got
}

// refuseMethod answers what would write: who asks comes first.
func (a *asked) refuseMethod(w http.ResponseWriter) {
	if got := a.ask(""); got.status == http.StatusUnauthorized {
		got.writeTo(w)
		return
	}
	w.Header().Set("Allow", allowed)
	refuse(w, http.StatusMethodNotAllowed, fmt.Sprintf("Method %q not allowed.", a.request.Method))
}

// list answers a page of a list, whose place is by number, in the list as it is now.
func (a *asked) list(w http.ResponseWriter) {
	page := cmp.Or(a.query.Get("page"), "1")
	got := a.ask(page)
	number, _, _ := callflow.ParsePage(page) // what is no page was refused
	if got.isOfNobody() {
		if number > 1 {
			refuse(w, http.StatusNotFound, callflow.ErrInvalidPage().Text())
			return
		}
		got = &answer{header: http.Header{}, status: http.StatusOK}
		got.body.WriteString(`{"count":0,"results":[]}`)
	}
	if got.status == http.StatusOK {
		a.relink(got, number)
	}
	got.writeTo(w)
}

// relink writes the envelope anew, with the links that the vendor writes. Number 0 is the last page.
func (a *asked) relink(got *answer, number int64) {
	var envelope struct {
		Count   int64           `json:"count"`
		Results json.RawMessage `json:"results"`
	}
	if json.Unmarshal(got.body.Bytes(), &envelope) != nil {
		return
	}
	last := callflow.PageCount(envelope.Count, pageSize)
	number = cmp.Or(number, last)
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"count":%d,"next":%s,"previous":%s,"results":`, envelope.Count,
		a.link(number+1, number < last), a.link(number-1, number > 1))
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

// problem is what callflow's API says when it refuses.
type problem struct {
	Detail string `json:"detail"`
	Errors []struct {
		Field string `json:"field"`
	} `json:"errors"`
}

func (a *answer) problem() (p problem) {
	_ = json.Unmarshal(a.body.Bytes(), &p) // one that is none says nothing
	return p
}

// isOfNobody says whether a call state was asked for that no campaign has: to the vendor, a state like any other.
func (a *answer) isOfNobody() bool {
	if a.status != http.StatusBadRequest {
		return false
	}
	errors := a.problem().Errors
	return len(errors) == 1 && errors[0].Field == "call_state"
}

// writeTo sends it without callflow's own headers, and a refusal with nothing but its detail.
func (a *answer) writeTo(w http.ResponseWriter) {
	if a.status >= http.StatusBadRequest {
		if a.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Token")
		}
		refuse(w, a.status, a.problem().Detail)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Allow", allowed)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()) // the client has gone: there is nobody to tell
}

func refuse(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"detail":%s}`, callflow.AppendJSONString(nil, detail))
}
