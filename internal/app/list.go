package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// ListRequest asks for a page of a list. One of CampaignID, AssignmentID and CRM is
// set; Customers asks for the assignments' customers instead of their statuses.
type ListRequest struct {
	CampaignID   int64
	AssignmentID int64
	CRM          CRM
	Customers    bool
	CallStates   []string // names; none means every state
	Search       string   // of one campaign's statuses as they are now: narrows them to what a search finds; see browse.go
	// Of statuses as they are now: only customers without a number that can be called. Where no call state is named, those in states that
	// are not final.
	WithoutNumber bool

	Selection
	When
	Seen   string        // the Callflow-Sync-Token up to which the client has seen the account; "" where it does not say
	Page   callflow.Page // without its cursor
	Cursor string        // as the client sent it
}

// Selection says which keys a record shows.
type Selection struct {
	Fields      []string // keys, in the order wanted; none means the record's own
	IncludeSync bool
}

// List is a list that the caller may read, resolved from a request: which rows
// it has, and how they are written.
type List struct {
	request *ListRequest
	session *auth.Session
	states  []string // names of those asked for, as the campaigns write them
	rows    statuslist.List
	shapes  []*callflow.Shape

	atSeq, atTime, after int64 // of When, -1 where it is not asked for
	atKnown, sinceKnown  bool  // the history that gave the token is the account's own

	seen int64 // of Seen, -1 where a standby may not answer

	OnNext func(*Link) // told where the next page is as soon as it is known, before the records are written; may be nil
}

// Open resolves a request: permission, call states, fields. It reads no rows.
func (a *App) Open(s *auth.Session, request *ListRequest) (*List, error) {
	l := &List{request: request, session: s}
	if err := l.findParts(); err != nil {
		return nil, err
	}
	if err := l.filterStates(); err != nil {
		return nil, err
	}
	l.filterNumbers()
	if err := l.readWhen(a.now().UnixMilli()); err != nil {
		return nil, err
	}
	if err := l.readSeen(); err != nil {
		return nil, err
	}
	if err := l.checkSearch(); err != nil {
		return nil, err
	}
	if err := l.checkNumbers(); err != nil {
		return nil, err
	}
	return l, l.checkFields()
}

func (l *List) findParts() error {
	s := l.session
	if l.request.CampaignID != 0 {
		campaign, err := s.Campaign(l.request.CampaignID)
		if err != nil {
			return err
		}
		l.addCampaign(campaign)
		return nil
	}
	assignments, err := assignmentsOf(s, l.request.AssignmentID, l.request.CRM)
	if err != nil {
		return err
	}
	if l.request.Customers {
		l.addCustomers(assignments)
		return nil
	}
	for _, campaign := range campaignsOf(s, assignments) {
		l.addCampaign(campaign)
	}
	return nil
}

// checkSearch refuses a search in what it has no index for.
func (l *List) checkSearch() error {
	if l.request.Search == "" {
		return nil
	}
	if l.request.CampaignID == 0 || l.isOfAnotherMoment() {
		return callflow.InvalidField("search", "A search is for the statuses of one campaign, as they are now.")
	}
	return nil
}

// checkNumbers refuses what nothing remembers: who had no number at an earlier moment.
func (l *List) checkNumbers() error {
	if l.request.WithoutNumber && l.isOfAnotherMoment() {
		return callflow.InvalidField("callable_number",
			"Customers without a number are told as they are now. Leave out at and changed_since, or callable_number.")
	}
	return nil
}

// isOfAnotherMoment says whether the list is asked for as it was, or what changed since.
func (l *List) isOfAnotherMoment() bool { return l.atSeq >= 0 || l.atTime >= 0 || l.after >= 0 }

// addCustomers adds the customers of assignments. A CRM may come to have one assignment more: its rows say which they are of.
func (l *List) addCustomers(assignments []*callflow.Assignment) {
	for _, assignment := range assignments {
		l.rows = append(l.rows, statuslist.Part{AssignmentID: assignment.ID, Marked: l.request.CRM.DataOwnerID != 0})
		l.shapes = append(l.shapes, l.session.Setup.CustomerShape(assignment.ID))
	}
}

func (l *List) addCampaign(campaign *callflow.Campaign) {
	l.rows = append(l.rows, statuslist.Part{AssignmentID: campaign.AssignmentID, CampaignID: campaign.ID})
	l.shapes = append(l.shapes, l.session.Setup.Shape(campaign))
}

// filterStates finds the states that are meant by name. A name that no campaign
// in reach has is a mistake, not an empty list.
func (l *List) filterStates() error {
	if len(l.request.CallStates) == 0 {
		return nil
	}
	for i := range l.rows {
		l.rows[i].States = []int64{}
	}
	for _, name := range l.request.CallStates {
		if l.filterState(name) {
			continue
		}
		// The seed's template has a slash after the value.
		if trimmed, ok := strings.CutSuffix(name, "/"); ok && l.filterState(trimmed) {
			continue
		}
		return l.unknownState(name)
	}
	return nil
}

// filterNumbers leaves those without a number, where only they are asked for.
func (l *List) filterNumbers() {
	for i := range l.rows {
		part := &l.rows[i]
		if part.NoNumber = l.request.WithoutNumber; !part.NoNumber || part.States != nil {
			continue
		}
		part.States = []int64{}
		for _, state := range l.shapes[i].States {
			if !state.Kind.Final() {
				part.States = append(part.States, state.ID)
			}
		}
	}
}

func (l *List) filterState(name string) bool {
	found := false
	for i, shape := range l.shapes {
		for j := range shape.States {
			if shape.States[j].Name != name {
				continue
			}
			found = true
			if !slices.Contains(l.rows[i].States, shape.States[j].ID) {
				l.rows[i].States = append(l.rows[i].States, shape.States[j].ID)
			}
		}
	}
	if found {
		l.states = append(l.states, name)
	}
	return found
}

func (l *List) unknownState(name string) error {
	var known []string
	for _, shape := range l.shapes {
		for i := range shape.States {
			if !slices.Contains(known, shape.States[i].Name) {
				known = append(known, shape.States[i].Name)
			}
		}
	}
	message := fmt.Sprintf("There is no call state %q here.", name)
	if nearest := callflow.Nearest(strings.TrimSuffix(name, "/"), known); nearest != "" {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	message += " The call states are: " + strings.Join(known, ", ") + "."
	return callflow.InvalidField("call_state", message)
}

// checkFields refuses a key that no part's records have.
func (l *List) checkFields() error {
	if len(l.request.Fields) == 0 || len(l.shapes) == 0 {
		return nil
	}
	var known []string
	for _, shape := range l.shapes {
		_, selectable := l.keysOf(shape)
		known = append(known, callflow.KeyNames(selectable)...)
	}
	for _, name := range l.request.Fields {
		if slices.Contains(known, name) {
			continue
		}
		message := fmt.Sprintf("The records here have no key %q.", name)
		if nearest := callflow.Nearest(name, known); nearest != "" {
			message += fmt.Sprintf(" Did you mean %q?", nearest)
		}
		return callflow.InvalidField("fields", message)
	}
	return nil
}

// layout is how a part's records are written. The usual ones are kept with the set-up.
func (l *List) layout(part int) *callflow.Layout {
	shape := l.shapes[part]
	if len(l.request.Fields) > 0 {
		return callflow.NewLayout(shape, l.shownKeys(shape))
	}
	kind := store.LayoutKind{AssignmentID: l.rows[part].AssignmentID, CampaignID: l.rows[part].CampaignID, Sync: l.request.IncludeSync}
	return l.session.Setup.Layout(kind, func() *callflow.Layout {
		return callflow.NewLayout(shape, l.shownKeys(shape))
	})
}

// keysOf gives the keys that a part shows, and all that may be asked for by name.
func (l *List) keysOf(shape *callflow.Shape) (shown, selectable []callflow.Key) {
	if l.request.Customers {
		keys := shape.CustomerKeys()
		return keys, keys
	}
	shown = shape.StatusKeys()
	selectable = append(slices.Clip(shown), shape.SyncKeys()...)
	if l.request.IncludeSync {
		return selectable, selectable
	}
	return shown, selectable
}

// name says which list was asked for: a cursor is good for one alone. It holds the
// states by name, since a campaign that is added must not end a walk.
func (l *List) name() string {
	name := fmt.Sprintf("%d/%d/%t", l.request.CampaignID, l.request.AssignmentID, l.request.Customers) + l.request.CRM.name()
	if l.request.Search != "" {
		name += "/search" + strconv.Quote(l.request.Search)
	}
	if l.request.WithoutNumber {
		name += "/without-number"
	}
	for _, state := range slices.Compact(slices.Sorted(slices.Values(l.states))) {
		name += "/" + strconv.Quote(state)
	}
	if l.atSeq >= 0 {
		name += "/at" + number(l.atSeq)
	}
	if l.after >= 0 {
		name += "/since" + number(l.after)
	}
	return name
}

// Unchanged says whether nothing that the list shows has changed between two moments.
func (a *App) Unchanged(ctx context.Context, l *List, since, now store.Moment) (bool, error) {
	if since == now {
		return true, nil
	}
	if since.Setup != now.Setup || since.Lineage != now.Lineage || l.after >= 0 { // a list of changes tells the clock itself
		return false, nil
	}
	if l.atSeq >= 0 && l.atKnown {
		return true, nil // what has been stays as it was
	}
	unchanged := false
	err := a.store.Read(ctx, l.session.AccountID, func(r *store.Snapshot) error {
		latest, err := r.LatestChange(l.rows)
		unchanged = err == nil && r.Moment == now && latest <= since.Seq
		return err
	})
	return unchanged, err
}

// Of is what a list reads.
func (r *ListRequest) Of() auth.ReadOf {
	of := auth.ReadOf{CampaignID: r.CampaignID, AssignmentID: r.AssignmentID, ClientID: r.CRM.DataOwnerID, What: "status"}
	if r.Customers {
		of.What = "customers"
	}
	return of
}
