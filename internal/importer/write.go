package importer

import (
	"context"
	"maps"

	"callflow"
	"callflow/internal/notes"
	"callflow/internal/store"
)

// chunkRun is what became of a chunk in a transaction. It counts once that is committed.
type chunkRun struct {
	decided    *decision
	recognized *recognition
	counts     Result
	seq        int64                         // after it
	said       map[uint64]*callflow.Customer // dry run: what the chunk makes of customers who come again
	notes      notes.Gatherer                // of what rows have come to
	cells      []CellReport                  // of cells with several telephone numbers; of a dry run also what would change in customers that are there
}

// write brings a chunk into the store, or finds out what that would do.
func (im *Run) write(ctx context.Context, chunk []importRow) error {
	if im.Request.DryRun {
		return im.rehearseChunk(ctx, chunk)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	run := &chunkRun{}
	err := im.service.Store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		*run = chunkRun{}
		return im.writeChunk(w, chunk, run)
	})
	if err == nil {
		im.written(run)
	}
	return err
}

func (im *Run) writeChunk(w *store.Write, chunk []importRow, run *chunkRun) error {
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	if run.decided, err = im.decideAgain(snapshot.Setup()); err != nil {
		return err
	}
	if chunk, run.recognized, err = im.recognize(snapshot, chunk); err != nil {
		return err
	}
	run.seq = snapshot.Seq
	return im.writeRows(w, chunk, run)
}

// written takes over what a transaction came to that is committed.
func (im *Run) written(run *chunkRun) {
	im.decision = *run.decided
	run.recognized.tell()
	im.notes.TakeOver(&run.notes)
	im.tellCells(run.cells...)
	if im.phones != nil {
		im.phones.committed(run.seq)
	}
	im.counting.Lock()
	defer im.counting.Unlock()
	im.result.Created += run.counts.Created
	im.result.Updated += run.counts.Updated
	im.result.Unchanged += run.counts.Unchanged
	im.result.Skipped += run.counts.Skipped + run.recognized.skipped
	im.result.Added += run.counts.Added
}

// rehearseChunk finds out what a chunk would do, as things stand.
func (im *Run) rehearseChunk(ctx context.Context, chunk []importRow) error {
	run := &chunkRun{}
	err := im.service.Store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) (err error) {
		*run = chunkRun{seq: r.Seq, said: make(map[uint64]*callflow.Customer)}
		if run.decided, err = im.decideAgain(r.Setup()); err != nil {
			return err
		}
		recognized, found, err := im.recognize(r, chunk)
		if err != nil {
			return err
		}
		run.recognized = found
		return im.rehearse(r, recognized, run)
	})
	if err != nil {
		return err
	}
	im.written(run)
	maps.Copy(im.states, run.said)
	return nil
}

func (im *Run) writeRows(w *store.Write, chunk []importRow, run *chunkRun) error {
	counts := &run.counts
	chunk, err := im.wanted(w, chunk, counts)
	if err != nil || len(chunk) == 0 {
		return err
	}
	rows := make([]store.CustomerRow, len(chunk))
	ends := make([]rowEnd, len(chunk))
	for i := range chunk {
		row := &chunk[i]
		rows[i] = store.CustomerRow{Customer: row.customer, Card: row.card, Merge: func(held *callflow.Customer) {
			ends[i] = im.mergeTold(held, row)
		}}
	}
	written, err := w.PutCustomers(im.Request.AssignmentID, rows)
	if err != nil {
		return err
	}
	for i := range written {
		counts.count(written[i])
		if written[i] == store.Created {
			ends[i] = im.endOf(&chunk[i], chunk[i].customer)
		}
		run.end(im, &chunk[i], &ends[i])
	}
	told := writtenRows(chunk, rows, written)
	for i := range run.decided.campaigns {
		target := &run.decided.campaigns[i]
		added, err := im.addAll(w, target, chunk)
		if err != nil {
			return err
		}
		for j := range added {
			if added[j].Added {
				counts.Added++
				told[j].Campaigns = append(told[j].Campaigns, target.campaign.ID)
			}
		}
	}
	run.seq = w.Moment.Seq
	if im.Request.Wrote != nil {
		return im.Request.Wrote(w, told)
	}
	return nil
}

func (im *Run) addAll(w *store.Write, target *campaignTarget, chunk []importRow) ([]*store.Move, error) {
	moves := make([]*store.Move, len(chunk))
	status := callflow.Status{User: im.Request.By, Cause: callflow.CauseSegmentation, Alternative: callflow.CauseSegmentation}
	for i := range chunk {
		moves[i] = &store.Move{Number: chunk[i].customer.Number, StateID: target.stateID, At: w.Now, Status: status}
	}
	_, err := w.AddToCampaign(target.campaign, target.products, moves...)
	return moves, err
}

func (r *Result) count(written store.Written) {
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
// has no column for stays, and so does what an earlier row said where this one says nothing.
func (im *Run) merge(held *callflow.Customer, row *importRow) {
	for i := range im.columns {
		if row.missing != nil && row.missing[i] {
			continue
		}
		c := &im.columns[i]
		switch {
		case c.isPhone() && row.several != nil:
			row.mergeText(c.standard.Of(held), row.several.ofCell(c))
		case c.standard != nil:
			row.mergeText(c.standard.Of(held), *c.standard.Of(row.customer))
		case c.part != noPart:
			row.mergeText(&held.Name, row.customer.Name)
		case c.field != nil:
			value := row.customer.Custom[c.field.ID]
			if value == "" && !row.again {
				delete(held.Custom, c.field.ID)
			}
			if value != "" {
				held.Custom[c.field.ID] = value
			}
		}
	}
	if row.several != nil {
		row.several.spread(held)
	}
	held.Updated, held.UpdatedBy, held.UpdateMethod = im.today, im.Request.By, callflow.MethodImportUpdate
}

func (r *importRow) mergeText(held *string, text string) {
	if text != "" || !r.again {
		*held = text
	}
}
