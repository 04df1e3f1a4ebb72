package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// copyOf copies a file over another one.
func copyOf(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABackupIsNotServedBesideTheLogThatAKilledServerLeft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, backup := filepath.Join(folder, "x.db"), filepath.Join(folder, "backup.db")
	run(t, "account", "create", "acme", "--db", db)
	run(t, "client", "create", "--short-name", "Before", "--db", db)
	copyOf(t, db, backup)
	run(t, "client", "create", "--short-name", "After", "--db", db)
	server := startToKill(t, db)
	run(t, "client", "create", "--short-name", "Last", "--db", db)
	server.kill(t)

	copyOf(t, backup, db)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	serve := callflow(ctx, t, "serve", "--db", db, "--listen", "127.0.0.1:0")
	told, err := serve.CombinedOutput()
	if err == nil || !strings.Contains(string(told), "do not belong together") || !strings.Contains(string(told), "move "+db+"-wal") {
		t.Errorf("serving it gave %v, %s", err, told)
	}
	for _, ending := range []string{"-wal", "-shm"} {
		if err := os.Rename(db+ending, backup+ending); err != nil {
			t.Fatal(err)
		}
	}
	if told := run(t, "client", "list", "--db", db); !strings.Contains(told, "Before") || strings.Contains(told, "After") || strings.Contains(told, "Last") {
		t.Errorf("of the backup it lists %s", told)
	}
	run(t, "verify", "--db", db)
}
