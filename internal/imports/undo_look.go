package imports

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// rowsAgain are the customers of whom an import has more than one row, by their numbers. They are undone with their last one.
type rowsAgain map[int64]*rowAgain

type rowAgain struct {
	last      int64 // line
	seq       int64 // after the last
	changed   int64 // the first line that changed the customer; 0 for none
	written   store.Written
	campaigns []string // that one of the rows added it to
}

func rowsAgainOf(r *store.Snapshot, importID int64) (rowsAgain, error) {
	again := make(rowsAgain)
	return again, importlog.RowsAgain(r, importID, func(row *importlog.Row) {
		a := again[row.Number]
		if a == nil {
			a = &rowAgain{written: store.Unchanged}
			again[row.Number] = a
		}
		a.last, a.seq = row.Line, max(a.seq, row.Seq)
		if a.written == store.Unchanged && row.Written != store.Unchanged {
			a.changed, a.written = row.Line, row.Written
		}
		if row.Campaigns != "" {
			a.campaigns = append(a.campaigns, row.Campaigns)
		}
	})
}

// isLast says whether a row's customer has no later one.
func (again rowsAgain) isLast(row *importlog.Row) bool {
	a := again[row.Number]
	return a == nil || a.last == row.Line
}

func (a *rowAgain) allCampaigns() string { return strings.Join(a.campaigns, ",") }

// seqOf is the clock after the import's last write of a row's customer.
func (again rowsAgain) seqOf(row *importlog.Row) int64 {
	if a := again[row.Number]; a != nil {
		return a.seq
	}
	return row.Seq
}

// undoneImport is an import that is undone in chunks.
type undoneImport struct {
	assignmentID, id int64
	again            rowsAgain
}

func newUndoneImport(r *store.Snapshot, assignmentID, id int64) (*undoneImport, error) {
	again, err := rowsAgainOf(r, id)
	return &undoneImport{assignmentID, id, again}, err
}

// movedOn finds the customers of rows to whom anything has happened after the import's last write of them; of a customer with several rows,
// the last one counts. The rows come backward.
func (u *undoneImport) movedOn(r *store.Snapshot, rows []importlog.Row, now int64) (map[int64]bool, error) {
	moved, seqs := make(map[int64]bool), make(map[int64]int64, len(rows))
	if len(rows) == 0 {
		return moved, nil
	}
	for i := range rows {
		row := &rows[i]
		if !u.again.isLast(row) {
			continue
		}
		seqs[row.Number] = u.again.seqOf(row)
		if row.CustomerSeq > seqs[row.Number] {
			moved[row.Number] = true
		}
	}
	lines := importlog.Lines{ImportID: u.id, First: rows[len(rows)-1].Line, Last: rows[0].Line}
	for _, campaign := range r.Setup().CampaignsOf(u.assignmentID) {
		err := importlog.RowsInCampaign(r, campaign.ID, lines, func(number, seq, heldUntil int64) {
			known, ours := seqs[number]
			if ours && (seq > known || heldUntil > now) {
				moved[number] = true
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return moved, nil
}

// rowsLooked is how many rows are looked at in one read.
const rowsLooked = 2000

// look counts the rows of an import that is to be undone, and refuses it where customers have moved on since.
func (a *Service) look(ctx context.Context, s *auth.Session, request *UndoRequest) (count int64, err error) {
	l := &undoLook{jobs: a, request: request, before: math.MaxInt64, moved: make(map[int64]bool)}
	for more := true; more; {
		if more, err = l.next(ctx, s); err != nil {
			return 0, err
		}
	}
	if len(l.moved) == 0 {
		return l.count, nil
	}
	return 0, a.Read(ctx, s, func(r *store.Snapshot, _ *auth.Session) error {
		return refuseMovedOn(r, request.AssignmentID, request.ID, l.moved)
	})
}

// undoLook looks through the rows of an import, the last one first.
type undoLook struct {
	jobs    *Service
	request *UndoRequest
	of      *undoneImport
	before  int64 // the line that it has come to
	count   int64
	moved   map[int64]bool
}

// next looks at some rows in one read. A read may be done again.
func (l *undoLook) next(ctx context.Context, s *auth.Session) (more bool, err error) {
	var rows []importlog.Row
	var moved map[int64]bool
	err = l.jobs.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		job, err := importOf(r, s, l.request.AssignmentID, l.request.ID)
		if err != nil {
			return err
		}
		now := l.jobs.now().UnixMilli()
		if err := undoable(l.jobs.standing(job, s.AccountID), now); err != nil {
			return err
		}
		if l.of == nil {
			if l.of, err = newUndoneImport(r, l.request.AssignmentID, l.request.ID); err != nil {
				return err
			}
		}
		part := importlog.Backward{AssignmentID: l.request.AssignmentID, ImportID: l.request.ID, Before: l.before, Limit: rowsLooked}
		if rows, err = importlog.RowsBackward(r, part); err != nil {
			return err
		}
		moved, err = l.of.movedOn(r, rows, now)
		return err
	})
	if err != nil || len(rows) == 0 {
		return false, err
	}
	l.before = rows[len(rows)-1].Line
	l.count += int64(len(rows))
	maps.Copy(l.moved, moved)
	return len(rows) == rowsLooked, nil
}

// refuseMovedOn says why nothing is undone, where customers have moved on: a later import may have written them.
func refuseMovedOn(r *store.Snapshot, assignmentID, importID int64, movedOn map[int64]bool) error {
	later, err := laterImport(r, assignmentID, importID, movedOn)
	if err != nil {
		return err
	}
	fix := "Nothing was undone. Change what is wrong by another import."
	if later != 0 {
		fix = fmt.Sprintf("The later import %d wrote some of them too, and undoing that one counts as a change as well. %s", later, fix)
	}
	moved := int64(len(movedOn))
	message := callflow.OneOrMore(moved, "1 of its customers has moved on since.", fmt.Sprintf("%d of its customers have moved on since.", moved))
	return refuse(message, fix)
}

// How many of the latest imports, and of their rows, are looked at for the one that wrote customers after an earlier one.
const (
	laterLooked = 50
	laterRows   = 100_000
)

// laterImport is the first import after one that wrote one of the customers, undone since or not; 0 where there is none, or where more
// rows were written since than are looked at.
func laterImport(r *store.Snapshot, assignmentID, importID int64, numbers map[int64]bool) (id int64, err error) {
	jobs, err := importlog.List(r, assignmentID, laterLooked)
	if err != nil {
		return 0, err
	}
	left := laterRows
	for i := len(jobs) - 1; i >= 0 && left > 0; i-- {
		if jobs[i].ID <= importID {
			continue
		}
		rows, err := importlog.Rows(r, jobs[i].ID, -1, left)
		if err != nil {
			return 0, err
		}
		left -= len(rows)
		if slices.ContainsFunc(rows, func(row importlog.Row) bool { return row.Written != store.Unchanged && numbers[row.Number] }) {
			return jobs[i].ID, nil
		}
	}
	return 0, nil
}
