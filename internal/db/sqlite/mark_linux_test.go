package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"callflow/internal/db"
)

func markOf(t *testing.T, d db.DB) db.Mark {
	t.Helper()
	mark, ok := d.Mark()
	if !ok {
		t.Fatal("an open database has no mark")
	}
	return mark
}

func TestAMarkChangesWithEachCommitAndWithNothingElse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	d, other := openTable(t, path), openTable(t, path)
	seen := map[db.Mark]bool{}
	for _, writer := range []db.DB{d, other, d, other} {
		run(t, writer, "INSERT INTO texts (text) VALUES ('a')")
		mark := markOf(t, d)
		if seen[mark] || mark != markOf(t, other) {
			t.Error("after a commit there is a mark of before, or another one for each")
		}
		seen[mark] = true
		if countTexts(t, d) != len(seen) {
			t.Errorf("%d texts are read after %d commits", countTexts(t, d), len(seen))
		}
		undone := writer.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec("INSERT INTO texts (text) VALUES ('b')")
			return errors.Join(err, errors.ErrUnsupported)
		})
		if !errors.Is(undone, errors.ErrUnsupported) || markOf(t, d) != mark {
			t.Errorf("what was undone, %v, changes the mark", undone)
		}
	}
}

// TestADatabaseThatIsClosedLeavesTheLocksOfAnotherOne is about POSIX locks: closing any descriptor of a file drops all that a process has.
func TestADatabaseThatIsClosedLeavesTheLocksOfAnotherOne(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "callflow.db")
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	database, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, folder+"-again"); err != nil {
		t.Fatal(err)
	}
	for _, again := range []string{path, filepath.Join(folder+"-again", "callflow.db")} {
		other, err := Open(t.Context(), again)
		if err != nil {
			t.Fatal(err)
		}
		markOf(t, other)
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		if !isLocked(t, path+"-shm") {
			t.Fatalf("after %s was closed no lock is left", again)
		}
	}
	markOf(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	indexFiles.Lock()
	defer indexFiles.Unlock()
	for _, left := range indexFiles.of {
		if os.SameFile(left.database, database) {
			t.Errorf("of a closed database %d files stay open", len(left.opened))
		}
	}
}

// isLocked says whether this process has a lock on a file.
func isLocked(t *testing.T, path string) bool {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		t.Fatal(err)
	}
	ours := fmt.Sprintf(" %d ", os.Getpid())
	of := fmt.Sprintf(":%d ", info.Sys().(*syscall.Stat_t).Ino)
	for line := range strings.Lines(string(locks)) {
		if strings.Contains(line, ours) && strings.Contains(line, of) {
			return true
		}
	}
	return false
}
