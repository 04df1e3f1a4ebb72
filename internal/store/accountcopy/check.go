package accountcopy

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/verify"
)

// differing holds tables of the target against what was read of the source, and names what is another.
func (c *copying) differing(target db.Tx, tables []*copyTable) ([]string, error) {
	var differing []string
	for _, t := range tables {
		one, digest := newCopyRows(t), newCopyDigest(t)
		rows := target.Query(t.readAll, c.id)
		for rows.Next() {
			one.reset()
			one.take(rows)
			digest.add(one)
			c.progress.step()
		}
		if rows.Err() != nil {
			return nil, rows.Err()
		}
		if what := c.digests[t].differing(t, digest); what != "" {
			differing = append(differing, what)
		}
	}
	return differing, nil
}

// compareWhole holds an account that was there already against the source.
func (c *copying) compareWhole(ctx context.Context) error {
	var differing []string
	err := c.to.Database().Read(ctx, func(tx db.Tx) (err error) {
		differing, err = c.differing(tx, slices.Concat(copiedBody, copiedHead))
		return err
	})
	if err != nil {
		return c.targetFailed(err)
	}
	c.result.Already = true
	if len(differing) == 0 {
		return nil
	}
	return refuseCopy(keepsOwn, "The target has the account %q already, with other content: %s.", c.name, strings.Join(differing, ", "))
}

// finish lets the account be there, once everything that was copied is found equal.
func (c *copying) finish(ctx context.Context) error {
	var differing []string
	err := c.to.Database().Read(ctx, func(tx db.Tx) (err error) {
		differing, err = c.differing(tx, copiedBody)
		return err
	})
	if err != nil {
		return c.targetFailed(err)
	}
	if len(differing) > 0 {
		return c.spoilt(ctx, differing)
	}
	err = c.writeTarget(ctx, func(tx db.Tx) error {
		for _, rows := range c.headRows {
			if err := rows.load(tx); err != nil {
				return err
			}
		}
		if differing, err = c.differing(tx, copiedHead); err == nil && len(differing) > 0 {
			err = c.unequal(differing)
		}
		return err
	})
	for _, rows := range c.headRows {
		c.result.Copied += int64(rows.count)
	}
	return err
}

// spoilt lets the next run start over.
func (c *copying) spoilt(ctx context.Context, differing []string) error {
	err := c.writeTarget(ctx, func(tx db.Tx) error { return c.setMark(tx, &copiedAccount{seq: noMoment}) })
	if err != nil {
		return err
	}
	return c.unequal(differing)
}

func (c *copying) unequal(differing []string) error {
	return refuseCopy("Run the same command again: it starts the account over. If that does not help, look after the disks of both databases.",
		"The copy of the account %q is not equal, and was not put into use: %s.", c.name, strings.Join(differing, ", "))
}

// verify holds the copy against its own log.
func (c *copying) verify(ctx context.Context) error {
	first := ""
	err := c.to.Read(ctx, c.id, func(r *store.Snapshot) (err error) {
		c.result.Verified, err = r.Verify(verify.Watch{
			Progress: c.progress.verified,
			Differ: func(d verify.Difference) {
				if first == "" {
					first = d.Where + ": " + d.What
				}
			},
		})
		return err
	})
	if err != nil || first == "" {
		return c.targetFailed(err)
	}
	return refuseCopy("`callflow verify` tells them all, in the source as in the target: restore the source's latest backup that verifies, and copy that one.",
		"The account %q is in the target, equal to the source, but differs from its log. Differences: %d. The first: %s.", c.name, c.result.Differences, first)
}

// Distinct refuses two names of one database: what is written to the one is seen in the other.
func Distinct(ctx context.Context, from, to *store.Store) error {
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	probe := -int64(binary.LittleEndian.Uint64(random)>>2) - 1 // no account has such an id
	err := to.Database().Write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec("INSERT INTO copies (account_id, source, source_seq, source_setup, run) VALUES ($1, 0, 0, 0, 0)", probe)
		return err
	})
	if err != nil {
		return copyFailed("target", err)
	}
	seen := int64(0)
	err = from.Database().ReadOne(ctx, func(tx db.Tx) (err error) {
		seen, err = db.ReadNumber(tx, "SELECT account_id FROM copies WHERE account_id = $1", probe)
		return err
	})
	if err != nil {
		err = fmt.Errorf("look for the target in the source: %w", err)
	}
	cleared := to.Database().Write(context.WithoutCancel(ctx), func(tx db.Tx) error {
		_, err := tx.Exec("DELETE FROM copies WHERE account_id = $1", probe)
		return err
	})
	switch {
	case err != nil:
		return copyFailed("source", err)
	case cleared != nil:
		return copyFailed("target", cleared)
	case seen != 0:
		return &callflow.Error{Code: callflow.Invalid, Message: "Source and target are the same database.", Fix: "Name another one with --to."}
	}
	return nil
}

// copyProgress counts the rows that were read, of the source and of the target, and then the log as it is verified.
type copyProgress struct {
	tell        func(done, total int64) // nil where nobody hears it
	done, total int64
}

// count learns how much there is to do.
func (p *copyProgress) count(source db.Tx, c *copying) error {
	if p.tell == nil {
		return nil
	}
	p.done, p.total = 0, 2*c.source.seq
	for _, t := range copiedBody {
		n, err := db.ReadNumber(source, t.countAll, c.id)
		if err != nil {
			return err
		}
		p.total += 2 * n
	}
	return nil
}

// rowsPerProgress is how many rows are read between two words of progress.
const rowsPerProgress = 1 << 12

func (p *copyProgress) step() {
	p.done++
	if p.tell != nil && p.done%rowsPerProgress == 0 {
		p.tell(min(p.done, p.total), p.total)
	}
}

func (p *copyProgress) verified(done, total int64) {
	if p.tell != nil {
		p.tell(max(p.total-total+done, 0), p.total)
	}
}
