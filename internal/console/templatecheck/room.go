// Package templatecheck is for tests of the console's rooms: it walks the templates of the pages that a room renders, each with the struct that the
// page is rendered with, and finds what a template asks for and the struct does not have. It knows the templates and no page.
package templatecheck

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/console/ui"
)

// Room checks the pages of the room whose test calls it. pages are what its handlers render each page with, from the template "frame" on;
// parts are what they render parts of pages with by themselves, by page and template. Every page that the room's code renders has to be among them.
func Room(t *testing.T, pages map[string]any, parts map[[2]string]any) {
	t.Helper()
	templates := readTemplates(t)
	rendered := renderedIn(t, os.DirFS("."))
	for name := range rendered {
		if pages[name] == nil {
			t.Errorf("no page struct is known of the page %s: add it to the pages of the room's test", name)
		}
	}
	for name, data := range pages {
		if templates.Pages[name] == nil || !rendered[name] {
			t.Errorf("there is no page %s, or the room does not render it", name)
			continue
		}
		c := newCheck(templates, name)
		c.execute("frame", holding(reflect.TypeOf(data)))
		for of, part := range parts {
			if of[0] == name {
				c.execute(of[1], holding(reflect.TypeOf(part)))
			}
		}
		c.report(t, name)
	}
}

func readTemplates(t *testing.T) *ui.Templates {
	t.Helper()
	files, err := ui.ReadStatic()
	if err != nil {
		t.Fatal(err)
	}
	templates, err := ui.ReadTemplates(files)
	if err != nil {
		t.Fatal(err)
	}
	return templates
}

// report fails the test for each fault of a page's templates.
func (c *check) report(t *testing.T, page string) {
	t.Helper()
	for _, fault := range c.faults {
		t.Errorf("%s: %s", page, fault)
	}
	for _, unused := range c.unvisited() {
		t.Errorf("%s: the template %q is executed by nobody: add it to the parts of the room's test, or delete it", page, unused)
	}
}

// renderedIn are the pages that the code of a folder renders, but for tests: those that Render and RenderAs are told in so many words.
func renderedIn(t *testing.T, folder fs.FS) map[string]bool {
	t.Helper()
	names, err := fs.Glob(folder, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	rendered := make(map[string]bool)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if page := renderedBy(node); page != "" {
				rendered[page] = true
			}
			return true
		})
	}
	return rendered
}

// pageArguments are which argument names the page, by the methods that render one.
var pageArguments = map[string]int{"Render": 0, "RenderAs": 1}

// renderedBy is the page that a call renders; "" for what is no such call.
func renderedBy(node ast.Node) string {
	call, ok := node.(*ast.CallExpr)
	if !ok {
		return ""
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	at, renders := pageArguments[method.Sel.Name]
	if !renders || at >= len(call.Args) {
		return ""
	}
	named, ok := call.Args[at].(*ast.BasicLit)
	if !ok {
		return ""
	}
	page, err := strconv.Unquote(named.Value)
	if err != nil {
		return ""
	}
	return page
}
