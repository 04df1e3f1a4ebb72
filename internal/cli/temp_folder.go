package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// tempName begins the names of the folders that servers keep their temporary files in.
const tempName = "callflow-run-"

// tempFolder is where a server keeps its temporary files: uploads, exports, and those of libraries. It is locked for as long as its process
// lives, so that the next one knows what an earlier run left.
type tempFolder struct {
	path string
	lock *os.File
	was  string // the temporary folder before, as the environment named it
}

// tempVariable is what names the temporary folder.
func tempVariable() string {
	if runtime.GOOS == "windows" {
		return "TMP"
	}
	return "TMPDIR"
}

// newTempFolder makes the folder and has everything of this process use it. What earlier runs left is removed.
func newTempFolder() (*tempFolder, error) {
	parent := os.TempDir()
	removeAbandoned(parent)
	f := &tempFolder{was: os.Getenv(tempVariable())}
	for range 10 { // another server that starts may take one that is not locked yet for abandoned
		var err error
		if f.path, err = os.MkdirTemp(parent, tempName); err != nil {
			return nil, fmt.Errorf("make a folder for temporary files: %w", err)
		}
		f.lock, err = lockFolder(f.path)
		if err == nil {
			_ = os.Setenv(tempVariable(), f.path) // the name is a good one, and so is a folder's path
			return f, nil
		}
		_ = os.RemoveAll(f.path) // it is nobody's
	}
	return nil, errors.New("make a folder for temporary files: it is removed again and again")
}

// lockFolder locks a folder and makes sure that it is still there then.
func lockFolder(path string) (*os.File, error) {
	name := filepath.Join(path, "lock")
	lock, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = lockFile(lock)
	if err == nil {
		_, err = os.Stat(name)
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

// removeAbandoned removes the folders of servers that are no more. What can't be removed is another user's, or is removed the next time.
func removeAbandoned(parent string) {
	folders, err := filepath.Glob(filepath.Join(parent, tempName+"*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		lock, err := lockFolder(folder)
		if err != nil { // it is in use
			continue
		}
		_ = os.RemoveAll(folder)
		_ = lock.Close()
		_ = os.RemoveAll(folder) // where a file that is open stays, the lock is left
	}
}

// remove gives the folder back. Where none could be made there is nothing to do.
func (f *tempFolder) remove() {
	if f == nil {
		return
	}
	_ = os.Setenv(tempVariable(), f.was)
	_ = f.lock.Close()
	_ = os.RemoveAll(f.path)
}
