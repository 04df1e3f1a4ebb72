package setuppages

import (
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/ui"
	"callflow/internal/setup"
)

// Create makes a thing of what was typed.
func (k *Kind) Create(req *ui.Request) error {
	r, err := k.typed(req, setup.Create)
	if err != nil {
		return err
	}
	answer, err := k.make(req, r)
	if err != nil {
		return k.refused(req, r, err)
	}
	if k.owned() {
		return req.Done(k.listed(r.OwnerID), "Created.")
	}
	return req.Done(k.Path+"/"+answer.Location, "Created.")
}

// make asks the verb that makes a thing.
func (k *Kind) make(req *ui.Request, r *setup.Request) (*auth.Answer, error) {
	if k.begins {
		return req.Console.App.Setup.CreateCampaign(req.Context(), req.Session, campaignStart(req.PostForm), r)
	}
	return req.Console.App.Setup.SetUp(req.Context(), req.Session, r)
}

// Change changes a thing to what was typed, unless somebody changed it meanwhile.
func (k *Kind) Change(req *ui.Request) error {
	r, err := k.typed(req, setup.Change)
	if err != nil {
		return err
	}
	return k.changeTo(req, r)
}

func (k *Kind) changeTo(req *ui.Request, r *setup.Request) error {
	session := *req.Session
	if seen := req.PostFormValue("seen"); seen != "" {
		session.Match = func(record []byte) bool { return string(record) == seen }
	}
	if _, err := req.Console.App.Setup.SetUp(req.Context(), &session, r); err != nil {
		return k.refused(req, r, err)
	}
	if k.owned() {
		return req.Done(k.listed(r.OwnerID), "Saved.")
	}
	return req.Done(k.Path+"/"+strconv.FormatInt(r.ID, 10), "Saved.")
}

// typed is a write of what was typed.
func (k *Kind) typed(req *ui.Request, mode setup.Mode) (*setup.Request, error) {
	r, err := k.request(req)
	if err != nil {
		return nil, err
	}
	r.Mode, r.Edit = mode, k.typedEdit(req.Session, req.PostForm)
	return r, nil
}

// refused shows the form again with what was typed, and says why.
func (k *Kind) refused(req *ui.Request, r *setup.Request, err error) error {
	if !aboutForm(err) {
		return err
	}
	shown := &shownThing{request: r, values: req.PostForm, seen: req.PostFormValue("seen"), problem: err}
	if r.ID != 0 {
		held, missing := k.held(req, r)
		if missing != nil {
			return missing
		}
		shown.name, shown.retyped = held.name, held.retyped
		if callflow.ErrorCode(err) == callflow.PreconditionFailed {
			shown.seen = held.seen // whoever sends it again was told
		}
	}
	return k.show(req, shown)
}

// aboutForm says whether an error is about what was typed: the form says it. Others are the request's.
func aboutForm(err error) bool {
	switch callflow.ErrorCode(err) {
	case callflow.Invalid, callflow.Conflict, callflow.PreconditionFailed:
		return true
	default:
		return false
	}
}

// Remove takes a thing away; what is in use stays, and its page says why.
func (k *Kind) Remove(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	held, err := k.held(req, r)
	if err != nil {
		return err
	}
	r.Mode = setup.Remove
	if _, err := req.Console.App.Setup.SetUp(req.Context(), req.Session, r); err != nil {
		if held.problem = err; aboutForm(err) {
			return k.show(req, held)
		}
		return err
	}
	if k.owned() {
		return req.Done(k.listed(r.OwnerID), "Removed.")
	}
	above := crumbs(req, k.above(req, 0, held.values)...)
	return req.Done(above[len(above)-1].Path, "Removed.")
}

// About names the thing of the path, for the question whether it is to go.
func (k *Kind) About(req *ui.Request) (string, error) {
	r, err := k.request(req)
	if err != nil {
		return "", err
	}
	held, err := k.held(req, r)
	if err != nil {
		return "", err
	}
	return req.Reader.T(k.texts.one) + ": " + held.name, nil
}
