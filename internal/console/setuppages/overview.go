package setuppages

import (
	"cmp"
	"maps"
	"slices"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/ui"
)

// overview is what there is, and what is to be done first.
type overview struct {
	ui.Frame
	Clients []clientView
	Steps   []stepView // to the first call; empty when all that is set up is there
	Users   int
	Tokens  int
}

// clientView is a client with its work.
type clientView struct {
	*callflow.Client
	Assignments []assignmentView
}

type assignmentView struct {
	*callflow.Assignment
	Campaigns []app.CampaignEntry
}

// stepView is something to do before the first call.
type stepView struct {
	Text string // of the catalogue
	Path string
	Done bool
	Next bool // it is the one to do now
}

// Overview answers the page where setting up begins: the clients with their work, and what is to be done before the first call.
func Overview(req *ui.Request) error {
	setup := req.Session.Setup
	page := &overview{Frame: req.Frame("Set-up"), Users: len(setup.Users), Tokens: len(setup.Tokens()), Clients: clientTree(req)}
	var err error
	if page.Steps, err = stepsToFirstCall(req); err != nil {
		return err
	}
	return req.Render("setup", page)
}

// guided is up to how many campaigns an account is led to its first call: whoever has more has made calls.
const guided = 3

// stepsToFirstCall are those that lead to the first call; none where all are done.
func stepsToFirstCall(req *ui.Request) ([]stepView, error) {
	setup := req.Session.Setup
	if len(setup.Campaigns) > guided {
		return nil, nil
	}
	called, err := req.Console.App.Boards(req.Context(), req.Session, slices.Sorted(maps.Keys(setup.Campaigns)))
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(called, func(board app.Board) bool { return board.Lately.Registered > 0 }) {
		return nil, nil
	}
	agents := slices.Collect(maps.Values(setup.Users))
	steps := []stepView{
		{Text: "Add a client", Path: "/set-up/clients/new", Done: len(setup.Clients) > 0},
		{Text: "Add an assignment", Path: "/set-up/assignments/new", Done: len(setup.Assignments) > 0},
		{Text: "Add a campaign", Path: "/set-up/campaigns/new", Done: len(setup.Campaigns) > 0},
		{Text: "Import customers", Path: "/imports", Done: slices.ContainsFunc(called, func(board app.Board) bool { return board.Customers > 0 })},
		{Text: "Add the agents who call", Path: "/set-up/users/new", Done: slices.ContainsFunc(agents, isAgent)},
	}
	next := slices.IndexFunc(steps, func(step stepView) bool { return !step.Done })
	if next < 0 {
		return nil, nil
	}
	steps[next].Next = true
	return steps, nil
}

func isAgent(user *callflow.User) bool { return user.Active && user.Role == callflow.Agent }

// clientTree is every client with its assignments, and their campaigns.
func clientTree(req *ui.Request) []clientView {
	setup := req.Session.Setup
	campaigns := make(map[int64][]app.CampaignEntry)
	for _, campaign := range req.Console.App.Campaigns(req.Session, true) {
		campaigns[campaign.AssignmentID] = append(campaigns[campaign.AssignmentID], campaign)
	}
	assignments := make(map[int64][]assignmentView)
	for id, assignment := range setup.Assignments {
		assignments[assignment.ClientID] = append(assignments[assignment.ClientID], assignmentView{assignment, campaigns[id]})
	}
	clients := make([]clientView, 0, len(setup.Clients))
	for id, client := range setup.Clients {
		slices.SortFunc(assignments[id], func(a, b assignmentView) int { return cmp.Compare(a.ID, b.ID) })
		clients = append(clients, clientView{client, assignments[id]})
	}
	slices.SortFunc(clients, func(a, b clientView) int { return cmp.Compare(a.ID, b.ID) })
	return clients
}
