package app

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/store"
)

// numbersTogether is how many customers' numbers are read, or taken out, at a time.
const numbersTogether = 5000

// Missing gives the numbers of those in the campaign whom the walk did not show.
func (c *CampaignMirror) Missing(ctx context.Context) ([]int64, error) {
	var missing []int64
	err := c.run.app.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
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
func (c *CampaignMirror) Unplaced() int64 { return c.nameless }

// Remove takes customers out of the campaign whom the other side has no more. Their customers stay in the assignment.
func (c *CampaignMirror) Remove(ctx context.Context, numbers []int64) error {
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

func (c *CampaignMirror) remove(w *store.Write, numbers []int64) (removed int64, err error) {
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
		if err := w.ForgetClaims(c.id, number); err != nil {
			return 0, err
		}
		removed++
	}
	return removed, nil
}

// RemoveByID takes the customers out of the campaign of whom the other side says that they have left it.
func (c *CampaignMirror) RemoveByID(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	var numbers []int64
	err := c.run.app.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		found, err := r.NumbersOf(part.AssignmentID, ids)
		numbers = numbers[:0]
		for _, number := range found {
			numbers = append(numbers, number)
		}
		slices.Sort(numbers)
		return err
	})
	if err != nil {
		return err
	}
	return c.Remove(ctx, numbers)
}
