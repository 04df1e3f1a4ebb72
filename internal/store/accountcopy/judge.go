package accountcopy

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// copyStanding is what the target has of the account.
type copyStanding int

const (
	copyAbsent copyStanding = iota // nothing
	copyBegun                      // rows of the same moment as the source's
	copyStale                      // rows, or the untouched account, of an earlier moment
	copyThere                      // the account itself, at the same moment
)

// begin looks at the source's moment, and makes the target's rows a copy of it, written by this run alone.
func (c *copying) begin(ctx context.Context, source db.Tx) (err error) {
	if c.source, err = c.readAccount(source); err != nil {
		return err
	}
	standing := copyAbsent
	err = c.to.Database().Exclusive(ctx, func(tx db.Tx) error { // as accounts are made: none gets this id meanwhile
		standing, err = c.judge(tx, &c.source)
		switch {
		case err != nil || standing == copyThere:
			return err
		case standing == copyStale:
			return errStale
		}
		return c.setMark(tx, &c.source)
	})
	c.already, c.resumed = standing == copyThere, standing == copyBegun
	c.result.Copied, c.result.Found, c.digests = 0, 0, make(map[*copyTable]*copyDigest)
	return c.targetFailed(err)
}

// readAccount reads the account in the source.
func (c *copying) readAccount(source db.Tx) (copiedAccount, error) {
	account, there, err := readCopiedAccount(source, c.id)
	if err == nil && !there {
		err = callflow.NotFoundError()
	}
	return account, err
}

// judge says what the target has of the account, and refuses what must not be overwritten.
func (c *copying) judge(tx db.Tx, source *copiedAccount) (copyStanding, error) {
	if err := c.holdAccount(tx); err != nil {
		return copyAbsent, err
	}
	namesake, err := db.ReadNumber(tx, "SELECT account_id FROM account_names WHERE name = $1", source.name)
	if err != nil {
		return copyAbsent, err
	}
	held, there, err := readCopiedAccount(tx, c.id)
	if err != nil {
		return copyAbsent, err
	}
	mark, err := c.readMark(tx)
	switch {
	case err != nil:
		return copyAbsent, err
	case namesake != 0 && namesake != c.id:
		return copyAbsent, refuseCopy(elsewhere, "The target has another account of the name %q.", c.name)
	case !there:
		return c.judgePart(tx, source, &mark)
	case held.identity != source.identity:
		return copyAbsent, refuseCopy(elsewhere, "The target has another account, %q, with the id of %q, %d. Tokens carry the id: it can't be another one.",
			held.name, c.name, c.id)
	case held.at(source):
		return copyThere, nil
	case !held.at(&mark):
		return copyAbsent, refuseCopy(keepsOwn, "The target has the account %q, and it is no untouched copy: it was written there.", c.name)
	case source.seq < held.seq || source.setup < held.setup:
		return copyAbsent, refuseCopy(whichIsUsed, "The target has a copy of the account %q that is later than the source.", c.name)
	}
	return copyStale, nil
}

// holdAccount lets nobody write what is judged, and no other run go on with it, until the transaction ends.
func (c *copying) holdAccount(tx db.Tx) error {
	if _, err := tx.Exec("UPDATE copies SET run = run WHERE account_id = $1", c.id); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE accounts SET seq = seq WHERE account_id = $1", c.id)
	return err
}

// judgePart judges rows of an account that is not there itself.
func (c *copying) judgePart(tx db.Tx, source, mark *copiedAccount) (copyStanding, error) {
	if mark.at(source) {
		return copyBegun, nil
	}
	for _, t := range copiedBody {
		found, err := db.ReadNumber(tx, t.anyRow, c.id)
		if err != nil {
			return copyAbsent, err
		}
		if found != 0 {
			return copyStale, nil
		}
	}
	return copyAbsent, nil
}

// keyAfterPart is the key of the row with which the next part begins, nil where there is none.
func (t *copyTable) keyAfterPart(tx db.Tx, account int64, from []any) ([]any, error) {
	rows := tx.Query(t.nextPart, append([]any{account}, from...)...)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	key := make([]any, len(t.key))
	for i := range t.key {
		if t.key[i].kind == copyNumber {
			key[i] = rows.Int(i)
			continue
		}
		key[i] = rows.Text(i)
	}
	return key, nil
}

// least is a value of a key's column that no other is below.
func (column *copyColumn) least() any {
	if column.kind == copyNumber {
		return int64(math.MinInt64)
	}
	return ""
}

// What to do next.
const (
	goesOn      = "Run the same command again: it goes on where this one stopped."
	elsewhere   = "Copy it into an empty database or, with PostgreSQL, into an empty schema: postgres://…/database?search_path=SCHEMA."
	whichIsUsed = "Check which database is in use, and copy that one."
	keepsOwn    = "If the target's is the one in use, there is nothing to copy. Else copy it into an empty database or schema."
)

func refuseCopy(fix, message string, args ...any) error {
	return &callflow.Error{Code: callflow.Conflict, Message: fmt.Sprintf(message, args...), Fix: fix, Op: opCopy}
}

// opCopy marks errors that say already where they come from.
const opCopy = "copy"

// overtaken says that another run has begun since.
func (c *copying) overtaken() error {
	return refuseCopy("Let that one end.", "Another copy of the account %q into this target has begun meanwhile.", c.name)
}

func (c *copying) sourceFailed(err error) error { return copyFailed("source", err) }
func (c *copying) targetFailed(err error) error { return copyFailed("target", err) }

// copyFailed says which of the two databases failed.
func copyFailed(side string, err error) error {
	if err == nil || errors.Is(err, errStale) {
		return err
	}
	var told *callflow.Error
	err = failure.Translate(opCopy, err)
	if !errors.As(err, &told) || told.Err == nil || strings.HasPrefix(told.Op, opCopy+" ") {
		return err
	}
	sided := *told
	sided.Op, sided.Message = opCopy+" "+side, "The "+side+" failed. "+told.Message
	if told.Code == callflow.Unavailable {
		sided.Fix = "See to it. " + goesOn
	}
	return &sided
}

// checkFit refuses a text that the target can't store, and names its place.
func (c *copying) checkFit(rows *copyRows) error {
	if c.to.Database().Dialect() != "postgres" {
		return nil
	}
	if place := rows.unfit(); place != "" {
		return refuseCopy("Give it another value in the source, then run the same command again.",
			"PostgreSQL can't store a text of the account %q, which has U+0000 or is not UTF-8: %s.", c.name, place)
	}
	return nil
}
