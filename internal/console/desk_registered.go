package console

import (
	"cmp"
	"crypto/rand"
	"net/url"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/chart"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
)

// registeredView is what was registered a moment ago, and for whom. What can be done about it stands beside it.
type registeredView struct {
	Name  string // of the customer
	Path  string // of the customer's page
	What  string // the outcome
	State string // that it led to
	Class string // of that state's colour

	CustomerID string
	Number     int64 // of the customer
	Calling    int64 // the number of the customer who is called meanwhile, 0 for none
	Outcome    int64 // its seq, 0 where it can't be undone
	UndoPath   string
	Key        string // of the form that undoes it
}

// findRegistered tells what the address says was registered, as the customer itself has it: an address that somebody made up tells nothing else.
func findRegistered(req *ui.Request, campaignID int64) (*registeredView, error) {
	query := req.URL.Query()
	return findRegisteredOf(req, campaignID, query.Get("done"), query.Get("of"))
}

// findRegisteredOf tells what was registered for a customer, where that is what was done.
func findRegisteredOf(req *ui.Request, campaignID int64, done, of string) (*registeredView, error) {
	campaign := req.Session.Setup.Campaigns[campaignID]
	if campaign == nil || done != ui.DoneOutcome || of == "" {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	card, err := req.Console.App.Card(req.Context(), req.Session, &customer.Request{AssignmentID: campaign.AssignmentID, CustomerID: of})
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	if err != nil {
		return nil, err
	}
	place, latest := card.Place(campaignID), latestIn(card, campaignID)
	if place == nil || latest == nil || latest.What != callflow.Registered || latest.Status.User != req.Session.User.Name {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	view := &registeredView{
		Name: customerpages.NameOf(card), Path: ui.CustomerPath(card.Assignment.ID, card.Customer.CustomerID),
		What:  cmp.Or(latest.Status.Alternative, latest.Status.Cause),
		State: place.State.Name, Class: chart.ClassOf(place.States, place.State.ID), CustomerID: card.Customer.CustomerID, Number: card.Customer.Number,
		UndoPath: "/desk/" + ui.NumberText(campaignID) + "/undo",
	}
	if latest.Undoable {
		view.Outcome, view.Key = latest.Seq, rand.Text()
	}
	if calling := req.URL.Query().Get("id"); calling != "" { // where what was refused is told
		view.UndoPath += "?" + url.Values{"id": {calling}}.Encode()
	}
	return view, nil
}

// latestIn is the latest thing that happened to a customer in a campaign, nil where nothing did.
func latestIn(card *app.Card, campaignID int64) *app.TimelineEntry {
	for i := range card.Timeline {
		if entry := &card.Timeline[i]; entry.Campaign != nil && entry.Campaign.ID == campaignID {
			return entry
		}
	}
	return nil
}
