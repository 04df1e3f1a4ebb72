package statement

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reader knows what packages assign, call and declare. Only they are checked, each knowing the others: what else they
// import is unknown, which leaves unknown types and nothing else.
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

func newReader(t testing.TB, told map[string][]string, folders ...string) *reader {
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
	rooms := &rooms{reader: r, syntax: make(map[string][]*ast.File), checked: make(map[string]*types.Package)}
	for _, folder := range folders {
		files := r.parse(t, folder)
		rooms.syntax[files[0].Name.Name] = files
		r.syntax = append(r.syntax, files...)
	}
	for name := range rooms.syntax {
		_, _ = rooms.Import(ours + name)
	}
	for _, file := range r.syntax {
		ast.Inspect(file, r.note)
	}
	return r
}

// parse reads the production files of a folder.
func (r *reader) parse(t testing.TB, folder string) (syntax []*ast.File) {
	t.Helper()
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
		syntax = append(syntax, file)
	}
	if len(syntax) == 0 {
		working, _ := os.Getwd()
		t.Fatalf("no Go files in %s of %s", folder, working)
	}
	return syntax
}

// ours is what the paths of our own packages begin with.
const ours = "callflow/"

// rooms checks the packages that are read, each when another one imports it, by their names. Every other package is an empty one.
type rooms struct {
	reader  *reader
	syntax  map[string][]*ast.File
	checked map[string]*types.Package
}

// Import gives a package to whoever imports it.
func (r *rooms) Import(path string) (*types.Package, error) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	files := r.syntax[name]
	if files == nil || !strings.HasPrefix(path, ours) {
		imported := types.NewPackage(path, name)
		imported.MarkComplete()
		return imported, nil
	}
	if r.checked[name] == nil {
		config := types.Config{Importer: r, Error: func(error) {}} // what comes from elsewhere is not there
		r.checked[name], _ = config.Check(path, r.reader.files, files, r.reader.info)
		r.checked[name].MarkComplete()
	}
	return r.checked[name], nil
}
