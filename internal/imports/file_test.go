package imports

import (
	"context"
	"errors"
	"os"
	"testing"
)

// enterFiles has users of an account send files that have come, and gives the last error.
func enterFiles(t *testing.T, k *keptFiles, account, user int64, count int) (err error) {
	t.Helper()
	for range count {
		file, opened := os.CreateTemp(t.TempDir(), "*")
		if opened != nil {
			t.Fatal(opened)
		}
		f := &KeptFile{ID: file.Name(), account: account, user: user, file: file}
		err = k.enter(f)
	}
	return err
}

func TestFilesThatWaitAreBoundedByAccountAndByServer(t *testing.T) {
	t.Parallel()
	k := newKeptFiles()
	defer k.dropAll()
	for account := range int64(mostServerFiles / mostKeptFiles) {
		if err := enterFiles(t, k, account, 1, mostKeptFiles); err != nil {
			t.Fatal(err)
		}
		if err := enterFiles(t, k, account, 2, 1); !errors.Is(err, errTooManyFiles) {
			t.Errorf("one more than an account may have is taken with %v", err)
		}
	}
	const another = 99
	if err := enterFiles(t, k, another, 1, 1); !errors.Is(err, errServerIsFull) {
		t.Errorf("one more than a server may have is taken with %v", err)
	}
	if err := enterFiles(t, k, 0, 1, 1); err != nil || len(k.byID) != mostServerFiles {
		t.Errorf("instead of the user's own oldest, one is taken with %v: %d wait", err, len(k.byID))
	}
}

func TestOneAccountsRehearsalsLeaveRoomForAnothers(t *testing.T) {
	t.Parallel()
	k := newKeptFiles()
	leave, err := k.enterRehearsal(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 { // a place that is free and an end that has come are taken by chance
		if _, err := k.enterRehearsal(gone, 1); err == nil {
			t.Fatal("a second one of the account goes on beside the first")
		}
	}
	leaveOther, err := k.enterRehearsal(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	leaveOther()
	leave()
	if leave, err = k.enterRehearsal(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	leave()
}
