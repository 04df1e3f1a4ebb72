// Package statement reads the SQL of packages from their source, and holds every statement against the rules: it is one account's, it reads no
// account whole, and no answer hangs on how a database goes about it. It may import internal/db, store/schema and testkit, and knows no store.
package statement

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Statement is a text of SQL that the store can run, and where it does.
type Statement struct{ Text, Where string }

// runners are the methods of db.Tx that take a statement.
var runners = []string{"Exec", "Queue", "Query", "Gather", "Expect", "Script"}

// readers are the functions that take a statement behind the transaction.
var readers = []string{"db.ReadNumber", "db.ReadColumn"}

// beginsLikeSQL finds literals that a statement begins with.
var beginsLikeSQL = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|COPY|CREATE|ALTER|DROP|TRUNCATE|LOCK|MERGE|CALL|DO|SET) `)

// Read reads every statement that the production files of some folders, of a package each, can run: whatever is handed to a runner, put
// together from literals as the code does it, for each caller of the function that runs it. told are the texts of what is
// put together in a way that can't be followed, by the name of the variable, the type and the field, or the
// expression. It fails where it meets another one, and where a literal that looks like SQL is in no statement.
func Read(t testing.TB, told map[string][]string, folders ...string) []Statement {
	t.Helper()
	r := newReader(t, told, folders...)
	var statements []Statement
	for _, file := range r.syntax {
		for _, declaration := range file.Decls {
			inside, _ := declaration.(*ast.FuncDecl)
			ast.Inspect(declaration, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					statements = append(statements, r.statementsOf(t, call, inside)...)
				}
				return true
			})
		}
	}
	r.sawToldFields()
	r.checkAllWereRead(t)
	return distinct(statements)
}

// distinct leaves one of each text.
func distinct(statements []Statement) []Statement {
	known := make(map[string]bool)
	return slices.DeleteFunc(statements, func(s Statement) bool {
		again := known[s.Text]
		known[s.Text] = true
		return again
	})
}

// statementsOf gives what a call runs, nothing where it runs no SQL.
func (r *reader) statementsOf(t testing.TB, call *ast.CallExpr, inside *ast.FuncDecl) []Statement {
	t.Helper()
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	var texts []string
	var err error
	switch name, function := selector.Sel.Name, types.ExprString(call.Fun); {
	case function == "db.NewTable":
		texts, err = r.inserts(call)
	case slices.Contains(readers, function):
		texts, err = r.texts(call.Args[1], nil)
	case !slices.Contains(runners, name) || inside != nil && inside.Recv != nil && inside.Name.Name == name: // it hands on what it got
		return nil
	default:
		texts, err = r.texts(call.Args[0], nil)
	}
	where := r.where(call)
	if err != nil {
		t.Errorf("%s: the statement can't be read: %v. Write it from literals, or tell its texts in an export_test.go", where, err)
	}
	statements := make([]Statement, len(texts))
	for i, text := range texts {
		statements[i] = Statement{Text: text, Where: where}
	}
	return statements
}

// inserts gives the statement of a table that rows are loaded into.
func (r *reader) inserts(call *ast.CallExpr) ([]string, error) {
	if texts, ok := r.told[types.ExprString(call)]; ok {
		return texts, nil
	}
	columns := make([]string, len(call.Args))
	for i, arg := range call.Args {
		texts, err := r.texts(arg, nil)
		if err != nil || len(texts) != 1 {
			return nil, fmt.Errorf("%s has %d texts (%w)", types.ExprString(arg), len(texts), err)
		}
		columns[i] = texts[0]
	}
	return []string{Insert(columns[0], columns[1:]...)}, nil
}

// Insert is the statement that loads a row into a table.
func Insert(table string, columns ...string) string {
	places := make([]string, len(columns))
	for i := range places {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
}

func (r *reader) where(n ast.Node) string {
	at := r.files.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(at.Filename), at.Line)
}

// sawToldFields notes the literals that fields are made of whose texts are told.
func (r *reader) sawToldFields() {
	for object, values := range r.values {
		field, ok := object.(*types.Var)
		if !ok || !field.IsField() {
			continue
		}
		for name := range r.told {
			if _, told, _ := strings.Cut(name, "."); told == field.Name() {
				for _, value := range values {
					r.sawLiterals(value)
				}
			}
		}
	}
}

// checkAllWereRead is the other side: no literal that looks like SQL may have escaped.
func (r *reader) checkAllWereRead(t testing.TB) {
	t.Helper()
	for _, file := range r.syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING || r.seen[literal.Pos()] {
				return true
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && beginsLikeSQL.MatchString(text) {
				t.Errorf("%s: %.60q is in no statement that is handed to one of %v", r.where(literal), text, slices.Concat(runners, readers))
			}
			return true
		})
	}
}
