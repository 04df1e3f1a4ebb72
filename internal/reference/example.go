package reference

import (
	"bytes"
	"encoding/json"

	"github.com/pb33f/go-yaml"
)

// exampleText writes an example: a text as it is, everything else as JSON.
func exampleText(n node) string {
	n = n.followed()
	if n.Node != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return n.Value
	}
	var text bytes.Buffer
	if err := json.Indent(&text, []byte(jsonText(n)), "", "  "); err != nil {
		return n.text()
	}
	return text.String()
}

// jsonText writes a value as JSON, its members in the document's order.
func jsonText(n node) string {
	var text bytes.Buffer
	writeJSON(&text, n)
	return text.String()
}

func writeJSON(text *bytes.Buffer, n node) {
	n = n.followed()
	switch {
	case n.Node == nil:
		text.WriteString("null")
	case n.Kind == yaml.MappingNode:
		between := byte('{')
		for key, value := range n.pairs() {
			text.WriteByte(between)
			text.WriteString(quoted(key) + ":")
			writeJSON(text, value)
			between = ','
		}
		if between == '{' {
			text.WriteByte('{')
		}
		text.WriteByte('}')
	case n.Kind == yaml.SequenceNode:
		text.WriteByte('[')
		for i, item := range n.items() {
			if i > 0 {
				text.WriteByte(',')
			}
			writeJSON(text, item)
		}
		text.WriteByte(']')
	default:
		text.WriteString(scalarJSON(n))
	}
}

func scalarJSON(n node) string {
	switch n.Tag {
	case "!!int", "!!float", "!!bool":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
	case "!!null":
		return "null"
	}
	return quoted(n.Value)
}

// quoted is a text as JSON, with < and > as they are: whoever shows it escapes it.
func quoted(text string) string {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil { // no text has one
		return `""`
	}
	return string(bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))
}
