package setup

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// CampaignStart says what a new campaign begins with.
type CampaignStart struct {
	Like      int64 // the id of a campaign whose call states, outcomes and products it has; 0 for the usual ones
	Norwegian bool  // the usual ones have Norwegian names
}

// CreateCampaign makes a campaign that begins with other call states and outcomes than the usual ones. The request's edit says all else of it.
func (a *Service) CreateCampaign(ctx context.Context, s *auth.Session, start CampaignStart, r *Request) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		c := &scope{Session: s, w: w, encode: r.Encode}
		if err := c.refresh(); err != nil {
			return nil, err
		}
		flow, err := c.flow(start)
		if err != nil {
			return nil, err
		}
		like := *campaigns
		like.add = func(c *scope, campaign *callflow.Campaign) (int64, error) {
			return c.addLike(campaign, start.Like, flow)
		}
		answer, err := like.create(c, r.Edit)
		if err != nil {
			return nil, err
		}
		return answer, s.Audit(w, (&Request{Noun: Campaigns}).entry(answer))
	})
}

func (c *scope) flow(start CampaignStart) (callflow.Flow, error) {
	switch {
	case start.Like != 0:
		if _, err := c.Campaign(start.Like); err != nil {
			return callflow.Flow{}, err
		}
		return callflow.FlowOf(c.Setup.States[start.Like], c.Setup.Outcomes[start.Like]), nil
	case start.Norwegian:
		return callflow.NorwegianFlow(), nil
	}
	return callflow.DefaultFlow(), nil
}

// addLike adds a campaign with a flow, and with the products of another campaign.
func (c *scope) addLike(campaign *callflow.Campaign, like int64, flow callflow.Flow) (int64, error) {
	id, err := setuprows.CreateCampaign(c.w, campaign, flow)
	if err != nil {
		return 0, err
	}
	for _, product := range slices.Clone(c.Setup.Products[like]) {
		product.ID = 0
		if _, err := setuprows.CreateProduct(c.w, id, &product); err != nil {
			return 0, err
		}
	}
	return id, nil
}
