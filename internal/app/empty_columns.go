package app

import (
	"slices"

	"callflow"
	"callflow/internal/auth"
)

// shapesWithoutCampaign are those of the records that assignments without a campaign may come to have: with them, a file without
// records still has the columns that it will have.
func shapesWithoutCampaign(s *auth.Session, assignments []*callflow.Assignment) []*callflow.Shape {
	none := &callflow.Campaign{}
	if len(assignments) == 0 {
		return []*callflow.Shape{{
			Generation: s.Setup.Account.Generation, Location: s.Setup.Location,
			Client: &callflow.Client{}, Assignment: &callflow.Assignment{}, Campaign: none,
		}}
	}
	shapes := make([]*callflow.Shape, len(assignments))
	for i, assignment := range assignments {
		shapes[i] = s.Setup.CustomerShape(assignment.ID)
		shapes[i].Campaign = none
	}
	return shapes
}

// columnShapes are those that the columns of a file are taken from.
func (l *List) columnShapes() []*callflow.Shape {
	if len(l.shapes) > 0 {
		return l.shapes
	}
	assignments, err := assignmentsOf(l.session, l.request.AssignmentID, l.request.CRM)
	if err != nil { // the list was opened, so that there are none
		assignments = nil
	}
	return shapesWithoutCampaign(l.session, assignments)
}

// keysWithoutRecords are the keys that records of the list would have, beside labels of their own.
func (w *outcomeWindow) keysWithoutRecords() ([]string, error) {
	campaigns, err := w.campaigns()
	if err != nil {
		return nil, err
	}
	shapes := make([]*callflow.Shape, len(campaigns))
	for i, campaign := range campaigns {
		shapes[i] = w.session.Setup.Shape(campaign)
	}
	if len(campaigns) == 0 {
		assignments, err := w.assignments()
		if err != nil {
			return nil, err
		}
		shapes = shapesWithoutCampaign(w.session, assignments)
	}
	var keys []string
	for _, shape := range shapes {
		keys = mergeKeys(keys, callflow.OutcomeKeyNames(shape, w.request.Sold, w.request.Include))
	}
	return keys, nil
}

// mergeKeys adds the names that keys lack, each behind the one before it.
func mergeKeys(keys, names []string) []string {
	place := 0
	for _, name := range names {
		if at := slices.Index(keys, name); at >= 0 {
			place = at + 1
			continue
		}
		keys = slices.Insert(keys, place, name)
		place++
	}
	return keys
}
