package api

import (
	"net/http"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
)

// dataOwnerRoutes are the later generation's paths (contract, "The later generation"): a data owner is a client,
// and its CRM of a type all assignments that it has of it. Each is there with and without "crm/".
func (api *API) dataOwnerRoutes() {
	api.crmRoutes("/data_owners/{data_owner_id}/crm/{crm_type}", "")
	for _, known := range []callflow.CRMType{callflow.B2C, callflow.B2B} { // with {crm_type} they would be one with those above
		api.crmRoutes("/data_owners/{data_owner_id}/"+string(known), known)
	}
	api.route("/call_outcomes", getFile(api.accountCallOutcomes))
}

// crmRoutes are the paths below one CRM, of the type given or else of the one that the path names.
func (api *API) crmRoutes(base string, known callflow.CRMType) {
	ofCRM := func(handle func(*request, app.CRM) error) methods {
		return get(auth.ReadStatus, func(req *request) error {
			crm, err := req.crm(known)
			if err != nil {
				return err
			}
			return handle(req, crm)
		})
	}
	api.route(base+"/callflow_customers", withFile(ofCRM(func(req *request, crm app.CRM) error {
		return req.list(&app.ListRequest{CRM: crm}, statusParameters)
	})))
	api.route(base+"/customers", withFile(ofCRM(func(req *request, crm app.CRM) error {
		return req.list(&app.ListRequest{CRM: crm, Customers: true}, customerParameters)
	})))
	api.route(base+"/customers/{customer_id}", ofCRM(func(req *request, crm app.CRM) error {
		return req.record(&app.ListRequest{CRM: crm, Customers: true}, http.StatusOK)
	}))
	api.route(base+"/crm_custom_fields", ofCRM(func(req *request, crm app.CRM) error {
		return req.fields(func() ([]callflow.Field, error) { return req.api.app.FieldsOfCRM(req.session, crm) })
	}))
	api.route(base+"/call_outcomes", withFile(ofCRM(func(req *request, crm app.CRM) error {
		return req.outcomes(&app.OutcomeRequest{CRM: crm})
	})))
	api.route(base+"/product_registrations", withFile(ofCRM(func(req *request, crm app.CRM) error {
		return req.outcomes(&app.OutcomeRequest{CRM: crm, Sold: true})
	})))
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
