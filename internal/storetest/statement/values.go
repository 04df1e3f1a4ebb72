package statement

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// bound says what a function's parameters are in the call that is followed.
type bound map[types.Object]ast.Expr

// openParameter says that a text depends on the callers of a function.
type openParameter struct{ of types.Object }

func (e *openParameter) Error() string {
	return "a parameter of a function literal that nobody calls by name"
}

// texts gives every text that an expression can have, for each caller of the functions that it stands in.
func (r *reader) texts(e ast.Expr, in bound) ([]string, error) {
	texts, err := r.value(e, in)
	var open *openParameter
	if !errors.As(err, &open) || open.of == nil {
		return texts, err
	}
	if r.uses[open.of] != len(r.calls[open.of]) || len(r.calls[open.of]) == 0 {
		return nil, fmt.Errorf("%s is not only called", open.of.Name())
	}
	texts = nil
	for _, call := range r.calls[open.of] {
		more, err := r.texts(e, r.bind(open.of, call, in))
		if err != nil {
			return nil, err
		}
		texts = append(texts, more...)
	}
	return texts, nil
}

func (r *reader) bind(function types.Object, call *ast.CallExpr, in bound) bound {
	inner := make(bound, len(in)+len(call.Args))
	maps.Copy(inner, in)
	for i, param := range r.params[function] {
		if i < len(call.Args) {
			inner[param] = call.Args[i]
		}
	}
	return inner
}

// value gives every text of an expression in one call of the functions around it.
func (r *reader) value(e ast.Expr, in bound) ([]string, error) {
	if texts, ok := r.told[types.ExprString(e)]; ok {
		r.sawMaker(e)
		return texts, nil
	}
	if known := r.info.Types[e]; known.Value != nil && known.Value.Kind() == constant.String {
		r.sawLiterals(e)
		return []string{constant.StringVal(known.Value)}, nil
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.value(e.X, in)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return r.joined([]ast.Expr{e.X, e.Y}, in, func(parts []any) string { return parts[0].(string) + parts[1].(string) })
		}
	case *ast.Ident:
		return r.variable(r.info.Uses[e], in)
	case *ast.SelectorExpr:
		return r.field(e, in)
	case *ast.CallExpr:
		return r.result(e, in)
	}
	return nil, fmt.Errorf("%s (%s) is not followed", types.ExprString(e), r.where(e))
}

// joined makes a text of each combination of the parts.
func (r *reader) joined(parts []ast.Expr, in bound, join func(parts []any) string) ([]string, error) {
	combinations := [][]any{nil}
	for _, part := range parts {
		texts, err := r.value(part, in)
		if err != nil {
			return nil, err
		}
		var longer [][]any
		for _, before := range combinations {
			for _, text := range texts {
				longer = append(longer, append(before[:len(before):len(before)], text))
			}
		}
		combinations = longer
	}
	texts := make([]string, len(combinations))
	for i, combination := range combinations {
		texts[i] = join(combination)
	}
	return texts, nil
}

func (r *reader) variable(object types.Object, in bound) ([]string, error) {
	if arg, ok := in[object]; ok {
		return r.value(arg, in)
	}
	if owner, ok := r.owners[object]; ok {
		return nil, &openParameter{owner}
	}
	if elements, ok := r.ranged[object]; ok {
		return r.union(r.elements(elements), in, object)
	}
	return r.union(r.values[object], in, object)
}

// field gives what a field of a struct was ever made with. Where the struct comes out of another package's hands, its
// type is unknown: then the field's name has to be one that is told.
func (r *reader) field(e *ast.SelectorExpr, in bound) ([]string, error) {
	selected := r.info.Selections[e]
	for name, texts := range r.told {
		kind, field, _ := strings.Cut(name, ".")
		if field == e.Sel.Name && (selected == nil || kind == typeName(selected.Recv())) {
			return texts, nil
		}
	}
	if selected == nil {
		if object := r.info.Uses[e.Sel]; object != nil { // another room's
			return r.variable(object, nil)
		}
		return nil, fmt.Errorf("%s is of a type that is not known here", types.ExprString(e))
	}
	return r.union(r.values[selected.Obj()], in, selected.Obj())
}

func typeName(kind types.Type) string {
	if pointer, ok := kind.(*types.Pointer); ok {
		kind = pointer.Elem()
	}
	if named, ok := kind.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// result gives what a call returns: of fmt.Sprintf, or of a function of the packages that are read.
func (r *reader) result(call *ast.CallExpr, in bound) ([]string, error) {
	if types.ExprString(call.Fun) == "fmt.Sprintf" {
		return r.joined(call.Args, in, func(parts []any) string { return fmt.Sprintf(parts[0].(string), parts[1:]...) })
	}
	function := r.called(call)
	if function == nil || len(r.results[function]) == 0 {
		return nil, fmt.Errorf("%s (%s) is not followed", types.ExprString(call), r.where(call))
	}
	return r.union(r.results[function], r.bind(function, call, in), function)
}

func (r *reader) union(values []ast.Expr, in bound, object types.Object) ([]string, error) {
	if len(values) == 0 {
		return nil, fmt.Errorf("nothing is known of %v", object)
	}
	var texts []string
	for _, value := range values {
		more, err := r.value(value, in)
		if err != nil {
			return nil, err
		}
		texts = append(texts, more...)
	}
	return texts, nil
}

// elements gives those of a list, or of lists that package slices puts together or turns around.
func (r *reader) elements(list ast.Expr) []ast.Expr {
	switch e := list.(type) {
	case *ast.CompositeLit:
		return e.Elts
	case *ast.Ident:
		var all []ast.Expr
		for _, value := range r.values[r.info.Uses[e]] {
			all = append(all, r.elements(value)...)
		}
		return all
	case *ast.CallExpr:
		var all []ast.Expr
		for _, arg := range e.Args {
			all = append(all, r.elements(arg)...)
		}
		return all
	}
	return nil
}

// sawLiterals notes the literals in a node, and of the constants in it.
func (r *reader) sawLiterals(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			r.seen[n.Pos()] = true
		case *ast.Ident:
			if constant, ok := r.info.Uses[n].(*types.Const); ok {
				for _, value := range r.values[constant] {
					r.sawLiterals(value)
				}
			}
		}
		return true
	})
}

// sawMaker notes the literals of the function that makes what a variable holds, and is told.
func (r *reader) sawMaker(e ast.Expr) {
	if selector, ok := e.(*ast.SelectorExpr); ok { // another room's
		e = selector.Sel
	}
	variable, ok := e.(*ast.Ident)
	if !ok {
		return
	}
	for _, value := range r.values[r.info.Uses[variable]] {
		if call, ok := value.(*ast.CallExpr); ok && r.bodies[r.called(call)] != nil {
			r.sawLiterals(r.bodies[r.called(call)])
		}
	}
}
