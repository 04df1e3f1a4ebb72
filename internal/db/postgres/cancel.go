package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"callflow/internal/db"
)

// How a statement is ended whose caller has given up.
const (
	cancelAgain   = 200 * time.Millisecond // after how long the server is asked again
	cancelTimeout = 3 * time.Second        // a server that does not hear is not waited for longer
)

// guard asks the server to stop when the caller gives up, and the connection to be
// closed where the server does not hear it. end says whether nothing of that happened.
func guard(ctx context.Context, conn *pgconn.PgConn) (end func() bool) {
	if ctx.Done() == nil {
		return func() bool { return true }
	}
	returned, asked := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(asked)
		askToStop(conn, returned)
	})
	return func() bool {
		if stop() {
			return true
		}
		close(returned)
		<-asked
		return false
	}
}

// askToStop asks the server to stop what it runs on a connection until the caller has returned. It is asked again, since it ends what it runs when
// it hears the request, and not a statement that is on its way or that was sent behind that one.
func askToStop(conn *pgconn.PgConn, returned <-chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), cancelTimeout)
	defer cancel()
	_ = conn.Conn().SetDeadline(time.Now().Add(cancelTimeout)) // it breaks then
	again := time.NewTicker(cancelAgain)
	defer again.Stop()
	for ctx.Err() == nil {
		_ = conn.CancelRequest(ctx)
		select {
		case <-returned:
			return
		case <-ctx.Done():
		case <-again.C:
		}
	}
}

// gaveUp is the failure of whatever is asked for after the caller's context has ended, nil before: the server would run it.
func (tx *pgTx) gaveUp() error {
	if err := tx.ctx.Err(); err != nil {
		return givenUp(err)
	}
	return nil
}

func givenUp(err error) error {
	return &db.Error{Kind: db.Cancelled, Err: fmt.Errorf("postgres: %w", err)}
}
