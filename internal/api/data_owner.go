package api

import (
	"net/http"

	"callflow"
	"callflow/internal/app"
)

// ofCRM answers what is asked of one CRM, of the type given or else of the one that the path names.
func ofCRM(known callflow.CRMType, handle func(*request, app.CRM) error) func(*request) error {
	return func(req *request) error {
		crm, err := req.crm(known)
		if err != nil {
			return err
		}
		return handle(req, crm)
	}
}

func (req *request) crmStatuses(crm app.CRM) error {
	return req.list(&app.ListRequest{CRM: crm}, statusParameters)
}

func (req *request) crmCustomers(crm app.CRM) error {
	return req.list(&app.ListRequest{CRM: crm, Customers: true}, customerParameters)
}

func (req *request) crmCustomer(crm app.CRM) error {
	return req.record(&app.ListRequest{CRM: crm, Customers: true}, http.StatusOK)
}

func (req *request) crmFields(crm app.CRM) error {
	return req.fields(func() ([]callflow.Field, error) { return req.api.app.FieldsOfCRM(req.session, crm) })
}

func (req *request) crmOutcomes(crm app.CRM) error {
	return req.outcomes(&app.OutcomeRequest{CRM: crm})
}

func (req *request) crmRegistrations(crm app.CRM) error {
	return req.outcomes(&app.OutcomeRequest{CRM: crm, Sold: true})
}

// crm reads which CRM the path names. Another type than the two is not there.
func (req *request) crm(known callflow.CRMType) (crm app.CRM, err error) {
	crm.Type = known
	if known == "" {
		crm.Type = callflow.CRMType(req.PathValue("crm_type"))
	}
	if !crm.Type.Valid() {
		return crm, callflow.NotFoundError()
	}
	crm.DataOwnerID, err = req.id("data_owner_id")
	return crm, err
}

// accountCallOutcomes answers the outcomes of every campaign that the caller may see.
func (api *API) accountCallOutcomes(req *request) error {
	return req.outcomes(&app.OutcomeRequest{})
}
