package postgres

import (
	"context"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// giveUpUnheard ends a connection whose other end has not acknowledged what was sent (tcp(7), TCP_USER_TIMEOUT).
func giveUpUnheard(_ context.Context, network, _ string, conn syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var failed error
	err := conn.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unheard.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
