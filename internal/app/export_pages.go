package app

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// ExportOutcomes tells all registered outcomes that are asked for, or what they sold, as of the moment of its first page: the log only
// grows at its end. Records may have labels of their own, so where the format has a head, they are read for it first.
func (a *App) ExportOutcomes(ctx context.Context, s *Session, request *OutcomeRequest, to ExportTarget) error {
	var columns []tabular.Column
	var count int64
	var moment store.Moment
	keys := &keyList{places: make(map[string]bool)}
	err := a.eachOutcomePage(ctx, s, request, func(page *ListPage) (bool, error) {
		if moment.Seq == 0 {
			count, moment = page.Count, page.Moment
		}
		if !request.Head {
			return false, nil
		}
		return true, tabular.EachRecord(page.Results, keys.add)
	})
	if err != nil {
		return err
	}
	columns = s.namedColumns(keys.keys)
	if err := to.Begin(columns, count, moment); err != nil {
		return err
	}
	left := count
	return a.eachOutcomePage(ctx, s, request, func(page *ListPage) (bool, error) {
		err := tabular.EachRecord(page.Results, func(record []byte) error {
			if left--; left < 0 { // registered since
				return nil
			}
			return to.Record(record)
		})
		if err == nil {
			err = to.Flush()
		}
		return left > 0, err
	})
}

// ExportOutcomesAs is ExportOutcomes of an account of this machine.
func (a *App) ExportOutcomesAs(ctx context.Context, accountID int64, request *OutcomeRequest, to ExportTarget) error {
	session, err := a.ownSession(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ExportOutcomes(ctx, session, request, to)
}

// eachOutcomePage shows page after page, until each wants no more.
func (a *App) eachOutcomePage(ctx context.Context, s *Session, request *OutcomeRequest, each func(*ListPage) (more bool, err error)) error {
	part := *request
	part.Page = callflow.Page{Number: 1, Size: exportBatch}
	for {
		page, err := a.RegisteredOutcomes(ctx, s, &part)
		if err != nil {
			return err
		}
		more, err := each(page)
		if err != nil || !more || page.Next == nil {
			return err
		}
		part.Page.Number, part.Cursor = page.Next.Page, page.Next.Cursor
	}
}

// keyList gathers the keys of records, in an order that keeps each record's own.
type keyList struct {
	keys   []string
	places map[string]bool
}

func (l *keyList) add(record []byte) error {
	place := 0
	return tabular.EachMember(record, func(key string, _ []byte) error {
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
func (s *Session) namedColumns(keys []string) []tabular.Column {
	own := make(map[string]knownColumn)
	for _, fields := range s.Setup.Fields {
		for i := range fields {
			addColumn(own, fields[i].LookupID(), ownColumn(&fields[i]))
		}
	}
	return columnsOf(keys, own)
}

// changeKeys are those of an entry of the log (contract, section 4).
var changeKeys = []string{
	"seq", "when", "what", "campaign_id", "customer_id", "from", "to", "user", "cause", "alternative", "comment", "attempts",
}

// ExportChanges tells the log after a seq, up to where it ends when it is asked.
func (a *App) ExportChanges(ctx context.Context, s *Session, request *ChangeRequest, to ExportTarget) error {
	part := *request
	part.Limit, part.Wait = MostChanges, 0
	begun, end := false, int64(0)
	for {
		page, err := a.Changes(ctx, s, &part)
		if err != nil {
			return err
		}
		if !begun {
			begun, end = true, page.Moment.Seq
			if err := to.Begin(columnsOf(changeKeys, nil), max(end-request.After, 0), page.Moment); err != nil {
				return err
			}
		}
		err = tabular.EachRecord(page.Results, func(record []byte) error {
			if seqOf(record) > end { // it happened since
				return nil
			}
			return to.Record(record)
		})
		if err == nil {
			err = to.Flush()
		}
		if err != nil || page.NextAfter >= end {
			return err
		}
		part.After = page.NextAfter
	}
}

// ExportChangesAs is ExportChanges of an account of this machine.
func (a *App) ExportChangesAs(ctx context.Context, accountID int64, request *ChangeRequest, to ExportTarget) error {
	session, err := a.ownSession(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ExportChanges(ctx, session, request, to)
}

// seqOf is the seq of an entry of the log, which is its first member.
func seqOf(entry []byte) int64 {
	digits, _, _ := bytes.Cut(bytes.TrimPrefix(entry, []byte(`{"seq":`)), []byte(","))
	seq, _ := strconv.ParseInt(string(digits), 10, 64)
	return seq
}
