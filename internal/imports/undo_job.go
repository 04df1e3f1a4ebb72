package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/job"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/joblog"
)

// Undo is how far an import is undone that takes more than one transaction.
type Undo struct {
	Rows    int64  `json:"rows"` // that were come to, out of Of
	Of      int64  `json:"of"`
	MovedOn int64  `json:"moved_on"`        // customers who are left as they are, since something happened to them meanwhile
	Error   string `json:"error,omitempty"` // why nobody goes on
}

// The statuses of a large import, until it is importer.Undone.
const (
	statusUndoing     = "undoing"
	statusUndoStopped = "undo_stopped" // before its first row: undoing it again goes on
)

// undoKind is what the undo of a large import is called among the jobs. Its subject is the import.
const undoKind = "undo import"

// undoState is what a job keeps of an undo beside the import's own record.
type undoState struct {
	AssignmentID int64 `json:"assignment_id"`
	Line         int64 `json:"line"`   // the rows from this line on are undone
	Audit        int64 `json:"audit"`  // the entry of whoever asked last
	Undone       int64 `json:"undone"` // rows, since then
}

func stateOfJob(job *joblog.Job) (state undoState, err error) {
	return state, json.Unmarshal([]byte(job.State), &state)
}

func (s *undoState) keep(job *joblog.Job) error {
	text, err := json.Marshal(s)
	job.State = string(text)
	return err
}

// undoInChunks begins to undo an import of so many rows, or goes on where that was stopped, and waits until it is done. Whoever goes away
// meanwhile does not end it.
func (a *Service) undoInChunks(ctx context.Context, s *auth.Session, request *UndoRequest, rows int64) (*auth.Answer, error) {
	answer, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return undoBegun(request.ID), a.beginUndo(w, s, request, rows)
	})
	if err != nil {
		return nil, err
	}
	a.runner.Start(s.AccountID, undoKind, request.ID)
	return a.awaitUndo(ctx, s, request, answer)
}

// undoBegun is what is kept of a request whose undo has only begun: the import tells how it stands, whenever the request comes again.
func undoBegun(id int64) *auth.Answer { return &auth.Answer{Location: strconv.FormatInt(id, 10)} }

func isUndoing(answer *auth.Answer) bool { return len(answer.Body) == 0 && answer.Location != "" }

func (a *Service) beginUndo(w *store.Write, s *auth.Session, request *UndoRequest, rows int64) error {
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	record, err := importOf(snapshot, s, request.AssignmentID, request.ID)
	if err != nil {
		return err
	}
	record = a.standing(record, s.AccountID)
	if err := undoable(record, w.Now); err != nil {
		return err
	}
	begun, err := joblog.Get(snapshot, undoKind, request.ID)
	if err != nil {
		return err
	}
	if begun == nil {
		begun = &joblog.Job{Kind: undoKind, Subject: request.ID, CreatedAt: w.Now, Total: rows}
	}
	state := undoState{Line: math.MaxInt64}
	if begun.State != "" { // it was stopped
		if state, err = stateOfJob(begun); err != nil {
			return err
		}
	}
	state.AssignmentID, state.Undone = request.AssignmentID, 0
	entry := store.AuditEntry{Action: auditedUndo, Noun: "assignment", NounID: request.AssignmentID, Details: auth.FileBegun}
	s.Sign(&entry)
	if state.Audit, err = w.AuditNumbered(entry); err != nil {
		return err
	}
	if err := state.keep(begun); err != nil {
		return err
	}
	if err := a.runner.Put(w, s, begun); err != nil {
		return err
	}
	return noteUndo(w, record, statusUndoing, func(u *Undo) { u.Of, u.Error = begun.Total, "" })
}

// noteUndo writes how far an import is undone.
func noteUndo(w *store.Write, record *importlog.Job, status string, change func(*Undo)) error {
	kept := keptOf(record)
	if kept.Undo == nil {
		kept.Undo = &Undo{}
	}
	change(kept.Undo)
	result, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	record.Status, record.SeenAt, record.Result = status, w.Now, string(result)
	return importlog.Update(w, record)
}

// awaitUndo waits until a large undo is over, as long as the request wants, and answers the import as it stands then.
func (a *Service) awaitUndo(ctx context.Context, s *auth.Session, request *UndoRequest, answer *auth.Answer) (*auth.Answer, error) {
	waiting := ctx
	if request.Wait > 0 {
		limited, cancel := context.WithTimeout(ctx, request.Wait)
		defer cancel()
		waiting = limited
	}
	err := a.runner.Wait(waiting, s.AccountID, undoKind, request.ID)
	if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
		return nil, err
	}
	shown := *answer
	shown.Location = ""
	return &shown, a.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		record, err := importOf(r, s, request.AssignmentID, request.ID)
		if err != nil {
			return err
		}
		view := viewImport(record, s)
		if record.Status == statusUndoStopped {
			return refuse(view.Undo.Error, undoAgain)
		}
		shown.Seq, shown.Token = r.Seq, r.Setup().Token(r.Seq)
		shown.Body, err = auth.EncodeBody(view)
		return err
	})
}

// undoAgain is what to do where an undo was stopped.
const undoAgain = "Undo the import again: it goes on with the rows that are left."

// undoWork undoes large imports.
type undoWork struct{ jobs *Service }

// Prepare waits for the account's turn among its imports.
func (u undoWork) Prepare(ctx context.Context, accountID int64, job *joblog.Job) (job.Chunks, error) {
	state, err := stateOfJob(job)
	if err != nil {
		return nil, err
	}
	end, ok := u.jobs.turnOf(accountID).take(ctx)
	if !ok {
		return nil, ctx.Err()
	}
	chunks := &undoChunks{jobs: u.jobs, endTurn: end}
	err = u.jobs.store.Read(ctx, accountID, func(r *store.Snapshot) (err error) {
		chunks.of, err = newUndoneImport(r, state.AssignmentID, job.Subject)
		return err
	})
	if err != nil {
		end()
		return nil, err
	}
	return chunks, nil
}

// Stop leaves the import as far as it is undone.
func (u undoWork) Stop(w *store.Write, job *joblog.Job, why error) error {
	state, err := stateOfJob(job)
	if err != nil {
		return err
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	record, err := importlog.Get(snapshot, state.AssignmentID, job.Subject)
	if err != nil {
		return err
	}
	reason := "The undo stopped: " + callflow.ErrorText(why)
	if _, err := w.CountAudit(state.Audit, state.Undone, "stopped"); err != nil {
		return err
	}
	return noteUndo(w, record, statusUndoStopped, func(undo *Undo) { undo.Error = reason })
}

// undoChunks undoes one large import.
type undoChunks struct {
	jobs    *Service
	of      *undoneImport
	endTurn func()
}

// Close ends the account's turn.
func (c *undoChunks) Close() { c.endTurn() }

// Do undoes the next rows, the last one first. Customers who have moved on meanwhile are left as they are, and counted.
func (c *undoChunks) Do(w *store.Write, s *auth.Session, job *joblog.Job, pieces int) (over bool, err error) {
	state, err := stateOfJob(job)
	if err != nil {
		return false, err
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return false, err
	}
	record, err := importOf(snapshot, s, state.AssignmentID, job.Subject)
	if err != nil {
		return false, err
	}
	rows, err := importlog.RowsBackward(snapshot, importlog.Backward{
		AssignmentID: state.AssignmentID, ImportID: job.Subject, Before: state.Line, Limit: pieces,
	})
	if err != nil {
		return false, err
	}
	moved, err := c.of.movedOn(snapshot, rows, w.Now)
	if err != nil {
		return false, err
	}
	u := &undoing{Write: w, session: s, snapshot: snapshot, assignmentID: state.AssignmentID, importID: job.Subject, today: c.jobs.Today(s)}
	if err := c.undo(u, rows, moved); err != nil {
		return false, err
	}
	over = len(rows) < pieces
	if len(rows) > 0 {
		state.Line = rows[len(rows)-1].Line
	}
	job.Done += int64(len(rows))
	state.Undone += int64(len(rows) - len(moved))
	if err := state.keep(job); err != nil {
		return false, err
	}
	return over, c.note(w, record, &state, progress{rows: len(rows), moved: len(moved), over: over})
}

// progress is what came of a chunk.
type progress struct {
	rows, moved int
	over        bool
}

func (c *undoChunks) note(w *store.Write, record *importlog.Job, state *undoState, p progress) error {
	status := statusUndoing
	if p.over {
		status = importer.Undone
	}
	var movedOn int64
	err := noteUndo(w, record, status, func(undo *Undo) {
		undo.Rows += int64(p.rows)
		undo.MovedOn += int64(p.moved)
		movedOn = undo.MovedOn
	})
	if err != nil || !p.over {
		return err
	}
	_, err = w.CountAudit(state.Audit, state.Undone, fmt.Sprintf("%s, moved on: %d", importer.Undone, movedOn))
	return err
}

// undo takes the rows' customers out of campaigns, and then gives those that were changed their values back.
func (c *undoChunks) undo(u *undoing, rows []importlog.Row, moved map[int64]bool) error {
	var changed []*importlog.Row
	for i := range rows {
		row := &rows[i]
		if moved[row.Number] || !c.of.again.isLast(row) {
			continue
		}
		if err := c.whole(u, row); err != nil {
			return err
		}
		if err := u.leave(row); err != nil {
			return err
		}
		if row.Written != store.Unchanged {
			changed = append(changed, row)
		}
	}
	return u.giveBack(changed)
}

// whole makes the last row of a customer who has several stand for all of them.
func (c *undoChunks) whole(u *undoing, row *importlog.Row) error {
	again := c.of.again[row.Number]
	if again == nil {
		return nil
	}
	row.Campaigns, row.Written, row.Card = again.allCampaigns(), again.written, nil
	if again.written == store.Unchanged {
		return nil
	}
	first, err := importlog.Rows(u.snapshot, u.importID, again.changed-1, 1)
	if err != nil || len(first) == 0 {
		return err
	}
	row.Card = first[0].Card
	return nil
}
