package testkit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	validation "github.com/pb33f/libopenapi-validator/errors"
	"github.com/pb33f/libopenapi-validator/helpers"
	"github.com/pb33f/libopenapi-validator/responses"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

const (
	problemType     = "application/problem+json"
	problemSchema   = "Problem"
	mostProblems    = 10
	documentVersion = 3.1
)

// AnswerCheck holds the answers of a server against the OpenAPI document that describes them.
// It is safe for concurrent use; make it once and use it for every answer.
type AnswerCheck struct {
	// The validator compiles schemas when they are first needed, without a lock of its own.
	oneAtATime       sync.Mutex
	paths            documentedPaths
	problem          *base.Schema
	statusAndHeaders responses.ResponseBodyValidator
	options          config.Option
}

// NewAnswerCheck reads an OpenAPI 3.1 document, in YAML. It fails when the document is not valid
// OpenAPI, has no server address to begin its paths with, or has no schema Problem.
func NewAnswerCheck(document []byte) (*AnswerCheck, error) {
	parsed, err := libopenapi.NewDocument(document)
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	built, err := parsed.BuildV3Model()
	if err != nil {
		return nil, fmt.Errorf("resolve the OpenAPI document: %w", err)
	}
	// One set of options everywhere, so that a schema is compiled once.
	options := config.WithExistingOpts(config.NewValidationOptions())
	whole, failures := validator.NewValidator(parsed, options)
	if len(failures) > 0 {
		return nil, fmt.Errorf("resolve the OpenAPI document: %w", errors.Join(failures...))
	}
	if valid, found := whole.ValidateDocument(); !valid {
		return nil, fmt.Errorf("the document is not valid OpenAPI: %s", strings.Join(describe(found), "; "))
	}
	paths, err := newDocumentedPaths(&built.Model)
	if err != nil {
		return nil, err
	}
	problem, err := findProblemSchema(&built.Model)
	if err != nil {
		return nil, err
	}
	return &AnswerCheck{
		paths:            paths,
		problem:          problem,
		statusAndHeaders: responses.NewResponseBodyValidator(&built.Model, options, config.WithoutResponseBodyValidation()),
		options:          options,
	}, nil
}

func findProblemSchema(model *v3.Document) (*base.Schema, error) {
	if model.Components == nil || model.Components.Schemas == nil {
		return nil, errors.New("the document has no components; it needs a schema Problem for answers that no operation documents")
	}
	proxy, found := model.Components.Schemas.Get(problemSchema)
	if !found {
		return nil, errors.New("the document has no schema Problem; it is needed for answers that no operation documents")
	}
	return proxy.Schema(), nil
}

// Check fails the test with every way in which the answer differs from the document.
// The body is the whole body as the test received it, decompressed; response.Body is not read.
func (c *AnswerCheck) Check(t testing.TB, request *http.Request, response *http.Response, body []byte) {
	t.Helper()
	for _, problem := range c.Problems(request, response, body) {
		t.Errorf("%s %s answered %d, not as documented: %s",
			request.Method, request.URL.RequestURI(), response.StatusCode, problem)
	}
}

// Problems says how the answer differs from the document, in at most eleven lines; none when it agrees.
// A path that is not documented must answer 404 (or a refusal that comes before it), a method that is
// not documented 405, both with a problem; the address / may answer a page.
func (c *AnswerCheck) Problems(request *http.Request, response *http.Response, body []byte) []string {
	c.oneAtATime.Lock()
	defer c.oneAtATime.Unlock()
	answer := answer{request: request, response: response, body: body}
	path, found := c.paths.find(request.URL)
	if !found {
		return shorten(c.undocumentedPathProblems(answer))
	}
	if helpers.ExtractOperation(request, path.item) == nil {
		return shorten(c.undocumentedMethodProblems(answer, path))
	}
	if response.StatusCode == http.StatusMethodNotAllowed {
		return []string{"the document has this method for this path"}
	}
	return shorten(c.operationProblems(answer, path))
}

// answer is what a test got for a request.
type answer struct {
	request  *http.Request
	response *http.Response
	body     []byte
}

func (c *AnswerCheck) undocumentedPathProblems(a answer) []string {
	contentType := mediaType(a.response)
	atRoot := a.request.URL.Path == "/"
	if atRoot && a.response.StatusCode == http.StatusOK && contentType == "text/html" {
		return nil
	}
	// Credentials and the request limit are looked at before the path.
	allowed := []int{http.StatusNotFound, http.StatusUnauthorized, http.StatusTooManyRequests}
	if atRoot {
		allowed = append(allowed, http.StatusMethodNotAllowed)
	}
	if !slices.Contains(allowed, a.response.StatusCode) {
		return []string{"the document has no such path: the answer must be 404"}
	}
	if contentType != problemType {
		return []string{fmt.Sprintf("the content type is %q, wanted %s", contentType, problemType)}
	}
	return c.bodyProblems(a, c.problem)
}

func (c *AnswerCheck) undocumentedMethodProblems(a answer, path documentedPath) []string {
	allowed := []int{
		http.StatusMethodNotAllowed, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests,
	}
	if !slices.Contains(allowed, a.response.StatusCode) {
		return []string{"the document does not have this method for this path: the answer must be 405"}
	}
	// The refusal is documented with the methods that the path does have.
	documented := a
	documented.request = a.request.Clone(a.request.Context())
	documented.request.Method = path.methods()[0]
	problems := c.operationProblems(documented, path)
	if a.response.StatusCode == http.StatusMethodNotAllowed {
		problems = append(problems, path.allowProblems(a.response.Header)...)
	}
	return problems
}

func (c *AnswerCheck) operationProblems(a answer, path documentedPath) []string {
	_, found := c.statusAndHeaders.ValidateResponseBodyWithPathItem(a.request, a.response, path.item, path.template)
	problems := describe(found)
	operation := helpers.ExtractOperation(a.request, path.item)
	documented := operation.Responses.Codes.GetOrZero(strconv.Itoa(a.response.StatusCode))
	if documented == nil {
		return problems
	}
	if documented.Content == nil || documented.Content.Len() == 0 {
		return append(problems, emptyBodyProblems(a)...)
	}
	content, isDocumented := helpers.FindMediaType(documented.Content, a.response.Header.Get("Content-Type"))
	if !isDocumented {
		return append(problems, fmt.Sprintf("the content type %q is not documented", mediaType(a.response)))
	}
	if a.request.Method == http.MethodHead {
		return append(problems, emptyBodyProblems(a)...)
	}
	return append(problems, c.bodyProblems(a, schemaFor(a.request, content))...)
}

// schemaFor picks the schema of a body. Where the document gives two alternatives, the first is the
// whole answer and the second is what the parameter fields leaves of it: held against both, an answer
// without fields that lacks a key would pass as the second.
func schemaFor(request *http.Request, content *v3.MediaType) *base.Schema {
	schema := content.Schema.Schema()
	var objects, arrays []*base.Schema
	for _, one := range schema.AnyOf {
		if slices.Contains(one.Schema().Type, "array") {
			arrays = append(arrays, one.Schema())
		} else {
			objects = append(objects, one.Schema())
		}
	}
	switch {
	case len(schema.AnyOf) == 0:
		return schema
	case len(arrays) == 1 && request.URL.Query().Get("format") == "array":
		return arrays[0]
	case request.URL.Query().Has("fields"):
		return objects[len(objects)-1]
	}
	return objects[0]
}

func emptyBodyProblems(a answer) []string {
	if len(a.body) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the body must be empty, and has %d bytes", len(a.body))}
}

func (c *AnswerCheck) bodyProblems(a answer, schema *base.Schema) []string {
	media := mediaType(a.response)
	if len(a.body) == 0 && media == "application/x-ndjson" { // of a list without records
		return nil
	}
	if len(a.body) == 0 {
		return []string{"the body is empty"}
	}
	if strings.HasPrefix(media, "application/vnd.") { // a file of a format of its own
		return nil
	}
	if named := a.response.Header.Get("Content-Type"); !utf8.Valid(a.body) && !hasOtherLetters(named) {
		return []string{"the body is not UTF-8"}
	}
	if media != "application/json" && !strings.HasSuffix(media, "+json") || a.response.StatusCode == http.StatusPartialContent {
		return nil
	}
	var value any
	if err := json.Unmarshal(a.body, &value); err != nil {
		return []string{fmt.Sprintf("the body is not JSON: %v", err)}
	}
	// The validator takes null for no body at all, and passes it.
	if value == nil {
		return []string{"the body is null"}
	}
	return append(c.schemaProblems(a, schema, value), statusMemberProblems(a, value)...)
}

// hasOtherLetters says whether a media type names another encoding than UTF-8, as of rows that are given back as they came.
func hasOtherLetters(contentType string) bool {
	_, parameters, err := mime.ParseMediaType(contentType)
	return err == nil && parameters["charset"] != "" && !strings.EqualFold(parameters["charset"], "utf-8")
}

func (c *AnswerCheck) schemaProblems(a answer, schema *base.Schema, value any) []string {
	response := *a.response
	response.Body = io.NopCloser(bytes.NewReader(a.body))
	_, found := responses.ValidateResponseSchema(&responses.ValidateResponseSchemaInput{
		Request:      a.request,
		Response:     &response,
		Schema:       schema,
		Version:      documentVersion,
		Options:      []config.Option{c.options},
		DecodedValue: value,
		RawBody:      a.body,
		ValueDecoded: true,
	})
	return describe(found)
}

// statusMemberProblems holds a problem's status member against the status of the answer (RFC 9457, 3.1.2).
func statusMemberProblems(a answer, value any) []string {
	if mediaType(a.response) != problemType {
		return nil
	}
	members, isObject := value.(map[string]any)
	if !isObject || members["status"] == float64(a.response.StatusCode) {
		return nil
	}
	return []string{fmt.Sprintf("the problem's status is %v", members["status"])}
}

func mediaType(response *http.Response) string {
	name, _, _ := helpers.ExtractContentType(response.Header.Get("Content-Type"))
	return name
}

// describe writes one line for each thing that the validator found, with the place in the body where it has one.
func describe(found []*validation.ValidationError) []string {
	var lines []string
	for _, problem := range found {
		if len(problem.SchemaValidationErrors) == 0 {
			lines = append(lines, problem.Message+": "+problem.Reason)
		}
		for _, failure := range problem.SchemaValidationErrors {
			place := cmp.Or(failure.FieldPath, problem.ParameterName, problem.Message)
			lines = append(lines, place+": "+failure.Reason)
		}
	}
	return lines
}

func shorten(problems []string) []string {
	if len(problems) <= mostProblems {
		return problems
	}
	rest := fmt.Sprintf("and %d more", len(problems)-mostProblems)
	return append(problems[:mostProblems:mostProblems], rest)
}

// documentedPaths finds the documented path of an address. The validator's own search is not used: it
// takes no path in both spellings, with and without a trailing slash, and no slash inside of a parameter.
type documentedPaths struct {
	base  string
	paths []documentedPath
}

// documentedPath is one path of the document, such as /campaigns/{campaign_id}/callflow_customers/.
type documentedPath struct {
	template string
	segments []string
	item     *v3.PathItem
}

func newDocumentedPaths(model *v3.Document) (documentedPaths, error) {
	if len(model.Servers) == 0 || model.Paths == nil || model.Paths.PathItems == nil {
		return documentedPaths{}, errors.New("the document needs a server address and paths")
	}
	server, err := url.Parse(model.Servers[0].URL)
	if err != nil {
		return documentedPaths{}, fmt.Errorf("the document's server address: %w", err)
	}
	found := documentedPaths{base: strings.TrimSuffix(server.Path, "/")}
	for template, item := range model.Paths.PathItems.FromOldest() {
		found.paths = append(found.paths, documentedPath{template: template, segments: split(template), item: item})
	}
	return found, nil
}

func (d documentedPaths) find(address *url.URL) (documentedPath, bool) {
	relative, inside := strings.CutPrefix(address.EscapedPath(), d.base+"/")
	if !inside {
		return documentedPath{}, false
	}
	asked := split(relative)
	index := slices.IndexFunc(d.paths, func(path documentedPath) bool { return path.matches(asked) })
	if index < 0 {
		return documentedPath{}, false
	}
	return d.paths[index], true
}

// split cuts an escaped path at its slashes, one at either end left out.
func split(path string) []string {
	return strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
}

func (p documentedPath) matches(asked []string) bool {
	return slices.EqualFunc(p.segments, asked, func(segment, value string) bool {
		if strings.HasPrefix(segment, "{") {
			return value != ""
		}
		plain, err := url.PathUnescape(value)
		return err == nil && plain == segment
	})
}

// methods are those that the document has for the path, in its order.
func (p documentedPath) methods() []string {
	var methods []string
	for method := range p.item.GetOperations().FromOldest() {
		methods = append(methods, strings.ToUpper(method))
	}
	return methods
}

// allowProblems holds the header Allow of a 405 against the documented methods; HEAD and OPTIONS may be there too.
func (p documentedPath) allowProblems(header http.Header) []string {
	var allowed []string
	for method := range strings.SplitSeq(strings.Join(header.Values("Allow"), ","), ",") {
		allowed = append(allowed, strings.TrimSpace(method))
	}
	var problems []string
	for _, method := range p.methods() {
		if !slices.Contains(allowed, method) {
			problems = append(problems, fmt.Sprintf("Allow does not name %s", method))
		}
	}
	for _, method := range allowed {
		if !slices.Contains(p.methods(), method) && method != http.MethodHead && method != http.MethodOptions {
			problems = append(problems, fmt.Sprintf("Allow names %q, which the document does not have", method))
		}
	}
	return problems
}
