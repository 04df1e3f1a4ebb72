package job

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/joblog"
)

// A chunk that could not be written is tried again, at first after a second, then after twice as long as the time before.
const (
	firstRetry = time.Second
	mostTries  = 8
)

// errGone ends a run whose job another server holds, or nobody any more.
var errGone = errors.New("the job is not held here any more")

// errKilled ends a run as the end of the process does.
var errKilled = errors.New("the process was killed")

// run is a job that runs here.
type run struct {
	*Runner
	key
	kind Kind
}

// run goes on with the job until it is over or stopped, another server holds it, or the process ends: then it is given back.
func (r *run) run() {
	ctx, cancel := context.WithCancel(r.ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() { r.renew(ctx, cancel) })
	err := r.do(ctx)
	cancel()
	renewing.Wait()
	switch {
	case err == nil, errors.Is(err, errGone), errors.Is(err, errKilled):
	case r.ctx.Err() != nil:
		r.giveBack()
	default:
		r.stopFor(err)
	}
}

// do prepares the job, and does it chunk by chunk.
func (r *run) do(ctx context.Context) error {
	var chunks Chunks
	err := r.try(ctx, func() (err error) {
		chunks, err = r.prepare(ctx)
		return err
	})
	if err != nil {
		return err
	}
	defer chunks.Close()
	pace := newPace()
	for {
		var over bool
		err := r.try(ctx, func() (err error) {
			over, err = r.chunk(ctx, chunks, pace)
			return err
		})
		if err != nil || over {
			return err
		}
		if r.between != nil && !r.between() {
			return errKilled
		}
		if !pause(ctx, pace.rest()) {
			return ctx.Err()
		}
	}
}

func (r *run) prepare(ctx context.Context) (Chunks, error) {
	var job *joblog.Job
	err := r.store.Read(ctx, r.accountID, func(s *store.Snapshot) (err error) {
		job, err = joblog.Get(s, r.key.kind, r.subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !r.holds(job) {
		return nil, errGone
	}
	return r.kind.Work.Prepare(ctx, r.accountID, job)
}

func (r *run) holds(job *joblog.Job) bool {
	return job != nil && job.Holder == r.holder && job.Stopped == ""
}

// chunk does the next pieces in one write.
func (r *run) chunk(ctx context.Context, chunks Chunks, pace *pace) (over bool, err error) {
	select {
	case r.places <- struct{}{}:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	defer func() { <-r.places }()
	var begun time.Time // of the write's own time: those before it in the queue do not count
	err = r.store.Write(ctx, r.accountID, func(w *store.Write) error {
		begun = time.Now()
		w.SetNow(r.now().UnixMilli())
		job, err := r.held(w)
		if err != nil {
			return err
		}
		s, err := r.authority.Admit(w, auth.Asker{UserID: job.UserID, TokenID: job.TokenID}, r.kind.Right)
		if err != nil {
			return err
		}
		if over, err = chunks.Do(w, s, job, pace.pieces); err != nil {
			return err
		}
		if over {
			return joblog.End(w, job.Kind, job.Subject)
		}
		job.HeldUntil = r.leaseEnd()
		return joblog.Put(w, job)
	})
	if err == nil {
		pace.took(time.Since(begun))
	}
	return over, err
}

// held is the job as the write sees it, where this process holds it still.
func (r *run) held(w *store.Write) (*joblog.Job, error) {
	snapshot, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	job, err := joblog.Get(snapshot, r.key.kind, r.subject)
	if err == nil && !r.holds(job) {
		err = errGone
	}
	return job, err
}

// try does something again that the database had no answer for.
func (r *run) try(ctx context.Context, do func() error) error {
	wait := firstRetry
	for tries := 1; ; tries++ {
		err := do()
		if err == nil || isFinal(err) || tries == mostTries {
			return err
		}
		r.authority.Log().Warn("a job is tried again", slog.Int64("account", r.accountID), slog.String("kind", r.key.kind), slog.Any("error", err))
		if !pause(ctx, wait) {
			return err
		}
		wait *= 2
	}
}

// isFinal says whether trying again is no use: something was decided, or the process ends.
func isFinal(err error) bool {
	if errors.Is(err, errGone) || errors.Is(err, context.Canceled) {
		return true
	}
	switch callflow.ErrorCode(err) {
	case callflow.Unavailable, callflow.Internal:
		return false
	default:
		return true
	}
}

// renew renews the lease for as long as the job runs, and ends the run where another server holds it.
func (r *run) renew(ctx context.Context, end context.CancelFunc) {
	for pause(ctx, renewEvery) {
		kept := false
		err := r.change(ctx, r.key, func(job *joblog.Job) bool {
			if kept = r.holds(job); kept {
				job.HeldUntil = r.leaseEnd()
			}
			return kept
		})
		if err == nil && !kept {
			end()
		}
	}
}

// giveBack ends the lease, so that whoever looks next goes on.
func (r *run) giveBack() {
	err := r.change(context.Background(), r.key, func(job *joblog.Job) bool {
		held := r.holds(job)
		job.HeldUntil = 0
		return held
	})
	r.note("a job could not be given back", err) // its lease runs out
}

// stopFor notes that nobody goes on with the job, and why.
func (r *run) stopFor(why error) {
	err := r.store.Write(context.Background(), r.accountID, func(w *store.Write) error {
		w.SetNow(r.now().UnixMilli())
		job, err := r.held(w)
		if err != nil {
			return err
		}
		job.Holder, job.HeldUntil, job.Stopped = "", 0, callflow.ErrorText(why)
		if err := r.kind.Work.Stop(w, job, why); err != nil {
			return err
		}
		return joblog.Put(w, job)
	})
	if !errors.Is(err, errGone) {
		r.note("a job could not be stopped", err) // its lease runs out, and another run comes to the same
	}
}

// note logs what failed of a job, and why; nil is nothing.
func (r *run) note(what string, err error) {
	if err != nil {
		r.authority.Log().Warn(
			"a job met an error", slog.String("what", what),
			slog.Int64("account", r.accountID), slog.String("kind", r.key.kind), slog.Any("error", err),
		)
	}
}
