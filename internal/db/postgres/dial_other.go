//go:build !linux

package postgres

import (
	"context"
	"syscall"
)

// giveUpUnheard leaves it to the system, which has no option that is the same everywhere.
func giveUpUnheard(context.Context, string, string, syscall.RawConn) error { return nil }
