package cli

import (
	"context"
	"fmt"
	"hash/maphash"

	"callflow"
	"callflow/remote"
)

// mostWalks is how often a list is walked whose pages moved under the walk.
const mostWalks = 3

// puller walks a list into its part file.
type puller struct {
	client  *remote.Client
	list    remote.List
	part    *pullPart
	told    func(records, count int64) // nil where nobody looks
	anew    func(why string)           // says that the pull begins again at the first page
	walks   int
	resumed int64 // pages that an earlier run had pulled

	drifts    bool // its pages are numbered: who leaves or enters the list while it is walked moves all others
	ambiguous map[string]bool
	seed      maphash.Seed
	seen      map[uint64]struct{}
}

// driftError says that a walk saw its list move: what it wrote is of no moment.
type driftError struct{ what string }

func (e *driftError) Error() string { return e.what }

func (p *puller) run(ctx context.Context) error {
	if p.drifts {
		if err := p.findAmbiguous(ctx); err != nil {
			return err
		}
	}
	for p.walks = 1; ; p.walks++ {
		drift, err := p.walk(ctx)
		if drift == nil || err != nil {
			return err
		}
		if err := p.part.restart(); err != nil {
			return err
		}
		p.resumed = 0
		if p.walks == mostWalks {
			return &callflow.Error{
				Code: callflow.Conflict, Message: fmt.Sprintf("The list moved under each of %d walks; in the last %s.", mostWalks, drift.what),
				Fix: "Pull it when fewer people work on it.",
			}
		}
		p.anew(drift.what)
	}
}

// findAmbiguous finds the names that several campaigns have: a customer may be in each of them, once.
func (p *puller) findAmbiguous(ctx context.Context) error {
	campaigns, err := p.client.Campaigns(ctx, true)
	if err != nil {
		return err
	}
	p.ambiguous = make(map[string]bool)
	named := make(map[string]bool, len(campaigns))
	for i := range campaigns {
		p.ambiguous[campaigns[i].Name] = named[campaigns[i].Name]
		named[campaigns[i].Name] = true
	}
	return nil
}

// walk walks the list on from where the part file ends.
func (p *puller) walk(ctx context.Context) (*driftError, error) {
	p.seed, p.seen = maphash.MakeSeed(), make(map[uint64]struct{})
	if p.drifts {
		if err := p.part.each(func(record remote.Record) error { p.meet(record); return nil }); err != nil {
			return nil, err
		}
	}
	state := &p.part.state
	if state.Pages > 0 && state.Next == "" { // an earlier run had come to the end
		return p.atEnd(), nil
	}
	for page, err := range p.client.PagesFrom(ctx, p.list, state.Next) {
		if err != nil {
			return p.pageGone(err)
		}
		if drift := p.look(page); drift != nil {
			return drift, nil
		}
		if err := p.part.append(page); err != nil {
			return nil, err
		}
		if p.told != nil {
			p.told(state.Records, state.Count)
		}
	}
	return p.atEnd(), nil
}

// pageGone finds out whether a page that can't be had is one to go on with, and the first may still be had.
func (p *puller) pageGone(err error) (*driftError, error) {
	page := p.part.state.Pages + 1
	switch code := callflow.ErrorCode(err); {
	case page == 1:
		return nil, err
	case code == callflow.NotFound: // no such page, or a link that is not known any more
		return &driftError{fmt.Sprintf("page %d was gone when it was asked for", page)}, nil
	case code == callflow.Gone:
		return &driftError{fmt.Sprintf("page %d was of before the server was restored, or another one took over", page)}, nil
	}
	return nil, err
}

// look finds out whether a page shows that the list moved.
func (p *puller) look(page *remote.Page) *driftError {
	if !p.drifts {
		return nil
	}
	if state := &p.part.state; state.Pages > 0 && page.Count != state.Count {
		return &driftError{fmt.Sprintf("its count went from %d to %d", state.Count, page.Count)}
	}
	for _, record := range page.Records() {
		if !p.meet(record) {
			return &driftError{"a record came twice"}
		}
	}
	return nil
}

// meet notes a record; false where its customer was seen in its campaign before.
func (p *puller) meet(record remote.Record) bool {
	customer, _ := record.Text(callflow.KeyCustomerID)
	campaign, _ := record.Text("campaign__name")
	if customer == "" || p.ambiguous[campaign] { // nobody can tell
		return true
	}
	key := maphash.String(p.seed, customer+"\x00"+campaign)
	_, before := p.seen[key]
	p.seen[key] = struct{}{}
	return !before
}

func (p *puller) atEnd() *driftError {
	if state := &p.part.state; p.drifts && state.Records != state.Count {
		return &driftError{fmt.Sprintf("%s came, where %d had been told of", callflow.Counted(state.Records, "record"), state.Count)}
	}
	return nil
}
