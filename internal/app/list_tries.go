package app

import (
	"context"
	"errors"

	"callflow/internal/heavy"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// errSetupMoved says that the set-up changed between the permission and the read.
var errSetupMoved = errors.New("the set-up has changed")

// mostLost is how often a server may go away while one answer is made: a standby, then the primary.
const mostLost = 2

// listTries are the tries to read a list for one answer: it is read again where the set-up changed since permission was decided, where a standby
// knows less than is known here or went away, and in a place for heavy reads where it is one.
type listTries struct {
	app  *App
	ctx  context.Context //nolint:containedctx // of the answer; of the place, once there is one
	list *List
	at   *store.Snapshot // of the last try, nil where none could be opened
	page *pageRead       // of the last try, where it reads a page
	err  error           // of the last try

	lost    int    // how often a server went away
	release func() // of the place; nil where there is none
}

func (a *App) newTries(ctx context.Context, l *List) *listTries {
	return &listTries{app: a, ctx: ctx, list: l}
}

// again says whether the list is read again after a try. Where it is not, err is what came of the last one.
func (t *listTries) again(err error) bool {
	t.err = err
	switch {
	case err == nil:
		return false
	case errors.Is(err, errSetupMoved):
		t.list, t.err = t.app.reopen(t.ctx, t.list)
		if t.err == nil && t.lost > 0 {
			t.list.seen = -1
		}
		return t.err == nil
	case errors.Is(err, statuslist.ErrSnapshotOld):
		t.list.seen = -1
		return true
	case heavy.Is(err):
		t.ctx, t.release, t.err = t.app.places.Enter(t.ctx, t.list.session)
		return t.err == nil
	case t.at != nil && t.at.WentAway(err) && t.lost < mostLost:
		t.list.seen = -1
		t.lost++
		return true
	default:
		return false
	}
}

// end gives back what is held: the place, and after a panic what the last try held.
func (t *listTries) end() {
	if t.release != nil {
		defer t.release()
	}
	if t.page != nil {
		defer t.page.records.stop()
	}
	if t.at != nil {
		t.at.Abandon()
	}
}

// snapshot opens one whose set-up is the one that permission was decided with.
func (t *listTries) snapshot(ctx context.Context) (r *store.Snapshot, err error) {
	l := t.list
	if l.seen >= 0 {
		r, err = t.app.store.SnapshotNear(ctx, l.session.AccountID, l.farEnough)
	} else {
		r, err = t.app.store.Snapshot(ctx, l.session.AccountID)
	}
	if t.at = r; err != nil {
		return nil, err
	}
	if !r.Setup().Same(l.session.Setup) {
		return nil, r.Close(errSetupMoved)
	}
	return r, nil
}

// reopen decides permission and keys again, with the set-up as it is now.
func (a *App) reopen(ctx context.Context, l *List) (*List, error) {
	session, err := a.OpenUnidentified(ctx, l.session.AccountID)
	if err != nil {
		return nil, err
	}
	current, err := l.session.WithSetup(session.Setup)
	if err != nil {
		return nil, err
	}
	reopened := *current
	reopened.Moment = session.Moment
	opened, err := a.Open(&reopened, l.request)
	if err == nil {
		opened.OnNext = l.OnNext
	}
	return opened, err
}
