package layering

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// projectRoot is where this package's tests find the module.
const projectRoot = "../.."

// maxLines is where a file has long become two.
const maxLines = 400

// longFiles may be longer than maxLines; each says why.
var longFiles = map[string]string{}

// textFiles are the endings, or names, of the files that people write. go.sum is not one of them, nor is data.
var textFiles = []string{
	".go", ".md", ".yaml", ".yml", ".toml", ".json", ".mod", ".sh", ".sql", ".html", ".css", ".js", ".txt", ".txtar", ".service",
	"Makefile", "Dockerfile", "Containerfile", "run", "needs", "race-flag", "fuzz", ".editorconfig", ".gitignore",
}

// notOurs are the folders without files that people write.
var notOurs = []string{".git", "bin", "node_modules"}

// machinePath finds a path of somebody's own machine: a home folder, a working copy, a temporary file.
// A path of an installed system (/etc/callflow, /var/lib/callflow) is none.
var machinePath = regexp.MustCompile(`(?:^|[\s"'=:(\[<,` + "`" + `])((?:/(?:work|root|home|Users|tmp)|[A-Z]:\\Users)[/\\][\w.$-]+)`)

// registryHost finds the hosts that packages are downloaded from: which one is used is the machine's own matter.
var registryHost = regexp.MustCompile(`(?:proxy|sum)\.golang\.org|registry\.npmjs\.org|deb\.debian\.org|files\.pythonhosted\.org`)

func TestNoFileIsTooLongToRead(t *testing.T) {
	t.Parallel()
	for path, content := range readTextFiles(t) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || longFiles[path] != "" {
			continue
		}
		if lines := bytes.Count(content, []byte("\n")); lines > maxLines {
			t.Errorf("%s has %d lines, more than %d: split it by noun, or add it to longFiles in internal/layering with the reason", path, lines, maxLines)
		}
	}
}

func TestFilesThatMayBeLongStillAre(t *testing.T) {
	t.Parallel()
	files := readTextFiles(t)
	for path := range longFiles {
		if bytes.Count(files[path], []byte("\n")) <= maxLines {
			t.Errorf("%s is not long, or is gone: take it out of longFiles", path)
		}
	}
}

func TestNoFileNamesTheMachineItWasMadeOn(t *testing.T) {
	t.Parallel()
	for path, content := range readTextFiles(t) {
		for i, line := range strings.Split(string(content), "\n") {
			if found := machineName(line); found != "" {
				t.Errorf("%s:%d names %s: use a relative path, t.TempDir(), or leave the registry to the machine", path, i+1, found)
			}
		}
	}
}

func TestAMachinePathIsFoundAndALookalikeIsNot(t *testing.T) {
	t.Parallel()
	// Put together from pieces, or this file would be found itself.
	for line, want := range map[string]string{
		`open("/` + `home/kari/callflow.db")`:        "/" + "home/kari",
		`cd /` + `work/main`:                         "/" + "work/main",
		"DB=/" + "tmp/x.db":                          "/" + "tmp/x.db",
		`C:` + `\Users\kari`:                         `C:` + `\Users\kari`,
		`GOPROXY=https://proxy` + `.golang.org`:      "proxy" + ".golang.org",
		`https://demo.example/home/page`:             "",
		`the client is at work/home, /var/lib/x`:     "",
		`--db /var/lib/callflow/callflow.db`:         "",
		`GET /api/v1/campaigns/998/`:                 "",
		`mux.HandleFunc("/", api.Root) // not /root`: "",
	} {
		if got := machineName(line); got != want {
			t.Errorf("in %q found %q, want %q", line, got, want)
		}
	}
}

// machineName gives the first machine path or registry host in line, or "".
func machineName(line string) string {
	if match := machinePath.FindStringSubmatch(line); match != nil {
		return match[1]
	}
	return registryHost.FindString(line)
}

// readTextFiles gives the project's text files by their slash-separated path below the root.
func readTextFiles(t *testing.T) map[string][]byte {
	t.Helper()
	root := os.DirFS(projectRoot)
	files := map[string][]byte{}
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(notOurs, entry.Name()) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() || !isText(entry.Name()) {
			return nil
		}
		files[path], err = fs.ReadFile(root, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, found := files["go.mod"]; !found {
		t.Fatal("these tests did not find the project's root")
	}
	return files
}

// isText goes by the name alone.
func isText(name string) bool {
	return slices.Contains(textFiles, name) || slices.Contains(textFiles, filepath.Ext(name))
}
