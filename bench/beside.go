package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// ownPostgres is the word by which -db asks for a server of the run's own.
const ownPostgres = "postgres"

// serverVariable is where scripts/with-postgres says which server it has started.
const serverVariable = "CALLFLOW_TEST_POSTGRES"

// needsPostgres tells whether a server has to be started before there is anything to measure.
func (b *bench) needsPostgres() bool {
	return b.check() == nil && b.database == ownPostgres && os.Getenv(serverVariable) == ""
}

// runBesidePostgres becomes scripts/with-postgres, which runs this program once more beside a server that is set
// up as one that keeps what it has answered. It returns only when that fails.
func runBesidePostgres(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("go env GOMOD: %w", err)
	}
	script := filepath.Join(filepath.Dir(string(bytes.TrimSpace(out))), "scripts", "with-postgres")
	if _, err := os.Stat(script); err != nil {
		return errors.New("-db postgres needs scripts/with-postgres: run it in callflow's own folder, or give the postgres:// of a server")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	arguments := append([]string{script, self}, os.Args[1:]...)
	return syscall.Exec(script, arguments, append(os.Environ(), "CALLFLOW_POSTGRES_DURABLE=yes"))
}
