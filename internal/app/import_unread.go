package app

import (
	"errors"

	"callflow/internal/notes"
	"callflow/internal/tabular"
)

// unreadRows are rows that can't be read, as they are met in a pass over the file that tells nobody of them.
type unreadRows struct {
	count int64
	lines []int // the first
}

// add takes an error that is of a row; false of another.
func (u *unreadRows) add(err error) bool {
	var bad *tabular.RowError
	if !errors.As(err, &bad) {
		return false
	}
	if u.count++; len(u.lines) < notes.MostLines {
		u.lines = append(u.lines, bad.Line)
	}
	return true
}

// tell tells of them where no row is imported, and so none is told as rejected.
func (u *unreadRows) tell(told *notes.Gatherer) {
	if u.count > 0 {
		told.Put(notes.Of(notes.Unread, nil, ""), u.count, u.lines...)
	}
}
