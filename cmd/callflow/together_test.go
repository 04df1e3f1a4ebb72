package main

import (
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestTenProgramsThatStartOnOneNewFileMigrateItOnce(t *testing.T) {
	t.Parallel()
	const rounds, programs = 5, 10
	for range rounds {
		file := filepath.Join(t.TempDir(), "callflow.db")
		var all sync.WaitGroup
		var migrated atomic.Int64
		for range programs {
			all.Go(func() {
				out, err := callflow(t.Context(), t, "migrate", "--db", file, "--json").CombinedOutput()
				if err != nil {
					t.Errorf("one of them ends with %v: %s", err, out)
				}
				if strings.Contains(string(out), `"from":0,`) || strings.Contains(string(out), `"from": 0,`) {
					migrated.Add(1)
				}
			})
		}
		all.Wait()
		if n := migrated.Load(); n != 1 {
			t.Errorf("%d of them migrated the file", n)
		}
	}
}
