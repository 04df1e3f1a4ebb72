package testkit

import (
	"fmt"
	"testing"
	"time"

	"callflow"
	"callflow/internal/store"
)

// MovedAt is when customers are put and moved, unless a test says otherwise: 12:05 in Oslo, winter time.
var MovedAt = time.Date(2026, time.January, 7, 11, 5, 0, 0, time.UTC).UnixMilli()

func (a *Account) write(t testing.TB, fn func(*store.Write) error) {
	t.Helper()
	if err := a.Write(t, fn); err != nil {
		t.Fatal(err)
	}
}

// Write changes the account in one transaction.
func (a *Account) Write(t testing.TB, fn func(*store.Write) error) error {
	t.Helper()
	return a.store.Write(t.Context(), a.ID, func(w *store.Write) error {
		w.Now = MovedAt // before the server's own clock: the log's times ascend
		return fn(w)
	})
}

// Put adds a customer to AssignmentID, or replaces its values.
func (a *Account) Put(t testing.TB, customer callflow.Customer) {
	t.Helper()
	if customer.AssignmentID == 0 {
		customer.AssignmentID = AssignmentID
	}
	stamp(&customer)
	a.write(t, func(w *store.Write) error {
		_, err := w.PutCustomer(&customer)
		return err
	})
}

// Customer reads a customer of AssignmentID as it is stored.
func (a *Account) Customer(t testing.TB, id string) callflow.Customer {
	t.Helper()
	var held *callflow.Customer
	a.write(t, func(w *store.Write) (err error) {
		held, _, err = w.Customer(AssignmentID, id)
		return err
	})
	return *held
}

// stamp fills in a change log, which every customer has, where the test gives none.
func stamp(customer *callflow.Customer) {
	if customer.Updated == "" {
		customer.Updated, customer.UpdatedBy, customer.UpdateMethod = "2026-01-07", "admin", callflow.MethodImportNew
	}
}

// Place is where a customer of a campaign is put: in a call state by its name.
type Place struct {
	CampaignID int64
	CustomerID string
	State      string
	Attempts   int64
	DueAt      int64
	Status     callflow.Status
	Products   map[string]int64 // units by code
}

// Put puts a customer of the assignment into the campaign, or moves it there within the campaign.
func (p *Place) Put(w *store.Write) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	campaign := setup.Campaigns[p.CampaignID]
	customer, _, err := w.Customer(campaign.AssignmentID, p.CustomerID)
	if err != nil {
		return err
	}
	stateID, err := stateNamed(setup, p.CampaignID, p.State)
	if err != nil {
		return err
	}
	move := &store.Move{
		CampaignID: campaign.ID, Number: customer.Number, StateID: stateID,
		Attempts: p.Attempts, DueAt: p.DueAt, At: MovedAt, What: callflow.Moved, Status: p.Status,
	}
	move.Status.Products = map[int64]int64{}
	for _, product := range setup.Products[campaign.ID] {
		move.Status.Products[product.ID] = p.Products[product.Code]
	}
	added, err := w.AddToCampaign(campaign, setup.Products[campaign.ID], move)
	if err != nil || added > 0 {
		return err
	}
	return w.Move(campaign, setup.Products[campaign.ID], move)
}

func stateNamed(setup *store.Setup, campaignID int64, name string) (int64, error) {
	for _, state := range setup.States[campaignID] {
		if state.Name == name {
			return state.ID, nil
		}
	}
	return 0, fmt.Errorf("campaign %d has no call state %q", campaignID, name)
}

// Move puts a customer into a campaign, or moves it within.
func (a *Account) Move(t testing.TB, place Place) {
	t.Helper()
	a.write(t, place.Put)
}

// FilledPhone is the number of everybody whom Fill makes.
const FilledPhone = "40000000"

// manyCustomers is how many customers of one Fill change what PostgreSQL's planner has to know.
const manyCustomers = 1000

// Fill puts new customers with the ids FIRST to LAST into a campaign of AssignmentID, the states in turn.
func (a *Account) Fill(t testing.TB, campaignID int64, first, last int, states ...string) {
	t.Helper()
	a.write(t, func(w *store.Write) error {
		for i := first; i <= last; i++ {
			customer := &callflow.Customer{AssignmentID: AssignmentID, CustomerID: fmt.Sprint(i), Name: fmt.Sprintf("Kunde %d", i), Phone1: FilledPhone}
			stamp(customer)
			if _, err := w.PutCustomer(customer); err != nil {
				return err
			}
			place := Place{CampaignID: campaignID, CustomerID: customer.CustomerID, State: states[(i-first)%len(states)]}
			if err := place.Put(w); err != nil {
				return err
			}
		}
		return nil
	})
	if last-first >= manyCustomers {
		analyze(t, a.dsn)
	}
}

// Remove takes a customer of AssignmentID out of a campaign.
func (a *Account) Remove(t testing.TB, campaignID int64, customerID string) {
	t.Helper()
	a.write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		customer, _, err := w.Customer(AssignmentID, customerID)
		if err != nil {
			return err
		}
		row, err := w.Row(campaignID, customer.Number)
		if err != nil {
			return err
		}
		return w.RemoveFromCampaign(row, setup.Campaigns[campaignID], callflow.Status{})
	})
}
