package app

import (
	"context"

	"callflow"
	"callflow/internal/store"
)

// write brings a chunk into the store, or finds out what that would do.
func (im *importer) write(ctx context.Context, chunk []importRow) error {
	if im.request.DryRun {
		return im.app.store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) error {
			return im.rehearse(r, chunk)
		})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var counts ImportResult
	err := im.app.store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		counts = ImportResult{}
		for i := range chunk {
			if err := im.writeRow(w, &chunk[i], &counts); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		im.result.Created += counts.Created
		im.result.Updated += counts.Updated
		im.result.Unchanged += counts.Unchanged
		im.result.Added += counts.Added
	}
	return err
}

func (im *importer) writeRow(w *store.Write, row *importRow, counts *ImportResult) error {
	written, err := w.UpsertCustomer(row.customer, row.card, func(held *callflow.Customer) { im.merge(held, row) })
	if err != nil {
		return err
	}
	counts.count(written)
	for i := range im.campaigns {
		target := &im.campaigns[i]
		added, err := w.AddToCampaign(target.campaign, target.products, &store.Move{
			CampaignID: target.campaign.ID, Number: row.customer.Number, StateID: target.stateID, At: w.Now,
			Status: callflow.Status{User: im.request.By, Cause: callflow.CauseSegmentation, Alternative: callflow.CauseSegmentation},
		})
		if err != nil {
			return err
		}
		if added {
			counts.Added++
		}
	}
	return nil
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
