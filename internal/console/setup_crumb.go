package console

import (
	"strconv"

	"callflow/internal/console/ui"
)

// setupCrumb is a step of the way to a page.
type setupCrumb struct{ Path, Text string }

func crumbs(req *ui.Request, below ...setupCrumb) []setupCrumb {
	return append([]setupCrumb{{"/set-up", req.Reader.T("Set-up")}}, below...)
}

func crumbsOfClient(req *ui.Request, id int64) []setupCrumb {
	client := req.Session.Setup.Clients[id]
	if client == nil {
		return nil
	}
	return []setupCrumb{{"/set-up/clients/" + strconv.FormatInt(id, 10), client.ShortName}}
}

func crumbsOfAssignment(req *ui.Request, id int64) []setupCrumb {
	assignment := req.Session.Setup.Assignments[id]
	if assignment == nil {
		return nil
	}
	return append(crumbsOfClient(req, assignment.ClientID), setupCrumb{"/set-up/assignments/" + strconv.FormatInt(id, 10), assignment.Name})
}

func crumbsOfCampaign(req *ui.Request, id int64) []setupCrumb {
	campaign := req.Session.Setup.Campaigns[id]
	if campaign == nil {
		return nil
	}
	return append(crumbsOfAssignment(req, campaign.AssignmentID), setupCrumb{"/set-up/campaigns/" + strconv.FormatInt(id, 10), campaign.Name})
}
