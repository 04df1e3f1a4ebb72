// Package demo makes the account that a newcomer tries callflow on: the seed's
// example, and around it invented people from a fixed seed. It may import the
// root package, internal/store and internal/app.
package demo

import (
	"context"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// What the demo is called and numbered (the seed, and contract, section 8).
const (
	AccountName      = "demo"
	DefaultCustomers = 15516 // the seed's count

	clientID     = 1
	assignmentID = 239
	campaignID   = 998
)

// Options says what the demo holds.
type Options struct {
	Customers int                   // callflow customers; 0 takes DefaultCustomers
	Now       time.Time             // histories end before it; zero takes the machine's clock
	Progress  func(done, total int) // told after each commit, in callflow customers; may be nil
}

// Result is what a demo account holds.
type Result struct {
	AccountID    int64
	Account      string
	ClientID     int64
	AssignmentID int64
	CampaignID   int64 // the campaign with four fifths of the callflow customers
	Customers    int   // callflow customers
}

// Fill makes the account `demo`, which must not be there yet. Two runs with the
// same options, at the same time, give the same records. Nobody can sign in until SignIn.
func Fill(ctx context.Context, s *store.Store, a *app.App, o Options) (Result, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Result{}, err
	}
	location, err := time.LoadLocation(callflow.DefaultTimeZone)
	if err != nil {
		return Result{}, err
	}
	days := newCalendar(o.Now, location)
	if days.at(0) <= seedAddedAt(location) {
		return Result{}, tooEarly(location)
	}
	accountID, err := a.CreateAccount(ctx, callflow.Account{Name: AccountName, TimeZone: callflow.DefaultTimeZone})
	if err != nil {
		return Result{}, err
	}
	if err := s.Write(ctx, accountID, func(w *store.Write) error { return setUp(w, days) }); err != nil {
		return Result{}, err
	}
	setup, err := a.Account(ctx, AccountName)
	if err != nil {
		return Result{}, err
	}
	f := newFiller(setup, days, o)
	if err := f.run(ctx, s); err != nil {
		return Result{}, err
	}
	return newResult(accountID, o.Customers), nil
}

func (o Options) withDefaults() (Options, error) {
	if o.Customers == 0 {
		o.Customers = DefaultCustomers
	}
	if o.Customers < 0 {
		return o, callflow.InvalidField("customers", "customers must be a whole number from 1.")
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	return o, nil
}

func tooEarly(location *time.Location) error {
	since := time.UnixMilli(seedAddedAt(location)).AddDate(0, 0, 2*workingDays).Format(callflow.DateLayout)
	return &callflow.Error{
		Code:    callflow.Invalid,
		Message: "The demo's first customer was called in 2016, and the clock is set to an earlier time.",
		Fix:     fmt.Sprintf("Set the clock to %s or later.", since),
	}
}

// Find tells what an earlier run left: NotFound when the database has no account
// `demo`, Conflict when it has one that Fill did not finish.
func Find(ctx context.Context, s *store.Store, a *app.App) (Result, error) {
	setup, err := a.Account(ctx, AccountName)
	if err != nil {
		return Result{}, err
	}
	if setup.UserByEmail(Email) == nil || setup.Campaigns[campaignID] == nil {
		return Result{}, errUnfinished()
	}
	var list statuslist.List
	for _, campaign := range setup.CampaignsOf(assignmentID) {
		list = append(list, statuslist.Part{AssignmentID: assignmentID, CampaignID: campaign.ID})
	}
	var count int64
	err = s.Read(ctx, setup.Account.ID, func(r *store.Snapshot) (err error) {
		count, err = r.Count(list)
		return err
	})
	return newResult(setup.Account.ID, int(count)), err
}

func errUnfinished() error {
	return &callflow.Error{
		Code:    callflow.Conflict,
		Message: "The account `demo` of this database is not a whole demo: making it was broken off, or it is somebody's own.",
		Fix:     "Name another file; if this one holds nothing else, it may be deleted instead.",
	}
}

func newResult(accountID int64, customers int) Result {
	return Result{
		AccountID: accountID, Account: AccountName, ClientID: clientID,
		AssignmentID: assignmentID, CampaignID: campaignID, Customers: customers,
	}
}
