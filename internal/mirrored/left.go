package mirrored

import (
	"context"
	"maps"
	"slices"

	"callflow/internal/store"
	"callflow/internal/store/pairing"
)

// No list tells of customers who have left every campaign that is followed. So the other server is asked for them one by one.

// Left is a customer who has left every campaign that is followed.
type Left struct {
	Number int64 // there
	Token  int64 // of when the other server told last which customer here it is
	Sure   bool  // it is the same customer still, as of the token that was given

	pair pairing.Pair
}

// mostAsked is of how many who have left a run asks, in each assignment.
const mostAsked = 100

// Sources are the assignments of the other server, by its ids, of whose customers it tells the numbers.
func (m *Run) Sources() []int64 { return slices.Sorted(maps.Keys(m.here)) }

// WhoLeft gives some of those who have left an assignment's campaigns, and of whom nothing was asked as of a token of the other server: those
// asked longest ago first.
func (m *Run) WhoLeft(ctx context.Context, source int64, now string) (left []Left, err error) {
	err = m.store.Read(ctx, m.accountID, func(r *store.Snapshot) error {
		left = nil
		pairs, err := pairing.WhoLeft(r, source, syncTokenOf(now), mostAsked)
		for _, pair := range pairs {
			left = append(left, Left{Number: pair.Theirs, Token: max(pair.Told, -pair.Told), Sure: pair.HoldsAt(syncTokenOf(now)), pair: pair})
		}
		return err
	})
	return left, err
}

// AnonymizeLeft anonymises a customer here of whom the other server has shown, as of a token, that it was anonymised there.
func (m *Run) AnonymizeLeft(ctx context.Context, source int64, left *Left, now string) error {
	if !left.pair.HoldsAt(syncTokenOf(now)) { // it became another history meanwhile
		return nil
	}
	if err := m.empty(ctx, m.here[source], []int64{left.pair.Number}); err != nil {
		return err
	}
	return m.write(ctx, func(w *store.Write) error { return pairing.SetAsked(w, source, left.Number, pairing.NotAsked) })
}

// NoteAsked notes as of which token the other server was asked for some who have left, and did not show that they are anonymised.
func (m *Run) NoteAsked(ctx context.Context, source int64, numbers []int64, now string) error {
	if len(numbers) == 0 {
		return nil
	}
	return m.write(ctx, func(w *store.Write) error {
		for _, number := range numbers {
			if err := pairing.SetAsked(w, source, number, syncTokenOf(now)); err != nil {
				return err
			}
		}
		return nil
	})
}
