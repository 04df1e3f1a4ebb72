package app

import (
	"context"
	"errors"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
)

// ChangeScope is whose changes are wanted: one campaign's, one assignment's, or,
// where both are 0, all that the caller may see.
type ChangeScope struct {
	CampaignID   int64
	AssignmentID int64
}

// ChangeRequest asks for entries of the log after a seq.
type ChangeRequest struct {
	ChangeScope
	After int64 // a token
	Limit int
	Wait  time.Duration // how long to wait for the first one
	Page  bool          // a page of the console waits: those have places of their own
}

// Limits of a request for changes (contract, section 4).
const (
	DefaultChanges = 500
	MostChanges    = 5000
	LongestWait    = 60 * time.Second
)

// How many entries of the account's log are looked through for those that are wanted: at once, and for one answer.
const (
	leastScanned = 1000
	mostScanned  = 20000
)

// ChangePage is a part of the log, and the seq to ask after next.
type ChangePage struct {
	Results   []byte // a JSON array
	NextAfter int64  // a token
	Moment    auth.Moment
	reached   int64 // its seq
	found     int
	ended     bool // there is no more in the log
}

// Records is how many changes are told.
func (p *ChangePage) Records() int64 { return int64(p.found) }

// MayReadChanges says whether the caller may see the part of the log that is asked for: nil, or why not.
func MayReadChanges(s *auth.Session, request *ChangeRequest) error {
	return checkScope(s, request.ChangeScope)
}

// Changes reads the log. Where there is nothing after the seq yet, it waits as long as it was told to:
// no results mean that there were none up to NextAfter, which need not be the end of the log.
func (a *App) Changes(ctx context.Context, s *auth.Session, request *ChangeRequest) (*ChangePage, error) {
	if err := checkScope(s, request.ChangeScope); err != nil {
		return nil, err
	}
	page, err := a.readChanges(ctx, s, request)
	if err != nil || page.found > 0 || !page.ended || request.Wait <= 0 {
		return page, err
	}
	f, err := a.feeds.join(s, placeOf(s, request.Page))
	if errors.Is(err, auth.ErrStopping) {
		return page, nil
	}
	if err != nil {
		return nil, err
	}
	defer a.feeds.leave(f, placeOf(s, request.Page))
	return a.awaitChanges(ctx, s, request, &waiter{f, page})
}

// waiter is a request that came to the end of the log, and hears from the feed when to read on.
type waiter struct {
	feed *feed
	page *ChangePage // the latest that was read
}

func (a *App) awaitChanges(ctx context.Context, s *auth.Session, request *ChangeRequest, w *waiter) (page *ChangePage, err error) {
	deadline := time.NewTimer(request.Wait)
	defer deadline.Stop()
	rest := *request
	for {
		select {
		case <-w.wake():
		case <-deadline.C:
			return w.page, nil
		case <-a.feeds.ended:
			return w.page, nil
		case <-ctx.Done():
			return w.page, nil // whoever waited has gone
		}
		rest.After = w.page.NextAfter
		w.page, err = a.readChanges(ctx, s, &rest)
		if err != nil || w.page.found > 0 || !w.page.ended {
			return w.page, err
		}
	}
}

// wake is closed when the feed has more than was read; at once where it has more already,
// which is found out together, so that nothing is missed between them.
func (w *waiter) wake() <-chan struct{} {
	news, kept := w.feed.since(w.page.reached)
	if !kept || len(news.events) > 0 || news.setup > w.page.Moment.Setup {
		return alreadyClosed
	}
	return news.wake
}

// checkScope refuses what the caller may not see.
func checkScope(s *auth.Session, scope ChangeScope) error {
	if scope.CampaignID != 0 {
		_, err := s.Campaign(scope.CampaignID)
		return err
	}
	if scope.AssignmentID != 0 {
		_, err := s.Assignment(scope.AssignmentID)
		return err
	}
	return nil
}

func (a *App) readChanges(ctx context.Context, s *auth.Session, request *ChangeRequest) (page *ChangePage, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		page, err = changesOn(current, r, request)
		return err
	})
	return page, err
}

// changesOn reads the log on a snapshot. What was set up meanwhile is heard as well, and whoever was switched off hears no more.
func changesOn(s *auth.Session, r *store.Snapshot, request *ChangeRequest) (*ChangePage, error) {
	if err := checkScope(s, request.ChangeScope); err != nil {
		return nil, err
	}
	after, err := seqOfToken(r, request.After)
	if err != nil {
		return nil, err
	}
	page := &ChangePage{Results: []byte{'['}, reached: after, Moment: r.Moment}
	err = scanChanges(s, r, request, page)
	page.NextAfter = r.Setup().Token(page.reached)
	page.Results = append(page.Results, ']')
	return page, err
}

// scanChanges reads the log and takes what the scope and the caller's rights leave. It
// stops after so many entries, though none be found: whoever asks goes on from there.
func scanChanges(s *auth.Session, r *store.Snapshot, request *ChangeRequest, page *ChangePage) error {
	atOnce := request.Limit
	if request.CampaignID == 0 && (request.AssignmentID != 0 || s.User.External()) {
		atOnce = max(atOnce, leastScanned)
	}
	view := changeWriter{setup: r.Setup()}
	for scanned := 0; scanned < mostScanned; {
		before := scanned
		next := changelog.Stretch{CampaignID: request.CampaignID, After: page.reached, Limit: atOnce}
		err := changelog.Changes(r, next, func(entry *changelog.LogEntry) {
			scanned++
			if page.found < request.Limit {
				page.take(entry, &view, hears(s, request.ChangeScope, entry.CampaignID, entry.Assignment))
			}
		})
		if err != nil || page.found >= request.Limit {
			return err
		}
		if scanned < before+atOnce {
			page.reached, page.ended = r.Seq, true
			return nil
		}
	}
	return nil
}

// take goes on to an entry, and shows it where it is heard.
func (p *ChangePage) take(entry *changelog.LogEntry, view *changeWriter, heard bool) {
	p.reached = entry.Seq
	if !heard {
		return
	}
	if p.found > 0 {
		p.Results = append(p.Results, ',')
	}
	p.found++
	p.Results = view.append(p.Results, entry)
}

// hears says whether a change belongs to a scope and is the caller's to see.
func hears(s *auth.Session, scope ChangeScope, campaignID, assignmentID int64) bool {
	if scope.CampaignID != 0 && scope.CampaignID != campaignID || scope.AssignmentID != 0 && scope.AssignmentID != assignmentID {
		return false
	}
	assignment := s.Setup.Assignments[assignmentID]
	return assignment != nil && s.Sees(assignment.ClientID)
}

// changeWriter writes entries of the log with the names of the set-up.
type changeWriter struct {
	setup     *store.Setup
	withdrawn bool // show of an outcome which change withdrew it
}

func (c *changeWriter) append(dst []byte, entry *changelog.LogEntry) []byte {
	return entry.AppendJSON(dst, &callflow.ChangeView{
		CustomerID: entry.CustomerID, Location: c.setup.Location, Withdrawn: c.withdrawn,
		From: c.state(entry.CampaignID, entry.FromState), To: c.state(entry.CampaignID, entry.ToState),
	})
}

func (c *changeWriter) state(campaignID, id int64) string {
	return callflow.StateOrNone(c.setup.States[campaignID], id).Name
}

// Of is what a part of the log reads.
func (r ChangeScope) Of() auth.ReadOf {
	return auth.ReadOf{CampaignID: r.CampaignID, AssignmentID: r.AssignmentID, What: "changes"}
}
