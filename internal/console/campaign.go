package console

import (
	"strconv"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
)

// campaignView is a campaign's own page: how it goes, and its customers.
type campaignView struct {
	frame
	Overview  overview
	Customers customersTable
	Live      string
	MayMove   bool // customers by hand
	MayCall   bool
	MayWrite  bool // new customers
	MaySetUp  bool
}

// overview is how a campaign goes. It is the part of the page that lives.
type overview struct {
	boardView
	Flow  flowView
	Days  daysView
	Users []app.OutcomeSum
	Moves []app.Move
}

func newOverview(read reader, board *app.CampaignBoard) overview {
	o := overview{boardView: newBoardView(read, board.Board), Days: newDaysView(board.Days), Users: board.Users, Moves: board.Moves}
	o.Flow = newFlowView(o.Bar, board.Moves)
	return o
}

// Rate is a share of outcomes as text, "–" without a decision.
func (o *overview) Rate(sum app.OutcomeSum) string {
	rate, ok := sum.HitRate()
	if !ok {
		return "–"
	}
	return o.Percent(rate)
}

func campaignPage(req *request) error { return req.showCampaign(nil) }

// showCampaign answers a campaign's page; refused is what was refused of something that was asked for on it.
func (req *request) showCampaign(refused error) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	shown, err := req.console.app.CampaignPage(req.Context(), req.session, req.customersWanted(id))
	if err != nil {
		return err
	}
	page := &campaignView{frame: req.frame("Campaign"), Live: req.URL.Path + "/live"}
	page.Name = shown.Name
	page.Overview = newOverview(page.reader, &shown.CampaignBoard)
	page.MayMove, page.MayCall = req.session.Can(auth.MoveCustomers), req.session.Can(auth.RegisterOutcomes)
	page.MayWrite, page.MaySetUp = req.session.Can(auth.WriteCustomers), req.session.Can(auth.WriteSetup)
	page.Customers = req.customersTable(page.reader, &page.Overview, shown.Customers)
	page.Customers.Done, page.Done = req.withState(page.Done, req.session.Setup.States[id]), "" // it was done to customers, and is said where they are
	if page.Customers.Undo, err = req.undoableMoves(id); err != nil {
		return err
	}
	if refused == nil {
		refused = shown.Refused
	}
	if refused != nil {
		page.Customers.Problem = page.problem(refused)
	}
	return req.renderAs(req.status(refused), "campaign", page)
}

// campaignLive tells a campaign's page what changes.
func campaignLive(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	return req.live(func(req *request) ([]part, auth.Moment, error) {
		board, err := req.console.app.CampaignBoard(req.Context(), req.session, id)
		if err != nil {
			return nil, auth.Moment{}, err
		}
		view := newOverview(req.reader, board)
		html, err := req.piece("campaign", "overview", &view)
		return []part{{"overview", html}}, board.Moment, err
	})
}

// member is one member of the JSON body that a verb reads.
func member(name string, value string) app.Member {
	return app.Member{Name: name, Value: callflow.AppendJSONString(nil, value)}
}

func numberText(n int64) string { return strconv.FormatInt(n, 10) }
