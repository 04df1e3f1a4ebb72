package reference

import (
	"html/template"
	"slices"
	"strings"
)

func readOperation(method, path string, item, n node) *Operation {
	o := &Operation{
		ID: n.get("operationId").text(), Method: method, Path: path, Summary: n.get("summary").text(), Description: Markdown(n.get("description").text()),
	}
	if o.ID == "" {
		o.ID = anchor(method + " " + path)
	}
	if security := n.get("security"); security.Node != nil {
		o.Open = len(security.items()) == 0
	}
	for _, parameter := range item.get("parameters").items() {
		o.addParameter(parameter)
	}
	for _, parameter := range n.get("parameters").items() {
		o.addParameter(parameter)
	}
	if body := n.get("requestBody"); body.Node != nil {
		o.Body = readBody(body)
	}
	for status, answer := range n.get("responses").pairs() {
		name, _ := strings.CutPrefix(referenceOf(answer.Node), "#/components/responses/")
		answer = answer.followed()
		found, known := n.tree.answers[answer.Node]
		if !known {
			found = readAnswer(answer)
			n.tree.answers[answer.Node] = found
		}
		if found.Status = status; name != "" {
			found.Name, found.Anchor = name, "answer-"+name
		}
		o.Answers = append(o.Answers, found)
	}
	return o
}

// addParameter adds a parameter. An operation's own takes the place of its path's.
func (o *Operation) addParameter(n node) {
	n = n.followed()
	p, known := n.tree.parameters[n.Node]
	if !known {
		p = readParameter(n)
		n.tree.parameters[n.Node] = p
	}
	same := func(known Parameter) bool { return known.In == p.In && known.Name == p.Name }
	if at := slices.IndexFunc(o.Parameters, same); at >= 0 {
		o.Parameters[at] = p
		return
	}
	o.Parameters = append(o.Parameters, p)
}

func readParameter(n node) Parameter {
	p := Parameter{
		In: n.get("in").text(),
		Value: Value{
			Shape: shapeOf(n.get("schema")), Name: n.get("name").text(), Required: n.get("required").isTrue(),
			Description: brief(n.get("description").text()),
		},
	}
	if example := n.get("example"); example.Node != nil {
		p.Example = strings.Join(example.texts(), ",")
	}
	return p
}

func readBody(n node) *Body {
	b := &Body{Required: n.get("required").isTrue(), Description: Markdown(n.get("description").text())}
	var schema node
	b.Types, schema, b.Examples = readContent(n.get("content"))
	b.Schema = objectName(schema)
	b.Members = membersOf(schema)
	return b
}

func readAnswer(n node) Answer {
	a := Answer{Description: brief(n.get("description").text())}
	for name := range n.get("headers").pairs() {
		a.Headers = append(a.Headers, name)
	}
	var schema node
	a.Types, schema, a.Examples = readContent(n.get("content"))
	a.Schema = objectName(schema)
	return a
}

// readContent reads the media types, and the schema and the examples of the first that has any.
func readContent(content node) (types []string, schema node, examples []Example) {
	for name, media := range content.pairs() {
		types = append(types, name)
		if schema.Node == nil {
			schema = media.get("schema")
		}
		if examples == nil {
			examples = readExamples(media)
		}
	}
	return types, schema, examples
}

func readExamples(media node) []Example {
	var examples []Example
	for _, example := range media.get("examples").pairs() {
		examples = append(examples, Example{Summary: example.get("summary").text(), Text: exampleText(example.get("value"))})
	}
	if example := media.get("example"); example.Node != nil {
		examples = append(examples, Example{Text: exampleText(example)})
	}
	return examples
}

// anchor makes a name into what an address can point at.
func anchor(name string) string {
	var text strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			text.WriteRune(r)
		} else {
			text.WriteByte('-')
		}
	}
	return strings.Trim(text.String(), "-")
}

// brief is Markdown that stands in a cell: one paragraph is not marked as one.
func brief(text string) template.HTML {
	made := string(Markdown(text))
	inner, ok := strings.CutPrefix(made, "<p>")
	if ok {
		inner, ok = strings.CutSuffix(inner, "</p>\n")
	}
	if !ok || strings.Contains(inner, "<p>") || strings.Contains(inner, "<ul>") {
		return template.HTML(made) //nolint:gosec // Markdown has escaped it
	}
	return template.HTML(inner) //nolint:gosec // Markdown has escaped it
}
