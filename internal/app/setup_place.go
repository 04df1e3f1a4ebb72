package app

import (
	"encoding/json"
	"slices"
	"strconv"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// placedThing is as much of a thing that is set up as says where it stands among its like.
type placedThing struct {
	ID       int64 `json:"id"`
	Position int64 `json:"position"`
}

// put gives the thing of a request its place among its like, and the others the positions after one another. It answers the thing as it is then.
func (a *App) put(w *store.Write, s *auth.Session, r *SetupRequest, answer *auth.Answer) (*auth.Answer, error) {
	if r.Place < 1 || r.Mode == RemoveThing {
		return answer, nil
	}
	id := r.ID
	if r.Mode == CreateThing {
		id = r.entry(answer).NounID
	}
	c := &scope{Session: s, w: w, owner: r.OwnerID}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	list, err := r.Noun.list(c)
	if err != nil {
		return nil, err
	}
	var things []placedThing
	if err := json.Unmarshal(list, &things); err != nil {
		return nil, err
	}
	for i, thing := range placedAt(things, id, r.Place) {
		if thing.Position == int64(i+1) {
			continue
		}
		position := Member{Name: "position", Value: strconv.AppendInt(nil, int64(i+1), 10)}
		one := &SetupRequest{Noun: r.Noun, OwnerID: r.OwnerID, ID: thing.ID, Mode: ChangeThing, Members: []Member{position}}
		if _, err := a.setUpAudited(w, s, one, nil); err != nil {
			return nil, err
		}
	}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	answer.Body, err = r.Noun.one(c, id)
	return answer, err
}

// placedAt takes one of the things out of their order, and puts it at a place, counted from 1; one that is too large is the last.
func placedAt(things []placedThing, id, place int64) []placedThing {
	at := slices.IndexFunc(things, func(thing placedThing) bool { return thing.ID == id })
	if at < 0 {
		return things
	}
	others := slices.Delete(slices.Clone(things), at, at+1)
	return slices.Insert(others, int(min(place-1, int64(len(others)))), things[at])
}
