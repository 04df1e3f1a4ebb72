package api

import (
	"net/http"

	"callflow/internal/app"
	"callflow/internal/web"
)

// outcomeParameters are those of the lists of registered outcomes.
var outcomeParameters = []string{"cursor", "from_date", "include", "page", "page_size", "to_date"}

func (api *API) callOutcomes(req *request) error {
	return req.outcomesOfPath(&app.OutcomeRequest{})
}

func (api *API) productRegistrations(req *request) error {
	return req.outcomesOfPath(&app.OutcomeRequest{Sold: true})
}

// outcomesOfPath answers for the campaign or the assignment that the path names.
func (req *request) outcomesOfPath(r *app.OutcomeRequest) error {
	var err error
	name, id := "campaign_id", &r.CampaignID
	if req.PathValue(name) == "" {
		name, id = "assignment_id", &r.AssignmentID
	}
	if *id, err = req.id(name); err != nil {
		return err
	}
	return req.outcomes(r)
}

// outcomes answers a page of registered outcomes, or of what they sold.
func (req *request) outcomes(r *app.OutcomeRequest) error {
	if req.file != "" {
		return req.outcomesFile(r, req.file)
	}
	q, err := req.parameters(outcomeParameters...)
	if err != nil {
		return err
	}
	var wanted app.ListRequest
	if err := q.page(&wanted); err != nil {
		return err
	}
	r.Page, r.Cursor = wanted.Page, wanted.Cursor
	if err := q.outcomes(r); err != nil {
		return err
	}
	page, err := req.api.app.RegisteredOutcomes(req.Context(), req.session, r)
	if err != nil {
		return err
	}
	req.reads, req.told = r.Of(), page.Records
	links := &listing{query: q, key: answerKey{origin: web.Origin(req.Request), path: req.path()}}
	body := append(appendHead(nil, page, links), page.Results...)
	return req.sendJSON(http.StatusOK, append(body, '}'), page.Moment)
}

// outcomes reads the days of a list of registered outcomes, and what it shows beside the contract's keys.
func (q *query) outcomes(r *app.OutcomeRequest) (err error) {
	if r.From, r.To, err = q.days(); err != nil {
		return err
	}
	includes, err := q.words("include")
	if err != nil {
		return err
	}
	for _, include := range includes {
		switch include {
		case "id":
			r.Include.ID = true
		case "withdrawn":
			r.Include.Withdrawn = true
		default:
			return invalid("include", "There is nothing to include by the name %q. include may be: id, withdrawn.", include)
		}
	}
	return nil
}
