package mirror

import (
	"context"
	"sync"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/remote"
)

// Keep follows every so often until ctx ends. told hears of each run; a run that failed is made up for by the next.
func (m *Mirror) Keep(ctx context.Context, every time.Duration, told func(*Result, error)) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		result, err := m.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		told(result, err)
		timer.Reset(every)
	}
}

// Plan is a mirror that a server runs by itself.
type Plan struct {
	Account   string // its name; it is made where there is none
	Remote    *remote.Client
	Campaigns []int64
	Every     time.Duration
}

// Health is how a mirror goes.
type Health struct {
	Account     string
	Server      string
	Runs        int64
	Failures    int64
	LastSuccess time.Time // zero before the first
	LastFailed  bool
	Records     int64         // that the last run looked at
	Took        time.Duration // of the last run
}

// Keeper runs mirrors beside one another. It is safe for concurrent use.
type Keeper struct {
	app   *app.App
	plans []Plan

	mu     sync.Mutex
	health []Health
}

// NewKeeper prepares to run mirrors.
func NewKeeper(a *app.App, plans []Plan) *Keeper {
	k := &Keeper{app: a, plans: plans, health: make([]Health, len(plans))}
	for i := range plans {
		k.health[i] = Health{Account: plans[i].Account, Server: plans[i].Remote.Server()}
	}
	return k
}

// Run runs all mirrors until ctx ends. told hears of each run, from several goroutines.
func (k *Keeper) Run(ctx context.Context, told func(account string, result *Result, err error)) {
	var all sync.WaitGroup
	for i := range k.plans {
		all.Go(func() { k.keep(ctx, i, told) })
	}
	all.Wait()
}

func (k *Keeper) keep(ctx context.Context, i int, told func(string, *Result, error)) {
	plan := &k.plans[i]
	hear := func(result *Result, err error) {
		k.note(i, result, err)
		told(plan.Account, result, err)
	}
	accountID, err := k.accountOf(ctx, plan)
	for err != nil && ctx.Err() == nil { // the database may be away at the start
		hear(nil, err)
		if !pause(ctx, plan.Every) {
			return
		}
		accountID, err = k.accountOf(ctx, plan)
	}
	m := &Mirror{App: k.app, AccountID: accountID, Remote: plan.Remote, Campaigns: plan.Campaigns}
	m.Keep(ctx, plan.Every, hear)
}

func pause(ctx context.Context, length time.Duration) bool {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (k *Keeper) accountOf(ctx context.Context, plan *Plan) (int64, error) {
	id, _, err := plan.MakeAccount(ctx, k.app, "")
	return id, err
}

func (k *Keeper) note(i int, result *Result, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h := &k.health[i]
	h.Runs++
	if h.LastFailed = err != nil; h.LastFailed {
		h.Failures++
		return
	}
	h.LastSuccess = time.Now()
	h.Records, h.Took = result.Records, time.Duration(result.TookMillis)*time.Millisecond
}

// Health tells how each mirror goes.
func (k *Keeper) Health() []Health {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]Health{}, k.health...)
}

// MakeAccount finds the plan's account, or makes it: in the zone given, or the usual one. Nothing is made of a server that can't be reached, or
// that refuses the token.
func (p *Plan) MakeAccount(ctx context.Context, a *app.App, timeZone string) (id int64, made bool, err error) {
	setup, err := a.Account(ctx, p.Account)
	if err == nil {
		return setup.Account.ID, false, nil
	}
	if callflow.ErrorCode(err) != callflow.NotFound {
		return 0, false, err
	}
	account := callflow.Account{Name: p.Account, TimeZone: timeZone}
	if err := p.Reach(ctx, account); err != nil {
		return 0, false, err
	}
	id, err = a.CreateAccount(ctx, account)
	return id, err == nil, err
}

// Reach says why an account can't be made for the server: it can't be called so, or the server does not answer.
func (p *Plan) Reach(ctx context.Context, account callflow.Account) error {
	if err := app.CheckNewAccount(account); err != nil {
		return err
	}
	_, err := p.Remote.Describe(ctx)
	return err
}
