package layering

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a package may have before it is divided into rooms: files of production code, and exported names of its own (types, functions, variables and
// constants; methods and fields belong to their type).
const (
	maxFiles    = 25
	maxExported = 60
)

// size is how much a package has.
type size struct{ files, exported int }

// crowded are the packages that are too large still, with what they have now: none of them may grow. One that has shrunk is written smaller
// here, and one that is within the bounds is taken out.
var crowded = map[string]size{
	".":            {33, 174},
	"bench":        {29, 0},
	"internal/api": {30, 6},
	"internal/app": {49, 58},
	"internal/cli": {39, 2},
}

func TestNoPackageGrowsBeyondARoom(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name := p.name()
		has := sizeOf(t, p)
		t.Logf("%-28s %3d files %3d exported names", name, has.files, has.exported)
		allowed, isCrowded := crowded[name]
		most := size{max(maxFiles, allowed.files), max(maxExported, allowed.exported)}
		switch {
		case has.files > most.files || has.exported > most.exported:
			t.Errorf("%s has %d files and %d exported names, more than %d and %d: give what was added a room of its own",
				name, has.files, has.exported, most.files, most.exported)
		case isCrowded && has.files <= maxFiles && has.exported <= maxExported:
			t.Errorf("%s is a room now: take it out of crowded", name)
		case isCrowded && (has.files < allowed.files || has.exported < allowed.exported):
			t.Errorf("%s has shrunk to %d files and %d exported names: write that in crowded, so that it stays so", name, has.files, has.exported)
		}
	}
}

// sizeOf counts a package's files of production code, and the names that they export.
func sizeOf(t *testing.T, p goPackage) size {
	t.Helper()
	folder := filepath.Join(projectRoot, filepath.FromSlash(p.name()))
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var has size
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, entry.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		has.files++
		for _, declaration := range file.Decls {
			has.exported += exportedIn(declaration)
		}
	}
	return has
}

// exportedIn counts the names that a declaration exports; a method is its type's.
func exportedIn(declaration ast.Decl) (count int) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.IsExported() {
			count++
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					count++
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() {
						count++
					}
				}
			}
		}
	}
	return count
}
