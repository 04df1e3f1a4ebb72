package app

import (
	"context"
	"maps"

	"callflow"
	"callflow/internal/store"
)

// write brings a chunk into the store, or finds out what that would do.
func (im *importer) write(ctx context.Context, chunk []importRow) error {
	chunk, err := im.recognize(ctx, chunk)
	if err != nil || len(chunk) == 0 {
		return err
	}
	if im.request.DryRun {
		before, said := im.counts(), make(map[uint64]uint64, len(chunk))
		err := im.app.store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) error {
			im.result.setCounts(&before)
			clear(said)
			im.changes = im.changes[:0]
			return im.rehearse(r, chunk, said)
		})
		im.tellCells(im.changes...)
		maps.Copy(im.seen, said)
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var counts ImportResult
	err = im.app.store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		counts = ImportResult{}
		return im.writeRows(w, chunk, &counts)
	})
	if err == nil {
		im.counting.Lock()
		defer im.counting.Unlock()
		im.result.Created += counts.Created
		im.result.Updated += counts.Updated
		im.result.Unchanged += counts.Unchanged
		im.result.Skipped += counts.Skipped
		im.result.Added += counts.Added
	}
	return err
}

// setCounts goes back to what was counted before a chunk. What the reader counts goes on beside it.
func (r *ImportResult) setCounts(before *ImportResult) {
	r.Created, r.Updated, r.Unchanged, r.Skipped, r.Added = before.Created, before.Updated, before.Unchanged, before.Skipped, before.Added
}

func (im *importer) writeRows(w *store.Write, chunk []importRow, counts *ImportResult) error {
	chunk, err := im.wanted(w, chunk, counts)
	if err != nil || len(chunk) == 0 {
		return err
	}
	rows := make([]store.CustomerRow, len(chunk))
	for i := range chunk {
		row := &chunk[i]
		rows[i] = store.CustomerRow{Customer: row.customer, Card: row.card, Merge: func(held *callflow.Customer) { im.merge(held, row) }}
	}
	written, err := w.PutCustomers(im.request.AssignmentID, rows)
	if err != nil {
		return err
	}
	for i := range written {
		counts.count(written[i])
	}
	told := writtenRows(chunk, rows, written)
	for i := range im.campaigns {
		added, err := im.addAll(w, &im.campaigns[i], chunk)
		if err != nil {
			return err
		}
		for j := range added {
			if added[j].Added {
				counts.Added++
				told[j].Campaigns = append(told[j].Campaigns, im.campaigns[i].campaign.ID)
			}
		}
	}
	if im.request.Wrote != nil {
		return im.request.Wrote(w, told)
	}
	return nil
}

func (im *importer) addAll(w *store.Write, target *campaignTarget, chunk []importRow) ([]*store.Move, error) {
	moves := make([]*store.Move, len(chunk))
	status := callflow.Status{User: im.request.By, Cause: callflow.CauseSegmentation, Alternative: callflow.CauseSegmentation}
	for i := range chunk {
		moves[i] = &store.Move{Number: chunk[i].customer.Number, StateID: target.stateID, At: w.Now, Status: status}
	}
	_, err := w.AddToCampaign(target.campaign, target.products, moves...)
	return moves, err
}

func (r *ImportResult) count(written store.Written) {
	switch written {
	case store.Created:
		r.Created++
	case store.Updated:
		r.Updated++
	case store.Unchanged:
		r.Unchanged++
	}
}

// merge lays a row's values over a customer that is there already: what the file
// has no column for stays.
func (im *importer) merge(held *callflow.Customer, row *importRow) {
	for i := range im.columns {
		if row.missing != nil && row.missing[i] {
			continue
		}
		c := &im.columns[i]
		switch {
		case c.standard != nil:
			*c.standard.Of(held) = *c.standard.Of(row.customer)
		case c.field != nil:
			delete(held.Custom, c.field.ID)
			if value := row.customer.Custom[c.field.ID]; value != "" {
				held.Custom[c.field.ID] = value
			}
		}
	}
	held.Updated, held.UpdatedBy, held.UpdateMethod = im.today, im.request.By, callflow.MethodImportUpdate
}
