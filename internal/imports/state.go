package imports

import (
	"context"
	"slices"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// State is an import as it stands, for whoever may see it.
type State struct {
	importer.Result
	CampaignIDs []int64 // that its customers were to be added to
	ID          int64
	Status      string
	FileName    string
	User        string
	CreatedAt   int64 // milliseconds since 1970, 0 for not yet
	FinishedAt  int64
	Bytes, Size int64
	Error       string
	Going       bool  // it is not over
	Undoable    bool  // as far as its age and its end go
	Undo        *Undo // where it takes, or took, more than one transaction
}

// going are the statuses of an import with which something goes on.
var going = []string{importer.Waiting, importer.Running, statusUndoing}

func (a *Service) stateOf(job *importlog.Job, accountID int64) State {
	job = a.standing(job, accountID)
	kept := keptOf(job)
	return State{
		Result: kept.Result, CampaignIDs: kept.CampaignIDs,
		ID: job.ID, Status: job.Status, FileName: job.FileName, User: job.User, CreatedAt: job.CreatedAt, FinishedAt: job.FinishedAt,
		Bytes: job.Bytes, Size: job.Size, Error: job.Error, Going: slices.Contains(going, job.Status), Undo: kept.Undo,
		Undoable: !kept.DryRun && undoable(job, a.now().UnixMilli()) == nil,
	}
}

// States are an assignment's imports, the newest first.
func (a *Service) States(ctx context.Context, s *auth.Session, assignmentID int64) (states []State, err error) {
	err = a.readImports(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		if _, err := s.Assignment(assignmentID); err != nil {
			return err
		}
		jobs, err := importlog.List(r, assignmentID, statesShown)
		states = make([]State, len(jobs))
		for i := range jobs {
			states[i] = a.stateOf(&jobs[i], s.AccountID)
		}
		return err
	})
	return states, err
}

// statesShown is how many imports are shown of an assignment.
const statesShown = 20

// State shows one import.
func (a *Service) State(ctx context.Context, s *auth.Session, assignmentID, id int64) (state State, err error) {
	err = a.readImports(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		job, err := importOf(r, s, assignmentID, id)
		if err == nil {
			state = a.stateOf(job, s.AccountID)
		}
		return err
	})
	return state, err
}

func (a *Service) readImports(ctx context.Context, s *auth.Session, read func(r *store.Snapshot, s *auth.Session) error) error {
	if err := s.May(auth.WriteCustomers); err != nil {
		return err
	}
	return a.Read(ctx, s, read)
}
