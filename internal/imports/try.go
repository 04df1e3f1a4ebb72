package imports

import (
	"context"
	"errors"
	"sync"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
)

const (
	rehearsalsAtOnce = 2   // of all accounts; of one account one at a time
	problemsShown    = 200 // rows of a rehearsal that are shown with what is wrong
	changesShown     = 200 // cells that would change what customers have
	rewritesShown    = 3   // cells of a column that are kept in another form
	longestCell      = 200 // of a row that is shown, in bytes
)

// RehearsedCells is of how many columns a row that would be rejected has its cells, beside those that are wrong.
const RehearsedCells = 30

// Rehearse finds out what an import would do, as Start would do it for the caller, and writes nothing.
func (a *Service) Rehearse(ctx context.Context, s *auth.Session, r *importer.Request) (*importer.Result, error) {
	if err := s.May(auth.WriteCustomers); err != nil {
		return nil, err
	}
	var current *auth.Session
	err := a.Read(ctx, s, func(_ *store.Snapshot, now *auth.Session) error {
		current = now
		_, err := now.Assignment(r.AssignmentID)
		return err
	})
	if err != nil {
		return nil, err
	}
	r.DryRun, r.By = true, s.User.Name
	im := importer.NewRun(a.importing, current, r)
	defer im.Close()
	if err := im.Prepare(ctx); err != nil {
		return nil, err
	}
	if err = im.Execute(ctx); err == nil {
		im.TellRows()
	}
	counts := im.Counts()
	return &counts, err
}

// Rehearsal is how far the rehearsal of a file is, or what it came to.
type Rehearsal struct {
	Waiting, Running bool
	Bytes            int64
	Err              error // of the file as a whole
	Result           importer.Result
	Columns          []string              // of the file
	Problems         []RehearsedRow        // the first of those that would be rejected
	Changes          []importer.CellReport // the first cells that would change what customers have
	Changed          int64                 // all of them
	Rewrites         []importer.CellReport // the first cells of each column that are kept in another form
	Rewritten        int64                 // all of them
}

// RehearsedRow is a row that would be rejected, as the file has it.
type RehearsedRow struct {
	Line   int
	Cells  []string          // nil where the row can't be read; "" behind RehearsedCells unless they are wrong
	Reason string            // "" where it is said of cells
	Wrong  map[string]string // by column: what is wrong with the cell
}

// rehearsal is a rehearsal on its way. Its state grows, and what it has shown once stays as it is.
type rehearsal struct {
	choice   int64      // of the file, that is rehearsed
	mu       sync.Mutex // of what follows
	state    Rehearsal
	audited  int64                         // how far the account's audit had come when it began to read
	wrong    map[int][]importer.CellReport // by line, of rows that are not rejected yet
	rewrites map[string]int                // by column
	cancel   context.CancelFunc
}

func (h *rehearsal) end() {
	if h != nil {
		h.cancel()
	}
}

// succeeded says whether the file was rehearsed to its end, and can be imported.
func (h *rehearsal) succeeded() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.state.Waiting && !h.state.Running && h.state.Err == nil
}

// StartRehearsal begins to rehearse the import of a file, as it was chosen. One that is on its way ends.
func (a *Service) StartRehearsal(s *auth.Session, f *KeptFile) error {
	f.mu.Lock()
	defer f.mu.Unlock() // what is rehearsed stays what is chosen until the file knows of it
	r, err := f.request()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(a.ctx)
	h := &rehearsal{
		choice: f.choice, state: Rehearsal{Waiting: true}, cancel: cancel,
		wrong: make(map[int][]importer.CellReport), rewrites: make(map[string]int),
	}
	r.Rejected, r.Cell, r.Progress = h.reject, h.report, h.progress
	if f.preview != nil {
		for i := range f.preview.Columns {
			h.state.Columns = append(h.state.Columns, f.preview.Columns[i].Name)
		}
	}
	f.rehearsal.end()
	f.rehearsal = h
	own := *s // the request that asked goes on with its own
	a.work.Go(func() {
		defer cancel()
		a.rehearse(ctx, &own, r, h)
	})
	return nil
}

func (a *Service) rehearse(ctx context.Context, s *auth.Session, r *importer.Request, h *rehearsal) {
	leave, err := a.files.enterRehearsal(ctx, s.AccountID)
	if err != nil {
		h.over(nil, err)
		return
	}
	defer leave()
	audited, err := a.latestAudit(ctx, s)
	if err != nil {
		h.over(nil, err)
		return
	}
	h.mu.Lock()
	h.audited, h.state.Waiting, h.state.Running = audited, false, true
	h.mu.Unlock()
	h.over(a.Rehearse(ctx, s, r))
}

// enterRehearsal waits for the account's own place first, so that one account's files leave a slot to the others.
func (k *keptFiles) enterRehearsal(ctx context.Context, account int64) (leave func(), err error) {
	k.mu.Lock()
	own := k.accounts[account]
	if own == nil {
		own = make(chan struct{}, 1)
		k.accounts[account] = own
	}
	k.mu.Unlock()
	select {
	case own <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case k.slots <- struct{}{}:
		return func() { <-k.slots; <-own }, nil
	case <-ctx.Done():
		<-own
		return nil, ctx.Err()
	}
}

func (h *rehearsal) over(result *importer.Result, err error) {
	if errors.Is(err, context.Canceled) {
		err = auth.ErrStopping
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.Waiting, h.state.Running, h.state.Err = false, false, err
	if result != nil {
		h.state.Result = *result
	}
}

func (h *rehearsal) progress(bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.Bytes = bytes
}

// report sorts what is told of a cell.
func (h *rehearsal) report(cell importer.CellReport) {
	h.mu.Lock()
	defer h.mu.Unlock()
	cell.Text, cell.Held, cell.Becomes = shortCell(cell.Text), shortCell(cell.Held), shortCell(cell.Becomes)
	switch {
	case cell.Problem != "":
		if len(h.state.Problems) < problemsShown {
			h.wrong[cell.Line] = append(h.wrong[cell.Line], cell)
		}
	case cell.Of != "":
		h.state.Changed++
		if len(h.state.Changes) < changesShown {
			h.state.Changes = append(h.state.Changes, cell)
		}
	default:
		h.state.Rewritten++
		if h.rewrites[cell.Column]++; h.rewrites[cell.Column] <= rewritesShown {
			h.state.Rewrites = append(h.state.Rewrites, cell)
		}
	}
}

// reject takes a row that would be rejected, after what was told of its cells.
func (h *rehearsal) reject(row importer.RejectedRow) {
	h.mu.Lock()
	defer h.mu.Unlock()
	wrong := h.wrong[row.Line]
	delete(h.wrong, row.Line)
	if len(h.state.Problems) >= problemsShown {
		return
	}
	shown := RehearsedRow{Line: row.Line, Wrong: make(map[string]string, len(wrong))}
	for i := range wrong {
		shown.Wrong[wrong[i].Column] = wrong[i].Problem
	}
	if row.Column == "" || row.Cells == nil {
		shown.Reason = row.Reason
	} else if shown.Wrong[row.Column] == "" {
		shown.Wrong[row.Column] = row.Reason
	}
	if row.Cells != nil {
		shown.Cells = make([]string, len(row.Cells))
	}
	for i := range row.Cells {
		if i < RehearsedCells || shown.Wrong[row.Columns[i]] != "" {
			shown.Cells[i] = shortCell(row.Cells[i])
		}
	}
	h.state.Problems = append(h.state.Problems, shown)
}

// shortCell is as much of a cell as is shown.
func shortCell(text string) string {
	if len(text) <= longestCell {
		return text
	}
	for end := longestCell; ; end-- {
		if text[end]&0xC0 != 0x80 { // a character begins there
			return text[:end] + "…"
		}
	}
}

// Rehearsal is how far the file's rehearsal is; false where nobody has begun one.
func (f *KeptFile) Rehearsal() (Rehearsal, bool) {
	f.mu.Lock()
	h := f.rehearsal
	f.mu.Unlock()
	if h == nil {
		return Rehearsal{}, false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.state, true
}
