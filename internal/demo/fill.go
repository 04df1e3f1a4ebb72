package demo

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"time"

	"callflow"
	"callflow/internal/store"
)

// changesPerCommit is how many rows are added or moved in one transaction.
const changesPerCommit = 4000

// imports is how many batches the customers arrived in.
const imports = 40

// filler writes the callflow customers in the order in which things happened:
// rows are added in order, and between them the steps whose time has come.
type filler struct {
	accountID int64
	campaigns []target
	days      *calendar
	people    people
	histories histories
	total     int
	progress  func(done, total int)

	added   int   // callflow customers
	count   int   // customers
	number  int64 // the latest customer's
	pending journeys

	now       time.Time
	untouched []*journey // rows of the first campaign that nobody has called
	today     bool       // was planned
}

// target is a campaign as rows are written into it.
type target struct {
	campaign *callflow.Campaign
	products []callflow.Product
	states   map[string]int64
	final    map[string]bool // states that end the calls
}

func newFiller(setup *store.Setup, days *calendar, o Options) *filler {
	random := rand.New(rand.NewPCG(assignmentID, campaignID))
	f := &filler{
		accountID: setup.Account.ID,
		days:      days,
		people:    people{random: random, days: days},
		histories: histories{random: random, days: days},
		total:     o.Customers,
		progress:  o.Progress,
		now:       o.Now,
	}
	for _, campaign := range setup.CampaignsOf(assignmentID) {
		t := target{campaign: campaign, products: setup.Products[campaign.ID], states: make(map[string]int64), final: make(map[string]bool)}
		for _, state := range setup.States[campaign.ID] {
			t.states[state.Name], t.final[state.Name] = state.ID, state.Kind.Final()
		}
		f.campaigns = append(f.campaigns, t)
	}
	return f
}

// run commits part after part; the last one has the demo user.
func (f *filler) run(ctx context.Context, s *store.Store) error {
	for done := false; !done; {
		err := s.Write(ctx, f.accountID, func(w *store.Write) (err error) {
			done, err = f.writePart(w)
			return err
		})
		if err != nil {
			return err
		}
		if f.progress != nil {
			f.progress(f.added, f.total)
		}
	}
	return nil
}

func (f *filler) writePart(w *store.Write) (done bool, err error) {
	for range changesPerCommit {
		switch {
		case f.stepIsNext():
			err = f.writeStep(w)
		case f.added < f.total:
			err = f.add(w)
		case !f.today:
			f.planToday()
			f.today = true
		default:
			return true, createUser(w)
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

func (f *filler) stepIsNext() bool {
	if len(f.pending) == 0 {
		return false
	}
	return f.added == f.total || f.pending[0].next().at <= f.days.at(f.addedAfter())
}

// addedAfter is the working time after which the next row is added.
func (f *filler) addedAfter() time.Duration {
	return lastAdded / imports * time.Duration(int64(f.added)*imports/int64(f.total))
}

// place decides the next row's campaign, and whether its customer is the one
// before's: of five rows four are in the seed's campaign, and every other fifth
// is a customer's second campaign.
func (f *filler) place() (t *target, second bool) {
	five := f.added / 5
	if f.added%5 < 4 {
		return &f.campaigns[0], false
	}
	if five%3 < 2 {
		return &f.campaigns[1], five%2 == 0
	}
	return &f.campaigns[2], five%2 == 0
}

// add writes the next row, and its customer unless it is there already. The
// first row is the seed's.
func (f *filler) add(w *store.Write) error {
	t, second := f.place()
	after := f.addedAfter()
	at, importedAt := f.days.at(after), f.days.at(after)
	if f.added == 0 {
		at, importedAt = seedAddedAt(f.days.location), seedImportedAt(f.days.location)
	}
	if !second {
		if err := f.addCustomer(w, importedAt); err != nil {
			return err
		}
	}
	_, err := w.AddToCampaign(t.campaign, t.products, &store.Move{
		CampaignID: t.campaign.ID, Number: f.number, StateID: t.states[ready], At: at, What: callflow.Added, Status: segmented(),
	})
	if err != nil {
		return err
	}
	if f.added > 0 {
		f.plan(t, after)
	}
	f.added++
	return nil
}

// segmented is what a row says of how it came into its campaign, as the seed's does.
func segmented() callflow.Status {
	return callflow.Status{User: "manual", Cause: callflow.CauseSegmentation, Alternative: callflow.CauseSegmentation}
}

func (f *filler) addCustomer(w *store.Write, at int64) error {
	customer := seedCustomer()
	if f.count > 0 {
		customer = f.people.customer(f.count, at)
	}
	w.Now = at // the log's time of a customer's change
	if _, err := w.PutCustomer(customer); err != nil {
		return err
	}
	f.number = customer.Number
	f.count++
	return nil
}

// plan invents what happens to the row just added, and lets it wait for its time.
func (f *filler) plan(t *target, added time.Duration) {
	steps := f.histories.of(added)
	row := &journey{target: t, number: f.number, order: f.added, steps: steps}
	if len(steps) > 0 {
		heap.Push(&f.pending, row)
	} else if t == &f.campaigns[0] {
		f.untouched = append(f.untouched, row)
	}
}

// writeStep writes the step whose time comes first.
func (f *filler) writeStep(w *store.Write) error {
	j := f.pending[0]
	err := w.Move(j.target.campaign, j.target.products, j.next().move(j))
	if j.steps = j.steps[1:]; len(j.steps) == 0 {
		heap.Pop(&f.pending)
	} else {
		heap.Fix(&f.pending, 0)
	}
	return err
}
