package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/script"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/statuslist"
)

// Card is a customer as people look at it: its values, where it stands in each campaign, and everything that happened to it.
type Card struct {
	Assignment *callflow.Assignment
	Client     *callflow.Client
	Customer   *callflow.Customer
	Fields     []callflow.Field
	Places     []CardPlace
	Elsewhere  []*callflow.Campaign // campaigns of the assignment that it is not in
	Timeline   []TimelineEntry      // the newest first
	Moment     auth.Moment
}

// CardPlace is where a customer stands in one campaign. Times are milliseconds since 1970, 0 for none.
type CardPlace struct {
	CampaignEntry
	State        callflow.State
	States       []callflow.State   // of the campaign
	Outcomes     []callflow.Outcome // that may be registered now
	Products     []callflow.Product // of the campaign
	Attempts     int64
	Seq          int64 // of the latest change
	ChangedAt    int64
	DueAt        int64
	Status       callflow.Status
	Explanation  *Explanation
	ClaimedUntil int64 // while somebody is calling
	ClaimedByMe  bool
}

// Card reads the customer that a request names, of an assignment that the caller sees.
func (a *App) Card(ctx context.Context, s *auth.Session, request *customer.Request) (*Card, error) {
	var card *Card
	err := a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		assignment, err := current.Assignment(request.AssignmentID)
		if err != nil {
			return err
		}
		found, err := r.Customer(request.AssignmentID, request.CustomerID)
		if found, err = request.Shown(found, err); err != nil {
			return err
		}
		card = &Card{
			Assignment: assignment, Client: current.Setup.Clients[assignment.ClientID], Customer: found,
			Fields: current.Setup.Fields[request.AssignmentID], Moment: r.Moment,
		}
		return (&cardReader{app: a, s: current, r: r, card: card}).read()
	})
	return card, err
}

// cardReader fills a card from a snapshot.
type cardReader struct {
	app  *App
	s    *auth.Session
	r    *store.Snapshot
	card *Card
}

func (c *cardReader) read() error {
	campaigns := c.s.Setup.CampaignsOf(c.card.Assignment.ID)
	list := make(statuslist.List, len(campaigns))
	for i, campaign := range campaigns {
		list[i] = statuslist.Part{AssignmentID: campaign.AssignmentID, CampaignID: campaign.ID}
	}
	var batch statuslist.Batch
	if err := c.r.StatusesOf(list, c.card.Assignment.ID, c.card.Customer.CustomerID, &batch); err != nil {
		return err
	}
	rows := make(map[int64]*callflow.StatusRow, len(batch.Rows))
	for i := range batch.Rows {
		rows[batch.Rows[i].CampaignID] = &batch.Rows[i]
	}
	history, err := changelog.ValuesChanged(c.r, c.card.Assignment.ID, c.card.Customer.Number)
	if err != nil {
		return err
	}
	for _, campaign := range campaigns {
		entries, err := c.readPlace(campaign, rows[campaign.ID])
		if err != nil {
			return err
		}
		history = append(history, entries...)
	}
	return c.tell(history)
}

// readPlace reads one campaign, where row is where the customer stands in it, nil where it is not in it now. It gives what happened there.
func (c *cardReader) readPlace(campaign *callflow.Campaign, row *callflow.StatusRow) ([]*changelog.LogEntry, error) {
	if row == nil {
		c.card.Elsewhere = append(c.card.Elsewhere, campaign)
		history, err := changelog.History(c.r, campaign.ID, c.card.Customer.Number)
		if callflow.ErrorCode(err) == callflow.NotFound { // it never was in it
			return nil, nil
		}
		return history, err
	}
	e := c.app.explainer(c.s, campaign)
	if err := e.readRow(c.r, row); err != nil {
		return nil, err
	}
	place := CardPlace{
		CampaignEntry: campaignEntry(c.s, campaign, c.app.Today(c.s)), State: *e.state(row.StateID), States: e.rules.States, Products: e.rules.Products,
		Attempts: row.Attempts, Seq: row.Seq, ChangedAt: row.ChangedAt, DueAt: row.DueAt, Explanation: e.explain(),
	}
	if !place.State.Kind.Final() {
		place.Outcomes = e.rules.Outcomes
	}
	place.Status.SetPacked(row.Status)
	if e.claim.Live(e.now) {
		place.ClaimedUntil, place.ClaimedByMe = e.claim.Until, e.claim.UserID == c.s.User.ID
	}
	c.card.Places = append(c.card.Places, place)
	return e.history, nil
}

// Place is where the customer stands in a campaign, nil where it is not in it.
func (c *Card) Place(campaignID int64) *CardPlace {
	for i := range c.Places {
		if c.Places[i].ID == campaignID {
			return &c.Places[i]
		}
	}
	return nil
}

// Script is the campaign's description for a call of a user to the customer.
func (c *Card) Script(campaign *callflow.Campaign, user *callflow.User) string {
	return (&script.Call{Customer: c.Customer, Fields: c.Fields, Client: c.Client, Campaign: campaign, User: user}).Text()
}
