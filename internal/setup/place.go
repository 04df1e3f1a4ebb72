package setup

import (
	"slices"

	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
)

// put gives the thing of a request its place among its like, and the others the positions after one another. It answers the thing as it is then.
func (a *Service) put(w *store.Write, s *auth.Session, r *Request, answer *auth.Answer) (*auth.Answer, error) {
	if r.Place < 1 || r.Mode == Remove {
		return answer, nil
	}
	id := r.ID
	if r.Mode == Create {
		id = r.entry(answer).NounID
	}
	c := &scope{Session: s, w: w, owner: r.OwnerID}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	things, err := r.Noun.list(c)
	if err != nil {
		return nil, err
	}
	for i, thing := range placedAt(things, id, r.Place) {
		if thing.position() == int64(i+1) {
			continue
		}
		one := &Request{Noun: r.Noun, OwnerID: r.OwnerID, ID: thing.ID(), Mode: Change, Edit: r.Noun.NewEdit()}
		Set(one.Edit, "position", given.Of(int64(i+1)))
		if _, err := a.setUpAudited(w, s, one, nil); err != nil {
			return nil, err
		}
	}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	thing, err := r.Noun.one(c, id)
	if err == nil && r.Encode != nil {
		answer.Body = r.Encode(thing)
	}
	return answer, err
}

// placedAt takes one of the things out of their order, and puts it at a place, counted from 1; one that is too large is the last.
func placedAt(things []Thing, id, place int64) []Thing {
	at := slices.IndexFunc(things, func(thing Thing) bool { return thing.ID() == id })
	if at < 0 {
		return things
	}
	others := slices.Delete(slices.Clone(things), at, at+1)
	return slices.Insert(others, int(min(place-1, int64(len(others)))), things[at])
}
