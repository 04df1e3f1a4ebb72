package imports

import (
	"context"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/handout"
	"callflow/internal/store/importlog"
	"callflow/internal/store/statuslist"
)

// auditedUndo is what the audit calls an undo.
const auditedUndo = "undid an import into"

// UndoRequest asks for an import to be undone.
type UndoRequest struct {
	AssignmentID int64
	ID           int64
	Wait         time.Duration // how long the answer may be put off until a large one is undone; 0 for as long as it takes
}

// Undo undoes an import that nothing has built upon: the customers that it put into campaigns leave them, those that it changed
// have their values back, and those that it made are left with their ids alone, since an id that was told is not given to somebody else.
// A small one is undone in one transaction, a larger one chunk by chunk.
func (a *Service) Undo(ctx context.Context, s *auth.Session, request *UndoRequest) (*auth.Answer, error) {
	answer, err := a.KeptAnswer(ctx, s)
	if err != nil || answer != nil && !isUndoing(answer) {
		return answer, err
	}
	if answer != nil {
		return a.awaitUndo(ctx, s, request, answer)
	}
	large, stopped, err := a.undoesInChunks(ctx, s, request)
	if err != nil {
		return nil, err
	}
	if !large {
		return a.undoAtOnce(ctx, s, request)
	}
	var rows int64
	if !stopped { // else what was undone has moved on by that
		if rows, err = a.look(ctx, s, request); err != nil {
			return nil, err
		}
	}
	return a.undoInChunks(ctx, s, request, rows)
}

// undoesInChunks says whether an import is undone in chunks, and whether that was stopped before its end.
func (a *Service) undoesInChunks(ctx context.Context, s *auth.Session, request *UndoRequest) (large, stopped bool, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		job, err := importOf(r, s, request.AssignmentID, request.ID)
		if err != nil {
			return err
		}
		rows, err := importlog.Rows(r, request.ID, -1, undoneAtOnce+1)
		large, stopped = len(rows) > undoneAtOnce, job.Status == statusUndoStopped
		return err
	})
	return large, stopped, err
}

// undoneAtOnce is how many rows are undone in one transaction, whole or not at all.
const undoneAtOnce = 50

func (a *Service) undoAtOnce(ctx context.Context, s *auth.Session, request *UndoRequest) (*auth.Answer, error) {
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		snapshot, err := w.Snapshot()
		if err != nil {
			return nil, err
		}
		job, err := importOf(snapshot, s, request.AssignmentID, request.ID)
		if err != nil {
			return nil, err
		}
		job = a.standing(job, s.AccountID)
		if err := undoable(job, w.Now); err != nil {
			return nil, err
		}
		u := &undoing{Write: w, session: s, snapshot: snapshot, assignmentID: request.AssignmentID, importID: job.ID, today: a.Today(s)}
		if u.rows, err = importlog.Rows(snapshot, job.ID, -1, undoneAtOnce+1); err != nil {
			return nil, err
		}
		if err := u.all(); err != nil {
			return nil, err
		}
		job.Status, job.SeenAt = importer.Undone, w.Now
		if err := importlog.Update(w, job); err != nil {
			return nil, err
		}
		entry := store.AuditEntry{Action: auditedUndo, Noun: "assignment", NounID: request.AssignmentID, Count: int64(len(u.rows))}
		if err := s.Audit(w, entry); err != nil {
			return nil, err
		}
		body, err := auth.EncodeBody(viewImport(job, s))
		return &auth.Answer{Body: body}, err
	})
}

// refuse says why an import is not undone.
func refuse(message, fix string) error {
	return &callflow.Error{Code: callflow.Conflict, Message: message, Fix: fix}
}

func undoable(job *importlog.Job, now int64) error {
	switch {
	case job.Status == importer.Undone:
		return refuse("The import is undone already.", "Import the file again, if it was right.")
	case job.Status == statusUndoing:
		return refuse("The import is being undone.", "Wait until it is undone.")
	case job.Status == importer.Running || job.Status == importer.Waiting:
		return refuse("The import is not over yet.", "Wait until it is done, then undo it.")
	case now-job.CreatedAt > RowsKeptFor.Milliseconds():
		return refuse("The import is older than 30 days: what undoing it takes is not kept any more.", "Change or remove its customers one by one.")
	}
	return nil
}

// undoing is an undo in one transaction.
type undoing struct {
	*store.Write
	session      *auth.Session
	snapshot     *store.Snapshot
	assignmentID int64
	importID     int64
	today        string
	rows         []importlog.Row
	batch        statuslist.Batch
}

func (u *undoing) all() error {
	latest := make(map[int64]int64, len(u.rows)) // the clock after the import's last write of a customer
	for i := range u.rows {
		latest[u.rows[i].Number] = max(latest[u.rows[i].Number], u.rows[i].Seq)
	}
	movedOn := make(map[int64]bool)
	for number, seq := range latest {
		moved, err := u.movedOn(number, seq)
		if err != nil {
			return err
		}
		if moved {
			movedOn[number] = true
		}
	}
	if len(movedOn) > 0 {
		return refuseMovedOn(u.snapshot, u.assignmentID, u.importID, movedOn)
	}
	for i := len(u.rows) - 1; i >= 0; i-- {
		if err := u.row(&u.rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// movedOn says whether anything happened to a customer after a place of the clock.
func (u *undoing) movedOn(number, seq int64) (bool, error) {
	customer, err := u.customer(number)
	if err != nil || customer.Seq > seq || customer.Anonymized {
		return true, err
	}
	for _, campaign := range u.session.Setup.CampaignsOf(u.assignmentID) {
		row, err := u.Row(campaign.ID, number)
		if callflow.ErrorCode(err) == callflow.NotFound {
			continue
		}
		if err != nil || row.Seq > seq {
			return true, err
		}
		claims, err := handout.Claims(u.snapshot, campaign.ID, number)
		if err != nil {
			return true, err
		}
		for i := range claims {
			if claims[i].Live(u.Now) {
				return true, nil
			}
		}
	}
	return false, nil
}

func (u *undoing) customer(number int64) (*callflow.Customer, error) {
	if err := u.snapshot.CustomerByNumber(u.assignmentID, number, &u.batch); err != nil {
		return nil, err
	}
	customer, _, err := u.Customer(u.assignmentID, string(u.batch.Rows[0].CustomerID))
	return customer, err
}

func (u *undoing) row(row *importlog.Row) error {
	if err := u.leave(row); err != nil {
		return err
	}
	if row.Written == store.Unchanged {
		return nil
	}
	held, err := u.customer(row.Number)
	if err != nil {
		return err
	}
	row.CustomerID = held.CustomerID
	return u.giveBack([]*importlog.Row{row})
}

// leave takes a row's customer out of the campaigns that it was added to.
func (u *undoing) leave(row *importlog.Row) error {
	for text := range strings.SplitSeq(row.Campaigns, ",") {
		campaignID, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			continue // it was added to none
		}
		if err := u.takeOut(campaignID, row.Number); err != nil {
			return err
		}
	}
	return nil
}

// giveBack gives customers of different rows the values back that they had.
func (u *undoing) giveBack(rows []*importlog.Row) error {
	fields := u.session.Setup.Fields[u.assignmentID]
	puts := make([]store.CustomerRow, len(rows))
	for i, row := range rows {
		before := &callflow.Customer{AssignmentID: u.assignmentID, CustomerID: row.CustomerID, Custom: make(map[int64]callflow.Value)}
		before.SetCard(row.Card)
		if row.Written == store.Created {
			before.Updated, before.UpdatedBy, before.UpdateMethod = u.today, u.session.User.Name, callflow.MethodImportUpdate
		}
		puts[i] = store.CustomerRow{Customer: before, Card: before.Card(fields), Merge: func(held *callflow.Customer) {
			number := held.Number
			*held = *before
			held.Number = number
		}}
	}
	_, err := u.PutCustomers(u.assignmentID, puts)
	return err
}

func (u *undoing) takeOut(campaignID, number int64) error {
	campaign := u.session.Setup.Campaigns[campaignID]
	row, err := u.Row(campaignID, number)
	if callflow.ErrorCode(err) == callflow.NotFound || campaign == nil {
		return nil
	}
	if err != nil {
		return err
	}
	by := callflow.Status{User: u.session.User.Name, Cause: callflow.CauseManual, Alternative: callflow.CauseManual}
	if err := u.RemoveFromCampaign(row, campaign, by); err != nil {
		return err
	}
	return handout.ForgetClaims(u.Write, campaignID, number)
}
