package mirrored

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/statuslist"
)

// Block is a run of the other side's records, by their number and their SHA-256 as NDJSON.
type Block struct {
	Count int
	Hash  string
	Token string // as of which it is
}

// Holds says whether the records that follow here are those of a block of the other side, and it is known which number each of their
// customers has there. Where so, the walk has shown them.
func (c *Campaign) Holds(ctx context.Context, block Block) (bool, error) {
	work := &c.run.work
	var numbers []int64
	holds, sum := false, sha256.New()
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		r.Plain()
		numbers, holds = numbers[:0], false
		sum.Reset()
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		window := statuslist.Window{Start: &callflow.Position{CampaignID: c.id, Number: c.after}, Limit: block.Count}
		if err := r.Rows(statuslist.List{part}, window, &work.batch); err != nil {
			return err
		}
		layout, record := callwork.StatusLayout(r.Setup(), r.Setup().Campaigns[c.id]), []byte(nil)
		for i := range work.batch.Rows {
			record = append(work.renderer.AppendRecord(record[:0], layout, &work.batch.Rows[i]), '\n')
			_, _ = sum.Write(record) // a hash never fails
			numbers = append(numbers, work.batch.Rows[i].Number)
		}
		holds = len(numbers) == block.Count && hex.EncodeToString(sum.Sum(nil)) == block.Hash
		if holds && c.Pairs() {
			holds, err = pairing.ArePaired(r, c.source, numbers, syncTokenOf(block.Token))
		}
		return err
	})
	if err != nil || !holds {
		return false, err
	}
	for _, number := range numbers {
		c.see(number)
	}
	c.after = numbers[block.Count-1]
	return true, nil
}
