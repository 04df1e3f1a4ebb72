package testkit

import (
	"bufio"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/testkit/missing"
)

//go:embed testdata/rest_framework.py
var restFramework []byte

// StartRESTFramework starts a server of this API that is not callflow: one of Django REST framework, which tells what
// the file says at each request. It ends with the test. `make test` installs what it needs; elsewhere the test may be skipped.
func StartRESTFramework(t testing.TB, file, token string) (url string) {
	t.Helper()
	const python = "/usr/bin/python3" // Debian's, whose packages it uses
	if err := exec.CommandContext(t.Context(), python, "-c", "import rest_framework").Run(); err != nil {
		missing.Skip(t, "Django REST framework", "make test, or go test ... after scripts/needs python3-djangorestframework")
	}
	program := filepath.Join(t.TempDir(), "server.py")
	if err := os.WriteFile(program, restFramework, 0o600); err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), python, program, file, token)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	url, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	return strings.TrimSpace(url)
}
