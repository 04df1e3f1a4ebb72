package statement

import (
	"go/ast"
	"go/types"
)

// note keeps what a node says of variables, functions and calls.
func (r *reader) note(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		r.uses[r.info.Uses[n]]++
	case *ast.CallExpr:
		if called := r.called(n); called != nil {
			r.calls[called] = append(r.calls[called], n)
		}
	case *ast.FuncDecl:
		r.noteFunction(r.info.Defs[n.Name], n.Type, n.Body)
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			for i, to := range n.Lhs {
				r.assign(to, n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, value := range n.Values {
			r.assign(n.Names[i], value)
		}
	case *ast.RangeStmt:
		if value, ok := n.Value.(*ast.Ident); ok {
			r.ranged[r.info.Defs[value]] = n.X
		}
	case *ast.CompositeLit:
		r.noteFields(n)
	}
	return true
}

func (r *reader) assign(to, value ast.Expr) {
	var object types.Object
	switch to := to.(type) {
	case *ast.Ident:
		if object = r.info.Defs[to]; object == nil {
			object = r.info.Uses[to]
		}
	case *ast.SelectorExpr:
		if selected := r.info.Selections[to]; selected != nil {
			object = selected.Obj()
		}
	}
	if object == nil {
		return
	}
	if function, ok := value.(*ast.FuncLit); ok {
		r.noteFunction(object, function.Type, function.Body)
		return
	}
	r.values[object] = append(r.values[object], value)
}

// noteFunction keeps a function's parameters and what it returns first, but for the functions inside it.
func (r *reader) noteFunction(function types.Object, signature *ast.FuncType, body *ast.BlockStmt) {
	for _, group := range signature.Params.List {
		for _, name := range group.Names {
			param := r.info.Defs[name]
			r.owners[param] = function
			r.params[function] = append(r.params[function], param)
		}
	}
	if body == nil {
		return
	}
	r.bodies[function] = body
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) > 0 {
				r.results[function] = append(r.results[function], n.Results[0])
			}
		}
		return true
	})
}

// noteFields keeps what a struct is made of, by name or by place.
func (r *reader) noteFields(made *ast.CompositeLit) {
	kind := r.info.Types[made].Type
	if kind == nil {
		return
	}
	if pointer, ok := kind.Underlying().(*types.Pointer); ok {
		kind = pointer.Elem()
	}
	fields, ok := kind.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, element := range made.Elts {
		if named, ok := element.(*ast.KeyValueExpr); ok {
			if name, ok := named.Key.(*ast.Ident); ok {
				r.values[r.info.Uses[name]] = append(r.values[r.info.Uses[name]], named.Value)
			}
			continue
		}
		if i < fields.NumFields() {
			r.values[fields.Field(i)] = append(r.values[fields.Field(i)], element)
		}
	}
}

// called gives the function that is called, or the variable that holds it; nil where it is of no package that is read.
func (r *reader) called(call *ast.CallExpr) types.Object {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return r.info.Uses[function]
	case *ast.SelectorExpr:
		if selected := r.info.Selections[function]; selected != nil {
			return selected.Obj()
		}
		if object := r.info.Uses[function.Sel]; object != nil { // another room's
			return object
		}
	}
	return nil
}
