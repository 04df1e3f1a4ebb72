package app

import (
	"maps"
	"slices"
	"strconv"

	"github.com/zeebo/xxh3"

	"callflow"
	"callflow/internal/store"
)

// rehearse finds out what a chunk would do, on a snapshot: the same counts as a
// run that writes. A customer that the file names twice is remembered by hashes,
// so that the second row is told from the first as a real run would tell it: now takes those of the chunk.
func (im *importer) rehearse(r *store.Snapshot, chunk []importRow, run *chunkRun) error {
	now := run.said
	for i := range chunk {
		row := &chunk[i]
		id := xxh3.HashString(row.customer.CustomerID)
		said := im.hashOf(row)
		before, again := now[id]
		if !again {
			before, again = im.seen[id]
		}
		if again && im.request.Mode == OnlyNew {
			run.counts.Skipped++
			continue
		}
		if again {
			now[id] = said
			run.counts.countAgain(before == said)
			continue
		}
		left, err := im.rehearseRow(r, row, run)
		if err != nil {
			return err
		}
		if !left {
			now[id] = said
		}
	}
	return nil
}

func (r *ImportResult) countAgain(same bool) {
	if same {
		r.Unchanged++
		return
	}
	r.Updated++
}

// rehearseRow says whether the mode leaves the row's customer alone.
func (im *importer) rehearseRow(r *store.Snapshot, row *importRow, run *chunkRun) (left bool, err error) {
	held, err := r.Customer(im.request.AssignmentID, row.customer.CustomerID)
	known := callflow.ErrorCode(err) != callflow.NotFound
	if im.request.Mode.leaves(known) && (err == nil || !known) {
		run.counts.Skipped++
		return true, nil
	}
	if !known {
		run.counts.Created++
		run.counts.Added += int64(len(run.decided.campaigns))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	merged := *held
	merged.Custom = maps.Clone(held.Custom)
	im.merge(&merged, row)
	run.counts.countAgain(held.SameValues(&merged))
	run.changes = append(run.changes, im.changesOf(row, held, &merged)...)
	for i := range run.decided.campaigns {
		there, err := r.InCampaign(run.decided.campaigns[i].campaign.ID, held.Number)
		if err != nil {
			return false, err
		}
		if !there {
			run.counts.Added++
		}
	}
	return false, nil
}

// changesOf are the cells that would change what a customer has.
func (im *importer) changesOf(row *importRow, held, merged *callflow.Customer) (changes []CellReport) {
	if im.request.Cell == nil {
		return nil
	}
	for i := range im.columns {
		c := &im.columns[i]
		before, after := c.textOf(held), c.textOf(merged)
		if before != after {
			changed := CellReport{Line: row.line, Column: c.name, Text: row.cells[i].Text, Becomes: after, Held: before, Of: held.CustomerID}
			changes = append(changes, changed)
		}
	}
	return changes
}

// textOf is what a customer has where the column goes.
func (c *column) textOf(customer *callflow.Customer) string {
	switch {
	case c.standard != nil:
		return *c.standard.Of(customer)
	case c.field != nil:
		return customer.Custom[c.field.ID].Text()
	}
	return ""
}

// hashOf stands for all values that a row gives.
func (im *importer) hashOf(row *importRow) uint64 {
	var text []byte
	for _, standard := range callflow.StandardFields {
		text = append(append(text, *standard.Of(row.customer)...), 0)
	}
	text = append(append(text, row.customer.Segment...), 0)
	for _, id := range slices.Sorted(maps.Keys(row.customer.Custom)) {
		text = strconv.AppendInt(text, id, 10)
		text = append(append(text, row.customer.Custom[id]...), 0)
	}
	return xxh3.Hash(text)
}
