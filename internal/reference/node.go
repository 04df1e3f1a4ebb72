package reference

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/pb33f/go-yaml"
)

// node is a place of the document; one that is not there has no Node, and everything that it is asked for is empty.
type node struct {
	*yaml.Node
	tree *tree
}

// tree is the document, with where its references lead.
type tree struct {
	root    *yaml.Node
	targets map[*yaml.Node]*yaml.Node // by the mapping with $ref; never one with $ref itself

	// What was read already, by what references lead to: most operations have the same parameters and refusals.
	found      map[string]*yaml.Node
	parameters map[*yaml.Node]Parameter
	answers    map[*yaml.Node]Answer
}

func parse(text []byte) (node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return node{}, err
	}
	if len(document.Content) == 0 {
		return node{}, errors.New("it is empty")
	}
	t := &tree{
		root: document.Content[0], targets: make(map[*yaml.Node]*yaml.Node), found: make(map[string]*yaml.Node),
		parameters: make(map[*yaml.Node]Parameter), answers: make(map[*yaml.Node]Answer),
	}
	return node{t.root, t}, t.resolve(t.root)
}

// resolve finds where each reference below n leads, so that later nothing can fail.
func (t *tree) resolve(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		return fmt.Errorf("line %d: it has aliases of YAML, which are not read", n.Line)
	}
	if referenceOf(n) != "" {
		target, err := t.lead(n)
		if err != nil {
			return err
		}
		t.targets[n] = target
	}
	for _, child := range n.Content {
		if err := t.resolve(child); err != nil {
			return err
		}
	}
	return nil
}

// lead follows a reference, and those that it leads to.
func (t *tree) lead(from *yaml.Node) (*yaml.Node, error) {
	seen := make(map[*yaml.Node]bool)
	for n := from; ; {
		reference := referenceOf(n)
		if reference == "" {
			return n, nil
		}
		if seen[n] {
			return nil, fmt.Errorf("line %d: the reference %s leads back to itself", from.Line, reference)
		}
		seen[n] = true
		if n = t.find(reference); n == nil {
			return nil, fmt.Errorf("line %d: the reference %s leads nowhere", from.Line, reference)
		}
	}
}

// find goes a reference's way from the root; nil where there is nothing.
func (t *tree) find(reference string) *yaml.Node {
	if known := t.found[reference]; known != nil {
		return known
	}
	path, ok := strings.CutPrefix(reference, "#/")
	if !ok {
		return nil
	}
	n := t.root
	for step := range strings.SplitSeq(path, "/") {
		if n = member(n, pointerStep.Replace(step)); n == nil {
			return nil
		}
	}
	t.found[reference] = n
	return n
}

// pointerStep reads a step of a JSON pointer.
var pointerStep = strings.NewReplacer("~1", "/", "~0", "~")

// referenceOf is where a mapping refers to; "" where it does not.
func referenceOf(n *yaml.Node) string {
	if found := member(n, "$ref"); found != nil && found.Kind == yaml.ScalarNode {
		return found.Value
	}
	return ""
}

func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// followed is what a reference leads to, or the node itself.
func (n node) followed() node {
	if n.Node == nil {
		return n
	}
	if target := n.tree.targets[n.Node]; target != nil {
		return node{target, n.tree}
	}
	return n
}

// schemaName is the name of the schema that the node refers to; "" where it refers to none.
func (n node) schemaName() string {
	name, ok := strings.CutPrefix(referenceOf(n.Node), "#/components/schemas/")
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

// get is a member, of what a reference leads to where the node itself has none.
func (n node) get(key string) node {
	if found := member(n.Node, key); found != nil {
		return node{found, n.tree}
	}
	return node{member(n.followed().Node, key), n.tree}
}

func (n node) has(key string) bool { return n.get(key).Node != nil }

// text is a scalar as it is written.
func (n node) text() string {
	if n.Node == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

func (n node) isTrue() bool { return n.text() == "true" }

// items are the members of a sequence.
func (n node) items() []node {
	n = n.followed()
	if n.Node == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	items := make([]node, len(n.Content))
	for i, item := range n.Content {
		items[i] = node{item, n.tree}
	}
	return items
}

// texts are the members of a sequence of scalars, or a scalar alone.
func (n node) texts() []string {
	if text := n.text(); text != "" {
		return []string{text}
	}
	var texts []string
	for _, item := range n.items() {
		texts = append(texts, item.text())
	}
	return texts
}

// pairs are the members of a mapping, in the document's order.
func (n node) pairs() iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		n := n.followed()
		if n.Node == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, node{n.Content[i+1], n.tree}) {
				return
			}
		}
	}
}
