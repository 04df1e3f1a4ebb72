package api

import (
	"net/http"
	"slices"

	"callflow"
	"callflow/internal/api/wire"
	"callflow/internal/auth"
	"callflow/internal/setup"
	"callflow/internal/web"
)

// route is one method of a path below Base, without its trailing slash: the right that it needs, what it takes and answers, and what does it.
type route struct {
	method, path string
	right        auth.Right
	form         form
	handle       func(*request) error
}

// methods are the routes of one path.
type methods map[string]route

// form is what a request takes and answers beside JSON.
type form struct {
	streams bool     // of a write: the body is a file, which is not read first
	files   bool     // of a read: the list is answered as a file too
	also    []string // media types that it answers
}

var (
	asJSON    = form{}
	asList    = form{files: true}
	asEvents  = form{files: true, also: []string{web.EventMedia}}
	asCSV     = form{also: []string{csvMedia}}
	takesFile = form{streams: true}
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

// routes is every route of the API. What is set up has five methods each, and a CRM its paths at three places.
func (api *API) routes() []route {
	return slices.Concat(api.accountRoutes(), api.assignmentRoutes(), api.campaignRoutes(), api.setupRoutes(), api.crmRoutes())
}

func (api *API) accountRoutes() []route {
	return []route{
		{get, "/client_access/campaigns", auth.ListOwnCampaigns, asJSON, api.campaigns},
		{get, "/changes", auth.ReadStatus, asEvents, api.changes},
		{get, "/call_outcomes", auth.ReadStatus, asList, api.accountCallOutcomes},
		{get, "/mirrors", auth.WriteSetup, asJSON, api.mirrors},
	}
}

func (api *API) assignmentRoutes() []route {
	const (
		assignment = "/assignments/{assignment_id}"
		customer   = assignment + "/customers/{customer_id}"
		imports    = assignment + "/imports"
	)
	return []route{
		{get, assignment + "/callflow_customers", auth.ReadStatus, asList, api.assignmentStatuses},
		{get, assignment + "/callflow_customers/{customer_id}", auth.ReadStatus, asJSON, api.assignmentStatus},
		{get, assignment + "/call_outcomes", auth.ReadStatus, asList, api.callOutcomes},
		{get, assignment + "/product_registrations", auth.ReadStatus, asList, api.productRegistrations},
		{get, assignment + "/changes", auth.ReadStatus, asEvents, api.changes},
		{get, assignment + "/digest", auth.ReadStatus, asJSON, api.assignmentDigest},

		{get, assignment + "/customers", auth.ReadStatus, asList, api.customers},
		{post, assignment + "/customers", auth.WriteCustomers, asJSON, api.createCustomer},
		{get, customer, auth.ReadStatus, asJSON, api.customer},
		{put, customer, auth.WriteCustomers, asJSON, api.replaceCustomer},
		{patch, customer, auth.WriteCustomers, asJSON, api.changeCustomer},
		{post, customer + "/anonymize", auth.WriteCustomers, asJSON, api.anonymizeCustomer},
		{get, imports, auth.WriteCustomers, asJSON, api.imports},
		{post, imports, auth.WriteCustomers, takesFile, api.startImport},
		{get, imports + "/{import_id}", auth.WriteCustomers, asJSON, api.oneImport},
		{remove, imports + "/{import_id}", auth.WriteCustomers, asJSON, api.undoImport},
		{get, imports + "/{import_id}/rejected", auth.WriteCustomers, asCSV, api.rejectedRows},
		{get, imports + "/{import_id}/rows", auth.WriteCustomers, asJSON, api.importedRows},
	}
}

func (api *API) campaignRoutes() []route {
	const (
		campaign = "/campaigns/{campaign_id}"
		called   = campaign + "/callflow_customers/{customer_id}"
		outcome  = called + "/call_outcomes/{call_outcome_id}"
	)
	calls := api.app.Calls
	fromBody, fromBodyIfAny := (*request).members, (*request).optionalMembers
	return []route{
		{get, campaign + "/callflow_customers", auth.ReadStatus, asList, api.campaignStatuses},
		{post, campaign + "/callflow_customers", auth.MoveCustomers, asJSON, onCampaignWith(api.addCustomers, wire.ReadAddition, fromBody)},
		{get, campaign + "/call_outcomes", auth.ReadStatus, asList, api.callOutcomes},
		{get, campaign + "/product_registrations", auth.ReadStatus, asList, api.productRegistrations},
		{get, campaign + "/changes", auth.ReadStatus, asEvents, api.changes},
		{get, campaign + "/digest", auth.ReadStatus, asJSON, api.campaignDigest},
		{get, campaign + "/statistics", auth.ReadStatus, asJSON, api.statistics},
		{post, campaign + "/dry_run", auth.WriteSetup, asJSON, api.dryRun},
		{post, campaign + "/next_customer", auth.RegisterOutcomes, asJSON, onCampaignWith(api.nextCustomer, wire.ReadClaim, fromBodyIfAny)},

		{get, called, auth.ReadStatus, asJSON, api.campaignStatus},
		{patch, called, auth.MoveCustomers, asJSON, onCustomerWith(calls.MoveCustomer, wire.ReadMove, fromBody)},
		{remove, called, auth.MoveCustomers, asJSON, api.onCustomer(calls.RemoveCustomer)},
		{get, called + "/history", auth.ReadStatus, asJSON, api.onCustomerReport(api.app.History)},
		{get, called + "/explain", auth.ReadStatus, asJSON, api.onCustomerReport(api.app.Explain)},
		{post, called + "/claim", auth.RegisterOutcomes, asJSON, onCustomerWith(calls.ClaimCustomer, wire.ReadClaim, fromBodyIfAny)},
		{remove, called + "/claim", auth.RegisterOutcomes, asJSON, api.onCustomer(calls.ReleaseCustomer)},
		{post, called + "/skip", auth.RegisterOutcomes, asJSON, onCustomerWith(calls.SkipCustomer, wire.ReadSkip, fromBodyIfAny)},
		{post, called + "/call_outcomes", auth.RegisterOutcomes, asJSON, onCustomerWith(calls.RegisterOutcome, wire.ReadOutcome, fromBody)},
		{get, outcome, auth.ReadStatus, asJSON, api.callOutcome},
		{post, outcome + "/withdraw", auth.WithdrawOwn, asJSON, api.withdraw},
	}
}

func (api *API) setupRoutes() (all []route) {
	for _, things := range api.setupPaths() {
		one := things.path + "/{" + things.id + "}"
		all = append(
			all,
			route{get, things.path, things.mayList, asJSON, things.list},
			route{post, things.path, auth.WriteSetup, asJSON, things.created},
			route{get, one, auth.ReadStatus, asJSON, things.shown},
			route{patch, one, auth.WriteSetup, asJSON, things.changed},
			route{remove, one, auth.WriteSetup, asJSON, things.removed},
		)
		if things.flags != nil {
			all = append(all, route{post, one + "/dry_run", auth.WriteSetup, asJSON, things.tried})
		}
	}
	return all
}

// setupPaths are the paths of what an admin sets up. Two lists are the vendor's, with keys of their own.
func (api *API) setupPaths() []*setupPath {
	all := []*setupPath{
		{noun: setup.Clients, path: "/clients", id: "client_id"},
		{noun: setup.Assignments, path: "/assignments", id: "assignment_id"},
		{
			noun: setup.CustomFields, path: "/assignments/{assignment_id}/crm_custom_fields", owner: "assignment_id", id: "field_id",
			list: api.customFields, flags: []string{dropUnreadable},
		},
		{noun: setup.Campaigns, path: "/campaigns", id: "campaign_id", list: api.campaigns, mayList: auth.ListAllCampaigns},
		{noun: setup.CallStates, path: "/campaigns/{campaign_id}/call_states", owner: "campaign_id", id: "state_id"},
		{noun: setup.Outcomes, path: "/campaigns/{campaign_id}/outcomes", owner: "campaign_id", id: "outcome_id"},
		{noun: setup.Products, path: "/campaigns/{campaign_id}/products", owner: "campaign_id", id: "product_id"},
	}
	for _, things := range all {
		if things.list == nil {
			things.list = things.listed
		}
	}
	return all
}

// crmRoutes are the later generation's paths (contract, "The later generation"): a data owner is a client, and its CRM of a type all assignments
// that it has of it. Each is there with and without crm/: {crm_type} in place of a type would be one path with those below crm/.
func (api *API) crmRoutes() (all []route) {
	for crm, known := range map[string]callflow.CRMType{"crm/{crm_type}": "", string(callflow.B2C): callflow.B2C, string(callflow.B2B): callflow.B2B} {
		base := "/data_owners/{data_owner_id}/" + crm
		all = append(
			all,
			route{get, base + "/callflow_customers", auth.ReadStatus, asList, ofCRM(known, (*request).crmStatuses)},
			route{get, base + "/customers", auth.ReadStatus, asList, ofCRM(known, (*request).crmCustomers)},
			route{get, base + "/customers/{customer_id}", auth.ReadStatus, asJSON, ofCRM(known, (*request).crmCustomer)},
			route{get, base + "/crm_custom_fields", auth.ReadStatus, asJSON, ofCRM(known, (*request).crmFields)},
			route{get, base + "/call_outcomes", auth.ReadStatus, asList, ofCRM(known, (*request).crmOutcomes)},
			route{get, base + "/product_registrations", auth.ReadStatus, asList, ofCRM(known, (*request).crmRegistrations)},
		)
	}
	return all
}
