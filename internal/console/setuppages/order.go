package setuppages

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"callflow/internal/console/ui"
	"callflow/internal/given"
	"callflow/internal/setup"
)

const (
	moveUp   = "up"
	moveDown = "down"
)

// Move puts a thing one place up or down in its list.
func (k *Kind) Move(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	things, err := k.all(req, r.OwnerID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(things, func(values url.Values) bool { return ui.FormID(values, "id") == r.ID })
	direction := req.PostFormValue("direction")
	to := at + 1
	if direction == moveUp {
		to = at - 1
	}
	if at < 0 || direction != moveUp && direction != moveDown {
		return ui.ErrNotFound
	}
	if to >= 0 && to < len(things) {
		if err := k.swap(req, r.OwnerID, things, [2]int{at, to}); err != nil {
			return err
		}
	}
	moved := url.Values{"moved": {k.Name + "-" + strconv.FormatInt(r.ID, 10) + "-" + direction}}
	req.SeeOther(k.listed(r.OwnerID) + "?" + moved.Encode())
	return nil
}

// swap lets two things change places.
func (k *Kind) swap(req *ui.Request, ownerID int64, things []url.Values, places [2]int) error {
	order := slices.Clone(things)
	order[places[0]], order[places[1]] = order[places[1]], order[places[0]]
	return k.setOrder(req, ownerID, things, order)
}

// setOrder gives things the positions of another order. Where positions are not one above the other, all are given anew.
func (k *Kind) setOrder(req *ui.Request, ownerID int64, things, order []url.Values) error {
	positions := make([]int64, len(things))
	anew := false
	for i, values := range things {
		positions[i] = ui.FormID(values, "position")
		anew = anew || i > 0 && positions[i] <= positions[i-1]
	}
	for i, values := range order {
		wanted := positions[i]
		if anew {
			wanted = int64(i + 1)
		}
		if wanted == ui.FormID(values, "position") {
			continue
		}
		one := &setup.Request{Noun: k.noun, OwnerID: ownerID, ID: ui.FormID(values, "id"), Mode: setup.Change, Edit: k.noun.NewEdit()}
		setup.Set(one.Edit, "position", given.Of(wanted))
		if _, err := req.Console.App.Setup.SetUp(req.Context(), req.Session, one); err != nil {
			return err
		}
	}
	return nil
}

// Order puts several things of a list where they were numbered to go.
func (k *Kind) Order(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	things, err := k.all(req, r.OwnerID)
	if err != nil {
		return err
	}
	order := slices.Clone(things)
	slices.SortStableFunc(order, func(a, b url.Values) int {
		return cmp.Compare(wantedPlace(req.PostForm, things, a), wantedPlace(req.PostForm, things, b))
	})
	if err := k.setOrder(req, r.OwnerID, things, order); err != nil {
		return err
	}
	return req.Done(k.listed(r.OwnerID)+"#"+k.Name, "Saved.")
}

// wantedPlace is where a thing was numbered to go: before what stands there where it goes up, after it where it goes down.
func wantedPlace(form url.Values, things []url.Values, thing url.Values) float64 {
	at := slices.IndexFunc(things, func(values url.Values) bool { return values.Get("id") == thing.Get("id") }) + 1
	wanted := ui.FormID(form, thing.Get("id"))
	switch {
	case wanted < 1 || int(wanted) == at: // it stays
		return float64(at)
	case int(wanted) < at:
		return float64(wanted) - 0.5
	}
	return float64(wanted) + 0.5
}
