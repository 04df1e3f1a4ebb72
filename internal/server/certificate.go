package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"callflow"
)

// certificateEvery is how often the certificate's files are looked at, at the most.
const certificateEvery = 10 * time.Second

// certificate is the certificate in its files. A renewed one is used from the next connection on, without a restart.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger
	now               func() time.Time

	mu       sync.Mutex
	current  *tls.Certificate
	read     [2]time.Time // when the files were changed that current is of
	lookedAt time.Time
}

// openCertificate reads the files before anything listens.
func openCertificate(certFile, keyFile string, log *slog.Logger) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile, log: log, now: time.Now}
	c.read = c.changedAt()
	c.lookedAt = c.now()
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, &callflow.Error{
			Code: callflow.Invalid, Message: fmt.Sprintf("%s and %s are no certificate and its key, or can't be read.", certFile, keyFile),
			Fix: "Both must be PEM files that belong together.", Err: err,
		}
	}
	c.current = &pair
	return c, nil
}

// changedAt is when the two files were changed; zero for one that can't be looked at.
func (c *certificate) changedAt() (at [2]time.Time) {
	for i, name := range []string{c.certFile, c.keyFile} {
		if info, err := os.Stat(name); err == nil {
			at[i] = info.ModTime()
		}
	}
	return at
}

// get gives the certificate for a connection. While the files are no pair, as in the middle of a renewal, it is the one before.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Sub(c.lookedAt) < certificateEvery {
		return c.current, nil
	}
	c.lookedAt = c.now()
	changed := c.changedAt()
	if changed == c.read {
		return c.current, nil
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		c.log.Warn("the renewed certificate can't be read, the one before is still used", slog.Any("error", err))
		return c.current, nil
	}
	c.current, c.read = &pair, changed
	c.log.Info("the renewed certificate is used")
	return c.current, nil
}
