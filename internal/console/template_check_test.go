package console

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"callflow/internal/console/apidocs"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// pageTypes are what handlers render each page with, from its template "frame" on.
var pageTypes = map[string]any{
	"campaign": &campaignView{}, "campaigns": &campaignsList{}, "customer": &customerView{}, "customer_form": &customerForm{},
	"desk": &deskView{}, "desk_call": &callView{}, "desk_start": &deskStart{}, "error": &ui.ErrorPage{}, "first_run": &firstRunForm{},
	"import_job": &importJobView{}, "import_match": &matchView{}, "import_rehearsal": &rehearsalView{}, "import_read": &readView{}, "imports": &importsView{},
	"reference": &apidocs.Shown{}, "setup": &setupOverview{}, "setup_audit": &setupAudit{}, "setup_list": &setupListPage{},
	"setup_field": &fieldChange{}, "setup_mirrors": &setupMirrors{}, "setup_thing": &setupThing{}, "setup_tokens": &setupTokens{}, "setup_user": &setupUser{},
	"setup_users": &setupUsers{}, "sign_in": &signInForm{}, "sure": &ui.SureForm{},
}

// partTypes are what handlers render parts of pages with by themselves, by page and template.
var partTypes = map[[2]string]any{
	{"campaign", "overview"}: &overview{}, {"campaigns", "board"}: &boardView{}, {"campaigns", "board-row"}: &boardView{}, {"import_job", "job"}: &jobView{}, {"import_rehearsal", "trial"}: &trialView{},
	{"reference", "contents"}: &apidocs.View{}, {"reference", "schemas"}: &apidocs.View{}, {"reference", "before"}: &apidocs.View{}, {"reference", "after"}: &apidocs.View{},
}

func TestTemplatesAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	files, err := ui.ReadStatic()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := ui.ReadTemplates(files)
	if err != nil {
		t.Fatal(err)
	}
	for name := range pages.Pages {
		if pageTypes[name] == nil {
			t.Errorf("no page struct is known of the page %s: add it to pageTypes", name)
			continue
		}
		check := newTemplateCheck(pages, name)
		check.Execute("frame", holding(reflect.TypeOf(pageTypes[name])))
		for of, data := range partTypes {
			if of[0] == name {
				check.Execute(of[1], holding(reflect.TypeOf(data)))
			}
		}
		for _, fault := range check.faults {
			t.Errorf("%s: %s", name, fault)
		}
		for _, unused := range check.unvisited() {
			t.Errorf("%s: the template %q is executed by nobody: add it to partTypes, or delete it", name, unused)
		}
	}
	for name := range pageTypes {
		if pages.Pages[name] == nil {
			t.Errorf("there is no page %s", name)
		}
	}
}

// held is what is known of a value in a template: its type, and whether methods of its pointer may be called. What the function
// list makes has a type for each place. Without either, nothing is known.
type held struct {
	typ       reflect.Type
	reachable bool // its address can be taken
	places    []held
}

func holding(t reflect.Type) held { return held{typ: t} }

var textType, numberType, truthType = reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[bool]()

// templateCheck walks the templates of a page with types in place of values.
type templateCheck struct {
	trees   map[string]*parse.Tree
	own     map[string]bool // those of the page's file
	visited map[string]bool // a template with a type
	faults  []string
	in      string
}

func newTemplateCheck(pages *ui.Templates, page string) *templateCheck {
	check := &templateCheck{trees: make(map[string]*parse.Tree), own: make(map[string]bool), visited: make(map[string]bool)}
	for _, part := range pages.Pages[page].Templates() {
		if part.Tree != nil {
			check.trees[part.Name()] = part.Tree
			check.own[part.Name()] = part.Tree.ParseName == page+".html"
		}
	}
	return check
}

// unvisited are templates of the page's file, with a text, that nothing executed.
func (c *templateCheck) unvisited() []string {
	var names []string
	for name, tree := range c.trees {
		visited := slices.ContainsFunc(slices.Collect(maps.Keys(c.visited)), func(key string) bool { return strings.HasPrefix(key, name+"\n") })
		if c.own[name] && tree.Root != nil && !parse.IsEmptyTree(tree.Root) && !visited {
			names = append(names, name)
		}
	}
	return names
}

func (c *templateCheck) fault(node parse.Node, format string, args ...any) {
	text := fmt.Sprintf("%s: %s: %s", c.in, node, fmt.Sprintf(format, args...))
	if !slices.Contains(c.faults, text) {
		c.faults = append(c.faults, text)
	}
}

func (c *templateCheck) Execute(name string, dot held) {
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
func (c *templateCheck) walk(node parse.Node, dot held, vars map[string]held) {
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
		c.Execute(n.Name, data)
	case *parse.IfNode:
		c.branch(&n.BranchNode, dot, dot, vars)
	case *parse.WithNode:
		c.branch(&n.BranchNode, dot, held{}, vars)
	case *parse.RangeNode:
		c.ranged(n, dot, vars)
	}
}

// branch checks if and with; inner is the dot of if, while with has its own.
func (c *templateCheck) branch(n *parse.BranchNode, dot, inner held, vars map[string]held) {
	scope := maps.Clone(vars)
	value := c.pipe(n.Pipe, dot, scope)
	if n.NodeType == parse.NodeWith {
		inner = value
	}
	c.walk(n.List, inner, maps.Clone(scope))
	c.walk(n.ElseList, dot, maps.Clone(scope))
}

func (c *templateCheck) ranged(n *parse.RangeNode, dot held, vars map[string]held) {
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
func (c *templateCheck) elements(n *parse.RangeNode, over held) (key held, elements []held) {
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

func (c *templateCheck) pipe(n *parse.PipeNode, dot held, vars map[string]held) held {
	var value held
	for i, command := range n.Cmds {
		value = c.command(command, dot, vars, i > 0)
	}
	for _, variable := range n.Decl {
		vars[variable.Ident[0]] = value
	}
	return value
}

// command checks a call, or a value by itself. piped says that it has one argument more.
func (c *templateCheck) command(n *parse.CommandNode, dot held, vars map[string]held, piped bool) held {
	arguments := make([]held, 0, len(n.Args))
	for _, argument := range n.Args[1:] {
		arguments = append(arguments, c.value(argument, dot, vars, nil))
	}
	given := len(arguments)
	if piped {
		given++
	}
	if function, ok := n.Args[0].(*parse.IdentifierNode); ok {
		return c.called(function, n, arguments)
	}
	return c.value(n.Args[0], dot, vars, &given)
}

// value is what a node stands for. given is how many arguments follow it; nil where none can.
func (c *templateCheck) value(node parse.Node, dot held, vars map[string]held, given *int) held {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.chain(n, dot, n.Ident, given)
	case *parse.VariableNode:
		from, ok := vars[n.Ident[0]]
		if !ok {
			c.fault(n, "no such variable")
		}
		return c.chain(n, from, n.Ident[1:], given)
	case *parse.ChainNode:
		return c.chain(n, c.value(n.Node, dot, vars, nil), n.Field, given)
	case *parse.PipeNode:
		return c.pipe(n, dot, vars)
	case *parse.IdentifierNode:
		return c.called(n, &parse.CommandNode{Args: []parse.Node{n}}, nil)
	case *parse.StringNode:
		return holding(textType)
	case *parse.NumberNode:
		return holding(numberType)
	case *parse.BoolNode:
		return holding(truthType)
	}
	return held{}
}

// called is what a function gives.
func (c *templateCheck) called(n *parse.IdentifierNode, command *parse.CommandNode, arguments []held) held {
	switch n.Ident {
	case "list":
		return held{places: arguments}
	case "index":
		return c.indexed(command, arguments)
	case "or", "and":
		for _, argument := range arguments { // of one type, or texts and what becomes text
			if argument.typ != nil {
				return argument
			}
		}
		return held{}
	case "len":
		return holding(numberType)
	case "eq", "ne", "lt", "le", "gt", "ge", "not":
		return holding(truthType)
	case "printf", "print", "urlquery", "static":
		return holding(textType)
	}
	c.fault(n, "the check does not know the function %s", n.Ident)
	return held{}
}

func (c *templateCheck) indexed(n *parse.CommandNode, arguments []held) held {
	from := arguments[0]
	for i := range arguments[1:] {
		if from.places != nil {
			at, ok := n.Args[i+2].(*parse.NumberNode)
			if !ok || int(at.Int64) >= len(from.places) {
				c.fault(n, "no such place among %d", len(from.places))
				return held{}
			}
			from = from.places[at.Int64]
			continue
		}
		from = pointed(from)
		if from.typ == nil {
			return held{}
		}
		switch from.typ.Kind() {
		case reflect.Slice:
			from = held{typ: from.typ.Elem(), reachable: true}
		case reflect.Map, reflect.Array:
			from = holding(from.typ.Elem())
		case reflect.String:
			from = holding(numberType)
		default:
			c.fault(n, "%v has no elements", from.typ)
			return held{}
		}
	}
	return from
}

// chain follows fields and methods from a value.
func (c *templateCheck) chain(node parse.Node, from held, names []string, given *int) held {
	for i, name := range names {
		if from.typ == nil {
			return held{}
		}
		last := i == len(names)-1
		var ok bool
		if from, ok = c.step(node, from, name, last, given); !ok {
			return held{}
		}
	}
	if len(names) == 0 && given != nil && *given > 0 {
		c.fault(node, "arguments of what is no method")
	}
	return from
}

// step is a field or a method of a value.
func (c *templateCheck) step(node parse.Node, from held, name string, last bool, given *int) (held, bool) {
	arguments := 0
	if last && given != nil {
		arguments = *given
	}
	if method, ok := methodOf(from, name); ok {
		return c.method(node, method, arguments)
	}
	from = pointed(from)
	if from.typ.Kind() == reflect.Interface { // what it holds is known when it is rendered
		return held{}, false
	}
	if from.typ.Kind() == reflect.Struct {
		if field, ok := from.typ.FieldByName(name); ok && field.IsExported() {
			if arguments > 0 {
				c.fault(node, "%s is a field of %v: it takes no arguments", name, from.typ)
			}
			return held{typ: field.Type, reachable: from.reachable}, true
		}
	}
	if from.typ.Kind() == reflect.Map && from.typ.Key().Kind() == reflect.String {
		return holding(from.typ.Elem()), true
	}
	c.fault(node, "%v has no %s", from.typ, name)
	return held{}, false
}

// methodOf finds a method as html/template does: of the value, or of its pointer where it has an address.
func methodOf(from held, name string) (reflect.Type, bool) {
	t := from.typ
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && from.reachable {
		t = reflect.PointerTo(t)
	}
	method, ok := t.MethodByName(name)
	if !ok {
		return nil, false
	}
	in := make([]reflect.Type, 0, method.Type.NumIn())
	first := 1 // the receiver
	if t.Kind() == reflect.Interface {
		first = 0
	}
	for i := first; i < method.Type.NumIn(); i++ {
		in = append(in, method.Type.In(i))
	}
	out := make([]reflect.Type, 0, method.Type.NumOut())
	for i := range method.Type.NumOut() {
		out = append(out, method.Type.Out(i))
	}
	return reflect.FuncOf(in, out, method.Type.IsVariadic()), true
}

func (c *templateCheck) method(node parse.Node, method reflect.Type, arguments int) (held, bool) {
	least := method.NumIn()
	if method.IsVariadic() {
		least--
	}
	if arguments < least || (!method.IsVariadic() && arguments > least) {
		c.fault(node, "%d arguments for %v", arguments, method)
	}
	if method.NumOut() == 0 || method.NumOut() > 2 {
		c.fault(node, "%v gives %d values", method, method.NumOut())
		return held{}, false
	}
	return holding(method.Out(0)), true
}

// pointed follows a pointer.
func pointed(from held) held {
	if from.typ != nil && from.typ.Kind() == reflect.Pointer {
		return held{typ: from.typ.Elem(), reachable: true}
	}
	return from
}

func TestTheCheckOfTemplatesFindsWhatIsMissing(t *testing.T) {
	t.Parallel()
	type inner struct{ Name string }
	type outer struct {
		locale.Reader
		One   inner
		Many  []inner
		Texts map[string]string
	}
	for text, want := range map[string]string{
		`{{$.One.Name}} {{range .Many}}{{.Name}} {{$.T .Name}}{{end}} {{index .Texts "a"}} {{with .One}}{{.Name}}{{end}}`: "",
		`{{range $i, $one := .Many}}{{$i}} {{$one.Name}}{{else}}{{.One.Name}}{{end}}`:                                     "",
		`{{range $i, $one := list .One $}}{{end}}{{(index (list .One 1) 0).Name}}{{len .Many | printf "%d"}}`:             "",
		`{{.Two}}`:                                    "has no Two",
		`{{if false}}{{.One.Nam}}{{end}}`:             "inner has no Nam",
		`{{range .Many}}{{.One}}{{end}}`:              "inner has no One",
		`{{with .One}}{{else}}{{.Name}}{{end}}`:       "outer has no Name",
		`{{range .One}}{{end}}`:                       "range over",
		`{{$.Moment}}`:                                "0 arguments for",
		`{{$.Moment 1 2}}`:                            "2 arguments for",
		`{{.One.Name 1}}`:                             "it takes no arguments",
		`{{(index (list 1 .One) 1).Nam}}`:             "inner has no Nam",
		`{{template "part" .One}}`:                    "inner has no Many",
		`{{$x := .One}}{{$x.Nam}}`:                    "inner has no Nam",
		`{{template "nowhere" .}}`:                    "there is no template nowhere",
		`{{range index (list .Many) 0}}{{.A}}{{end}}`: "inner has no A",
	} {
		trees, err := parse.Parse("page", text+`{{define "part"}}{{range .Many}}{{end}}{{end}}`, "", "", map[string]any{"list": 1, "index": 1, "len": 1, "printf": 1})
		if err != nil {
			t.Fatal(text, err)
		}
		check := &templateCheck{trees: trees, visited: make(map[string]bool)}
		check.Execute("page", holding(reflect.TypeFor[*outer]()))
		found := strings.Join(check.faults, "\n")
		if (want == "") != (found == "") || !strings.Contains(found, want) {
			t.Errorf("%s: found %q, want %q", text, found, want)
		}
	}
}
