package app

import (
	"context"
	"slices"

	"callflow/internal/auth"
	"callflow/internal/labels"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// ExportOutcomes tells all registered outcomes that are asked for, or what they sold, as of one moment. Records may have labels of their
// own, so where the format has a head, they are read for it first, on the same snapshot.
func (a *App) ExportOutcomes(ctx context.Context, s *auth.Session, request *OutcomeRequest, to ExportTarget) error {
	return a.exportOnce(ctx, s, to, func(r *store.Snapshot, current *auth.Session, to ExportTarget) error {
		w := &outcomeWindow{request: request, session: current, now: a.now()}
		if err := w.open(r); err != nil {
			return err
		}
		count, err := changelog.CountOutcomes(r, &w.list)
		if err != nil {
			return err
		}
		keys, err := w.headKeys(ctx, r, count)
		if err != nil {
			return err
		}
		if err := to.Begin(namedColumns(current, keys), count, r.Moment); err != nil {
			return err
		}
		return w.eachBatch(ctx, r, func(records []byte) error { return tellRecords(records, to) })
	})
}

// headKeys are the keys that the head of a file names: those of its records or, where there are none, those that they would have.
func (w *outcomeWindow) headKeys(ctx context.Context, r *store.Snapshot, count int64) ([]string, error) {
	if !w.request.Head {
		return nil, nil
	}
	if count == 0 {
		return w.keysWithoutRecords()
	}
	keys := &keyList{places: make(map[string]bool)}
	err := w.eachBatch(ctx, r, func(records []byte) error { return object.Each(records, keys.add) })
	return keys.keys, err
}

// eachBatch reads the whole list, some records at a time, as JSON arrays.
func (w *outcomeWindow) eachBatch(ctx context.Context, r *store.Snapshot, each func(records []byte) error) error {
	window := changelog.OutcomeWindow{Limit: exportBatch}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := changelog.Outcomes(r, &w.list, window, &w.batch); err != nil {
			return err
		}
		if err := w.readWithdrawals(r); err != nil {
			return err
		}
		if err := each(w.records()); err != nil {
			return err
		}
		if len(w.batch.Rows) < exportBatch {
			return nil
		}
		last := &w.batch.Rows[exportBatch-1]
		window.Start = &changelog.OutcomePlace{Seq: last.Seq, Product: last.Product}
	}
}

// tellRecords tells the records of a JSON array.
func tellRecords(records []byte, to ExportTarget) error {
	if err := object.Each(records, to.Record); err != nil {
		return err
	}
	return to.Flush()
}

// exportOnce reads a list on one snapshot, for as long as somebody takes to receive it. What was begun can't be told again, so
// where the database asks for the whole to be read once more, the export ends.
func (a *App) exportOnce(ctx context.Context, s *auth.Session, to ExportTarget, tell func(*store.Snapshot, *auth.Session, ExportTarget) error) error {
	once := &onceTarget{ExportTarget: to}
	return a.Read(store.Lasting(ctx), s, func(r *store.Snapshot, current *auth.Session) error {
		if once.begun {
			return errExportBroke
		}
		return tell(r, current, once)
	})
}

// onceTarget notes that a list was begun.
type onceTarget struct {
	ExportTarget
	begun bool
}

// Begin begins the list.
func (t *onceTarget) Begin(columns []tabular.Column, count int64, moment store.Moment) error {
	t.begun = true
	return t.ExportTarget.Begin(columns, count, moment)
}

// ExportOutcomesAs is ExportOutcomes of an account of this machine.
func (a *App) ExportOutcomesAs(ctx context.Context, accountID int64, request *OutcomeRequest, to ExportTarget) error {
	session, err := a.ownSession(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ExportOutcomes(ctx, session, request, to)
}

// keyList gathers the keys of records, in an order that keeps each record's own.
type keyList struct {
	keys   []string
	places map[string]bool
}

func (l *keyList) add(record []byte) error {
	place := 0
	return object.EachMember(record, func(key string, _ []byte) error {
		if l.places[key] {
			if at := slices.Index(l.keys[place:], key); at >= 0 {
				place += at + 1
			}
			return nil
		}
		l.places[key] = true
		l.keys = slices.Insert(l.keys, place, key)
		place++
		return nil
	})
}

// namedColumns are columns of keys, with the labels of the account's own fields.
func namedColumns(s *auth.Session, keys []string) []tabular.Column {
	own := make(map[string]labels.Column)
	for _, fields := range s.Setup.Fields {
		for i := range fields {
			labels.Add(own, fields[i].LookupID(), labels.OfField(&fields[i]))
		}
	}
	return labels.Columns(keys, own)
}

// changeKeys are those of an entry of the log (contract, section 4).
var changeKeys = []string{
	"seq", "when", "what", "campaign_id", "customer_id", "from", "to", "user", "cause", "alternative", "comment", "attempts", "withdrew",
}

// ExportChanges tells the log after a seq, up to where it ends when it is asked.
func (a *App) ExportChanges(ctx context.Context, s *auth.Session, request *ChangeRequest, to ExportTarget) error {
	if err := checkScope(s, request.ChangeScope); err != nil {
		return err
	}
	part := *request
	part.Limit, part.Wait = MostChanges, 0
	return a.exportOnce(ctx, s, to, func(r *store.Snapshot, current *auth.Session, to ExportTarget) error {
		begun, err := seqOfToken(r, request.After)
		if err != nil {
			return err
		}
		page, err := changesOn(current, r, &part)
		if err != nil {
			return err
		}
		if err := to.Begin(labels.Columns(changeKeys, nil), r.Seq-begun, r.Moment); err != nil {
			return err
		}
		for {
			if err := tellRecords(page.Results, to); err != nil || page.reached >= r.Seq {
				return err
			}
			next := part
			next.After = page.NextAfter
			if err := ctx.Err(); err != nil {
				return err
			}
			if page, err = changesOn(current, r, &next); err != nil {
				return err
			}
		}
	})
}

// ExportChangesAs is ExportChanges of an account of this machine.
func (a *App) ExportChangesAs(ctx context.Context, accountID int64, request *ChangeRequest, to ExportTarget) error {
	session, err := a.ownSession(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ExportChanges(ctx, session, request, to)
}
