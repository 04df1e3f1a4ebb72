//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// inodeOf numbers the file of a path: a file that takes its place has another number, as a rule. 0 where it can't be told.
func inodeOf(path string) uint64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino
	}
	return 0
}
