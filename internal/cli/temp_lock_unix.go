//go:build unix && !aix && !solaris

package cli

import (
	"os"
	"syscall"
)

// lockFile locks a file until it is closed, or its process is no more; an error where another has it.
func lockFile(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
