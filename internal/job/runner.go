// Package job runs work that goes on after the request that asked for it: in chunks, each a write of its own that is decided with the permission
// of then, so small that nobody else who writes the account waits for long. A job stands in the database with a lease: where its server is gone,
// another one goes on. What the work is, its kind knows. It may import auth and store, and no package whose verbs stand on it.
package job

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/joblog"
)

const (
	lease        = 30 * time.Second // for which a job is left to whoever holds it; renewed while it runs
	renewEvery   = lease / 3
	lookEvery    = 15 * time.Second       // for jobs that nobody holds any more
	waitEvery    = 250 * time.Millisecond // between looks at a job that another server runs
	chunksAtOnce = 2                      // of all accounts; of one job one at a time
)

// Kind is a sort of work.
type Kind struct {
	Name  string
	Right auth.Right // that whoever asks needs, as long as it goes on
	Work  Work
}

// Work does the jobs of a kind.
type Work interface {
	// Prepare takes what the chunks need, and holds nobody up. Each server that goes on with the job prepares it anew.
	Prepare(ctx context.Context, accountID int64, job *joblog.Job) (Chunks, error)
	// Stop notes that nobody goes on with a job, and why.
	Stop(w *store.Write, job *joblog.Job, why error) error
}

// Chunks does one job.
type Chunks interface {
	// Do does up to so many pieces within one write, and notes in the job how far it came. Like the write, it may be done again.
	Do(w *store.Write, s *auth.Session, job *joblog.Job, pieces int) (over bool, err error)
	// Close gives back what was taken.
	Close()
}

// Runner runs the jobs of this process.
type Runner struct {
	authority *auth.Service
	store     *store.Store
	now       func() time.Time
	holder    string // what this process is called in leases
	kinds     map[string]Kind
	places    chan struct{}
	between   func() bool // of a test: what happens between two chunks; false ends the run as a kill of the process would

	mu      sync.Mutex
	running map[key]chan struct{} // closed when the run has ended
	work    sync.WaitGroup
	ctx     context.Context //nolint:containedctx // ends with the process
	stop    context.CancelFunc
}

// key names a job.
type key struct {
	accountID int64
	kind      string
	subject   int64
}

// New makes a runner. now is the clock.
func New(authority *auth.Service, s *store.Store, now func() time.Time) *Runner {
	r := &Runner{
		authority: authority, store: s, now: now, holder: rand.Text(), kinds: make(map[string]Kind), places: make(chan struct{}, chunksAtOnce),
		running: make(map[key]chan struct{}),
	}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// Add makes a kind of work known. Every kind is added before the first job runs.
func (r *Runner) Add(kind Kind) { r.kinds[kind.Name] = kind }

// Stop interrupts the jobs that run, and those who wait for them. Another server, or the next process, goes on with them.
func (r *Runner) Stop() { r.stop() }

// End is Stop, and waits until no job runs.
func (r *Runner) End() {
	r.stop()
	r.mu.Lock()   // whoever begins one does so within, and begins none any more
	r.mu.Unlock() //nolint:staticcheck // it is empty: that nobody is within is all that is waited for
	r.work.Wait()
}

// Put notes in a write that there is a job for who asks, to be begun by this process once the write is committed.
func (r *Runner) Put(w *store.Write, s *auth.Session, job *joblog.Job) error {
	asker := s.Asker()
	job.UserID, job.TokenID, job.Stopped = asker.UserID, asker.TokenID, ""
	job.Holder, job.HeldUntil = r.holder, r.leaseEnd()
	return joblog.Put(w, job)
}

func (r *Runner) leaseEnd() int64 { return r.now().Add(lease).UnixMilli() }

// Start begins to run a job that this process holds.
func (r *Runner) Start(accountID int64, kind string, subject int64) {
	k := key{accountID, kind, subject}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running[k] != nil || r.ctx.Err() != nil {
		return
	}
	ended := make(chan struct{})
	r.running[k] = ended
	r.work.Go(func() {
		defer func() {
			r.mu.Lock()
			delete(r.running, k)
			r.mu.Unlock()
			close(ended)
		}()
		(&run{Runner: r, key: k, kind: r.kinds[kind]}).run()
	})
}

// Wait waits until a job is over or was stopped, in whichever process; it begins it here where its lease has run out.
func (r *Runner) Wait(ctx context.Context, accountID int64, kind string, subject int64) error {
	k := key{accountID, kind, subject}
	for {
		goes, err := r.goes(ctx, k)
		if err != nil || !goes {
			return err
		}
		r.await(ctx, k)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if r.ctx.Err() != nil {
			return auth.ErrStopping
		}
	}
}

// await waits until a run here has ended, or, where there is none, a little.
func (r *Runner) await(ctx context.Context, k key) {
	r.mu.Lock()
	ended := r.running[k]
	r.mu.Unlock()
	var soon <-chan time.Time
	if ended == nil {
		timer := time.NewTimer(waitEvery)
		defer timer.Stop()
		soon = timer.C
	}
	select {
	case <-ended:
	case <-soon:
	case <-ctx.Done():
	case <-r.ctx.Done():
	}
}

// goes says whether somebody goes on with a job, and sees to it that somebody does.
func (r *Runner) goes(ctx context.Context, k key) (goes bool, err error) {
	var job *joblog.Job
	err = r.store.Read(ctx, k.accountID, func(s *store.Snapshot) (err error) {
		job, err = joblog.Get(s, k.kind, k.subject)
		return err
	})
	if err != nil || job == nil || job.Stopped != "" {
		return false, err
	}
	if job.HeldUntil < r.now().UnixMilli() {
		return true, r.takeUp(ctx, k)
	}
	return true, nil
}

// Keep takes up jobs that nobody holds any more, until ctx ends.
func (r *Runner) Keep(ctx context.Context) {
	for {
		if err := r.TakeUp(ctx); err != nil && ctx.Err() == nil {
			r.authority.Log().Warn("jobs that nobody goes on with can't be looked for", slog.Any("error", err))
		}
		if !pause(ctx, lookEvery) {
			return
		}
	}
}

// TakeUp looks once through all accounts for jobs whose lease has run out, and goes on with them.
func (r *Runner) TakeUp(ctx context.Context) error {
	accounts, err := r.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, accountID := range accounts {
		jobs, err := joblog.Free(ctx, r.store, accountID, r.now().UnixMilli())
		if err != nil {
			return err
		}
		for i := range jobs {
			if err := r.takeUp(ctx, key{accountID, jobs[i].Kind, jobs[i].Subject}); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeUp begins to run a job here, unless somebody holds it or this version knows no such work.
func (r *Runner) takeUp(ctx context.Context, k key) error {
	if r.kinds[k.kind].Work == nil {
		return nil
	}
	taken := false
	err := r.change(ctx, k, func(job *joblog.Job) bool {
		taken = job.Stopped == "" && job.HeldUntil < r.now().UnixMilli()
		if taken {
			job.Holder, job.HeldUntil = r.holder, r.leaseEnd()
		}
		return taken
	})
	if err == nil && taken {
		r.Start(k.accountID, k.kind, k.subject)
	}
	return err
}

// change changes a job that is still there, where the change says so.
func (r *Runner) change(ctx context.Context, k key, change func(*joblog.Job) bool) error {
	return r.store.Write(ctx, k.accountID, func(w *store.Write) error {
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		job, err := joblog.Get(snapshot, k.kind, k.subject)
		if err != nil || job == nil || !change(job) {
			return err
		}
		return joblog.Put(w, job)
	})
}

// pause waits, and says whether to go on.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
