package importpages

import (
	"time"

	"callflow/internal/console/ui"
	"callflow/internal/web"
)

// followSoon is after which time what is followed is looked at for the second time: a small file is done then.
const followSoon = 40 * time.Millisecond

// followImport sends a page's parts as they change, as live does, of what no clock of the account tells: it looks again and again while they are
// going, soon at first.
func followImport(req *ui.Request, parts func(*ui.Request) (parts []ui.Part, going bool, err error)) error {
	next := followSoon
	return req.Lasting(func(req *ui.Request) ([]ui.Part, func() bool, error) {
		found, going, err := parts(req)
		pause := ui.LiveWait
		if going {
			pause = next
			next = min(2*next, ui.LiveEvery)
		}
		return found, func() bool { return pauseFor(req, pause) }, err
	})
}

// pauseFor waits a little; false when the browser is gone or the server stops.
func pauseFor(req *ui.Request, d time.Duration) bool {
	web.ExtendDeadlines(req.Writer, d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-req.Context().Done():
	case <-req.Console.App.Ending():
	}
	return false
}
