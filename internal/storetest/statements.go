package storetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
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

// Statements reads every statement that the production files of some folders, of a package each, can run: whatever is handed to a runner, put
// together from literals as the code does it, for each caller of the function that runs it. told are the texts of what is
// put together in a way that can't be followed, by the name of the variable, the type and the field, or the
// expression. It fails where it meets another one, and where a literal that looks like SQL is in no statement.
func Statements(t testing.TB, told map[string][]string, folders ...string) []Statement {
	t.Helper()
	var statements []Statement
	for _, folder := range folders {
		statements = append(statements, statementsIn(t, folder, told)...)
	}
	return distinct(statements)
}

func statementsIn(t testing.TB, folder string, told map[string][]string) []Statement {
	t.Helper()
	r := newReader(t, folder, told)
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
	return statements
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

// reader knows what a package assigns, calls and declares. Only the package itself is checked: what it
// imports is unknown, which leaves unknown types and nothing else.
type reader struct {
	files  *token.FileSet
	syntax []*ast.File
	info   *types.Info
	told   map[string][]string
	seen   map[token.Pos]bool // literals that were read

	values  map[types.Object][]ast.Expr      // assigned to a variable or a field
	ranged  map[types.Object]ast.Expr        // what a variable takes the elements of
	calls   map[types.Object][]*ast.CallExpr // of a function, or of a variable that holds one
	uses    map[types.Object]int             // of it in all
	owners  map[types.Object]types.Object    // of a parameter: its function
	params  map[types.Object][]types.Object  // of a function
	results map[types.Object][]ast.Expr      // what it returns first
	bodies  map[types.Object]*ast.BlockStmt
}

func newReader(t testing.TB, folder string, told map[string][]string) *reader {
	t.Helper()
	r := &reader{
		files: token.NewFileSet(), told: told, seen: make(map[token.Pos]bool),
		info: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Selections: make(map[*ast.SelectorExpr]*types.Selection),
		},
		values: make(map[types.Object][]ast.Expr), ranged: make(map[types.Object]ast.Expr), calls: make(map[types.Object][]*ast.CallExpr),
		uses: make(map[types.Object]int), owners: make(map[types.Object]types.Object), params: make(map[types.Object][]types.Object),
		results: make(map[types.Object][]ast.Expr), bodies: make(map[types.Object]*ast.BlockStmt),
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(r.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		r.syntax = append(r.syntax, file)
	}
	if len(r.syntax) == 0 {
		working, _ := os.Getwd()
		t.Fatalf("no Go files in %s of %s", folder, working)
	}
	config := types.Config{Importer: unknownPackages{}, Error: func(error) {}} // what comes from elsewhere is not there
	_, _ = config.Check("store", r.files, r.syntax, r.info)
	for _, file := range r.syntax {
		ast.Inspect(file, r.note)
	}
	return r
}

// unknownPackages imports every package as an empty one.
type unknownPackages struct{}

func (unknownPackages) Import(path string) (*types.Package, error) {
	imported := types.NewPackage(path, path[strings.LastIndexByte(path, '/')+1:])
	imported.MarkComplete()
	return imported, nil
}
