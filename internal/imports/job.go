// Package imports holds the imports of accounts: files that were sent and wait, rehearsals, imports on their way, what became of them, and their
// undo. What an import does with its file, importer knows. It may import auth, importer, job, limit, notes, person, store, and tabular with its rooms
// csv and heading.
package imports

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/job"
	"callflow/internal/limit"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// RowsKeptFor is how long it is kept what undoing an import takes.
const RowsKeptFor = 30 * 24 * time.Hour

const (
	importsAtOnce  = 2           // of all accounts; of one account one at a time
	importSign     = time.Second // how often an import says how far it is
	importSilence  = time.Minute // after which whoever ran it is taken for gone
	mostRejections = 100_000     // that are kept of one import
	keptTogether   = 1000
)

// Service are the imports that this process runs.
type Service struct {
	*auth.Service
	importing *importer.Service
	runner    *job.Runner
	store     *store.Store
	now       func() time.Time

	mu       sync.Mutex
	accounts map[int64]turn
	running  map[importKey]bool
	slots    chan struct{}
	files    *keptFiles
	rooms    importRooms
	rows     explainedRows
	work     sync.WaitGroup
	ctx      context.Context //nolint:containedctx // ends with the process
	stop     context.CancelFunc
}

type importKey struct{ account, id int64 }

// New makes the imports of this process. What lasts, runner goes on with.
func New(importing *importer.Service, runner *job.Runner) *Service {
	a := &Service{
		Service: importing.Service, importing: importing, runner: runner, store: importing.Store, now: importing.Clock,
		accounts: make(map[int64]turn), running: make(map[importKey]bool), slots: make(chan struct{}, importsAtOnce), files: newKeptFiles(),
	}
	runner.Add(job.Kind{Name: undoKind, Right: auth.WriteCustomers, Work: undoWork{a}})
	a.rooms.held = make(map[limit.FileOwner]roomBounds)
	a.ctx, a.stop = context.WithCancel(context.Background())
	return a
}

// End interrupts the imports that run, and waits until they have noted how far they came. Files that wait for theirs go.
func (a *Service) End() {
	a.stop()
	a.work.Wait()
	a.files.dropAll()
}

// Ending says whether the process ends: nothing that takes long is begun any more.
func (a *Service) Ending() bool { return a.ctx.Err() != nil }

func (a *Service) isRunning(key importKey) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.running[key]
}

// turn is held by the import of an account that runs, or the undo of a large one.
type turn chan struct{}

// take waits for the turn, and gives what ends it; false where ctx ends first.
func (t turn) take(ctx context.Context) (end func(), ok bool) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, true
	case <-ctx.Done():
		return nil, false
	}
}

func (a *Service) turnOf(account int64) turn {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.accounts[account] == nil {
		a.accounts[account] = make(turn, 1)
	}
	return a.accounts[account]
}

// File is a file that was sent. It is removed when the import has ended, or is not begun.
type File struct {
	*os.File
	Name string // as the sender calls it
	Size int64
	Wait time.Duration // how long the answer may be put off until the import has ended
	Kept bool          // where the import is not begun it is not removed: whoever sent it may choose otherwise
	Room *Room         // that it takes until it is removed; may be nil
}

func (f *File) remove() {
	_ = f.Close() // it is read to its end, or of no use any more
	_ = os.Remove(f.File.Name())
	f.Room.Release()
}

// refuse lets go of a file whose import is not begun, but for one that is kept.
func (f *File) refuse() {
	if f.Kept {
		f.Room.Release()
		return
	}
	f.remove()
}

// importJob is an import on its way.
type importJob struct {
	jobs      *Service
	accountID int64
	im        *importer.Run
	file      *File
	record    importlog.Job
	audit     importer.Audit
	bytes     atomic.Int64
	told      int64                 // rejections
	pending   []importlog.Rejection // not kept yet
	since     int64                 // how far the audit had come when the first of them may have been read
	done      chan struct{}
}

// Start begins to import a file that was sent, and answers the import as it stands. What is wrong with the file as a whole is told
// at once, before anything is kept.
func (a *Service) Start(ctx context.Context, s *auth.Session, r *importer.Request, file *File) (*auth.Answer, error) {
	answer, err := a.KeptAnswer(ctx, s)
	switch {
	case err != nil:
		file.refuse()
		return nil, err
	case answer != nil: // another file was imported for the same request
		file.remove()
		return answer, a.showNow(ctx, s, r.AssignmentID, answer)
	}
	r.Source, r.Options.Name, r.By = file, file.Name, s.User.Name
	importing, err := toImport(s)
	if err != nil {
		file.refuse()
		return nil, err
	}
	job := &importJob{jobs: a, accountID: s.AccountID, im: importer.NewRun(a.importing, importing, r), file: file, done: make(chan struct{})}
	r.Progress = job.bytes.Store
	r.Rejected = job.reject
	if !r.DryRun {
		r.Wrote = job.wrote
	}
	answer, err = job.begin(ctx, s)
	if err != nil {
		file.refuse()
		return nil, err
	}
	a.work.Go(job.run)
	if file.Wait > 0 {
		timer := time.NewTimer(file.Wait)
		defer timer.Stop()
		select {
		case <-job.done:
		case <-timer.C:
		case <-ctx.Done():
		}
		report, err := a.Show(context.WithoutCancel(ctx), s, r.AssignmentID, job.record.ID)
		if err != nil {
			return nil, err
		}
		answer.Body = report.Body
	}
	return answer, nil
}

// showNow lets the kept answer of an import tell the import as it stands now: it was kept without, when the import had only begun.
func (a *Service) showNow(ctx context.Context, s *auth.Session, assignmentID int64, answer *auth.Answer) error {
	id, err := strconv.ParseInt(answer.Location, 10, 64)
	if err != nil {
		return nil //nolint:nilerr // nothing else is kept of it
	}
	report, err := a.Show(ctx, s, assignmentID, id)
	if err == nil {
		answer.Body = report.Body
	}
	return err
}

// toImport is the caller as somebody who imports, whatever the request was that began it.
func toImport(s *auth.Session) (*auth.Session, error) {
	importing := *s
	importing.Key, importing.Match = nil, nil
	return &importing, importing.May(auth.WriteCustomers)
}

// begin opens the file, looks at what is asked for, and notes the import. What it does is decided when its turn has come.
func (j *importJob) begin(ctx context.Context, s *auth.Session) (*auth.Answer, error) {
	defer j.im.Close()
	if err := j.im.Check(ctx); err != nil {
		return nil, err
	}
	var explained explainedFile
	if j.im.Request.DryRun {
		var err error
		if explained, err = j.explain(ctx, s); err != nil {
			return nil, err
		}
	}
	columns, err := json.Marshal(importer.HeadingsOfFile(j.im.Reader))
	if err != nil {
		return nil, err
	}
	j.im.Close() // it waits, maybe for hours, without what was read of it
	var told []byte
	answer, err := j.jobs.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		j.record = importlog.Job{
			AssignmentID: j.im.Request.AssignmentID, Status: importer.Waiting, FileName: j.file.Name, User: s.User.Name,
			CreatedAt: w.Now, SeenAt: w.Now, Size: j.file.Size, Columns: string(columns),
		}
		if err := j.note(); err != nil {
			return nil, err
		}
		if j.record.ID, err = importlog.Create(w, &j.record); err != nil {
			return nil, err
		}
		if err := j.audit.Begin(w, s, j.im.Request); err != nil {
			return nil, err
		}
		told, err = auth.EncodeBody(viewImport(&j.record, s))
		return &auth.Answer{Created: true, Location: strconv.FormatInt(j.record.ID, 10)}, err // kept without what the file is called: see showNow
	})
	if err == nil && answer.Replayed { // the same request came twice at once
		err = &callflow.Error{Code: callflow.Conflict, Message: "The same request is being answered.", Fix: "Ask for the imports of the assignment."}
	}
	if err == nil {
		answer.Body = told
		j.jobs.rows.hold(importKey{j.accountID, j.record.ID}, explained)
		j.jobs.mu.Lock()
		j.jobs.running[importKey{j.accountID, j.record.ID}] = true
		j.jobs.mu.Unlock()
	}
	return answer, err
}

// explain tells the first rows of a dry run's file.
func (j *importJob) explain(ctx context.Context, s *auth.Session) (held explainedFile, err error) {
	if held.audited, err = j.jobs.latestAudit(ctx, s); err != nil {
		return held, err
	}
	read, err := j.im.Explain()
	if err == nil {
		held.rows = read.Rows
	}
	return held, err
}

// keptResult is what is kept of an import: what was counted, and where its customers were to be called.
type keptResult struct {
	importer.Result
	CampaignIDs []int64 `json:"campaign_ids,omitempty"`
	ReadAs      string  `json:"read_as,omitempty"` // what a file of its rejected rows tells of how the file was read
	Undo        *Undo   `json:"undo,omitempty"`    // where it takes, or took, more than one transaction
}

// note brings the record up to date with what was counted.
func (j *importJob) note() error {
	counts := j.im.Counts()
	result, err := json.Marshal(keptResult{Result: counts, CampaignIDs: j.im.Request.CampaignIDs, ReadAs: counts.ReadAs})
	j.record.Result, j.record.Bytes = string(result), j.bytes.Load()
	return err
}

// run imports, one file of an account at a time, and notes how it ended.
func (j *importJob) run() {
	defer close(j.done)
	defer j.file.remove()
	defer j.im.Close()
	jobs := j.jobs
	endTurn, _ := jobs.turnOf(j.accountID).take(context.Background())
	defer endTurn()
	jobs.slots <- struct{}{}
	defer func() { <-jobs.slots }()
	ended := make(chan struct{})
	var signs sync.WaitGroup
	signs.Go(func() { j.giveSigns(ended) })
	j.im.Ahead = &importer.ReadAhead{Latest: j.latestAudit}
	err := j.im.RunAnew(jobs.ctx)
	close(ended)
	signs.Wait()
	j.end(err)
	jobs.mu.Lock()
	delete(jobs.running, importKey{j.accountID, j.record.ID})
	jobs.mu.Unlock()
}

// giveSigns says how far the import is, now and then.
func (j *importJob) giveSigns(ended <-chan struct{}) {
	j.record.Status = importer.Running
	ticker := time.NewTicker(importSign)
	defer ticker.Stop()
	for {
		j.keepNow()
		_ = j.save() // the next sign says it as well
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
	}
}

func (j *importJob) save() error {
	if err := j.note(); err != nil {
		return err
	}
	j.record.SeenAt = j.jobs.now().UnixMilli()
	return j.jobs.store.Write(context.Background(), j.accountID, func(w *store.Write) error {
		if err := importlog.Update(w, &j.record); err != nil || j.record.FinishedAt == 0 {
			return err
		}
		counts := j.im.Counts()
		return j.audit.End(w, j.record.Status, &counts)
	})
}

func (j *importJob) end(failed error) {
	kept := j.keepPending()
	failed = errors.Join(failed, kept)
	j.record.Status, j.record.FinishedAt = importer.StatusOf(failed), j.jobs.now().UnixMilli()
	if j.record.Status == importer.Failed {
		j.record.Error = callflow.ErrorText(failed)
	}
	_ = j.save() // it shows as interrupted then
}

// wrote keeps, in the rows' own transaction, what undoing them takes.
func (j *importJob) wrote(w *store.Write, rows []importer.WrittenRow) error {
	kept := make([]importlog.Row, len(rows))
	for i := range rows {
		row := &rows[i]
		campaigns := make([]string, len(row.Campaigns))
		for k, id := range row.Campaigns {
			campaigns[k] = strconv.FormatInt(id, 10)
		}
		kept[i] = importlog.Row{
			Line: int64(row.Line), Number: row.Number, Written: row.Written, Seq: w.Moment.Seq, Campaigns: strings.Join(campaigns, ","), Card: row.Before,
		}
	}
	return importlog.KeepRows(w, j.record.ID, kept)
}
