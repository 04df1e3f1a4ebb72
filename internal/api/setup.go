package api

import (
	"net/http"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/web"
)

// setupRoutes are the paths of what an admin sets up. Two lists are the vendor's,
// with keys of their own; beside them every noun has the same five methods.
func (api *API) setupRoutes() {
	api.route("/client_access/campaigns", get(auth.ListOwnCampaigns, api.campaigns))
	api.route("/mirrors", get(auth.WriteSetup, api.mirrors))
	campaigns := endpoint{right: auth.ListAllCampaigns, handle: api.campaigns}
	fields := endpoint{right: auth.ReadStatus, handle: api.customFields}
	for _, things := range []setupPath{
		{noun: app.Clients, path: "/clients", id: "client_id"},
		{noun: app.Assignments, path: "/assignments", id: "assignment_id"},
		{
			noun: app.CustomFields, path: "/assignments/{assignment_id}/crm_custom_fields", owner: "assignment_id", id: "field_id", list: &fields,
			flags: []string{dropUnreadable},
		},
		{noun: app.Campaigns, path: "/campaigns", id: "campaign_id", list: &campaigns},
		{noun: app.CallStates, path: "/campaigns/{campaign_id}/call_states", owner: "campaign_id", id: "state_id"},
		{noun: app.Outcomes, path: "/campaigns/{campaign_id}/outcomes", owner: "campaign_id", id: "outcome_id"},
		{noun: app.Products, path: "/campaigns/{campaign_id}/products", owner: "campaign_id", id: "product_id"},
	} {
		api.setupRoute(&things)
	}
}

// mirrors tells what the account follows, and how that goes.
func (api *API) mirrors(req *request) error {
	if _, err := req.parameters(); err != nil {
		return err
	}
	return req.reported(api.app.Mirrors(req.Context(), req.session))
}

// setupPath is where the things of a noun are.
type setupPath struct {
	noun  app.Noun
	path  string
	owner string    // the name in the path of whose things they are, "" for the account's
	flags []string  // parameters of a change
	id    string    // the name in the path of the one thing
	list  *endpoint // nil for the list that all nouns have
}

func (api *API) setupRoute(things *setupPath) {
	list := endpoint{right: auth.ReadStatus, handle: things.listed}
	if things.list != nil {
		list = *things.list
	}
	api.route(things.path, methods{
		http.MethodGet:  list,
		http.MethodPost: {right: auth.WriteSetup, handle: things.created},
	})
	if things.flags != nil {
		api.route(things.path+"/{"+things.id+"}/dry_run", methods{http.MethodPost: {right: auth.WriteSetup, handle: things.tried}})
	}
	api.route(things.path+"/{"+things.id+"}", methods{
		http.MethodGet:    {right: auth.ReadStatus, handle: things.shown},
		http.MethodPatch:  {right: auth.WriteSetup, handle: things.changed},
		http.MethodDelete: {right: auth.WriteSetup, handle: things.removed},
	})
}

// dropUnreadable is the parameter that wipes values which can't be read as those of a field's new type.
const dropUnreadable = "drop_unreadable"

// request reads the ids of the path, and the parameters that the request takes.
func (things *setupPath) request(req *request, flags ...string) (r *app.SetupRequest, err error) {
	r = &app.SetupRequest{Noun: things.noun}
	if things.owner != "" {
		if r.OwnerID, err = req.id(things.owner); err != nil {
			return nil, err
		}
	}
	if req.PathValue(things.id) != "" {
		if r.ID, err = req.id(things.id); err != nil {
			return nil, err
		}
	}
	q, err := req.parameters(flags...)
	if err == nil && len(flags) > 0 {
		r.DropUnreadable, err = q.boolean(dropUnreadable)
	}
	return r, err
}

func (things *setupPath) listed(req *request) error {
	r, err := things.request(req)
	if err != nil {
		return err
	}
	return req.sendSetup(req.api.app.SetupList(req.session, r))
}

func (things *setupPath) shown(req *request) error {
	r, err := things.request(req)
	if err != nil {
		return err
	}
	return req.sendSetup(req.api.app.SetupOne(req.session, r))
}

func (req *request) sendSetup(body []byte, err error) error {
	if err != nil {
		return err
	}
	return req.sendJSON(http.StatusOK, body, req.session.Moment)
}

func (things *setupPath) created(req *request) error { return things.write(req, app.CreateThing) }
func (things *setupPath) changed(req *request) error { return things.write(req, app.ChangeThing) }
func (things *setupPath) removed(req *request) error { return things.write(req, app.RemoveThing) }

// tried answers what a change of a custom field would make of the values that customers have. It changes nothing.
func (things *setupPath) tried(req *request) error {
	r, err := things.request(req)
	if err != nil {
		return err
	}
	r.Mode = app.ChangeThing
	if r.Members, err = req.members(); err != nil {
		return err
	}
	web.ExtendDeadlines(req.writer, web.LongestChange)
	report, _, err := req.api.app.FieldDryRun(req.Context(), req.session, r)
	if err != nil {
		return err
	}
	return req.answered(&auth.Answer{Body: report.Body, Token: req.session.Setup.Token(report.Moment.Seq)}, nil)
}

func (things *setupPath) write(req *request, mode app.SetupMode) error {
	var flags []string
	if mode == app.ChangeThing {
		flags = things.flags
	}
	r, err := things.request(req, flags...)
	if err != nil {
		return err
	}
	r.Mode = mode
	if mode != app.RemoveThing {
		if r.Members, err = req.members(); err != nil {
			return err
		}
	}
	if flags != nil {
		web.ExtendDeadlines(req.writer, web.LongestChange)
	}
	return req.answered(req.api.app.SetUp(req.Context(), req.session, r))
}
