package api

import (
	"net/http"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/web"
)

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
	owner string               // the name in the path of whose things they are, "" for the account's
	flags []string             // parameters of a change
	id    string               // the name in the path of the one thing
	list  func(*request) error // all of them

	mayList auth.Right
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
