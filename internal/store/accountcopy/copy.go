// Package accountcopy brings an account from one database into another, with everything that it has: it reads every table of the account on one
// snapshot, by SQL of its own, writes what the target lacks, and has the target verified. It may import the store, whose databases it copies
// between, and the store's rooms; the store does not know it.
package accountcopy

import (
	"context"
	"errors"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/verify"
)

// Request says which account is copied from one database into another.
type Request struct {
	Account  string                  // its name
	Progress func(done, total int64) // now and then; may be nil
}

// Copied is what a copy did, and what the verification of the copy went through.
type Copied struct {
	Copied      int64 `json:"copied"`       // rows that were written
	Found       int64 `json:"found"`        // rows that were there already
	Already     bool  `json:"already"`      // the account was there, and equal
	StartedOver bool  `json:"started_over"` // what was there was of another moment of the source
	verify.Verified
}

// Make brings an account into another database, with everything that it has, as of one moment. The account is
// there when all of it is, and was found equal. After a kill the same call goes on where it was; when the
// source has changed meanwhile, it starts over. NotFound when the source has no such account.
func Make(ctx context.Context, from, to *store.Store, request Request) (Copied, error) {
	c := &copying{from: from, to: to, name: request.Account, progress: copyProgress{tell: request.Progress}}
	err := c.run(ctx)
	if err != nil && ctx.Err() != nil {
		err = &callflow.Error{Code: callflow.Unavailable, Message: "It was interrupted.", Fix: goesOn, Err: err}
	}
	return c.result, err
}

// copying is one copy of one account.
type copying struct {
	from, to *store.Store
	name     string
	id       int64 // in both databases: tokens carry it
	result   Copied
	progress copyProgress

	already  bool  // the account is in the target, at the moment of the source
	resumed  bool  // the target has rows of that moment
	turn     int64 // the number of this run
	source   copiedAccount
	digests  map[*copyTable]*copyDigest // of the source's rows
	headRows []*copyRows
}

func (c *copying) run(ctx context.Context) (err error) {
	if c.id, err = c.from.AccountNamed(ctx, c.name); err != nil {
		return c.sourceFailed(err)
	}
	for read := false; !read; {
		if err := c.clearStale(ctx); err != nil {
			return err
		}
		err := c.readSource(ctx)
		if err != nil && !errors.Is(err, errStale) {
			return err
		}
		read = err == nil
	}
	if c.already {
		err = c.compareWhole(ctx)
	} else {
		err = c.finish(ctx)
	}
	if err != nil {
		return err
	}
	return c.verify(ctx)
}

// readSource reads the account in one snapshot, and copies all but its set-up, which is small and kept.
func (c *copying) readSource(ctx context.Context) error {
	err := c.from.Database().Read(ctx, func(tx db.Tx) error {
		if err := c.begin(ctx, tx); err != nil {
			return err
		}
		if err := c.progress.count(tx, c); err != nil {
			return err
		}
		for _, t := range copiedBody {
			if err := c.copyTable(ctx, tx, t); err != nil {
				return err
			}
		}
		return c.readHead(tx)
	})
	return c.sourceFailed(err)
}

// copyTable reads a table of the source, and writes the rows that the target does not have. It has the first
// ones, as many as they are: rows are only ever added in the order of the key.
func (c *copying) copyTable(ctx context.Context, source db.Tx, t *copyTable) error {
	found, err := c.countFound(ctx, t)
	if err != nil {
		return err
	}
	part, digest := newCopyRows(t), newCopyDigest(t)
	c.digests[t] = digest
	rows := source.Query(t.readAll, c.id)
	defer rows.Close()
	for rows.Next() {
		part.take(rows)
		digest.add(part)
		c.progress.step()
		if c.already || digest.rows <= found {
			c.result.Found++
			part.reset()
			continue
		}
		if err := c.checkFit(part); err != nil {
			return err
		}
		if part.count < copyPart {
			continue
		}
		if err := c.write(ctx, part); err != nil {
			return err
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return c.write(ctx, part)
}

// countFound is how many rows of a table an earlier run has copied.
func (c *copying) countFound(ctx context.Context, t *copyTable) (found int64, err error) {
	if !c.resumed {
		return 0, nil
	}
	if t.fleeting {
		return 0, c.clearTable(ctx, t)
	}
	err = c.to.Database().ReadOne(ctx, func(tx db.Tx) error {
		found, err = db.ReadNumber(tx, t.countAll, c.id)
		return err
	})
	return found, c.targetFailed(err)
}

// write adds rows to the target, in a transaction of their own.
func (c *copying) write(ctx context.Context, part *copyRows) error {
	if part.count == 0 {
		return nil
	}
	err := c.writeTarget(ctx, part.load)
	c.result.Copied += int64(part.count)
	part.reset()
	return err
}

// readHead keeps the set-up in memory until everything else is copied.
func (c *copying) readHead(source db.Tx) error {
	c.headRows = nil
	for _, t := range copiedHead {
		kept, digest := newCopyRows(t), newCopyDigest(t)
		rows := source.Query(t.readAll, c.id)
		for rows.Next() {
			kept.take(rows)
			digest.add(kept)
			if err := c.checkFit(kept); err != nil {
				rows.Close()
				return err
			}
		}
		if rows.Err() != nil {
			return rows.Err()
		}
		c.digests[t] = digest
		c.headRows = append(c.headRows, kept)
	}
	return nil
}
