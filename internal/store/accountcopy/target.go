package accountcopy

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/zeebo/xxh3"

	"callflow/internal/db"
	"callflow/internal/store/searchindex"
)

// copiedAccount tells an account, and the moment that it has come to, from others.
type copiedAccount struct {
	name       string
	identity   int64 // of what is random in it
	seq, setup int64
}

// at says whether two are the same account at the same moment.
func (a *copiedAccount) at(other *copiedAccount) bool {
	return a.identity == other.identity && a.seq == other.seq && a.setup == other.setup
}

// noMoment is what a copy is of while it is taken away.
const noMoment = -1

// errStale says that the target has rows of another moment than the source's.
var errStale = errors.New("the target has rows of another moment")

// readCopiedAccount reads an account's row, if it is there.
func readCopiedAccount(tx db.Tx, id int64) (a copiedAccount, there bool, err error) {
	rows := tx.Query("SELECT name, secret, created_at, seq, setup FROM accounts WHERE account_id = $1", id)
	defer rows.Close()
	if !rows.Next() {
		return a, false, rows.Err()
	}
	identity := binary.LittleEndian.AppendUint64(rows.Append(nil, 1), uint64(rows.Int(2)))
	return copiedAccount{name: rows.Text(0), identity: int64(xxh3.Hash(identity)), seq: rows.Int(3), setup: rows.Int(4)}, true, nil
}

// readMark reads what the target's rows are a copy of.
func (c *copying) readMark(tx db.Tx) (mark copiedAccount, err error) {
	rows := tx.Query("SELECT source, source_seq, source_setup FROM copies WHERE account_id = $1", c.id)
	defer rows.Close()
	if !rows.Next() {
		return copiedAccount{seq: noMoment}, rows.Err()
	}
	return copiedAccount{identity: rows.Int(0), seq: rows.Int(1), setup: rows.Int(2)}, nil
}

// setMark says in the target what its rows are a copy of, from now on by this run alone.
func (c *copying) setMark(tx db.Tx, source *copiedAccount) (err error) {
	c.turn, err = db.ReadNumber(tx, "UPDATE copies SET source = $2, source_seq = $3, source_setup = $4, run = run + 1 WHERE account_id = $1 RETURNING run",
		c.id, source.identity, source.seq, source.setup)
	if err != nil || c.turn > 0 {
		return err
	}
	c.turn = 1
	_, err = tx.Exec("INSERT INTO copies (account_id, source, source_seq, source_setup, run) VALUES ($1, $2, $3, $4, $5)",
		c.id, source.identity, source.seq, source.setup, c.turn)
	return err
}

// writeTarget runs fn in a transaction on the target, as long as no other copy of the account has begun there.
func (c *copying) writeTarget(ctx context.Context, fn func(db.Tx) error) error {
	err := c.to.Database().Write(ctx, func(tx db.Tx) error {
		held, err := tx.Exec("UPDATE copies SET run = run WHERE account_id = $1 AND run = $2", c.id, c.turn)
		if err != nil {
			return err
		}
		if held == 0 {
			return c.overtaken()
		}
		return fn(tx)
	})
	return c.targetFailed(err)
}

// clearStale takes away what the target has of another moment of the source.
func (c *copying) clearStale(ctx context.Context) error {
	var source copiedAccount
	err := c.from.Database().ReadOne(ctx, func(tx db.Tx) (err error) {
		source, err = c.readAccount(tx)
		return err
	})
	if err != nil {
		return c.sourceFailed(err)
	}
	stale := false
	err = c.to.Database().Exclusive(ctx, func(tx db.Tx) error {
		standing, err := c.judge(tx, &source)
		if stale = standing == copyStale; err != nil || !stale {
			return err
		}
		return c.clearHead(tx)
	})
	if err != nil || !stale {
		return c.targetFailed(err)
	}
	c.result.StartedOver = true
	for _, t := range copiedBody {
		if err := c.clearTable(ctx, t); err != nil {
			return err
		}
	}
	return c.clearSearch(ctx)
}

// clearSearch takes the account's search index away, part by part. It is not copied: the target makes its own, from the beginning of the log.
func (c *copying) clearSearch(ctx context.Context) error {
	index := searchindex.New(c.to.Database())
	for more := true; more; {
		err := c.writeTarget(ctx, func(tx db.Tx) (err error) {
			more, err = index.ClearPart(tx, c.id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// clearHead takes the account itself away, so that nobody finds it while the rest goes.
func (c *copying) clearHead(tx db.Tx) error {
	if err := c.setMark(tx, &copiedAccount{seq: noMoment}); err != nil {
		return err
	}
	for _, t := range slices.Backward(copiedHead) {
		if _, err := tx.Exec(t.clearAll, c.id); err != nil {
			return err
		}
	}
	return nil
}

// clearTable takes the account's rows out of a table, part by part.
func (c *copying) clearTable(ctx context.Context, t *copyTable) error {
	from := make([]any, 0, 2*len(t.key))
	for i := range t.key {
		from = append(from, t.key[i].least())
	}
	for more := true; more; {
		err := c.writeTarget(ctx, func(tx db.Tx) error {
			next, err := t.keyAfterPart(tx, c.id, from)
			if err != nil {
				return err
			}
			if more = next != nil; !more {
				_, err = tx.Exec(t.clearEnd, append([]any{c.id}, from...)...)
				return err
			}
			_, err = tx.Exec(t.clear, slices.Concat([]any{c.id}, from, next)...)
			from = next
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
