package testkit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"
)

var loadCheck = sync.OnceValues(func() (*AnswerCheck, error) {
	document, err := os.ReadFile("../api/openapi.yaml")
	if err != nil {
		return nil, err
	}
	return NewAnswerCheck(document)
})

func newCheck(t testing.TB) *AnswerCheck {
	t.Helper()
	check, err := loadCheck()
	if err != nil {
		t.Fatal(err)
	}
	return check
}

const (
	statusList = "/api/v1/campaigns/998/callflow_customers/"
	readOnly   = "/api/v1/assignments/239/callflow_customers/"
	record     = `{"crm__customer_id":"481846","crm__standard_info__name":"STIORI BJØRR","crm__standard_info__phone_1":"",` +
		`"crm__standard_info__phone_2":"11223344","crm__standard_info__phone_3":"","crm__standard_info__email":"ingen@epost.com",` +
		`"crm__change_log__updated":"2016-02-22","crm__change_log__updated_by":"admin","crm__change_log__update_method":"import new",` +
		`"crm__custom_info__79":375,"crm__custom_info__5":"4.0","crm__custom_info__9":true,` +
		`"callflow__attempts_status__attempts":"","callflow__callstate__name":"Ready","callflow__last_change__user":"manual",` +
		`"callflow__last_change__when":"2016-11-07 10:38","callflow__last_change__cause":"Segmentation",` +
		`"callflow__last_change__alternative":"Segmentation","callflow__last_change__comment":"",` +
		`"campaign__name":"Bookingkampanje - TEST","assignment__name":"Assignment","client__short_name":"Client",` +
		`"meeting__agent":"","meeting__time__from_date_time":"","meeting__time__to_date_time":"",` +
		`"product__PROD1":"","product__p":2}`
	syncKeys = `,"campaign__id":998,"callflow__id":"998-15","callflow__version":3,"callflow__due":""}`
	customer = `{"crm__customer_id":"A/7","crm__standard_info__name":"","crm__standard_info__phone_1":"","crm__standard_info__phone_2":"",` +
		`"crm__standard_info__phone_3":"","crm__standard_info__email":"","crm__change_log__updated":"2016-02-22",` +
		`"crm__change_log__updated_by":"admin","crm__change_log__update_method":"API"}`
)

func page(records ...string) string {
	return fmt.Sprintf(`{"count":%d,"next":null,"previous":null,"results":[%s]}`, len(records), strings.Join(records, ","))
}

func problem(status int) string {
	return fmt.Sprintf(`{"type":"about:blank","title":%q,"status":%d,"detail":"Not found."}`, http.StatusText(status), status)
}

// scenario is an answer to check: GET, 200, application/json and the headers of a list where it says nothing.
type scenario struct {
	name    string
	method  string
	target  string
	status  int
	headers map[string]string // "" takes one away
	body    string
	wanted  string // in one of the problems; "" when there are none
}

func (s scenario) problems(t testing.TB) []string {
	method, status := s.method, s.status
	if method == "" {
		method = http.MethodGet
	}
	if status == 0 {
		status = http.StatusOK
	}
	response := &http.Response{StatusCode: status, Body: http.NoBody, Header: http.Header{
		"Content-Type":        {"application/json"},
		"Etag":                {`"1"`},
		"Callflow-Sync-Token": {"48213"},
		"Www-Authenticate":    {`Token realm="api"`, `Basic realm="api"`},
		"Allow":               {"GET, HEAD"},
		"Retry-After":         {"12"},
	}}
	if status >= 400 {
		response.Header.Set("Content-Type", "application/problem+json")
	}
	for name, value := range s.headers {
		response.Header.Del(name)
		if value != "" {
			response.Header.Set(name, value)
		}
	}
	return newCheck(t).Problems(httptest.NewRequest(method, s.target, nil), response, []byte(s.body))
}

func run(t *testing.T, scenarios []scenario) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			problems := strings.Join(s.problems(t), "\n")
			if s.wanted == "" && problems != "" {
				t.Errorf("a right answer is refused:\n%s", problems)
			}
			if !strings.Contains(problems, s.wanted) || s.wanted != "" && problems == "" {
				t.Errorf("wanted a problem with %q, got %q", s.wanted, problems)
			}
		})
	}
}

func TestARightAnswerHasNoProblems(t *testing.T) {
	t.Parallel()
	withSync := strings.TrimSuffix(record, "}") + syncKeys
	run(t, []scenario{
		{name: "a status list", target: statusList, body: page(record, record)},
		{name: "a status list with a charset", target: statusList, body: page(), headers: map[string]string{"Content-Type": "application/json; charset=utf-8"}},
		{name: "a status list without its trailing slash", target: "/api/v1/assignments/239/callflow_customers?call_state=Ready", body: page(record)},
		{name: "a status list with what a copy needs", target: statusList + "?include=sync", body: page(withSync)},
		{name: "a selection of keys", target: statusList + "?fields=product__p,crm__customer_id", body: page(`{"product__p":"","crm__customer_id":"1"}`)},
		{name: "one record", target: statusList + "481846", body: record},
		{name: "one record of an id with a slash in it", target: statusList + "A%2F7/", body: record},
		{name: "a selection of one record", target: statusList + "481846/?fields=crm__customer_id", body: `{"crm__customer_id":"481846"}`},
		{name: "a customer's records in an assignment", target: "/api/v1/assignments/239/callflow_customers/481846/", body: page(record)},
		{name: "a list of customers", target: "/api/v1/assignments/239/customers/", body: page(customer)},
		{name: "a customer created", method: "POST", target: "/api/v1/assignments/239/customers/", status: 201, body: customer},
		{name: "a customer replaced", method: "PUT", target: "/api/v1/assignments/239/customers/A%2F7/", body: customer},
		{name: "a customer changed", method: "PATCH", target: "/api/v1/assignments/239/customers/A%2F7", body: customer},
		{name: "no campaigns", target: "/api/v1/campaigns/", body: `[]`},
		{name: "no campaigns of a client", target: "/api/v1/client_access/campaigns", body: `[]`},
		{name: "a list that has not changed", target: statusList, status: 304, headers: map[string]string{"Content-Type": ""}},
		{name: "the head of a list", method: "HEAD", target: statusList},
		{name: "an id that is not a number", target: "/api/v1/campaigns/x/callflow_customers/", status: 404, body: problem(404)},
		{name: "a refused body", method: "POST", target: "/api/v1/assignments/239/customers/", status: 400,
			body: `{"type":"about:blank","title":"Bad Request","status":400,"detail":"No.","errors":[{"field":"x","message":"Unknown."}]}`},
		{name: "no credentials", target: statusList, status: 401, body: problem(401)},
		{name: "a method that the path does not take", method: "DELETE", target: readOnly, status: 405, body: problem(405)},
		{name: "such a method without credentials", method: "DELETE", target: readOnly, status: 401, body: problem(401)},
		{name: "a path that there is not", target: "/api/v1/nothing/", status: 404, body: problem(404)},
		{name: "a path outside of the API", target: "/nothing", status: 404, body: problem(404)},
		{name: "the page at the root", target: "/", headers: map[string]string{"Content-Type": "text/html; charset=utf-8"}, body: "<!doctype html>"},
		{name: "the document", target: "/api/v1/openapi.yaml", headers: map[string]string{"Content-Type": "application/yaml"}, body: "openapi: 3.1.0"},
	})
}

func TestAWrongAnswerHasAProblem(t *testing.T) {
	t.Parallel()
	remove := func(part string) string { return strings.Replace(record, part, "", 1) }
	change := func(old, new string) string { return strings.Replace(record, old, new, 1) }
	run(t, []scenario{
		{name: "a record lacks a key", target: statusList, body: page(record, remove(`"meeting__agent":"",`)), wanted: "meeting__agent"},
		{name: "one record lacks a key", target: statusList + "1/", body: remove(`"crm__customer_id":"481846",`), wanted: "crm__customer_id"},
		{name: "a record has an unknown key", target: statusList, body: page(change(`{`, `{"crm__phone":"",`)), wanted: "crm__phone"},
		{name: "a selection has an unknown key", target: statusList + "?fields=nope", body: page(`{"nope":""}`), wanted: "nope"},
		{name: "a value is null", target: statusList, body: page(change(`"meeting__agent":""`, `"meeting__agent":null`)), wanted: "meeting__agent"},
		{name: "a custom value is null", target: statusList, body: page(change(`info__79":375`, `info__79":null`)), wanted: "crm__custom_info__79"},
		{name: "a product is a decimal", target: statusList, body: page(change(`__p":2`, `__p":2.5`)), wanted: "product__p"},
		{name: "attempts are 0 and not empty", target: statusList, body: page(change(`attempts":""`, `attempts":0`)), wanted: "attempts"},
		{name: "a time has seconds", target: statusList, body: page(change(`10:38"`, `10:38:00"`)), wanted: "last_change__when"},
		{name: "the envelope has an unknown key", target: statusList, body: strings.Replace(page(), `{`, `{"page":1,`, 1), wanted: "page"},
		{name: "the envelope lacks its count", target: statusList, body: `{"next":null,"previous":null,"results":[]}`, wanted: "count"},
		{name: "the next page is a relative address", target: statusList, body: strings.Replace(page(), `"next":null`, `"next":"?page=2"`, 1), wanted: "next"},
		{name: "a campaign lacks its keys", target: "/api/v1/campaigns", body: `[{"campaign__id":998}]`, wanted: "campaign__is_active"},
		{name: "a custom field has a key too many", target: "/api/v1/assignments/239/crm_custom_fields/",
			body: `[{"id":1,"key":"A","type":"text","max_length":null,"hint":"","lookup__id":"crm__custom_info__1","position":1}]`, wanted: "position"},
		{name: "the status is not documented", target: statusList, status: 500, body: problem(500), wanted: "500"},
		{name: "the content type is not documented", target: statusList, headers: map[string]string{"Content-Type": "text/plain"}, body: page(), wanted: "text/plain"},
		{name: "an error is not a problem", target: statusList, status: 404, headers: map[string]string{"Content-Type": "application/json"}, body: problem(404), wanted: "application/json"},
		{name: "a problem has another status", target: statusList, status: 404, body: problem(403), wanted: "status is 403"},
		{name: "a problem without detail", target: statusList, status: 404, body: `{"type":"about:blank","title":"Not Found","status":404}`, wanted: "detail"},
		{name: "a list has no ETag", target: statusList, body: page(), headers: map[string]string{"ETag": ""}, wanted: "ETag"},
		{name: "a list has no clock", target: statusList, body: page(), headers: map[string]string{"Callflow-Sync-Token": ""}, wanted: "Callflow-Sync-Token"},
		{name: "401 does not say how", target: statusList, status: 401, body: problem(401), headers: map[string]string{"WWW-Authenticate": ""}, wanted: "WWW-Authenticate"},
		{name: "429 does not say when", target: statusList, status: 429, body: problem(429), headers: map[string]string{"Retry-After": "soon"}, wanted: "retry-after"},
		{name: "405 does not say what", method: "PUT", target: readOnly, status: 405, body: problem(405), headers: map[string]string{"Allow": ""}, wanted: "Allow"},
		{name: "405 names a method too many", method: "PUT", target: readOnly, status: 405, body: problem(405), headers: map[string]string{"Allow": "GET, POST"}, wanted: `"POST"`},
		{name: "405 for a documented method", target: readOnly, status: 405, body: problem(405), wanted: "has this method"},
		{name: "an undocumented method answers", method: "DELETE", target: readOnly, body: page(), wanted: "must be 405"},
		{name: "an undocumented path answers", target: "/api/v1/nothing/", body: `{}`, wanted: "must be 404"},
		{name: "an undocumented path answers with text", target: "/nothing", status: 404, headers: map[string]string{"Content-Type": "text/plain"}, body: "404", wanted: "text/plain"},
		{name: "304 with a body", target: statusList, status: 304, body: page(), wanted: "must be empty"},
		{name: "the head of a list with a body", method: "HEAD", target: statusList, body: page(), wanted: "must be empty"},
		{name: "no body", target: statusList, wanted: "body is empty"},
		{name: "null", target: statusList, body: `null`, wanted: "null"},
		{name: "half a body", target: statusList, body: `{"count":1`, wanted: "not JSON"},
		{name: "text in another encoding", target: statusList, body: "{\"count\":\"\xd8\"}", wanted: "UTF-8"},
	})
}

func TestManyProblemsAreCutShort(t *testing.T) {
	t.Parallel()
	bad := make([]string, 500)
	for i := range bad {
		bad[i] = `{"nope":""}`
	}
	problems := scenario{target: statusList, body: page(bad...)}.problems(t)
	if len(problems) != mostProblems+1 || !strings.HasPrefix(problems[mostProblems], "and ") {
		t.Errorf("wanted %d problems and how many more there are, got %d: %q", mostProblems, len(problems), problems)
	}
}

// failures is a testing.TB that keeps what a test would be failed with.
type failures struct {
	testing.TB
	lines []string
}

func (f *failures) Helper() {}

func (f *failures) Errorf(format string, values ...any) {
	f.lines = append(f.lines, fmt.Sprintf(format, values...))
}

func TestCheckFailsTheTestAndNamesTheRequest(t *testing.T) {
	t.Parallel()
	failed := &failures{TB: t}
	response := &http.Response{StatusCode: http.StatusTeapot, Header: http.Header{}}
	newCheck(t).Check(failed, httptest.NewRequest(http.MethodGet, statusList+"?page=2", nil), response, nil)
	if len(failed.lines) != 1 || !strings.HasPrefix(failed.lines[0], "GET "+statusList+"?page=2 answered 418") {
		t.Errorf("wanted one failure that names the request, got %q", failed.lines)
	}
}

func TestADocumentThatIsNotOpenAPIIsRefused(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"not YAML":         "\t{",
		"not OpenAPI":      "a: b",
		"a wrong member":   "openapi: 3.1.0\ninfo: {title: x, version: '1'}\nservers: [{url: /api/v1}]\npaths: {}\nnope: 1\n",
		"without Problem":  "openapi: 3.1.0\ninfo: {title: x, version: '1'}\nservers: [{url: /api/v1}]\npaths: {}\n",
		"without a server": "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n",
	}
	for name, document := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := NewAnswerCheck([]byte(document)); err == nil {
				t.Error("the document was taken")
			}
		})
	}
}

func TestEveryExampleInTheDocumentIsRight(t *testing.T) {
	t.Parallel()
	check, examples := newCheck(t), 0
	check.oneAtATime.Lock()
	defer check.oneAtATime.Unlock()
	for _, path := range check.paths.paths {
		for method, operation := range path.item.GetOperations().FromOldest() {
			contents := []*orderedmap.Map[string, *v3.MediaType]{}
			if operation.RequestBody != nil {
				contents = append(contents, operation.RequestBody.Content)
			}
			for _, response := range operation.Responses.Codes.FromOldest() {
				contents = append(contents, response.Content)
			}
			for _, content := range contents {
				examples += checkExamples(t, check, method+" "+path.template, content)
			}
		}
	}
	if examples < 100 {
		t.Errorf("the document has %d examples; the test has lost its way to them", examples)
	}
}

// checkExamples holds each example of a body against the body's schema, and says how many there are.
func checkExamples(t *testing.T, check *AnswerCheck, operation string, content *orderedmap.Map[string, *v3.MediaType]) int {
	t.Helper()
	examples := 0
	for mediaType, body := range content.FromOldest() {
		for name, example := range body.Examples.FromOldest() {
			examples++
			target := "/api/v1/"
			if name == "selection" {
				target += "?fields=x"
			}
			var value any
			if err := example.Value.Decode(&value); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			request := httptest.NewRequest(http.MethodGet, target, nil)
			response := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {mediaType}}}
			if problem, isObject := value.(map[string]any); isObject && mediaType == problemType {
				response.StatusCode, _ = problem["status"].(int)
			}
			for _, line := range check.bodyProblems(answer{request, response, text}, schemaFor(request, body)) {
				t.Errorf("%s, example %s: %s", operation, name, line)
			}
		}
	}
	return examples
}

func BenchmarkCheckOfAPageOf500Records(b *testing.B) {
	records := make([]string, 500)
	for i := range records {
		records[i] = record
	}
	s := scenario{target: statusList, body: page(records...)}
	for b.Loop() {
		if problems := s.problems(b); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkCheckOfAProblem(b *testing.B) {
	s := scenario{target: statusList, status: http.StatusNotFound, body: problem(http.StatusNotFound)}
	for b.Loop() {
		if problems := s.problems(b); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
