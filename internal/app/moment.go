package app

import (
	"context"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/heavy"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/statuslist"
)

// When says of which moment a list is wanted, where not of now.
type When struct {
	At           string // a seq, or a time as callers write it: the list as it stood then; "" for now
	ChangedSince string // a seq: what changed after it, as it stands now; "" for everything
}

// source is where a list's rows come from: as they stand now, as they stood, or what changed.
type source interface {
	Count(list statuslist.List) (int64, error)
	Rows(list statuslist.List, window statuslist.Window, batch *statuslist.Batch) error
	Locate(list statuslist.List, offset int64) (part int, number int64, ok bool, err error)
}

// readWhen reads at and changed_since; what is neither stays -1.
func (l *List) readWhen(now int64) (err error) {
	l.atSeq, l.atTime, l.after = -1, -1, -1
	l.atKnown, l.sinceKnown = true, true
	if l.request.At != "" && l.request.ChangedSince != "" {
		return callflow.InvalidField("at", "at and changed_since can't be asked for together: the one tells how the list stood, the other what changed since.")
	}
	if l.request.ChangedSince != "" {
		token, err := strconv.ParseInt(l.request.ChangedSince, 10, 64)
		if err != nil || token < 0 {
			return callflow.InvalidField("changed_since", "changed_since must be a Callflow-Sync-Token or a sync_token, as callflow gave it.")
		}
		l.after, l.sinceKnown = l.session.Setup.SeqOf(token)
		return nil
	}
	if l.request.At == "" {
		return nil
	}
	if strings.Trim(l.request.At, "0123456789") == "" {
		token, err := strconv.ParseInt(l.request.At, 10, 64)
		if err != nil {
			return callflow.InvalidField("at", "at is too large a number: it must be a seq of the account's clock.")
		}
		l.atSeq, l.atKnown = l.session.Setup.SeqOf(token)
		return nil
	}
	text := l.request.At
	if strings.Contains(text, "T") { // the + of an offset that was not written as %2B
		text = strings.ReplaceAll(text, " ", "+")
	}
	if l.atTime, err = callflow.ParseMoment(text, l.session.Setup.Location); err != nil {
		return callflow.InvalidField("at", "at "+callflow.ErrorText(err)+" A seq of the account's clock will do as well.")
	}
	if l.atTime > now {
		return callflow.InvalidField("at", "at is still to come. Leave it out for the list as it stands now.")
	}
	l.atTime += restOfSecond(text)
	return nil
}

// restOfSecond is how many milliseconds a time that is written to the second goes on: the times of changes are told so, and the list at such a
// time has that change.
func restOfSecond(text string) int64 {
	_, clock, _ := strings.Cut(strings.Replace(text, " ", "T", 1), "T")
	if offset := strings.IndexAny(clock, "+-Z"); offset >= 0 {
		clock = clock[:offset]
	}
	if strings.Count(clock, ":") == 2 && !strings.Contains(clock, ".") {
		return 999
	}
	return 0
}

// source finds where the rows of the list come from, as of a snapshot.
func (l *List) source(r *store.Snapshot) (source, error) {
	switch {
	case !l.sinceKnown:
		return nil, gone(r, "changed_since", l.after)
	case !l.atKnown:
		return nil, gone(r, "at", l.atSeq)
	case l.after > r.Seq:
		return nil, aheadOfClock(r, "changed_since")
	case l.atSeq > r.Seq:
		return nil, aheadOfClock(r, "at")
	case l.after >= 0:
		return r.ChangedAfter(l.after), nil
	case l.atTime >= 0:
		seq, err := changelog.SeqAt(r, l.atTime)
		l.atSeq = seq // links go on with the seq: a time may still gain changes, a seq never
		return r.At(seq), err
	case l.atSeq >= 0:
		return r.At(l.atSeq), nil
	case l.request.Search != "":
		return r.Found(l.rows[0], l.request.Search)
	case !l.request.IncludeSync && len(l.request.Fields) == 0:
		r.Plain()
	}
	return r, nil
}

// removed is what a list of changes says beside its records: who is not in
// it any more, of those whose change lies on this page or, on the last one, beyond it.
func (l *List) removed(r *store.Snapshot, changed *statuslist.Changed, w *pageWindow, rows []callflow.StatusRow) ([]byte, error) {
	after, upTo := l.after, r.Seq
	if w.cursor != nil && !w.cursor.Backward {
		after = w.cursor.Number
	} else if w.hasPrevious && len(rows) > 0 {
		after = changed.Before(rows[0].Seq)
	}
	if w.hasNext {
		upTo = rows[len(rows)-1].Seq
	}
	ids, places, err := changed.Removed(l.rows, after, upTo)
	if err != nil {
		return nil, err
	}
	dst := []byte(`,"removed":[`)
	for i, id := range ids {
		dst = callflow.AppendJSONString(separated(dst, i), id)
	}
	dst = append(dst, `],"removed_callflow_ids":[`...)
	for i, place := range places {
		dst = append(separated(dst, i), '"')
		dst = strconv.AppendInt(dst, place.CampaignID, 10)
		dst = strconv.AppendInt(append(dst, '-'), place.Number, 10)
		dst = append(dst, '"')
	}
	return strconv.AppendInt(append(dst, `],"sync_token":`...), r.Setup().Token(r.Seq), 10), nil
}

// separated appends the comma before every element but the first.
func separated(dst []byte, i int) []byte {
	if i > 0 {
		return append(dst, ',')
	}
	return dst
}

// weigh ends the read of a list that takes long to tell, so that it is made again in a place for heavy reads: of an earlier moment, or of
// changes, where many lie between then and now. It is asked once the list's source is found.
func (l *List) weigh(ctx context.Context, r *store.Snapshot) error {
	from := max(l.after, l.atSeq)
	if from < 0 {
		return nil
	}
	return heavy.Check(ctx, r.SinceCost(l.rows, from), heavy.Changes)
}
