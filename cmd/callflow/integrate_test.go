package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recipes are the blocks of the document that name themselves, by that name: the language, and the text.
func recipes(t *testing.T) map[string][2]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "integrate.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][2]string)
	for _, match := range regexp.MustCompile("(?s)```(\\w+) recipe=(\\w+)\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		found[match[2]] = [2]string{match[1], match[3]}
	}
	return found
}

// kitchen is a folder in which recipes run against a server.
type kitchen struct {
	demo    *demoServer
	folder  string
	recipes map[string][2]string
}

// run runs a recipe as it stands, and gives what it prints.
func (k *kitchen) run(t *testing.T, name string) string {
	t.Helper()
	recipe, ok := k.recipes[name]
	if !ok {
		t.Fatalf("the document has no recipe %s", name)
	}
	out, err := k.command(t, recipe).CombinedOutput()
	if err != nil {
		t.Fatalf("the recipe %s: %v\n%s", name, err, out)
	}
	return string(out)
}

func (k *kitchen) command(t *testing.T, recipe [2]string) *exec.Cmd {
	t.Helper()
	var cmd *exec.Cmd
	switch recipe[0] {
	case "sh":
		cmd = exec.CommandContext(t.Context(), "sh", "-c", recipe[1])
	case "python":
		cmd = exec.CommandContext(t.Context(), "python3", "-c", recipe[1])
	case "go":
		cmd = k.goProgram(t, recipe[1])
	}
	if cmd.Dir == "" {
		cmd.Dir = k.folder
	}
	cmd.Env = append(os.Environ(), "URL="+k.demo.URL, "TOKEN="+k.demo.Token, "PATH="+k.bin(t)+string(os.PathListSeparator)+os.Getenv("PATH"))
	return cmd
}

// goProgram builds a program within the module, since it is not published.
func (k *kitchen) goProgram(t *testing.T, text string) *exec.Cmd {
	t.Helper()
	folder, err := os.MkdirTemp("testdata", "recipe-*") //nolint:usetesting // it has to lie in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: goTool(t), Args: []string{"go", "run", "./" + filepath.ToSlash(folder)}, Dir: "."}
}

func goTool(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// bin is a folder in which the program has its own name.
func (k *kitchen) bin(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(k.folder, "bin")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	program := callflow(context.Background(), t)
	script := "#!/bin/sh\n"
	for _, setting := range program.Env {
		if name, value, _ := strings.Cut(setting, "="); os.Getenv(name) != value {
			script += fmt.Sprintf("export %s='%s'\n", name, value)
		}
	}
	script += fmt.Sprintf("exec '%s' \"$@\"\n", program.Path)
	if err := os.WriteFile(filepath.Join(folder, "callflow"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheRecipesForIntegratorsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 1500)
	k := &kitchen{demo: demo, folder: t.TempDir(), recipes: recipes(t)}
	list := fmt.Sprintf("%s/api/v1/campaigns/%d/callflow_customers/", demo.URL, demo.CampaignID)
	lines := ask(t, list+"?format=ndjson", demo.Token)
	count := strings.Count(lines, "\n")

	k.run(t, "curl")
	if fileText(t, filepath.Join(k.folder, "customers.ndjson")) != lines {
		t.Error("the recipe curl fetches something else")
	}
	k.run(t, "etag")
	first := fileText(t, filepath.Join(k.folder, "customers.csv"))
	if k.run(t, "etag"); strings.Count(first, "\n") != count+1 || fileText(t, filepath.Join(k.folder, "customers.csv")) != first {
		t.Error("the recipe etag leaves another file")
	}
	var states map[string]int
	if err := json.Unmarshal([]byte(k.run(t, "walk")), &states); err != nil || states["Ready"] == 0 {
		t.Errorf("the recipe walk prints %v %v", states, err)
	}
	if out := k.run(t, "go"); out != fmt.Sprintf("%d booked\n", strings.Count(lines, `"callflow__callstate__name":"Booked"`)) {
		t.Errorf("the recipe go prints %q", out)
	}
	k.run(t, "nightly")
	if text := fileText(t, filepath.Join(k.folder, "customers.csv")); strings.Count(text, "\n") < count+1 {
		t.Errorf("the recipe nightly leaves %.200q", text)
	}
	if out := k.run(t, "digest"); out != fmt.Sprintf("checked %d records\n", count) {
		t.Errorf("the recipe digest prints %q", out)
	}
	k.crm(t, list, count)
	k.duckDB(t, count)
	k.imports(t)
}

// imports runs the recipes of imports, which print what the document says.
func (k *kitchen) imports(t *testing.T) {
	t.Helper()
	text := fileText(t, filepath.Join("..", "..", "docs", "integrate.md"))
	_, after, _ := strings.Cut(text, k.recipes["import"][1])
	_, printed, _ := strings.Cut(after, "prints\n\n```\n")
	printed, _, _ = strings.Cut(printed, "```")
	if out := strings.ReplaceAll(k.run(t, "import"), "\r\n", "\n"); out != printed || printed == "" {
		t.Errorf("the recipe import prints %s, and the document has %s", out, printed)
	}
	if out := k.run(t, "mend"); out != "created 2 rejected 0\nundone\n" {
		t.Errorf("the recipe mend prints %q", out)
	}
}

// crm runs the recipe before and after a change.
func (k *kitchen) crm(t *testing.T, list string, count int) {
	t.Helper()
	if out := k.run(t, "crm"); out != fmt.Sprintf("%d customers\n", count) {
		t.Errorf("the recipe crm prints %q", out)
	}
	remove := exec.CommandContext(t.Context(), "curl", "-sS", "--fail", "-X", "DELETE", "-H", "Authorization: Token "+k.demo.Token, list+"481846/")
	if out, err := remove.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if out := k.run(t, "crm"); out != fmt.Sprintf("%d customers\n", count-1) {
		t.Errorf("after somebody has left, the recipe crm prints %q", out)
	}
	k.anonymized(t, list, count-1)
}

// anonymized anonymises somebody whom the recipe crm keeps, runs the recipe, and looks for what was known of the person.
func (k *kitchen) anonymized(t *testing.T, list string, count int) {
	t.Helper()
	var person struct {
		ID string `json:"crm__customer_id"`
	}
	line, _, _ := strings.Cut(ask(t, list+"?format=ndjson", k.demo.Token), "\n")
	if err := json.Unmarshal([]byte(line), &person); err != nil || person.ID == "" || !strings.Contains(k.kept(t), person.ID+"|") {
		t.Fatalf("%v: the recipe crm keeps %.300q, and the first line is %.300q", err, k.kept(t), line)
	}
	address := fmt.Sprintf("%s/api/v1/assignments/%d/customers/%s/anonymize/", k.demo.URL, k.demo.Assignment, person.ID)
	anonymize := exec.CommandContext(t.Context(), "curl", "-sS", "--fail-with-body", "-X", "POST",
		"-H", "Content-Type: application/json", "-H", "Authorization: Token "+k.demo.Token, address)
	if out, err := anonymize.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if out := k.run(t, "crm"); out != fmt.Sprintf("%d customers\n", count) {
		t.Errorf("after somebody was anonymised, the recipe crm prints %q", out)
	}
	if kept := k.kept(t); strings.Contains(kept, person.ID+"|") || strings.Count(kept, "|Anonymized|") != 1 {
		t.Errorf("the recipe crm keeps of %s, who was anonymised, %.2000q", person.ID, kept)
	}
}

// kept are the ids, names and call states that the recipe crm keeps, a line each.
func (k *kitchen) kept(t *testing.T) string {
	t.Helper()
	read := exec.CommandContext(t.Context(), "python3", "-c",
		`import sqlite3
for row in sqlite3.connect("crm.db").execute("SELECT id, name, state FROM customers"): print(*row, sep="|")`)
	read.Dir = k.folder
	out, err := read.CombinedOutput()
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return string(out)
}

// duckDB runs the recipe where DuckDB is at hand: no Debian package has it.
func (k *kitchen) duckDB(t *testing.T, count int) {
	t.Helper()
	if exec.CommandContext(t.Context(), "python3", "-c", "import duckdb").Run() != nil {
		t.Log("there is no DuckDB here: its recipe was not run, what the Parquet file holds is tested elsewhere")
		return
	}
	total := 0
	for line := range strings.Lines(k.run(t, "duckdb")) {
		var n int
		if _, err := fmt.Sscan(line[strings.LastIndex(line, " ")+1:], &n); err != nil {
			t.Fatal(err)
		}
		total += n
	}
	if total != count-1 {
		t.Errorf("the recipe duckdb counts %d customers", total)
	}
}
