package reference

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/go-yaml"
)

// openAPI is the document of our own API.
func openAPI(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t *testing.T, text string) *Document {
	t.Helper()
	document, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func (d *Document) operation(t *testing.T, id string) *Operation {
	t.Helper()
	for i := range d.Groups {
		for _, operation := range d.Groups[i].Operations {
			if operation.ID == id {
				return operation
			}
		}
	}
	t.Fatalf("there is no operation %s", id)
	return nil
}

func value(t *testing.T, values []Value, name string) Value {
	t.Helper()
	at := slices.IndexFunc(values, func(v Value) bool { return v.Name == name })
	if at < 0 {
		t.Fatalf("there is no %s", name)
	}
	return values[at]
}

func TestEveryOperationOfTheDocumentIsThereOnce(t *testing.T) {
	var raw struct {
		Paths map[string]map[string]any
	}
	if err := yaml.Unmarshal([]byte(openAPI(t)), &raw); err != nil {
		t.Fatal(err)
	}
	missing := make(map[string]bool)
	for path, item := range raw.Paths {
		for method := range item {
			if method != "parameters" {
				missing[strings.ToUpper(method)+" "+path] = true
			}
		}
	}
	ids := make(map[string]bool)
	document := read(t, openAPI(t))
	for _, group := range document.Groups {
		if len(group.Operations) == 0 || group.Description == "" || group.Name == "Other" {
			t.Errorf("the group %q has %d operations, and is described as %q", group.Name, len(group.Operations), group.Description)
		}
		for _, operation := range group.Operations {
			name := operation.Method + " " + operation.Path
			if !missing[name] {
				t.Errorf("%s is there twice, or not in the document", name)
			}
			delete(missing, name)
			if ids[operation.ID] || operation.Summary == "" || len(operation.Answers) == 0 {
				t.Errorf("%s has the id %q, the summary %q and %d answers", name, operation.ID, operation.Summary, len(operation.Answers))
			}
			ids[operation.ID] = true
			for _, parameter := range operation.Parameters {
				if parameter.Name == "" || parameter.In == "" || parameter.Type == "" {
					t.Errorf("%s: the parameter %q in %q has the type %q", name, parameter.Name, parameter.In, parameter.Type)
				}
			}
		}
	}
	for name := range missing {
		t.Errorf("%s is missing", name)
	}
	if len(ids) < 80 {
		t.Errorf("there are %d operations", len(ids))
	}
}

func TestAParameterByReferenceIsResolved(t *testing.T) {
	operation := read(t, openAPI(t)).operation(t, "listCampaignCallflowCustomers")
	find := func(name string) Parameter {
		at := slices.IndexFunc(operation.Parameters, func(p Parameter) bool { return p.Name == name })
		if at < 0 {
			t.Fatalf("there is no parameter %s", name)
		}
		return operation.Parameters[at]
	}
	if p := operation.Parameters[0]; p.Name != "campaign_id" || p.In != "path" || !p.Required || p.Type != "integer" || p.Min != "1" || p.Example != "998" {
		t.Errorf("the path's own parameter is %+v", p)
	}
	if p := find("page_size"); p.Type != "integer" || p.Min != "1" || p.Max != "5000" || p.Default != "500" || p.Required {
		t.Errorf("page_size is %+v", p)
	}
	if p := find("page"); p.Type != `integer | "last" | ""` {
		t.Errorf("page is %s", p.Type)
	}
	if p := find("call_state"); p.Type != "string[]" || p.Example != "Completed - Yes" || !strings.Contains(string(p.Description), "<code>%20</code>") {
		t.Errorf("call_state is %+v", p)
	}
	if p := find("delimiter"); !slices.Equal(p.Enum, []string{"comma", "semicolon", "tab"}) {
		t.Errorf("delimiter is one of %q", p.Enum)
	}
}

func TestAnOperationsOwnParameterTakesThePlaceOfItsPaths(t *testing.T) {
	operation := read(t, `
openapi: 3.1.0
paths:
  /a/{id}/:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      operationId: one
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
`).operation(t, "one")
	if len(operation.Parameters) != 1 || operation.Parameters[0].Type != "string" {
		t.Errorf("the parameters are %+v", operation.Parameters)
	}
}

func TestABodyIsToldByItsMembersThroughAllOfAndObjectsInIt(t *testing.T) {
	document := read(t, openAPI(t))
	body := document.operation(t, idOf(t, document, "POST", "/campaigns/{campaign_id}/call_states/")).Body
	if body == nil || body.Schema != "NewCallState" || !slices.Equal(body.Types, []string{"application/json"}) || !body.Required {
		t.Fatalf("the body is %+v", body)
	}
	if name := value(t, body.Members, "name"); !name.Required || name.MinLength != "1" || name.MaxLength != "200" {
		t.Errorf("name is %+v", name)
	}
	if kind := value(t, body.Members, "kind"); !slices.Contains(kind.Enum, "scheduled") || kind.Type != "string" {
		t.Errorf("kind is %+v", kind)
	}
	if position := value(t, body.Members, "position"); position.Required || position.Max != "1000000000" || position.Description == "" {
		t.Errorf("position is %+v", position)
	}
	outcome := document.operation(t, idOf(t, document, "POST", "/campaigns/{campaign_id}/callflow_customers/{customer_id}/call_outcomes/")).Body
	if agent := value(t, outcome.Members, "meeting.agent"); agent.Type != "string | null" {
		t.Errorf("meeting.agent is %+v", agent)
	}
}

func idOf(t *testing.T, d *Document, method, path string) string {
	t.Helper()
	for i := range d.Groups {
		for _, operation := range d.Groups[i].Operations {
			if operation.Method == method && operation.Path == path {
				return operation.ID
			}
		}
	}
	t.Fatalf("there is no %s %s", method, path)
	return ""
}

func TestAnAnswersExampleIsJSONInTheDocumentsOrder(t *testing.T) {
	answers := read(t, openAPI(t)).operation(t, "addCampaignCallflowCustomers").Answers
	headers := []string{"Callflow-Sync-Token", "X-Request-Id", "Idempotent-Replayed"}
	if answers[0].Status != "200" || answers[0].Schema != "Segmented" || !slices.Equal(answers[0].Headers, headers) {
		t.Errorf("the first answer is %+v", answers[0])
	}
	want := "{\n  \"added\": 1,\n  \"already\": 1,\n  \"unknown\": [\n    \"K/2045\"\n  ]\n}"
	if got := answers[0].Examples[0].Text; got != want {
		t.Errorf("the example is\n%s\ninstead of\n%s", got, want)
	}
}

func TestASchemaThatHoldsItselfEnds(t *testing.T) {
	document := read(t, `
openapi: 3.1.0
paths:
  /trees/:
    post:
      operationId: plant
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Tree'}
components:
  schemas:
    Tree:
      type: object
      allOf:
        - $ref: '#/components/schemas/Tree'
      properties:
        name: {type: string}
        branches: {type: array, items: {$ref: '#/components/schemas/Tree'}}
        roots:
          type: object
          properties:
            tree: {$ref: '#/components/schemas/Tree'}
    Either:
      anyOf:
        - $ref: '#/components/schemas/Or'
    Or:
      anyOf:
        - $ref: '#/components/schemas/Either'
`)
	members := document.operation(t, "plant").Body.Members
	if branches := value(t, members, "branches"); branches.Type != "Tree[]" || branches.Schema != "Tree" {
		t.Errorf("branches is %+v", branches)
	}
	if tree := value(t, members, "roots.tree"); tree.Type != "Tree" || len(members) != 4 {
		t.Errorf("roots.tree is %+v, of %d members", tree, len(members))
	}
}

func TestADocumentThatCannotBeFollowedIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":      "",
		"no YAML":      "a: [",
		"no OpenAPI":   "swagger: '2.0'",
		"no target":    "openapi: 3.1.0\npaths:\n  /a: {$ref: '#/components/pathItems/a'}",
		"another file": "openapi: 3.1.0\npaths:\n  /a: {$ref: 'other.yaml#/a'}",
		"a cycle":      "openapi: 3.1.0\na: {$ref: '#/b'}\nb: {$ref: '#/a'}",
		"an alias":     "openapi: 3.1.0\na: &a {b: 1}\nc: *a",
	} {
		if _, err := Read([]byte(text)); err == nil {
			t.Errorf("%s: the document was read", name)
		}
	}
}

func TestWhatADescriptionSaysIsText(t *testing.T) {
	document := read(t, `
openapi: 3.1.0
info: {title: a, description: "<script>alert(1)</script> & more"}
paths:
  /a/:
    get:
      operationId: one
      description: 'See [this](javascript:alert(1)) <b onclick="x">`+"`<i>`"+`</b>'
`)
	if want := "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</p>\n"; string(document.Description) != want {
		t.Errorf("the description is %s", document.Description)
	}
	got := string(document.operation(t, "one").Description)
	if strings.Contains(got, "<b") || strings.Contains(got, "<a") || !strings.Contains(got, "<code>&lt;i&gt;</code>") {
		t.Errorf("the description is %s", got)
	}
}

func TestTheFormsThatDescriptionsUseAreMadeIntoHTML(t *testing.T) {
	for text, want := range map[string]string{
		"One\ntwo.\n\nThree.":                       "<p>One\ntwo.</p>\n<p>Three.</p>\n",
		"Send `a < b`, **at *once***":               "<p>Send <code>a &lt; b</code>, <strong>at <em>once</em></strong></p>\n",
		"A *word* of 2 * 3 * 4 and */*":             "<p>A <em>word</em> of 2 * 3 * 4 and */*</p>\n",
		"Before:\n- one\n- two\n  goes on\n\nAfter": "<p>Before:</p>\n<ul>\n<li>one</li>\n<li>two\ngoes on</li>\n</ul>\n<p>After</p>\n",
		"1. one\n2. two":                            "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n",
		"[here](https://a.example/?b=1&c=2)":        "<p><a href=\"https://a.example/?b=1&amp;c=2\">here</a></p>\n",
		`[x](https://a"onmouseover=b)`:              "<p><a href=\"https://a&#34;onmouseover=b\">x</a></p>\n",
		"[x](data:text/html,1)":                     "<p>[x](data:text/html,1)</p>\n",
		"":                                          "",
	} {
		if got := string(Markdown(text)); got != want {
			t.Errorf("%q is\n%s\ninstead of\n%s", text, got, want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := []byte(openAPI(b))
	for b.Loop() {
		if _, err := Read(text); err != nil {
			b.Fatal(err)
		}
	}
}
