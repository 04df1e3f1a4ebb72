package app

import (
	"context"

	"callflow/internal/heavy"
	"callflow/internal/store"
)

// weigh ends the read of a list that takes long to tell, so that it is made again in a place for heavy reads: of an earlier moment, or of
// changes, where many lie between then and now. It is asked once the list's source is found.
func (l *List) weigh(ctx context.Context, r *store.Snapshot) error {
	from := max(l.after, l.atSeq)
	if from < 0 {
		return nil
	}
	return heavy.Check(ctx, r.SinceCost(l.rows, from), heavy.Changes)
}
