package imports

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
)

// auditedUndo is what the audit calls an undo.
const auditedUndo = "undid an import into"

// mostUndone bounds how many rows are undone: it is one transaction, whole or not at all.
const mostUndone = 100_000

// Undo undoes an import that nothing has built upon: the customers that it put into campaigns leave them, those that it changed
// have their values back, and those that it made are left with their ids alone, since an id that was told is not given to somebody else.
func (a *Service) Undo(ctx context.Context, s *auth.Session, assignmentID, id int64) (*auth.Answer, error) {
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		snapshot, err := w.Snapshot()
		if err != nil {
			return nil, err
		}
		job, err := importOf(snapshot, s, assignmentID, id)
		if err != nil {
			return nil, err
		}
		job = a.standing(job, s.AccountID)
		if err := undoable(job, w.Now); err != nil {
			return nil, err
		}
		u := &undoing{Write: w, session: s, snapshot: snapshot, assignmentID: assignmentID, importID: id, today: a.Today(s)}
		if u.rows, err = snapshot.ImportRows(id, -1, mostUndone+1); err != nil {
			return nil, err
		}
		if err := u.all(); err != nil {
			return nil, err
		}
		job.Status, job.SeenAt = importer.Undone, w.Now
		if err := w.UpdateImport(job); err != nil {
			return nil, err
		}
		entry := store.AuditEntry{Action: auditedUndo, Noun: "assignment", NounID: assignmentID, Count: int64(len(u.rows))}
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

func undoable(job *store.ImportJob, now int64) error {
	switch {
	case job.Status == importer.Undone:
		return refuse("The import is undone already.", "Import the file again, if it was right.")
	case job.Status == importer.Running || job.Status == importer.Waiting:
		return refuse("The import is not over yet.", "Wait until it is done, then undo it.")
	case now-job.CreatedAt > RowsKeptFor.Milliseconds():
		return refuse("The import is older than 30 days: what undoing it takes is not kept any more.", "Change or remove its customers one by one.")
	}
	return nil
}

// undoing is an undo on its way.
type undoing struct {
	*store.Write
	session      *auth.Session
	snapshot     *store.Snapshot
	assignmentID int64
	importID     int64
	today        string
	rows         []store.ImportedRow
	batch        store.Batch
}

func (u *undoing) all() error {
	if len(u.rows) > mostUndone {
		message := fmt.Sprintf("The import has more than %d rows, and is undone whole or not at all.", mostUndone)
		return refuse(message, "Import a file with the right values over it.")
	}
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
		return u.refused(movedOn)
	}
	for i := len(u.rows) - 1; i >= 0; i-- {
		if err := u.row(&u.rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// refused says why nothing is undone, where customers have moved on: a later import may have written them.
func (u *undoing) refused(movedOn map[int64]bool) error {
	later, err := u.laterImport(movedOn)
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

// laterLooked is how many of the latest imports are looked at for the one that wrote customers after an earlier one.
const laterLooked = 50

// laterImport is the first import after this one that wrote one of the customers, undone since or not; 0 where there is none, or where more
// rows were written since than are looked at.
func (u *undoing) laterImport(numbers map[int64]bool) (id int64, err error) {
	jobs, err := u.snapshot.Imports(u.assignmentID, laterLooked)
	if err != nil {
		return 0, err
	}
	left := mostUndone
	for i := len(jobs) - 1; i >= 0 && left > 0; i-- {
		if jobs[i].ID <= u.importID {
			continue
		}
		rows, err := u.snapshot.ImportRows(jobs[i].ID, -1, left)
		if err != nil {
			return 0, err
		}
		left -= len(rows)
		if slices.ContainsFunc(rows, func(row store.ImportedRow) bool { return row.Written != store.Unchanged && numbers[row.Number] }) {
			return jobs[i].ID, nil
		}
	}
	return 0, nil
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
		claims, err := u.snapshot.Claims(campaign.ID, number)
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

func (u *undoing) row(row *store.ImportedRow) error {
	for text := range strings.SplitSeq(row.Campaigns, ",") {
		campaignID, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			continue // it was added to none
		}
		if err := u.takeOut(campaignID, row.Number); err != nil {
			return err
		}
	}
	if row.Written == store.Unchanged {
		return nil
	}
	held, err := u.customer(row.Number)
	if err != nil {
		return err
	}
	before := &callflow.Customer{AssignmentID: u.assignmentID, CustomerID: held.CustomerID, Custom: make(map[int64]callflow.Value)}
	before.SetCard(row.Card)
	if row.Written == store.Created {
		before.Updated, before.UpdatedBy, before.UpdateMethod = u.today, u.session.User.Name, callflow.MethodImportUpdate
	}
	_, err = u.PutCustomer(before)
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
	return u.ForgetClaims(campaignID, number)
}
