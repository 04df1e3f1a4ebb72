package api

import (
	"net/http"

	"callflow/internal/api/wire"
	"callflow/internal/auth"
	"callflow/internal/setup"
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
	noun  setup.Noun
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
func (things *setupPath) request(req *request, flags ...string) (r *setup.Request, err error) {
	r = &setup.Request{Noun: things.noun, Encode: wire.EncodeThing}
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
	all, err := setup.List(req.session, r)
	if err != nil {
		return err
	}
	return req.sendJSON(http.StatusOK, wire.EncodeThings(all), req.session.Moment)
}

func (things *setupPath) shown(req *request) error {
	r, err := things.request(req)
	if err != nil {
		return err
	}
	one, err := setup.One(req.session, r)
	if err != nil {
		return err
	}
	return req.sendJSON(http.StatusOK, wire.EncodeThing(one), req.session.Moment)
}

// edit reads what the body says of a thing.
func (things *setupPath) edit(req *request) (setup.Edit, error) {
	members, err := req.members()
	if err != nil {
		return nil, err
	}
	return wire.ReadEdit(things.noun, members, req.session.Setup.Location), nil
}

func (things *setupPath) created(req *request) error { return things.write(req, setup.Create) }
func (things *setupPath) changed(req *request) error { return things.write(req, setup.Change) }
func (things *setupPath) removed(req *request) error { return things.write(req, setup.Remove) }

// tried answers what a change of a custom field would make of the values that customers have. It changes nothing.
func (things *setupPath) tried(req *request) error {
	r, err := things.request(req)
	if err != nil {
		return err
	}
	r.Mode = setup.Change
	if r.Edit, err = things.edit(req); err != nil {
		return err
	}
	web.ExtendDeadlines(req.writer, web.LongestChange)
	report, moment, err := req.api.app.Setup.FieldDryRun(req.Context(), req.session, r)
	if err != nil {
		return err
	}
	return req.answered(&auth.Answer{Body: wire.EncodeFieldReport(report), Token: req.session.Setup.Token(moment.Seq)}, nil)
}

func (things *setupPath) write(req *request, mode setup.Mode) error {
	var flags []string
	if mode == setup.Change {
		flags = things.flags
	}
	r, err := things.request(req, flags...)
	if err != nil {
		return err
	}
	r.Mode = mode
	if mode != setup.Remove {
		if r.Edit, err = things.edit(req); err != nil {
			return err
		}
	}
	if flags != nil {
		web.ExtendDeadlines(req.writer, web.LongestChange)
	}
	return req.answered(req.api.app.Setup.SetUp(req.Context(), req.session, r))
}
