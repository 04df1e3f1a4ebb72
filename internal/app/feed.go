package app

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
)

// pollEvery is how often a feed looks for what another process wrote.
const pollEvery = 500 * time.Millisecond

// Bounds of what listens, and of what is kept for it.
const (
	eventsKept   = 2048 // by account: who falls behind further reads the log
	eventsAtOnce = 512
)

// Event is one change as it is sent to whoever listens.
type Event struct {
	Seq   int64
	Token int64 // its seq as callers are told it
	JSON  []byte

	campaignID   int64
	assignmentID int64
}

// feeds are the accounts that somebody listens to. Each change is read and written
// once, however many listen.
type feeds struct {
	store     *store.Store
	mu        sync.Mutex
	open      map[int64]*feed
	listeners *listenerCounts
	ended     chan struct{}
	end       sync.Once
	running   sync.WaitGroup
	failed    func(account int64, err error) // notes why a feed can't be read
}

func newFeeds(s *store.Store, failed func(account int64, err error)) *feeds {
	return &feeds{store: s, open: make(map[int64]*feed), listeners: newListenerCounts(), ended: make(chan struct{}), failed: failed}
}

// EndFeeds ends every feed and every wait, for the server to stop.
func (a *App) EndFeeds() {
	a.feeds.stop()
	a.feeds.running.Wait()
}

// stop lets nobody join any more.
func (fs *feeds) stop() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.end.Do(func() { close(fs.ended) })
}

// feed is the latest changes of one account, in order.
type feed struct {
	accountID int64
	listeners int
	idle      chan struct{} // closed when nobody listens any more

	mu     sync.Mutex
	base   int64 // every change after it is in events
	of     int64 // the lineage of the database that they were read from
	starts int   // how often it started over
	setup  int64 // the latest set-up that is known of
	events []Event
	wake   chan struct{} // closed when events came, or the set-up changed
}

// Listener hears the changes of a scope, one after another.
type Listener struct {
	app   *App
	s     *auth.Session
	feed  *feed
	scope ChangeScope
	after int64 // a seq
	epoch int64 // in which it is one

	starts int // of the feed, as it was last heard
	place  listenerPlace
}

// Listen opens a feed after a token. Close it.
func (a *App) Listen(ctx context.Context, s *auth.Session, scope ChangeScope, token int64) (*Listener, error) {
	if err := checkScope(s, scope); err != nil {
		return nil, err
	}
	after, known := s.Setup.SeqOf(token)
	if !known || after > s.Moment.Seq {
		if err := a.checkPlace(ctx, s, token); err != nil {
			return nil, err
		}
	}
	f, err := a.feeds.join(s, placeOf(s, false))
	if err != nil {
		return nil, err
	}
	return &Listener{app: a, s: s, feed: f, scope: scope, after: after, epoch: s.Setup.Account.Epoch, starts: f.started(), place: placeOf(s, false)}, nil
}

// checkPlace refuses a token that the account's log can't be gone on from.
func (a *App) checkPlace(ctx context.Context, s *auth.Session, token int64) error {
	return a.store.Read(ctx, s.AccountID, func(r *store.Snapshot) error {
		_, err := seqOfToken(r, token)
		return err
	})
}

// join lets one more hear of an account's changes, by a stream or a wait. Leave it.
func (fs *feeds) join(s *auth.Session, place listenerPlace) (*feed, error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	select {
	case <-fs.ended:
		return nil, auth.ErrStopping
	default:
	}
	if err := fs.listeners.add(place); err != nil {
		return nil, err
	}
	f := fs.open[s.AccountID]
	if f == nil {
		f = &feed{
			accountID: s.AccountID, base: s.Moment.Seq, of: s.Moment.Lineage, setup: s.Setup.Version,
			idle: make(chan struct{}), wake: make(chan struct{}),
		}
		fs.open[s.AccountID] = f
		fs.running.Go(func() { fs.run(f) })
	}
	f.listeners++
	return f, nil
}

func (fs *feeds) leave(f *feed, place listenerPlace) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.listeners.remove(place)
	if f.listeners--; f.listeners == 0 {
		delete(fs.open, f.accountID)
		close(f.idle)
	}
}

// run reads what is committed, until nobody listens. While that fails, it asks less and less often.
func (fs *feeds) run(f *feed) {
	var failures failures
	for {
		changed := fs.store.Changed(f.accountID)
		more, err := f.read(fs.store)
		if failures.note(err, time.Now()) {
			fs.failed(f.accountID, err)
		}
		if more {
			continue
		}
		if err != nil { // what is committed meanwhile would have it asked at once
			changed = nil
		}
		timer := time.NewTimer(failures.pause())
		select {
		case <-changed:
		case <-timer.C:
		case <-f.idle:
			timer.Stop()
			return
		case <-fs.ended:
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// read takes the changes that were committed since; more says that there may be others.
func (f *feed) read(s *store.Store) (more bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), aheadOfTime)
	defer cancel()
	moment, err := s.Moment(ctx, f.accountID)
	if err != nil {
		return false, err
	}
	if f.startsOver(moment) {
		return true, nil
	}
	if !f.isBehind(moment) {
		return false, nil
	}
	var events []Event
	err = s.Read(ctx, f.accountID, func(r *store.Snapshot) error {
		moment, events = r.Moment, nil
		view := changeWriter{setup: r.Setup()}
		return changelog.Changes(r, changelog.Stretch{After: f.last(), Limit: eventsAtOnce}, func(entry *changelog.LogEntry) {
			events = append(events, Event{
				Seq: entry.Seq, Token: r.Setup().Token(entry.Seq), JSON: view.append(nil, entry), campaignID: entry.CampaignID, assignmentID: entry.Assignment,
			})
		})
	})
	if err != nil {
		return false, err
	}
	if f.startsOver(moment) {
		return true, nil
	}
	f.push(events, moment.Setup)
	return len(events) == eventsAtOnce, nil
}

// aheadOfTime bounds one reading of a feed.
const aheadOfTime = 10 * time.Second

// startsOver forgets what it heard of a database that may have become another one.
func (f *feed) startsOver(moment store.Moment) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == moment.Lineage {
		return false
	}
	f.of, f.events, f.base, f.setup = moment.Lineage, nil, moment.Seq, moment.Setup
	f.starts++
	close(f.wake)
	f.wake = make(chan struct{})
	return true
}

func (f *feed) started() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.starts
}

func (f *feed) isBehind(moment store.Moment) bool {
	last := f.last()
	f.mu.Lock()
	defer f.mu.Unlock()
	return moment.Seq > last || moment.Setup != f.setup
}

func (f *feed) last() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.events) == 0 {
		return f.base
	}
	return f.events[len(f.events)-1].Seq
}

// push takes changes that were read. With another set-up, what was kept is told from the log again: a customer may have been anonymised.
func (f *feed) push(events []Event, setup int64) {
	last := f.last()
	f.mu.Lock()
	defer f.mu.Unlock()
	if setup != f.setup {
		f.setup, f.base, f.events = setup, last, nil
	}
	f.events = append(f.events, events...)
	if surplus := len(f.events) - eventsKept; surplus >= eventsKept { // seldom, since it copies those that stay
		f.base = f.events[surplus-1].Seq
		f.events = slices.Clone(f.events[surplus:]) // whoever still sends the others keeps them
	}
	close(f.wake)
	f.wake = make(chan struct{})
}

// news is what a feed has after a seq.
type news struct {
	events []Event
	setup  int64
	wake   <-chan struct{}
	base   int64 // from which on it was read
	starts int   // how often the feed started over
}

// since gives the events after a seq; ok is false where they are no longer kept.
func (f *feed) since(after int64) (n news, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if after < f.base {
		return news{base: f.base, starts: f.starts}, false
	}
	first, _ := slices.BinarySearchFunc(f.events, after+1, func(e Event, seq int64) int { return int(e.Seq - seq) })
	return news{f.events[first:len(f.events):len(f.events)], f.setup, f.wake, f.base, f.starts}, true
}

// Next gives the events that came since, and a channel that is closed when there are
// more. It never waits: no events and no error mean that there is nothing yet.
func (l *Listener) Next(ctx context.Context) (events []Event, wake <-chan struct{}, err error) {
	news, ok := l.feed.since(l.after)
	if news.starts != l.starts && l.after > news.base { // a fail-over lost what was told
		return nil, nil, errHeardLost
	}
	if !ok {
		l.starts = news.starts
		return l.catchUp(ctx)
	}
	if news.setup < l.s.Setup.Version { // what the feed has may be of before a customer was anonymised
		events, wake, err = l.catchUp(ctx)
		if len(events) == 0 {
			wake = news.wake
		}
		return events, wake, err
	}
	if news.setup != l.s.Setup.Version || news.starts != l.starts { // a fail-over may have lost what was told, and what the caller was refused since
		l.starts = news.starts
		if err := l.refresh(ctx); err != nil {
			return nil, nil, err
		}
	}
	for i := range news.events {
		l.after = news.events[i].Seq
		if hears(l.s, l.scope, news.events[i].campaignID, news.events[i].assignmentID) {
			events = append(events, news.events[i])
		}
	}
	return events, news.wake, nil
}

// catchUp reads the log for a listener that is further behind than the feed reaches.
func (l *Listener) catchUp(ctx context.Context) (events []Event, wake <-chan struct{}, err error) {
	err = l.app.store.Read(ctx, l.s.AccountID, func(r *store.Snapshot) error {
		if err := l.renew(r); err != nil {
			return err
		}
		view := changeWriter{setup: r.Setup()}
		return changelog.Changes(r, changelog.Stretch{After: l.after, Limit: eventsAtOnce}, func(entry *changelog.LogEntry) {
			l.after = entry.Seq
			if hears(l.s, l.scope, entry.CampaignID, entry.Assignment) {
				events = append(events, Event{Seq: entry.Seq, Token: r.Setup().Token(entry.Seq), JSON: view.append(nil, entry)})
			}
		})
	})
	return events, alreadyClosed, err
}

// alreadyClosed wakes at once.
var alreadyClosed = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// refresh goes on with the set-up as it is now.
func (l *Listener) refresh(ctx context.Context) error {
	return l.app.store.Read(ctx, l.s.AccountID, l.renew)
}

// renew decides again whether the caller may listen, and whether what it heard last is a part of the account's history still.
func (l *Listener) renew(r *store.Snapshot) (err error) {
	if l.s, err = l.s.WithSetup(r.Setup()); err != nil {
		return err
	}
	if l.after, err = seqOfToken(r, callflow.SyncToken(l.epoch, l.after)); err != nil {
		return err
	}
	l.epoch = r.Setup().Account.Epoch
	return checkScope(l.s, l.scope)
}

// After is the seq up to which the listener has heard everything.
func (l *Listener) After() int64 { return l.after }

// Ended is closed when the server stops.
func (l *Listener) Ended() <-chan struct{} { return l.app.feeds.ended }

// Close ends the listening.
func (l *Listener) Close() { l.app.feeds.leave(l.feed, l.place) }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// Ending is closed when the server is about to stop: whatever lasts comes to its end then.
func (a *App) Ending() <-chan struct{} { return a.feeds.ended }
