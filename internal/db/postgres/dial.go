package postgres

import (
	"context"
	"net"
	"time"
)

// How soon a server is taken as gone that does not say so: its power failed, or the network to it. A socket
// would wait a quarter of an hour.
const (
	silentFrom  = 10 * time.Second // nothing came for so long: it is asked whether it is there
	silentAgain = 5 * time.Second
	silentTimes = 3
	unheard     = silentFrom + silentTimes*silentAgain // of what was sent
)

var dialer = net.Dialer{
	KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silentFrom, Interval: silentAgain, Count: silentTimes},
	ControlContext:  giveUpUnheard,
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	return dialer.DialContext(ctx, network, address)
}
