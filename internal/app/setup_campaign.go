package app

import (
	"slices"

	"callflow"
)

// Campaigns call the customers of an assignment. A new one has the call states and
// the outcomes that every campaign starts with.
var Campaigns Noun = campaigns

var campaigns = &noun[callflow.Campaign]{
	name: "A campaign",
	blank: callflow.Campaign{
		WithdrawMinutes: callflow.DefaultWithdrawMinutes, MaxClaims: callflow.DefaultMaxClaims, MaxLease: callflow.DefaultMaxLease,
	},
	id:    func(campaign *callflow.Campaign) *int64 { return &campaign.ID },
	all:   visibleCampaigns,
	view:  func(_ *scope, campaign *callflow.Campaign) any { return campaign },
	read:  readCampaign,
	check: func(_ *scope, campaign *callflow.Campaign) error { return campaign.Validate() },
	guard: guardCampaign,
	used:  campaignInUse,
	add: func(c *scope, campaign *callflow.Campaign) (int64, error) {
		return c.w.CreateCampaign(campaign, callflow.DefaultFlow())
	},
	set:  func(c *scope, campaign *callflow.Campaign) error { return c.w.UpdateCampaign(campaign) },
	drop: func(c *scope, id int64) error { return c.w.DeleteCampaign(id) },
}

func visibleCampaigns(c *scope) ([]callflow.Campaign, error) {
	return slices.DeleteFunc(sortedByID(c.Setup.Campaigns), func(campaign callflow.Campaign) bool {
		return !c.Sees(c.Setup.Assignments[campaign.AssignmentID].ClientID)
	}), nil
}

func readCampaign(c *scope, b *body, campaign *callflow.Campaign) {
	b.setReference("assignment_id", "an assignment", &campaign.AssignmentID, func(id int64) bool { return c.Setup.Assignments[id] != nil })
	b.setName("name", &campaign.Name)
	held := campaign.Description
	b.setText("description", longestDescription, &campaign.Description)
	if campaign.Description != held { // what was kept before stays as it is
		checkScript(b, campaign.Description, c.Setup.Fields[campaign.AssignmentID])
	}
	b.setDate("start_date", &campaign.StartDate)
	b.setDate("end_date", &campaign.EndDate)
	b.setDate("archived_date", &campaign.ArchivedDate)
	b.setNumber("max_attempts", &campaign.MaxAttempts)
	b.setNumber("max_claims_per_agent", &campaign.MaxClaims)
	b.setNumber("max_lease_seconds", &campaign.MaxLease)
	b.setBoolean("hand_out_without_number", &campaign.HandOutWithoutNumber)
	b.setNumber("service_id", &campaign.ServiceID)
	b.setLine("service_name", longestName, &campaign.ServiceName)
	b.setNumber("withdraw_minutes", &campaign.WithdrawMinutes)
}

func guardCampaign(c *scope, before, after *callflow.Campaign) error {
	if before.AssignmentID == after.AssignmentID {
		return nil
	}
	used, err := c.w.HasHistory(before.ID)
	if err != nil || !used {
		return err
	}
	return inUse("The campaign has, or had, customers of its assignment.", "Make a new campaign for the other assignment.")
}

func campaignInUse(c *scope, campaign *callflow.Campaign) error {
	used, err := c.w.HasHistory(campaign.ID)
	if err != nil || !used {
		return err
	}
	return inUse("The campaign has, or had, customers, and what happened to them is kept.", "Archive it instead: PATCH its archived_date.")
}

// Products are what a campaign sells.
var Products Noun = &noun[callflow.Product]{
	name:  "A product",
	id:    func(product *callflow.Product) *int64 { return &product.ID },
	all:   productsOfOwner,
	view:  func(_ *scope, product *callflow.Product) any { return product },
	read:  readProduct,
	check: func(_ *scope, product *callflow.Product) error { return product.Validate() },
	used:  productInUse,
	add:   func(c *scope, product *callflow.Product) (int64, error) { return c.w.CreateProduct(c.owner, product) },
	set:   func(c *scope, product *callflow.Product) error { return c.w.UpdateProduct(c.owner, product) },
	drop:  func(c *scope, id int64) error { return c.w.DeleteProduct(c.owner, id) },
}

func productsOfOwner(c *scope) ([]callflow.Product, error) {
	if _, err := c.Campaign(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.Products[c.owner]), nil
}

func readProduct(_ *scope, b *body, product *callflow.Product) {
	b.setName("code", &product.Code)
	b.setLine("title", longestDescription, &product.Title)
	b.setLine("price", longestName, &product.Price)
	b.setNumber("position", &product.Position)
}

func productInUse(c *scope, product *callflow.Product) error {
	used, err := c.w.WasSold(c.owner, product.ID)
	if err != nil || !used {
		return err
	}
	return inUse("Units of the product were registered, and stay in the records.", "Give it a title that says that it is no longer sold.")
}
