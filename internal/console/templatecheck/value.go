package templatecheck

import (
	"reflect"
	"text/template/parse"
)

func (c *check) pipe(n *parse.PipeNode, dot held, vars map[string]held) held {
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
func (c *check) command(n *parse.CommandNode, dot held, vars map[string]held, piped bool) held {
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
func (c *check) value(node parse.Node, dot held, vars map[string]held, given *int) held {
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
func (c *check) called(n *parse.IdentifierNode, command *parse.CommandNode, arguments []held) held {
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

func (c *check) indexed(n *parse.CommandNode, arguments []held) held {
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
