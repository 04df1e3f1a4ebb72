package console

import (
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/console/chart"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// campaignView is a campaign's own page: how it goes, and its customers.
type campaignView struct {
	ui.Frame
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
	Flow  chart.Flow
	Days  chart.Days
	Users []app.OutcomeSum
	Moves []app.Move
}

func newOverview(read locale.Reader, board *app.CampaignBoard) overview {
	o := overview{boardView: newBoardView(read, board.Board), Days: chart.NewDays(board.Days), Users: board.Users, Moves: board.Moves}
	o.Flow = chart.NewFlow(o.Bar, board.Moves)
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

func campaignPage(req *ui.Request) error { return showCampaign(req, nil) }

// showCampaign answers a campaign's page; refused is what was refused of something that was asked for on it.
func showCampaign(req *ui.Request, refused error) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	shown, err := req.Console.App.CampaignPage(req.Context(), req.Session, customersWanted(req, id))
	if err != nil {
		return err
	}
	page := &campaignView{Frame: req.Frame("Campaign"), Live: req.URL.Path + "/live"}
	page.Name = shown.Name
	page.Overview = newOverview(page.Reader, &shown.CampaignBoard)
	page.MayMove, page.MayCall = req.Session.Can(auth.MoveCustomers), req.Session.Can(auth.RegisterOutcomes)
	page.MayWrite, page.MaySetUp = req.Session.Can(auth.WriteCustomers), req.Session.Can(auth.WriteSetup)
	page.Customers = tableOfCustomers(req, page.Reader, &page.Overview, shown.Customers)
	page.Customers.Done, page.Done = withState(req, page.Done, req.Session.Setup.States[id]), "" // it was done to customers, and is said where they are
	if page.Customers.Undo, err = undoableMoves(req, id); err != nil {
		return err
	}
	if refused == nil {
		refused = shown.Refused
	}
	if refused != nil {
		page.Customers.Problem = page.Explain(refused)
	}
	return req.RenderAs(req.Status(refused), "campaign", page)
}

// campaignLive tells a campaign's page what changes.
func campaignLive(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	return req.Live(func(req *ui.Request) ([]ui.Part, auth.Moment, error) {
		board, err := req.Console.App.CampaignBoard(req.Context(), req.Session, id)
		if err != nil {
			return nil, auth.Moment{}, err
		}
		view := newOverview(req.Reader, board)
		html, err := req.Piece("campaign", "overview", &view)
		return []ui.Part{{ID: "overview", HTML: html}}, board.Moment, err
	})
}
