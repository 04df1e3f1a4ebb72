package store

import (
	"context"
	"crypto/rand"
	"math/big"
	"slices"
	"time"

	"callflow"
	"callflow/internal/store/failure"
)

// epochsKept is for how long it is known up to which seq an earlier epoch's numbers hold.
const epochsKept = 400 * 24 * time.Hour

// followLine begins another epoch where the account was last written in another database: in one that this was copied from, in one that
// this is a restored backup of, or by a server that this one took over from. It is the first write since, so that all that the
// clock has counted up to now is common to both. A write that changes nothing that is numbered leaves it to the next one.
func (b *batch) followLine() error {
	if b.state.Moment == b.begun {
		return nil
	}
	line, err := b.tx.Line()
	if err != nil || line == b.line {
		return err
	}
	if b.line != 0 { // else it is not known yet
		if err := b.beginEpoch(b.begun.Seq); err != nil {
			return err
		}
		b.state.Setup++ // so that every server sees it with its next request
	}
	_, err = b.tx.Exec("UPDATE accounts SET line = $2 WHERE account_id = $1", b.accountID, line)
	return err
}

// RenewEpoch begins another epoch, by hand: of the numbers that were given out, those up to a seq still hold.
func (w *Write) RenewEpoch(upTo int64) error {
	w.TouchSetup()
	return w.batch.beginEpoch(upTo)
}

// beginEpoch begins an epoch that the account never had. Of those before, the numbers up to a seq are of this history.
func (b *batch) beginEpoch(upTo int64) error {
	now := time.Now()
	for _, statement := range []struct {
		sql string
		arg int64
	}{
		{"UPDATE epochs SET ended_seq = $2 WHERE account_id = $1 AND ended_seq > $2", upTo},
		{"DELETE FROM epochs WHERE account_id = $1 AND ended_at < $2", now.Add(-epochsKept).UnixMilli()},
	} {
		if _, err := b.tx.Exec(statement.sql, b.accountID, statement.arg); err != nil {
			return err
		}
	}
	_, err := b.tx.Exec("INSERT INTO epochs (account_id, epoch, ended_seq, ended_at) VALUES ($1, $2, $3, $4)", b.accountID, b.epoch, upTo, now.UnixMilli())
	if err != nil {
		return err
	}
	next, err := b.unusedEpoch()
	if err != nil {
		return err
	}
	b.epoch = next
	_, err = b.tx.Exec("UPDATE accounts SET epoch = $2 WHERE account_id = $1", b.accountID, next)
	return err
}

// unusedEpoch is random, so that two copies of one database do not begin the same one.
func (b *batch) unusedEpoch() (int64, error) {
	var used []int64
	rows := b.tx.Query("SELECT epoch FROM epochs WHERE account_id = $1 ORDER BY epoch", b.accountID)
	for rows.Next() {
		used = append(used, rows.Int(0))
	}
	if rows.Err() != nil {
		return 0, rows.Err()
	}
	for {
		random, err := rand.Int(rand.Reader, big.NewInt(callflow.MostEpoch))
		if err != nil {
			return 0, err
		}
		if epoch := random.Int64() + 1; !slices.Contains(used, epoch) {
			return epoch, nil
		}
	}
}

// MarkLine sets the database apart from copies of it that were made before.
func (s *Store) MarkLine(ctx context.Context) error {
	return failure.Translate("mark", s.db.MarkLine(ctx))
}
