package postgres

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Hints between servers go by NOTIFY, in a transaction of their own: within a commit it
// would make all commits of the database wait for one another (PostgreSQL takes a lock for it).
const (
	hintsTogether   = 10 * time.Millisecond // changes of this time go in one
	hintTimeout     = 5 * time.Second
	listenAgain     = time.Second // after a connection that broke
	mostHintedBytes = 7000        // of a payload, which may have 8000
)

// hints are the changes that others were not told of yet.
type hints struct {
	channel string
	sender  string // tells this process's own

	mu       sync.Mutex
	accounts map[int64]bool
	sending  bool
	stopped  bool
	running  sync.WaitGroup
}

// newHints names the channel by the schema: a database may hold several callflows.
func newHints(schema string) *hints {
	return &hints{channel: "callflow " + schema, sender: rand.Text(), accounts: make(map[int64]bool)}
}

// Announce tells the other servers that an account has changed, soon and without a promise.
func (d *postgresDB) Announce(account int64) {
	h := d.hints
	h.mu.Lock()
	defer h.mu.Unlock()
	h.accounts[account] = true
	if h.sending || h.stopped {
		return
	}
	h.sending = true
	h.running.Go(d.sendHints)
}

func (d *postgresDB) sendHints() {
	<-time.After(hintsTogether)
	h := d.hints
	for {
		payload := h.take()
		if payload == "" {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), hintTimeout)
		_, _ = d.writers.Exec(ctx, "SELECT pg_notify($1, $2)", h.channel, payload) // the others poll as well
		cancel()
	}
}

// take gives the next payload, "" when there is nothing to tell.
func (h *hints) take() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.accounts) == 0 {
		h.sending = false
		return ""
	}
	payload := []byte(h.sender)
	for account := range h.accounts {
		if len(payload) > mostHintedBytes {
			break
		}
		payload = strconv.AppendInt(append(payload, ' '), account, 10)
		delete(h.accounts, account)
	}
	return string(payload)
}

// stop waits until what is being told was told.
func (h *hints) stop() {
	h.mu.Lock()
	h.stopped = true
	h.mu.Unlock()
	h.running.Wait()
}

// Listen calls heard for each account that another process has announced, until ctx ends.
// After a broken connection it begins again; what was missed meanwhile is missed.
func (d *postgresDB) Listen(ctx context.Context, heard func(account int64)) {
	for ctx.Err() == nil {
		d.listenOnce(ctx, heard)
		select {
		case <-time.After(listenAgain):
		case <-ctx.Done():
		}
	}
}

func (d *postgresDB) listenOnce(ctx context.Context, heard func(account int64)) {
	conn, err := pgx.ConnectConfig(ctx, d.writers.Config().ConnConfig)
	if err != nil {
		return
	}
	defer func() {
		soon, cancel := context.WithTimeout(context.Background(), hintTimeout)
		defer cancel()
		_ = conn.Close(soon)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{d.hints.channel}.Sanitize()); err != nil {
		return
	}
	for {
		notification, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		sender, accounts, _ := strings.Cut(notification.Payload, " ")
		if sender == d.hints.sender {
			continue
		}
		for text := range strings.FieldsSeq(accounts) {
			if account, err := strconv.ParseInt(text, 10, 64); err == nil {
				heard(account)
			}
		}
	}
}
