package locale

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
)

// asked is a text that pages ask the catalogue for, in so many words.
type asked struct {
	text  string
	where string
	args  int // how many values it is given; -1 where that is not known
}

func TestEveryTextThatIsAskedForIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	all := append(textsOfTemplates(t), textsOfCode(t)...)
	if len(all) < 100 {
		t.Fatalf("only %d texts were found: the test does not look where they are", len(all))
	}
	for _, one := range all {
		if _, isCounted := norwegian().counted[one.text]; !isCounted && !Has(one.text) {
			t.Errorf("%s: there is no Norwegian for %q", one.where, one.text)
		}
		if wanted := len(verbs(one.text)); one.args >= 0 && one.args != wanted {
			t.Errorf("%s: %q is given %d values, and has places for %d", one.where, one.text, one.args, wanted)
		}
	}
}

// saidInPieces are sentences of verbs that are put together where they are said.
var saidInPieces = []string{
	"%s must be a date that there is, such as 2026-05-31 or 31.05.2026", "it is not certain how the file writes its letters: %s",
	"the row has 1 cell where the header has %s, %s too few", "the row has %s cells where the header has %s, %s too few",
	"the row has %s cells where the header has %s, %s too many",
	"1 customer is in the call state.", "names a client that is not there.", "names an assignment that is not there."}

func TestEveryTextOfTheCatalogueIsUsed(t *testing.T) {
	t.Parallel()
	var used []string
	for _, one := range textsOfTemplates(t) {
		used = append(used, one.text)
	}
	used = append(used, literalsOf(t, "../../..", func(path string) bool { return filepath.Base(path) == "sentence_import_known.go" })...)
	all := strings.ToLower(strings.Join(used, "\n"))
	ofImports := make(map[string]bool)
	for _, known := range importSentences {
		ofImports[cmp.Or(known.pages, known.verbs)] = true
	}
	for text := range norwegian().texts {
		// A page makes a sentence of what a package says without a capital and a full stop, or after the name of a field.
		said := strings.ToLower(strings.TrimSuffix(text, "."))
		if ofImports[text] && eachPieceIn(all, said) {
			continue // it is put together where it is said
		}
		if !slices.Contains(saidInPieces, text) && !strings.Contains(all, said) {
			t.Errorf("nothing says %q: take it out of the catalogue", text)
		}
	}
	for text := range norwegian().counted {
		if !slices.Contains(used, text) {
			t.Errorf("nothing counts %q: take it out of the catalogue", text)
		}
	}
}

// betweenValues parts a sentence where something is put into it, and at its full stops.
var betweenValues = regexp.MustCompile(`["“]?%(\[\d+\]|0?\d+)?[a-zA-Z]["”]?|[“”]|\. `)

// eachPieceIn says whether what stands between the values of a text is all said somewhere.
func eachPieceIn(all, text string) bool {
	for _, piece := range betweenValues.Split(text, -1) {
		if !strings.Contains(all, strings.TrimSpace(piece)) {
			return false
		}
	}
	return true
}

func TestATextTakesTheSameValuesInBothLanguages(t *testing.T) {
	t.Parallel()
	for english, translated := range norwegian().texts {
		if !slices.Equal(verbs(english), verbs(translated)) {
			t.Errorf("%q takes other values than %q", translated, english)
		}
		if translated == "" {
			t.Errorf("%q has an empty Norwegian", english)
		}
	}
	for key, translated := range norwegian().counted {
		for _, form := range []string{norwegian().english[key].one, translated.one, translated.several} {
			if !slices.Equal(verbs(key), verbs(form)) {
				t.Errorf("%q takes other values than %q", form, key)
			}
		}
	}
}

// verb is a place for a value in a text.
var verb = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

// verbs are a text's places for values; with numbers, their order in the sentence is the language's own.
func verbs(text string) []string {
	found := verb.FindAllString(strings.ReplaceAll(text, "%%", ""), -1)
	for i, place := range found {
		found[i] = "%" + place[len(place)-1:]
	}
	slices.Sort(found)
	return found
}

// textsOfTemplates are those that templates ask for by T.
func textsOfTemplates(t *testing.T) []asked {
	t.Helper()
	pages := os.DirFS("..")
	names, err := fs.Glob(pages, "*/templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	var all []asked
	for _, name := range names {
		text, err := fs.ReadFile(pages, name)
		if err != nil {
			t.Fatal(err)
		}
		tree := parse.New(name)
		tree.Mode = parse.SkipFuncCheck
		trees := make(map[string]*parse.Tree)
		if _, err := tree.Parse(string(text), "", "", trees); err != nil {
			t.Fatal(err)
		}
		for _, part := range trees {
			eachCommand(part.Root, func(command *parse.CommandNode) {
				if literal, ok := textAskedBy(command); ok {
					all = append(all, asked{literal, name, len(command.Args) - 2})
				}
			})
		}
	}
	return all
}

// textAskedBy is the literal of `$.T "…"`.
func textAskedBy(command *parse.CommandNode) (string, bool) {
	if len(command.Args) < 2 {
		return "", false
	}
	var path []string
	switch n := command.Args[0].(type) {
	case *parse.FieldNode:
		path = n.Ident
	case *parse.VariableNode:
		path = n.Ident
	case *parse.ChainNode:
		path = n.Field
	}
	literal, ok := command.Args[1].(*parse.StringNode)
	if !ok || len(path) == 0 || path[len(path)-1] != "T" {
		return "", false
	}
	return literal.Text, true
}

// eachCommand calls look for every command in a template's tree.
func eachCommand(node parse.Node, look func(*parse.CommandNode)) {
	branch := func(n *parse.BranchNode) {
		eachCommand(n.Pipe, look)
		eachCommand(n.List, look)
		if n.ElseList != nil {
			eachCommand(n.ElseList, look)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		for _, one := range n.Nodes {
			eachCommand(one, look)
		}
	case *parse.ActionNode:
		eachCommand(n.Pipe, look)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			eachCommand(n.Pipe, look)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			look(command)
			for _, argument := range command.Args {
				eachCommand(argument, look)
			}
		}
	case *parse.ChainNode:
		eachCommand(n.Node, look)
	}
}

// askingCalls are the calls whose text is asked of the catalogue, by name: the place of the text, and whether values follow.
var askingCalls = map[string]struct {
	place  int
	values bool
}{"T": {0, true}, "t": {0, true}, "Frame": {0, false}, "Done": {1, false}, "DoneMany": {1, false}}

// textsOfCode are those that the package's code asks for in so many words.
func textsOfCode(t *testing.T) []asked {
	t.Helper()
	var all []asked
	files := token.NewFileSet()
	for path, file := range parsed(t, files, "..") {
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch called := call.Fun.(type) {
			case *ast.SelectorExpr:
				name = called.Sel.Name
			case *ast.Ident:
				name = called.Name
			}
			asking, ok := askingCalls[name]
			if !ok || len(call.Args) <= asking.place {
				return true
			}
			text, ok := literal(call.Args[asking.place])
			if !ok {
				return true
			}
			args := -1
			if asking.values && !call.Ellipsis.IsValid() {
				args = len(call.Args) - 1
			}
			all = append(all, asked{text, path + ":" + strconv.Itoa(files.Position(call.Pos()).Line), args})
			return true
		})
	}
	return all
}

// literalsOf are all texts in the code below a folder, but for tests and the files that are skipped.
func literalsOf(t *testing.T, folder string, skipped func(path string) bool) []string {
	t.Helper()
	var all []string
	for path, file := range parsed(t, token.NewFileSet(), folder) {
		if skipped(path) {
			continue
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if expression, ok := node.(ast.Expr); ok {
				if text, ok := literal(expression); ok {
					all = append(all, text)
				}
			}
			return true
		})
	}
	return all
}

// literal is what an expression of texts alone says.
func literal(expression ast.Expr) (string, bool) {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// parsed are the Go files below a folder, but for tests.
func parsed(t *testing.T, files *token.FileSet, folder string) map[string]*ast.File {
	t.Helper()
	all := make(map[string]*ast.File)
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		absolute, err := filepath.Abs(filepath.Join(folder, path))
		if err != nil {
			return err
		}
		all[absolute], err = parser.ParseFile(files, path, text, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
