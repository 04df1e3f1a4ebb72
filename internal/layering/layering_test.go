package layering

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// goPackage is what these tests read of `go list -json`.
type goPackage struct {
	ImportPath string
	Imports    []string // of its production files, not of its tests
}

// name is the package's path below the module, "." for the root.
func (p goPackage) name() string {
	if p.ImportPath == module {
		return "."
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

// violations says in a sentence each what is wrong with the imports of p.
func (p goPackage) violations() []string {
	allowed, known := arrows[p.name()]
	if !known {
		return []string{p.name() + " is not in the table of arrows: add it to internal/layering/arrows_test.go with what it may import"}
	}
	var found []string
	for _, path := range p.Imports {
		if why := p.refusal(path, allowed); why != "" {
			found = append(found, p.name()+" imports "+path+": "+why)
		}
	}
	return found
}

// refusal says why p may not import path, or "" when it may.
func (p goPackage) refusal(path string, allowed []string) string {
	imported, ours := strings.CutPrefix(path, module+"/")
	switch {
	case path == module:
		return ""
	case ours && isBelow(imported, testOnly) && !isBelow(p.name(), testOnly):
		return "it is for tests alone; import it from a _test.go file"
	case ours && !slices.Contains(allowed, imported):
		return "this arrow turns; see the table in internal/layering/arrows_test.go"
	case ours:
		return ""
	case isBelow(path, drivers) && !slices.Contains(mayUseDrivers, p.name()):
		return "a database driver; SQL lives in internal/store and internal/db"
	case path == "encoding/json" && !slices.Contains(mayReadJSON, p.name()):
		return "JSON is read and written in internal/api/wire; a verb takes typed values"
	case !isStandardLibrary(path) && slices.Contains(standardLibraryOnly, p.name()):
		return "this package uses the standard library only"
	}
	return ""
}

// isBelow reports whether path is one of roots, or in a folder below one.
func isBelow(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}

// isStandardLibrary relies on other modules' paths beginning with a host name.
func isStandardLibrary(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func TestImportsPointDownOnly(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		for _, violation := range p.violations() {
			t.Error(violation)
		}
	}
}

func TestTheRulesRefuse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ importer, imported, want string }{
		"an arrow that points up":                {"internal/store", "callflow/internal/app", "this arrow turns"},
		"an arrow that skips a layer":            {"internal/api", "callflow/internal/db", "this arrow turns"},
		"a driver in the API":                    {"internal/api", "zombiezen.com/go/sqlite/sqlitex", "a database driver"},
		"database/sql in the console":            {"internal/console", "database/sql", "a database driver"},
		"a driver in app":                        {"internal/app", "github.com/jackc/pgx/v5", "a database driver"},
		"a library in the root":                  {".", "github.com/google/uuid", "the standard library only"},
		"one of our packages in the root":        {".", "callflow/internal/app", "this arrow turns"},
		"the server's insides in the client":     {"remote", "callflow/internal/app", "this arrow turns"},
		"JSON in a verb":                         {"internal/callwork", "encoding/json", "a verb takes typed values"},
		"the API in the console":                 {"internal/console", "callflow/internal/api", "this arrow turns"},
		"the wire in the console":                {"internal/console", "callflow/internal/api/wire", "this arrow turns"},
		"the wire in a verb":                     {"internal/setup", "callflow/internal/api/wire", "this arrow turns"},
		"a test kit in production code":          {"internal/server", "callflow/internal/testkit", "for tests alone"},
		"what is below a test kit in production": {"internal/server", "callflow/internal/testkit/clock", "for tests alone"},
		"anything in a package nobody listed":    {"internal/stray", "fmt", "add it to internal/layering"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := goPackage{ImportPath: module + "/" + c.importer, Imports: []string{c.imported}}
			if c.importer == "." {
				p.ImportPath = module
			}
			if got := strings.Join(p.violations(), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want a violation that says %q", got, c.want)
			}
		})
	}
}

func TestWhatMayReadJSONDoes(t *testing.T) {
	t.Parallel()
	read := make(map[string]bool)
	for _, p := range listPackages(t) {
		read[p.name()] = slices.Contains(p.Imports, "encoding/json")
	}
	for _, name := range mayReadJSON {
		if !read[name] {
			t.Errorf("%s does not import encoding/json any more: take it out of mayReadJSON", name)
		}
	}
}

func TestTheRulesAllow(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]goPackage{
		"the root anywhere":             {ImportPath: "callflow/internal/db", Imports: []string{"callflow"}},
		"the next layer":                {ImportPath: "callflow/internal/app", Imports: []string{"callflow/internal/store"}},
		"a driver where SQL lives":      {ImportPath: "callflow/internal/db", Imports: []string{"zombiezen.com/go/sqlite"}},
		"the standard library":          {ImportPath: "callflow", Imports: []string{"net/url", "encoding/json"}},
		"one test kit in another":       {ImportPath: "callflow/internal/storetest", Imports: []string{"callflow/internal/testkit"}},
		"a library outside of the root": {ImportPath: "callflow/internal/api", Imports: []string{"github.com/klauspost/compress/gzip"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := p.violations(); len(got) != 0 {
				t.Errorf("refused: %q", got)
			}
		})
	}
}

// listPackages asks the go command for every package of the module.
func listPackages(t *testing.T) []goPackage {
	t.Helper()
	// With -e, a package that does not compile is listed too; the compiler says it better than this test.
	command := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports", "./...")
	command.Dir = projectRoot
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	packages, err := decodePackages(out)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("go list found no packages")
	}
	return packages
}

// decodePackages reads the JSON objects that go list writes one after the other.
func decodePackages(out []byte) ([]goPackage, error) {
	var packages []goPackage
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages, nil
		}
		if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}
