package auth

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"callflow/internal/store"
)

// What is gathered, and for how long an entry is added to.
const (
	readPeriod    = 24 * time.Hour
	refusalPeriod = time.Hour
	auditEvery    = time.Minute
	auditStop     = 20 * time.Second // that the last of it may take to be written
)

// How many entries are held: in all, of one account, and of one user by networks.
var (
	readsHeld    = gathererBounds{all: 20_000, account: 5_000}
	refusalsHeld = gathererBounds{all: 20_000, account: 2_000, networks: 100}
)

// What the audit calls reads and sign-ins that failed.
const (
	auditedRead      = "read"
	auditedFile      = "took a file of"
	auditedFailed    = "failed to sign in"
	auditedThrottled = "was kept from guessing"
)

// ReadOf says what was read of which part of the account.
type ReadOf struct {
	CampaignID, AssignmentID, ClientID int64    // 0 for what it is not of; all 0 for the account
	What                               string   // status, customers, outcomes, products sold, changes, digest …
	asked                              []string // of a file: its format, and what narrows it
}

// Subject is what the audit names.
func (r *ReadOf) Subject() (noun string, id int64) {
	switch {
	case r.CampaignID != 0:
		return "campaign", r.CampaignID
	case r.AssignmentID != 0:
		return "assignment", r.AssignmentID
	case r.ClientID != 0:
		return "client", r.ClientID
	}
	return "account", 0
}

// InFile says of what is read that it is a file: in which format, and narrowed by what.
func (r ReadOf) InFile(format string, narrowed []string) ReadOf {
	r.asked = append([]string{"format: " + strings.ToLower(format)}, narrowed...)
	return r
}

// Details are what the audit tells of what is read.
func (r *ReadOf) Details() string {
	return strings.Join(append([]string{r.What}, r.asked...), ", ")
}

// NoteRead counts records that a caller was told, in memory: an entry of the audit for each user, token, list and day. KeepAudit writes it.
func (a *Service) NoteRead(s *Session, of ReadOf, records int64) {
	if records < 1 {
		return
	}
	noun, id := of.Subject()
	key := gatheredKey{account: s.AccountID, user: s.User.ID, token: s.tokenID, action: auditedRead, noun: noun, nounID: id, details: of.What}
	a.reads.add(key, a.now(), records, s.Sign)
}

// KeepAudit writes what was counted every minute, until ctx ends.
func (a *Service) KeepAudit(ctx context.Context) {
	ticker := time.NewTicker(auditEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			a.writeAudit(ctx)
		}
	}
}

// EndAudit writes what was counted since, once nobody asks any more.
func (a *Service) EndAudit() {
	ctx, cancel := context.WithTimeout(context.Background(), auditStop)
	defer cancel()
	a.writeAudit(ctx)
}

func (a *Service) writeAudit(ctx context.Context) {
	if err := a.WriteAudit(ctx); err != nil && ctx.Err() == nil {
		a.Log().Warn("what was read could not be put into the audit, and is tried again", slog.Any("error", err))
	}
}

// WriteAudit writes what was counted. What can't be written is kept for the next time.
func (a *Service) WriteAudit(ctx context.Context) error {
	a.auditing.Lock() // what is being written is not taken again
	defer a.auditing.Unlock()
	return errors.Join(a.writeGathered(ctx, a.reads), a.resolveThrottled(ctx), a.writeGathered(ctx, a.refusals))
}

func (a *Service) writeGathered(ctx context.Context, g *gatherer) (failed error) {
	for account, all := range g.take(a.now()) {
		if err := a.writeCounted(ctx, account, all); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		g.wrote(all)
	}
	return failed
}

func (a *Service) writeCounted(ctx context.Context, account int64, all []unwritten) error {
	var written []unwritten
	err := a.store.Write(ctx, account, func(w *store.Write) error {
		w.SetNow(a.now().UnixMilli())
		written = slices.Clone(all) // where this is run again, the entries that it made before are gone
		for i := range written {
			if err := writeOne(w, &written[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		copy(all, written)
	}
	return err
}

func writeOne(w *store.Write, one *unwritten) (err error) {
	if one.id != 0 {
		if found, err := w.CountAudit(one.id, one.n, ""); found || err != nil {
			return err
		}
	}
	entry := one.entry
	entry.Count = one.n
	one.id, err = w.AuditNumbered(entry)
	return err
}
