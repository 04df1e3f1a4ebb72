package mirror

import (
	"context"
	"strings"

	"callflow"
	"callflow/internal/mirrored"
	"callflow/remote"
)

// describe reads what the campaigns belong to, and makes their set-up of it.
func (f *follower) describe(ctx context.Context, campaigns []remote.Campaign) ([]mirrored.TheirCampaign, error) {
	fields := make(map[owner][]callflow.Field)
	theirs := make([]mirrored.TheirCampaign, len(campaigns))
	for i := range campaigns {
		campaign := &campaigns[i]
		of := owner{campaign.AssignmentID, campaign.DataOwnerID, campaign.CRMType}
		if _, known := fields[of]; !known {
			read, err := f.fields(ctx, of)
			if err != nil {
				return nil, err
			}
			fields[of] = read
		}
		theirs[i] = setUpOf(campaign)
		theirs[i].Fields = fields[of]
		var err error
		if theirs[i].Source, err = f.sourceOf(ctx, campaign); err != nil {
			return nil, err
		}
		if theirs[i].Names, err = f.names(ctx, campaign.ID, fields[of]); err != nil {
			return nil, err
		}
	}
	return theirs, nil
}

// sourceOf is a campaign's assignment there, 0 where the server is none that tells its customers' numbers in it.
func (f *follower) sourceOf(ctx context.Context, campaign *remote.Campaign) (int64, error) {
	if !f.server.Callflow {
		return 0, nil
	}
	if campaign.AssignmentID != 0 {
		return campaign.AssignmentID, nil
	}
	id, err := f.Remote.AssignmentOf(ctx, campaign.ID)
	if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Forbidden || code == callflow.MethodNotAllowed {
		return 0, nil
	}
	return id, err
}

// names lists what a campaign's records name; nil where the server does not tell it.
func (f *follower) names(ctx context.Context, campaignID int64, fields []callflow.Field) (*mirrored.TheirNames, error) {
	if !f.server.Callflow {
		return nil, nil //nolint:nilnil // it is asked for no more than the vendor's API has
	}
	states, err := f.Remote.CallStates(ctx, campaignID)
	var products []remote.Product
	if err == nil {
		products, err = f.Remote.Products(ctx, campaignID)
	}
	if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Forbidden || code == callflow.MethodNotAllowed {
		return nil, nil //nolint:nilnil // this user may not see it
	}
	if err != nil {
		return nil, err
	}
	names := &mirrored.TheirNames{}
	for i := range states {
		names.States = append(names.States, mirrored.TheirName{ID: states[i].ID, Name: states[i].Name})
	}
	for i := range products {
		names.Products = append(names.Products, mirrored.TheirName{ID: products[i].ID, Name: products[i].Code})
	}
	for i := range fields {
		names.Fields = append(names.Fields, fields[i].ID)
	}
	return names, nil
}

// owner is whose customers a campaign calls: an assignment's, or those of a data owner's CRM.
type owner struct {
	assignmentID int64
	dataOwnerID  int64
	crmType      string
}

func (f *follower) fields(ctx context.Context, of owner) ([]callflow.Field, error) {
	var listed []remote.CustomField
	var err error
	if of.assignmentID != 0 {
		listed, err = f.Remote.CustomFields(ctx, of.assignmentID)
	} else {
		listed, err = f.Remote.DataOwnerFields(ctx, of.dataOwnerID, of.crmType)
	}
	if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Forbidden { // then the records' keys have to do
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var fields []callflow.Field
	for i := range listed {
		field := callflow.Field{ID: listed[i].ID, Key: listed[i].Key, Type: typeOf(listed[i].Type), MaxLength: listed[i].MaxLength, Hint: listed[i].Hint}
		if field.Choices = []string{}; field.ID > 0 && field.Key != "" {
			fields = append(fields, field)
		}
	}
	return fields, nil
}

// typeOf reads a field's type. What the choices of a choice are is not told, and other servers have names of their own.
func typeOf(name string) callflow.FieldType {
	if kind := callflow.FieldType(strings.ToLower(name)); kind.Valid() && kind != callflow.Choice {
		return kind
	}
	return callflow.Text
}

func setUpOf(campaign *remote.Campaign) mirrored.TheirCampaign {
	theirs := mirrored.TheirCampaign{
		Client:     callflow.Client{ID: campaign.ClientID, ShortName: campaign.ClientShortName, FullName: campaign.ClientFullName},
		Assignment: callflow.Assignment{ID: campaign.AssignmentID, Name: campaign.AssignmentName, Description: campaign.AssignmentDescription},
		Campaign: callflow.Campaign{
			ID: campaign.ID, Name: campaign.Name, Description: campaign.Description, ServiceID: campaign.ServiceID, ServiceName: campaign.ServiceName,
			StartDate: campaign.StartDate, EndDate: campaign.EndDate, ArchivedDate: campaign.ArchivedDate,
		},
	}
	if campaign.DataOwnerID != 0 {
		theirs.Client = callflow.Client{ID: campaign.DataOwnerID, ShortName: campaign.DataOwnerName}
		theirs.Assignment = callflow.Assignment{CRMType: callflow.CRMType(campaign.CRMType), Name: campaign.DataOwnerName + " " + campaign.CRMType}
	}
	return theirs
}
