package mirrored

import (
	"context"
	"maps"
	"slices"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/handout"
	"callflow/internal/store/pairing"
)

// numbersTogether is how many customers' numbers are read, or taken out, at a time.
const numbersTogether = 5000

// Missing gives the numbers of those in the campaign whom the walk did not show.
func (c *Campaign) Missing(ctx context.Context) ([]int64, error) {
	var missing []int64
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		missing = nil
		for after := int64(-1); ; {
			numbers, err := r.NumbersIn(c.id, after, numbersTogether)
			if err != nil || len(numbers) == 0 {
				return err
			}
			for _, number := range numbers {
				if !c.seen.has(number) {
					missing = append(missing, number)
				}
			}
			after = numbers[len(numbers)-1]
		}
	})
	return missing, err
}

// Unplaced is how many records of the walk have no customer here: they have no id, or can't be kept.
func (c *Campaign) Unplaced() int64 { return c.nameless }

// Remove takes customers out of the campaign whom the other side has no more. Their customers stay in the assignment.
func (c *Campaign) Remove(ctx context.Context, numbers []int64) error {
	for together := range slices.Chunk(numbers, numbersTogether) {
		removed := int64(0)
		err := c.run.write(ctx, func(w *store.Write) (err error) {
			removed, err = c.remove(w, together)
			return err
		})
		if err != nil {
			return err
		}
		c.run.Counts.Removed += removed
	}
	return nil
}

func (c *Campaign) remove(w *store.Write, numbers []int64) (removed int64, err error) {
	setup, err := w.Setup()
	if err != nil {
		return 0, err
	}
	campaign := setup.Campaigns[c.id]
	if campaign == nil {
		return 0, callflow.NotFoundError()
	}
	by := callflow.Status{Cause: callflow.CauseMirror, Alternative: callflow.CauseMirror}
	for _, number := range numbers {
		row, err := w.Row(c.id, number)
		if callflow.ErrorCode(err) == callflow.NotFound {
			continue
		}
		if err != nil {
			return 0, err
		}
		if err := w.RemoveFromCampaign(row, campaign, by); err != nil {
			return 0, err
		}
		if err := handout.ForgetClaims(w, c.id, number); err != nil {
			return 0, err
		}
		if err := c.noteLeft(w, number); err != nil {
			return 0, err
		}
		removed++
	}
	return removed, nil
}

// noteLeft has the other side asked for a customer who has left the last campaign that is followed.
func (c *Campaign) noteLeft(w *store.Write, number int64) error {
	if !c.Pairs() {
		return nil
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	for id, source := range c.run.sources {
		if source != c.source || id == c.id {
			continue
		}
		if stays, err := snapshot.InCampaign(id, number); err != nil || stays {
			return err
		}
	}
	return pairing.AskAfter(w, c.source, number)
}

// Removed are customers who have left a campaign there: by their ids, and by the numbers that they have there.
type Removed struct {
	IDs     []string
	Numbers []int64
	Token   string // as of which they have
}

// RemoveTold takes the customers out of the campaign of whom the other side says that they have left it. Where their numbers are told, these
// alone say who they are: whoever was anonymised there since has another id, which may be somebody else's here.
func (c *Campaign) RemoveTold(ctx context.Context, told *Removed) error {
	if len(told.IDs) == 0 {
		return nil
	}
	var numbers []int64
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) (err error) {
		numbers, err = c.told(r, told)
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(numbers)
	return c.Remove(ctx, slices.Compact(numbers))
}

// told gives the numbers here of those who have left there.
func (c *Campaign) told(r *store.Snapshot, told *Removed) (numbers []int64, err error) {
	if c.Pairs() {
		pairs, err := pairing.Pairs(r, c.source, told.Numbers)
		for _, pair := range pairs {
			if pair.HoldsAt(syncTokenOf(told.Token)) {
				numbers = append(numbers, pair.Number)
			}
		}
		return numbers, err
	}
	part, err := c.part(r.Setup())
	if err != nil {
		return nil, err
	}
	found, err := r.NumbersOf(part.AssignmentID, told.IDs)
	return slices.AppendSeq(numbers, maps.Values(found)), err
}
