//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// SQLite's connections hold a shared lock on this byte of the log's index as long as they are open ("dead man's switch").
const openConnections = 128

// logInUse says whether a process has the file's log open.
func logInUse(path string) bool {
	index, err := os.Open(path + "-shm")
	if err != nil {
		return false
	}
	defer func() { _ = index.Close() }() // it was only read
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: 0, Start: openConnections, Len: 1}
	if err := syscall.FcntlFlock(index.Fd(), syscall.F_GETLK, &lock); err != nil {
		return false
	}
	return lock.Type != syscall.F_UNLCK
}
