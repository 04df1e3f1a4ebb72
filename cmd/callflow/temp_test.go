package main

import (
	"os"
	"path/filepath"
	"testing"
)

// tempFolders are the folders of servers below one.
func tempFolders(t *testing.T, below string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(below, "callflow-run-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWhatAKilledServerLeftIsRemovedAtStartAndALivingOnesIsNot(t *testing.T) {
	temporary, folder := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	leave := func() string {
		t.Helper()
		found := tempFolders(t, temporary)
		if len(found) != 1 {
			t.Fatalf("there are %q", found)
		}
		left := filepath.Join(found[0], "excelize-1234")
		if err := os.WriteFile(left, []byte("Kari"), 0o600); err != nil {
			t.Fatal(err)
		}
		return left
	}
	killed := startToKill(t, filepath.Join(folder, "killed.db"))
	leftByKilled := leave()
	killed.kill(t)
	if _, err := os.Stat(leftByKilled); err != nil {
		t.Errorf("killed, it left nothing: %v", err)
	}

	living := startToKill(t, filepath.Join(folder, "living.db"))
	if _, err := os.Stat(leftByKilled); err == nil {
		t.Error("what the killed one left is still there")
	}
	heldByLiving := leave()
	another := startToKill(t, filepath.Join(folder, "another.db"))
	if _, err := os.Stat(heldByLiving); err != nil {
		t.Errorf("another server took what the living one has: %v", err)
	}
	another.kill(t)
	living.kill(t)
}
