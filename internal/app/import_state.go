package app

import (
	"context"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// ImportState is an import as it stands, for whoever may see it.
type ImportState struct {
	ImportResult
	CampaignIDs []int64 // that its customers were to be added to
	ID          int64
	Status      string
	FileName    string
	User        string
	CreatedAt   int64 // milliseconds since 1970, 0 for not yet
	FinishedAt  int64
	Bytes, Size int64
	Error       string
	Going       bool // it is not over
	Undoable    bool // as far as its age, its size and its end go
}

func (a *App) stateOf(job *store.ImportJob, accountID int64) ImportState {
	job = a.standing(job, accountID)
	kept := keptOf(job)
	return ImportState{
		ImportResult: kept.ImportResult, CampaignIDs: kept.CampaignIDs,
		ID: job.ID, Status: job.Status, FileName: job.FileName, User: job.User, CreatedAt: job.CreatedAt, FinishedAt: job.FinishedAt,
		Bytes: job.Bytes, Size: job.Size, Error: job.Error, Going: job.Status == importWaiting || job.Status == importRunning,
		Undoable: !kept.DryRun && kept.Created+kept.Updated+kept.Unchanged <= mostUndone && undoable(job, a.now().UnixMilli()) == nil,
	}
}

// ImportStates are an assignment's imports, the newest first.
func (a *App) ImportStates(ctx context.Context, s *auth.Session, assignmentID int64) (states []ImportState, err error) {
	err = a.readImports(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		if _, err := s.Assignment(assignmentID); err != nil {
			return err
		}
		jobs, err := r.Imports(assignmentID, statesShown)
		states = make([]ImportState, len(jobs))
		for i := range jobs {
			states[i] = a.stateOf(&jobs[i], s.AccountID)
		}
		return err
	})
	return states, err
}

// statesShown is how many imports are shown of an assignment.
const statesShown = 20

// ImportState shows one import.
func (a *App) ImportState(ctx context.Context, s *auth.Session, assignmentID, id int64) (state ImportState, err error) {
	err = a.readImports(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		job, err := importOf(r, s, assignmentID, id)
		if err == nil {
			state = a.stateOf(job, s.AccountID)
		}
		return err
	})
	return state, err
}

func (a *App) readImports(ctx context.Context, s *auth.Session, read func(r *store.Snapshot, s *auth.Session) error) error {
	if err := s.May(auth.WriteCustomers); err != nil {
		return err
	}
	return a.Read(ctx, s, read)
}
