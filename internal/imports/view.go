package imports

import (
	"context"
	"encoding/json"
	"strconv"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/notes"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/statuslist"
	"callflow/internal/tabular"
)

// importView is what is told of an import. Times are as the record writes them, "" for not yet.
type importView struct {
	ID         int64  `json:"id"`
	Status     string `json:"status"`
	FileName   string `json:"file_name"`
	User       string `json:"user"`
	CreatedAt  string `json:"created_at"`
	FinishedAt string `json:"finished_at"`
	Bytes      int64  `json:"bytes"`
	Size       int64  `json:"size"`
	importer.Result
	Error string `json:"error"`
	Undo  *Undo  `json:"undo,omitempty"`
}

func viewImport(job *importlog.Job, s *auth.Session) *importView {
	view := &importView{
		ID: job.ID, Status: job.Status, FileName: job.FileName, User: job.User, Bytes: job.Bytes, Size: job.Size, Error: job.Error,
		CreatedAt: s.Minute(job.CreatedAt), FinishedAt: s.Minute(job.FinishedAt),
	}
	kept := keptOf(job)
	view.Result, view.Undo = kept.Result, kept.Undo
	return view
}

func keptOf(job *importlog.Job) keptResult {
	var kept keptResult
	_ = json.Unmarshal([]byte(job.Result), &kept) // it was written here
	if kept.Notes == nil {
		kept.Notes = []notes.Note{} // of an import before there were any
	}
	return kept
}

// standing is an import as it is shown: one whose server gives no sign of life any more was interrupted.
func (a *Service) standing(job *importlog.Job, accountID int64) *importlog.Job {
	running := job.Status == importer.Running || job.Status == importer.Waiting
	if running && !a.isRunning(importKey{accountID, job.ID}) && a.now().UnixMilli()-job.SeenAt > importSilence.Milliseconds() {
		shown := *job
		shown.Status = importer.Interrupted
		return &shown
	}
	return job
}

// importsShown is how many imports a list has: the newest.
const importsShown = 100

// List lists an assignment's imports, the newest first, as a JSON array.
func (a *Service) List(ctx context.Context, s *auth.Session, assignmentID int64) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		if _, err := s.Assignment(assignmentID); err != nil {
			return nil, err
		}
		jobs, err := importlog.List(r, assignmentID, importsShown)
		if err != nil {
			return nil, err
		}
		views := make([]*importView, len(jobs))
		for i := range jobs {
			views[i] = viewImport(a.standing(&jobs[i], s.AccountID), s)
		}
		return auth.EncodeBody(views)
	})
}

// Show shows one import.
func (a *Service) Show(ctx context.Context, s *auth.Session, assignmentID, id int64) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		job, err := importOf(r, s, assignmentID, id)
		if err != nil {
			return nil, err
		}
		view := viewImport(a.standing(job, s.AccountID), s)
		if err := a.rows.show(r, importKey{s.AccountID, id}, view); err != nil {
			return nil, err
		}
		return auth.EncodeBody(view)
	})
}

func importOf(r *store.Snapshot, s *auth.Session, assignmentID, id int64) (*importlog.Job, error) {
	if _, err := s.Assignment(assignmentID); err != nil {
		return nil, err
	}
	return importlog.Get(r, assignmentID, id)
}

// importedRow is what became of a row.
type importedRow struct {
	Line        int64    `json:"line"`
	CustomerID  string   `json:"customer_id"`
	Result      string   `json:"result"`
	CallflowIDs []string `json:"callflow__ids"`
}

// results are what became of rows, by store.Written.
var results = [...]string{store.Unchanged: "unchanged", store.Created: "created", store.Updated: "updated"}

// ListRows tells what became of an import's rows, after a line: whose each is, and where that customer is called.
func (a *Service) ListRows(ctx context.Context, s *auth.Session, request *RowsRequest) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		if _, err := importOf(r, s, request.AssignmentID, request.ID); err != nil {
			return nil, err
		}
		rows, err := importlog.Rows(r, request.ID, request.After, request.Limit)
		if err != nil {
			return nil, err
		}
		page := struct {
			Results   []importedRow `json:"results"`
			NextAfter int64         `json:"next_after"`
		}{[]importedRow{}, request.After}
		view := &importedView{snapshot: r, session: s, assignmentID: request.AssignmentID}
		for i := range rows {
			row, err := view.of(&rows[i])
			if err != nil {
				return nil, err
			}
			page.Results = append(page.Results, row)
			page.NextAfter = rows[i].Line
		}
		return auth.EncodeBody(page)
	})
}

// RowsRequest asks for what became of rows after a line.
type RowsRequest struct {
	AssignmentID int64
	ID           int64
	After        int64
	Limit        int
}

// importedView shows what became of rows.
type importedView struct {
	snapshot     *store.Snapshot
	session      *auth.Session
	assignmentID int64
	batch        statuslist.Batch
}

func (v *importedView) of(row *importlog.Row) (importedRow, error) {
	shown := importedRow{Line: row.Line, Result: results[row.Written], CallflowIDs: []string{}}
	if err := v.snapshot.CustomerByNumber(v.assignmentID, row.Number, &v.batch); err != nil {
		return shown, err
	}
	shown.CustomerID = string(v.batch.Rows[0].CustomerID)
	for _, campaign := range v.session.Setup.CampaignsOf(v.assignmentID) {
		there, err := v.snapshot.InCampaign(campaign.ID, row.Number)
		if err != nil {
			return shown, err
		}
		if there {
			shown.CallflowIDs = append(shown.CallflowIDs, strconv.FormatInt(campaign.ID, 10)+"-"+strconv.FormatInt(row.Number, 10))
		}
	}
	return shown, nil
}

// readWith is how the file of an import was read, as far as its rows can be written so again.
func readWith(job *importlog.Job) tabular.Options {
	kept := keptOf(job)
	if kept.Reading == nil {
		return tabular.Options{}
	}
	return kept.Reading.Options()
}

func textsOfJSON(text string) []string {
	var texts []string
	_ = json.Unmarshal([]byte(text), &texts) // it was written here; "" is none
	return texts
}

// MayImport says whether there is such an assignment for the caller, before a file is sent for it.
func (a *Service) MayImport(s *auth.Session, assignmentID int64) error {
	_, err := s.Assignment(assignmentID)
	return err
}
