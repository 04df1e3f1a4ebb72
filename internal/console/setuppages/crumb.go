package setuppages

import (
	"strconv"

	"callflow/internal/console/ui"
)

// crumb is a step of the way to a page.
type crumb struct{ Path, Text string }

func crumbs(req *ui.Request, below ...crumb) []crumb {
	return append([]crumb{{"/set-up", req.Reader.T("Set-up")}}, below...)
}

func crumbsOfClient(req *ui.Request, id int64) []crumb {
	client := req.Session.Setup.Clients[id]
	if client == nil {
		return nil
	}
	return []crumb{{"/set-up/clients/" + strconv.FormatInt(id, 10), client.ShortName}}
}

func crumbsOfAssignment(req *ui.Request, id int64) []crumb {
	assignment := req.Session.Setup.Assignments[id]
	if assignment == nil {
		return nil
	}
	return append(crumbsOfClient(req, assignment.ClientID), crumb{"/set-up/assignments/" + strconv.FormatInt(id, 10), assignment.Name})
}

func crumbsOfCampaign(req *ui.Request, id int64) []crumb {
	campaign := req.Session.Setup.Campaigns[id]
	if campaign == nil {
		return nil
	}
	return append(crumbsOfAssignment(req, campaign.AssignmentID), crumb{"/set-up/campaigns/" + strconv.FormatInt(id, 10), campaign.Name})
}
