package remote

import (
	"context"
	"net/url"
	"strconv"
)

// Campaign is a campaign as the server lists it. Of the two generations each fills its own members:
// that of 2019 the assignment and the client, that of 2020 the CRM type, the service and the data owner.
type Campaign struct {
	ID           int64  `json:"campaign__id"`
	Name         string `json:"campaign__name"`
	Description  string `json:"campaign__description"`
	StartDate    string `json:"campaign__start_date"`
	EndDate      string `json:"campaign__end_date"`
	ArchivedDate string `json:"campaign__archived_date"`
	IsActive     bool   `json:"campaign__is_active"`

	AssignmentID          int64  `json:"assignment__id"`
	AssignmentName        string `json:"assignment__name"`
	AssignmentDescription string `json:"assignment__description"`
	ClientID              int64  `json:"client__id"`
	ClientShortName       string `json:"client__short_name"`
	ClientFullName        string `json:"client__full_name"`

	CRMType       string `json:"campaign__crm_type"`
	ServiceID     int64  `json:"service__id"`
	ServiceName   string `json:"service__name"`
	DataOwnerID   int64  `json:"data_owner__id"`
	DataOwnerName string `json:"data_owner__name"`
}

// Campaigns lists the campaigns that the user may see; the inactive ones too where they are wanted.
// A user who is bound to a client is given those of the client.
func (c *Client) Campaigns(ctx context.Context, inactive bool) ([]Campaign, error) {
	query := url.Values{}
	if inactive {
		query.Set("include_inactive_campaigns", "True")
	}
	var campaigns []Campaign
	err := c.getJSON(ctx, "campaigns", query, &campaigns)
	if isForbidden(err) {
		err = c.getJSON(ctx, "client_access/campaigns", query, &campaigns)
	}
	return campaigns, err
}

// AssignmentOf asks which assignment a campaign belongs to, which the list of the generation of 2020 does not tell; callflow alone.
func (c *Client) AssignmentOf(ctx context.Context, campaignID int64) (int64, error) {
	var campaign struct {
		AssignmentID int64 `json:"assignment_id"`
	}
	err := c.getJSON(ctx, "campaigns/"+strconv.FormatInt(campaignID, 10)+"/", nil, &campaign)
	return campaign.AssignmentID, err
}

// CustomField is a custom field of an assignment, or of a data owner's customers of one type.
type CustomField struct {
	ID        int64  `json:"id"`
	Key       string `json:"key"` // the label
	Type      string `json:"type"`
	MaxLength int64  `json:"max_length"` // 0 where there is no limit
	Hint      string `json:"hint"`
	LookupID  string `json:"lookup__id"` // the record's key
}

// CustomFields lists the custom fields of an assignment.
func (c *Client) CustomFields(ctx context.Context, assignmentID int64) ([]CustomField, error) {
	return c.customFields(ctx, &List{AssignmentID: assignmentID})
}

// DataOwnerFields lists the custom fields of a data owner's customers of one type, B2C or B2B: the generation of 2020.
func (c *Client) DataOwnerFields(ctx context.Context, dataOwnerID int64, crmType string) ([]CustomField, error) {
	return c.customFields(ctx, &List{DataOwnerID: dataOwnerID, CRMType: crmType})
}

func (c *Client) customFields(ctx context.Context, of *List) ([]CustomField, error) {
	path, err := of.path("crm_custom_fields")
	if err != nil {
		return nil, err
	}
	var fields []CustomField
	err = c.getJSON(ctx, path, nil, &fields)
	return fields, err
}

// CallState is a call state of a campaign.
type CallState struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Kind     string `json:"kind"` // ready, scheduled, hold, done or excluded
	Position int64  `json:"position"`
}

// CallStates lists the call states of a campaign; callflow alone.
func (c *Client) CallStates(ctx context.Context, campaignID int64) ([]CallState, error) {
	return setUpList[CallState](ctx, c, campaignID, "call_states")
}

// Product is a product of a campaign.
type Product struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"` // names the record's key, product__{code}
	Title    string `json:"title"`
	Price    string `json:"price"` // a decimal; "" where it has none
	Position int64  `json:"position"`
}

// Products lists the products of a campaign; callflow alone.
func (c *Client) Products(ctx context.Context, campaignID int64) ([]Product, error) {
	return setUpList[Product](ctx, c, campaignID, "products")
}

func setUpList[T any](ctx context.Context, c *Client, campaignID int64, things string) ([]T, error) {
	path, err := (&List{CampaignID: campaignID}).path(things)
	if err != nil {
		return nil, err
	}
	var listed []T
	err = c.getJSON(ctx, path, nil, &listed)
	return listed, err
}
