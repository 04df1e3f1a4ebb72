package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/given"
)

// Churn changes an account as people at work do: customers move, leave campaigns and come back. What it does is chosen by a seed.
type Churn struct {
	app    *app.App
	token  string // of an admin
	random *rand.Rand
	left   []callwork.Place // who was taken out, to come back
	steps  int
}

// NewChurn prepares to change the account of an admin's token.
func NewChurn(a *app.App, token string, seed uint64) *Churn {
	return &Churn{app: a, token: token, random: rand.New(rand.NewPCG(seed, seed))} //nolint:gosec // nothing secret
}

// Run makes so many changes a second, until ctx ends. What it falls behind it makes up for.
func (c *Churn) Run(ctx context.Context, perSecond float64) error {
	started := time.Now()
	for done := 0; ; done++ {
		due := started.Add(time.Duration(float64(done) / perSecond * float64(time.Second)))
		timer := time.NewTimer(time.Until(due))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if err := c.Step(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// Step makes one change.
func (c *Churn) Step(ctx context.Context) error {
	session, err := c.app.WithToken(ctx, c.token, "")
	if err != nil {
		return err
	}
	c.steps++
	err = c.change(ctx, session)
	if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Conflict {
		return nil // somebody else was quicker
	}
	return err
}

func (c *Churn) change(ctx context.Context, session *auth.Session) error {
	switch kind := c.random.IntN(10); {
	case kind < 2 && len(c.left) > 0:
		return c.bringBack(ctx, session)
	case kind < 4:
		return c.takeOut(ctx, session)
	}
	return c.move(ctx, session)
}

// anybody is a customer in a campaign with customers; false where there is none.
func (c *Churn) anybody(ctx context.Context, session *auth.Session) (at callwork.Place, ok bool, err error) {
	campaigns := c.app.Campaigns(session, true)
	for range len(campaigns) {
		campaign := campaigns[c.random.IntN(len(campaigns))]
		request := &app.ListRequest{CampaignID: campaign.ID, Page: callflow.Page{Number: 1, Size: 1}}
		request.Fields = []string{callflow.KeyCustomerID}
		count, _, err := c.read(ctx, session, request)
		if err != nil || count == 0 {
			continue
		}
		request.Page.Number = 1 + c.random.Int64N(count)
		_, id, err := c.read(ctx, session, request)
		if err != nil || id != "" {
			return callwork.Place{CampaignID: campaign.ID, CustomerID: id}, err == nil, err
		}
	}
	return at, false, nil
}

// read gives a list's count and its page's only customer.
func (c *Churn) read(ctx context.Context, session *auth.Session, request *app.ListRequest) (count int64, customerID string, err error) {
	list, err := c.app.Open(session, request)
	if err != nil {
		return 0, "", err
	}
	page, err := c.app.Page(ctx, list, nil)
	if err != nil {
		return 0, "", err
	}
	var records []map[string]string
	if err := json.Unmarshal(page.Results, &records); err != nil || len(records) == 0 {
		return page.Count, "", err
	}
	return page.Count, records[0][callflow.KeyCustomerID], nil
}

func (c *Churn) move(ctx context.Context, session *auth.Session) error {
	at, ok, err := c.anybody(ctx, session)
	if err != nil || !ok {
		return err
	}
	states := slices.DeleteFunc(slices.Clone(session.Setup.States[at.CampaignID]), func(state callflow.State) bool {
		return state.Kind == callflow.KindScheduled // it would want to know when
	})
	input := &callwork.MoveInput{
		State: given.Of(states[c.random.IntN(len(states))].Name), Comment: given.Of(fmt.Sprintf("Endring %d", c.steps)),
	}
	_, err = c.app.Calls.MoveCustomer(ctx, session, at, input)
	return err
}

func (c *Churn) takeOut(ctx context.Context, session *auth.Session) error {
	at, ok, err := c.anybody(ctx, session)
	if err != nil || !ok {
		return err
	}
	if _, err := c.app.Calls.RemoveCustomer(ctx, session, at); err != nil {
		return err
	}
	c.left = append(c.left, at)
	return nil
}

func (c *Churn) bringBack(ctx context.Context, session *auth.Session) error {
	at := c.left[0]
	c.left = c.left[1:]
	_, _, err := c.app.Calls.AddCustomers(ctx, session, at.CampaignID, &callwork.AddInput{IDs: given.Of([]string{at.CustomerID})})
	return err
}
