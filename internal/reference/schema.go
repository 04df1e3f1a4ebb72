package reference

import (
	"slices"
	"strings"
)

// Shape is what a value may be. Texts are as the document writes them; "" where it says nothing.
type Shape struct {
	Type      string // as in integer, string | null, or Customer[]
	Schema    string // the name in Schemas of what Type names; "" where it names none
	Format    string
	Enum      []string
	Default   string
	Example   string
	Min, Max  string
	MinLength string // of a text
	MaxLength string
	MinItems  string // of a list
	MaxItems  string
	Pattern   string
}

// readSchemas reads the objects that have a name.
func (d *Document) readSchemas(schemas node) {
	for name, n := range schemas.pairs() {
		members := membersOf(n)
		if len(members) == 0 {
			continue
		}
		d.Schemas = append(d.Schemas, Schema{Name: name, Anchor: "schema-" + name, Description: Markdown(n.get("description").text()), Members: members})
	}
}

// objectName is the name of the object that a schema is or is a list of, of the first where there are several; "" for none.
func objectName(n node) string {
	for range deepest {
		if name := n.schemaName(); name != "" && isObject(n) {
			return name
		}
		switch {
		case n.has("items"):
			n = n.get("items")
		case len(n.get("anyOf").items()) > 0:
			n = n.get("anyOf").items()[0]
		case len(n.get("oneOf").items()) > 0 && !n.has("properties"):
			n = n.get("oneOf").items()[0]
		default:
			return ""
		}
	}
	return ""
}

// deepest is how far objects within objects are told.
const deepest = 8

// gathered are the members of an object, and of all that it is made of.
type gathered struct {
	names    []string
	members  map[string]node
	required []string
	seen     []node
}

// gather adds a schema's members, once for each schema: what is made of itself ends there.
func (g *gathered) gather(n node) {
	n = n.followed()
	if n.Node == nil || slices.ContainsFunc(g.seen, func(known node) bool { return known.Node == n.Node }) {
		return
	}
	g.seen = append(g.seen, n)
	for _, part := range n.get("allOf").items() {
		g.gather(part)
	}
	for _, kind := range []string{"properties", "patternProperties"} {
		for name, member := range n.get(kind).pairs() {
			if kind == "patternProperties" {
				name = strings.TrimSuffix(strings.TrimPrefix(name, "^"), "$")
			}
			if _, known := g.members[name]; !known {
				g.names = append(g.names, name)
			}
			g.members[name] = member
		}
	}
	g.required = append(g.required, n.get("required").texts()...)
}

func gather(n node) *gathered {
	g := &gathered{members: make(map[string]node)}
	g.gather(n)
	return g
}

func isObject(n node) bool { return len(gather(n).names) > 0 }

// membersOf lists the members of an object, those of objects in it that have no name of their own after their own.
func membersOf(n node) []Value { return appendMembers(nil, n, "", 0) }

func appendMembers(values []Value, n node, prefix string, depth int) []Value {
	if depth > deepest {
		return values
	}
	g := gather(n)
	for _, name := range g.names {
		member := g.members[name]
		values = append(values, Value{
			Shape: shapeOf(member), Name: prefix + name, Required: slices.Contains(g.required, name), Description: brief(descriptionOf(member)),
		})
		inner, step := member, "."
		if member.schemaName() == "" && member.has("items") {
			inner, step = member.get("items"), "[]."
		}
		if inner.schemaName() == "" && isObject(inner) {
			values = appendMembers(values, inner, prefix+name+step, depth+1)
		}
	}
	return values
}

// descriptionOf is what the document says of a value: its own words, or those of what it is made of.
func descriptionOf(n node) string {
	if text := n.get("description").text(); text != "" {
		return text
	}
	if parts := n.get("allOf").items(); len(parts) == 1 {
		return parts[0].get("description").text()
	}
	return ""
}

func shapeOf(n node) Shape {
	s := Shape{Type: typeOf(n, nil), Schema: objectName(n)}
	s.add(n, 0)
	return s
}

// add takes what a schema says of its values, and then what the schemas do that it is made of.
func (s *Shape) add(n node, depth int) {
	n = n.followed()
	if n.Node == nil || depth > deepest {
		return
	}
	for key, text := range map[string]*string{
		"format": &s.Format, "minimum": &s.Min, "maximum": &s.Max, "minLength": &s.MinLength, "maxLength": &s.MaxLength,
		"minItems": &s.MinItems, "maxItems": &s.MaxItems, "pattern": &s.Pattern,
	} {
		if *text == "" {
			*text = n.get(key).text()
		}
	}
	if found := n.get("default"); found.Node != nil && s.Default == "" {
		s.Default = exampleText(found)
	}
	if s.Example == "" {
		s.Example = n.get("example").text()
	}
	if s.Enum == nil {
		s.Enum = n.get("enum").texts()
	}
	for _, kind := range []string{"allOf", "anyOf", "oneOf"} {
		for _, part := range n.get(kind).items() {
			s.add(part, depth+1)
		}
	}
	if s.Enum == nil {
		s.Enum = n.get("items").get("enum").texts()
	}
}

// typeOf writes a type shortly. An object with a name is told by it.
func typeOf(n node, above []string) string {
	if name := n.schemaName(); name != "" {
		if slices.Contains(above, name) || isObject(n) {
			return name
		}
		above = append(slices.Clip(above), name)
	}
	n = n.followed()
	var kinds []string
	add := func(kind string) {
		if kind != "" && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	if constant := n.get("const"); constant.Node != nil {
		add(jsonText(constant))
	}
	for _, kind := range n.get("type").texts() {
		if kind == "array" && n.has("items") {
			kind = listOf(typeOf(n.get("items"), above))
		}
		add(kind)
	}
	if len(kinds) == 0 {
		for _, kind := range []string{"allOf", "anyOf", "oneOf"} {
			for _, part := range n.get(kind).items() {
				add(typeOf(part, above))
			}
		}
	}
	return strings.Join(kinds, " | ")
}

func listOf(kind string) string {
	switch {
	case kind == "":
		return "array"
	case strings.Contains(kind, " "):
		return "(" + kind + ")[]"
	}
	return kind + "[]"
}
