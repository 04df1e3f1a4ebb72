package app

import (
	"context"
	"time"

	"callflow"
	"callflow/internal/store"
)

// How long a customer is skipped.
const (
	defaultSkip = 30      // minutes
	longestSkip = 24 * 60 // minutes
)

// SkipCustomer gives a claimed customer back, and keeps it from being offered to the caller for a while: others may call it.
func (a *App) SkipCustomer(ctx context.Context, s *Session, at Place, members []Member) (*Answer, error) {
	b := newBody("A skip", members, s.Setup.Location)
	minutes := b.integer("minutes", defaultSkip)
	if len(*b.wrong) == 0 && (minutes < 1 || minutes > longestSkip) {
		b.note("minutes", "must be a number of minutes from 1 to %d.", longestSkip)
	}
	if err := b.err(); err != nil {
		return nil, err
	}
	return a.write(ctx, s, func(w *store.Write, s *Session) (*Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*Answer, error) {
			held, err := k.ownClaim()
			if err != nil {
				return nil, err
			}
			if held == (store.Claim{}) {
				return nil, callflow.NotFoundError()
			}
			until := w.Now + minutes*time.Minute.Milliseconds()
			return &Answer{}, w.Skip(k.campaign.ID, k.row.Number, store.Claim{UserID: s.User.ID, Until: until})
		})
	})
}
