package console

import (
	"cmp"
	"slices"

	"callflow"
	"callflow/internal/app"
)

// setupOverview is what there is, and what is to be done first.
type setupOverview struct {
	frame
	Clients []setupClient
	Steps   []setupStep // to the first call; empty when all that is set up is there
	Users   int
	Tokens  int
}

// setupClient is a client with its work.
type setupClient struct {
	*callflow.Client
	Assignments []setupAssignment
}

type setupAssignment struct {
	*callflow.Assignment
	Campaigns []app.CampaignEntry
}

// setupStep is something to do before the first call.
type setupStep struct {
	Text string // of the catalogue
	Path string
	Done bool
	Next bool // it is the one to do now
}

func setUpPage(req *request) error {
	setup := req.session.Setup
	page := &setupOverview{frame: req.frame("Set-up"), Users: len(setup.Users), Tokens: len(setup.Tokens()), Clients: req.setupTree()}
	if len(setup.Campaigns) == 0 {
		page.Steps = []setupStep{
			{Text: "Add a client", Path: "/set-up/clients/new", Done: len(setup.Clients) > 0},
			{Text: "Add an assignment", Path: "/set-up/assignments/new", Done: len(setup.Assignments) > 0},
			{Text: "Add a campaign", Path: "/set-up/campaigns/new"},
			{Text: "Import customers", Path: "/imports"},
		}
		next := slices.IndexFunc(page.Steps, func(step setupStep) bool { return !step.Done })
		page.Steps[next].Next = true
	}
	return req.render("setup", page)
}

// setupTree is every client with its assignments, and their campaigns.
func (req *request) setupTree() []setupClient {
	setup := req.session.Setup
	campaigns := make(map[int64][]app.CampaignEntry)
	for _, campaign := range req.console.app.Campaigns(req.session, true) {
		campaigns[campaign.AssignmentID] = append(campaigns[campaign.AssignmentID], campaign)
	}
	assignments := make(map[int64][]setupAssignment)
	for id, assignment := range setup.Assignments {
		assignments[assignment.ClientID] = append(assignments[assignment.ClientID], setupAssignment{assignment, campaigns[id]})
	}
	clients := make([]setupClient, 0, len(setup.Clients))
	for id, client := range setup.Clients {
		slices.SortFunc(assignments[id], func(a, b setupAssignment) int { return cmp.Compare(a.ID, b.ID) })
		clients = append(clients, setupClient{client, assignments[id]})
	}
	slices.SortFunc(clients, func(a, b setupClient) int { return cmp.Compare(a.ID, b.ID) })
	return clients
}
