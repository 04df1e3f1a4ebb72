package templatecheck

import (
	"reflect"
	"text/template/parse"
)

// chain follows fields and methods from a value.
func (c *check) chain(node parse.Node, from held, names []string, given *int) held {
	for i, name := range names {
		if from.typ == nil {
			return held{}
		}
		arguments := 0
		if given != nil && i == len(names)-1 {
			arguments = *given
		}
		var ok bool
		if from, ok = c.step(node, from, name, arguments); !ok {
			return held{}
		}
	}
	if len(names) == 0 && given != nil && *given > 0 {
		c.fault(node, "arguments of what is no method")
	}
	return from
}

// step is a field of a value, or a method with how many arguments it is given.
func (c *check) step(node parse.Node, from held, name string, arguments int) (held, bool) {
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

func (c *check) method(node parse.Node, method reflect.Type, arguments int) (held, bool) {
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
