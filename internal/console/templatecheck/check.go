package templatecheck

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"callflow/internal/console/ui"
)

// held is what is known of a value in a template: its type, and whether methods of its pointer may be called. What the function
// list makes has a type for each place. Without either, nothing is known.
type held struct {
	typ       reflect.Type
	reachable bool // its address can be taken
	places    []held
}

func holding(t reflect.Type) held { return held{typ: t} }

var textType, numberType, truthType = reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[bool]()

// check walks the templates of a page with types in place of values.
type check struct {
	trees   map[string]*parse.Tree
	own     map[string]bool // those of the page's file
	visited map[string]bool // a template with a type
	faults  []string
	in      string
}

func newCheck(pages *ui.Templates, page string) *check {
	c := &check{trees: make(map[string]*parse.Tree), own: make(map[string]bool), visited: make(map[string]bool)}
	for _, part := range pages.Pages[page].Templates() {
		if part.Tree != nil {
			c.trees[part.Name()] = part.Tree
			c.own[part.Name()] = part.Tree.ParseName == page+".html"
		}
	}
	return c
}

// unvisited are templates of the page's file, with a text, that nothing executed.
func (c *check) unvisited() []string {
	var names []string
	for name, tree := range c.trees {
		visited := slices.ContainsFunc(slices.Collect(maps.Keys(c.visited)), func(key string) bool { return strings.HasPrefix(key, name+"\n") })
		if c.own[name] && tree.Root != nil && !parse.IsEmptyTree(tree.Root) && !visited {
			names = append(names, name)
		}
	}
	return names
}

func (c *check) fault(node parse.Node, format string, args ...any) {
	text := fmt.Sprintf("%s: %s: %s", c.in, node, fmt.Sprintf(format, args...))
	if !slices.Contains(c.faults, text) {
		c.faults = append(c.faults, text)
	}
}

func (c *check) execute(name string, dot held) {
	key := fmt.Sprintf("%s\n%v", name, dot)
	tree := c.trees[name]
	if c.visited[key] || tree == nil {
		if tree == nil {
			c.faults = append(c.faults, "there is no template "+name)
		}
		return
	}
	c.visited[key] = true
	within := c.in
	c.in = name
	c.walk(tree.Root, dot, map[string]held{"$": dot})
	c.in = within
}

// walk checks a node. Variables that it declares are those of the lists around it.
func (c *check) walk(node parse.Node, dot held, vars map[string]held) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, one := range n.Nodes {
			c.walk(one, dot, vars)
		}
	case *parse.ActionNode:
		c.pipe(n.Pipe, dot, vars)
	case *parse.TemplateNode:
		var data held
		if n.Pipe != nil {
			data = c.pipe(n.Pipe, dot, vars)
		}
		c.execute(n.Name, data)
	case *parse.IfNode:
		c.branch(&n.BranchNode, dot, dot, vars)
	case *parse.WithNode:
		c.branch(&n.BranchNode, dot, held{}, vars)
	case *parse.RangeNode:
		c.ranged(n, dot, vars)
	}
}

// branch checks if and with; inner is the dot of if, while with has its own.
func (c *check) branch(n *parse.BranchNode, dot, inner held, vars map[string]held) {
	scope := maps.Clone(vars)
	value := c.pipe(n.Pipe, dot, scope)
	if n.NodeType == parse.NodeWith {
		inner = value
	}
	c.walk(n.List, inner, maps.Clone(scope))
	c.walk(n.ElseList, dot, maps.Clone(scope))
}

func (c *check) ranged(n *parse.RangeNode, dot held, vars map[string]held) {
	scope := maps.Clone(vars)
	key, elements := c.elements(n, c.pipe(n.Pipe, dot, scope))
	for _, element := range elements {
		inner := maps.Clone(scope)
		switch len(n.Pipe.Decl) {
		case 1:
			inner[n.Pipe.Decl[0].Ident[0]] = element
		case 2:
			inner[n.Pipe.Decl[0].Ident[0]], inner[n.Pipe.Decl[1].Ident[0]] = key, element
		}
		c.walk(n.List, element, inner)
	}
	c.walk(n.ElseList, dot, maps.Clone(scope))
}

// elements are what a range goes over: one for all that are alike.
func (c *check) elements(n *parse.RangeNode, over held) (key held, elements []held) {
	if over.places != nil {
		return holding(numberType), over.places
	}
	over = pointed(over)
	if over.typ == nil {
		return held{}, []held{{}}
	}
	switch over.typ.Kind() {
	case reflect.Slice:
		return holding(numberType), []held{{typ: over.typ.Elem(), reachable: true}}
	case reflect.Array:
		return holding(numberType), []held{{typ: over.typ.Elem(), reachable: over.reachable}}
	case reflect.Map:
		return holding(over.typ.Key()), []held{holding(over.typ.Elem())}
	case reflect.Int, reflect.Int64:
		return holding(over.typ), []held{holding(over.typ)}
	default:
		c.fault(n.Pipe, "range over %v", over.typ)
	}
	return held{}, nil
}
