package customerpages

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// Event is one thing that happened to a customer, in words.
type Event struct {
	app.TimelineEntry
	Text    string // what it was
	Comment string // as much of it as is shown at once
	Longer  bool   // than that
	Class   string // of the call state that it led to
	Changes []Change
	Extras  []Value
	Undo    string // where the outcome is taken back; "" where it can't be
}

// shownOfSaid is how many letters of a comment the time line shows at once.
const shownOfSaid = 600

// Change is a value that became another.
type Change struct{ Label, Before, After string }

// Timeline tells what happened to a customer in the reader's words, in the order in which it is given.
func Timeline(r locale.Reader, customerID string, timeline []app.TimelineEntry) []Event {
	views := make([]Event, len(timeline))
	for i := range timeline {
		entry := &timeline[i]
		views[i] = Event{TimelineEntry: *entry, Text: describeEvent(r, entry), Class: "k-" + string(entry.Kind) + " s-0", Extras: extras(entry.Extra)}
		if entry.Undoable {
			views[i].Undo = "/campaigns/" + ui.NumberText(entry.Campaign.ID) + "/customer/withdraw?" + url.Values{"id": {customerID}}.Encode()
		}
		if entry.Kind == "" { // of the customer, not of a campaign
			views[i].Class = "k-none"
		}
		views[i].Comment = ui.Shorten(entry.Status.Comment, shownOfSaid)
		views[i].Longer = views[i].Comment != entry.Status.Comment
		for _, change := range entry.Changed {
			views[i].Changes = append(views[i].Changes, NewChange(r, change))
		}
	}
	return views
}

func describeEvent(r locale.Reader, entry *app.TimelineEntry) string {
	switch entry.What {
	case callflow.Added:
		return r.T("Put into the campaign")
	case callflow.Moved:
		return r.T("Moved by hand")
	case callflow.Removed:
		return r.T("Taken out of the campaign")
	case callflow.CustomerSet:
		return r.T("Values changed")
	case callflow.Withdrew:
		return r.T("Outcome undone: %s", entry.Status.Alternative)
	case callflow.Registered:
	}
	if entry.Status.Alternative == "" {
		return entry.Status.Cause
	}
	return entry.Status.Cause + " / " + entry.Status.Alternative
}

// NewChange tells a changed value under its label, in the reader's habits.
func NewChange(r locale.Reader, change app.ValueChange) Change {
	if change.Field == nil {
		return Change{r.T(ui.StandardLabels[change.Key]), change.Before, change.After}
	}
	return Change{change.Field.Key, fieldValueText(r, change.Field, change.Before), fieldValueText(r, change.Field, change.After)}
}

// extras are the further values of a registration, by their labels.
func extras(packed callflow.Value) []Value {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(packed), &object) != nil {
		return nil // there are none
	}
	var values []Value
	for _, label := range slices.Sorted(maps.Keys(object)) {
		values = append(values, Value{Label: label, Text: callflow.Value(object[label]).Text()})
	}
	return values
}
