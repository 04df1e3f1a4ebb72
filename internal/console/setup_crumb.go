package console

import "strconv"

// setupCrumb is a step of the way to a page.
type setupCrumb struct{ Path, Text string }

func (req *request) crumbs(below ...setupCrumb) []setupCrumb {
	return append([]setupCrumb{{"/set-up", req.reader.T("Set-up")}}, below...)
}

func (req *request) crumbsOfClient(id int64) []setupCrumb {
	client := req.session.Setup.Clients[id]
	if client == nil {
		return nil
	}
	return []setupCrumb{{"/set-up/clients/" + strconv.FormatInt(id, 10), client.ShortName}}
}

func (req *request) crumbsOfAssignment(id int64) []setupCrumb {
	assignment := req.session.Setup.Assignments[id]
	if assignment == nil {
		return nil
	}
	return append(req.crumbsOfClient(assignment.ClientID), setupCrumb{"/set-up/assignments/" + strconv.FormatInt(id, 10), assignment.Name})
}

func (req *request) crumbsOfCampaign(id int64) []setupCrumb {
	campaign := req.session.Setup.Campaigns[id]
	if campaign == nil {
		return nil
	}
	return append(req.crumbsOfAssignment(campaign.AssignmentID), setupCrumb{"/set-up/campaigns/" + strconv.FormatInt(id, 10), campaign.Name})
}
