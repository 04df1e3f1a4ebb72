package console

import (
	"cmp"
	"net/url"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/callwork"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/given"
)

// deskStart is the page where an agent chooses a campaign to call in.
type deskStart struct {
	ui.Frame
	campaignsQuery
	Campaigns []deskCampaign
	Found     int // campaigns, on all pages
	Pages     int
	Previous  string // address of the page before; "" on the first
	Next      string
	Orders    []ui.Option
}

// Many says whether there are so many campaigns that one is looked for.
func (d *deskStart) Many() bool { return d.Found > cardsTogether || d.Search != "" }

// deskCampaign is a campaign that is called in now, and how many wait.
type deskCampaign struct {
	app.Board
	DueText string
}

// deskView is the desk of a campaign while nobody is being called.
type deskView struct {
	ui.Frame
	deskCampaign
	Problem    string
	Closed     string // why nobody is called in the campaign now, "" where customers are called
	AllHeld    bool   // nobody was handed out, although some can be called
	NotUndone  string // why an outcome was not taken back
	Registered *registeredView
	Away       bool           // the customer who was called is away
	Typed      []ui.TypedText // for that call
}

// deskTold is what a desk's page tells.
type deskTold struct {
	done, of  string // what was done before, a text of the catalogue, and for which customer; "" for nothing
	refused   error  // why nobody can be called
	notUndone error  // why an outcome was not taken back
	away      bool   // refused is why the customer who was called is away
	typed     []ui.TypedText
}

func deskStartPage(req *ui.Request) error {
	query := readCampaignsQuery("/desk", req.URL.Query())
	query.Archived = false // nobody is called in them
	found, err := findCampaigns(req, &query)
	if err != nil {
		return err
	}
	page := &deskStart{Frame: req.Frame("Desk"), campaignsQuery: query, Found: found.all, Pages: found.pages, Orders: query.orders(req.Reader)}
	for i := range found.boards {
		page.Campaigns = append(page.Campaigns, newDeskCampaign(page.Reader, found.boards[i]))
	}
	if query.Page > 1 {
		page.Previous = query.address(query.Page - 1)
	}
	if query.Page < found.pages {
		page.Next = query.address(query.Page + 1)
	}
	return req.Render("desk_start", page)
}

func newDeskCampaign(read locale.Reader, board app.Board) deskCampaign {
	view := newBoardView(read, board)
	return deskCampaign{Board: board, DueText: view.DueText()}
}

func deskPage(req *ui.Request) error { return showDesk(req, &deskTold{}) }

// showDesk answers the desk of a campaign.
func showDesk(req *ui.Request, told *deskTold) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	boards, err := req.Console.App.Boards(req.Context(), req.Session, []int64{id})
	if err != nil {
		return err
	}
	page := &deskView{Frame: req.Frame("Desk")}
	page.Name, page.deskCampaign = boards[0].Name, newDeskCampaign(page.Reader, boards[0])
	if page.Done == "" {
		page.Done = page.T(told.done)
	}
	query := req.URL.Query()
	if page.Registered, err = findRegisteredOf(req, id, cmp.Or(told.done, query.Get("done")), cmp.Or(told.of, query.Get("of"))); err != nil {
		return err
	}
	if page.Registered != nil {
		page.Done = "" // it is told with what, and for whom
	}
	page.Here, page.Closed = "/desk/"+ui.NumberText(id), closedReason(req, boards[0].Campaign)
	page.AllHeld = query.Get("done") == ui.DoneNobody && page.Callable > 0
	page.tell(told)
	return req.RenderAs(req.Status(cmp.Or(told.refused, told.notUndone)), "desk", page)
}

// closed tells why nobody is called in a campaign now, "" where customers are called.
func closedReason(req *ui.Request, campaign *callflow.Campaign) string {
	if err := req.Console.App.Calls.CheckCalled(req.Session, campaign); err != nil {
		return req.Reader.Explain(err)
	}
	return ""
}

// isClosed says whether nobody is called in a campaign now.
func isClosed(req *ui.Request, campaignID int64) bool {
	campaign := req.Session.Setup.Campaigns[campaignID]
	return campaign != nil && closedReason(req, campaign) != ""
}

func (v *deskView) tell(told *deskTold) {
	v.Away, v.Typed = told.away, told.typed
	if told.refused != nil {
		v.Problem = v.Explain(told.refused)
	}
	if told.away && told.typed != nil {
		v.Problem = v.T("Nothing was registered.") + " " + v.Problem
	}
	if told.notUndone != nil {
		v.NotUndone = v.Explain(told.notUndone)
	}
}

// deskNext takes the next customer, or the one that the agent holds already.
func deskNext(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	return toNext(req, id, "", "")
}

// toNext leads to the next customer that can be called, or back to the desk, and says what was done before, to which customer.
func toNext(req *ui.Request, campaignID int64, done, of string) error {
	customerID, err := req.Console.App.Calls.TakeNext(req.Context(), req.Session, campaignID)
	switch {
	case err != nil && done != "" && isClosed(req, campaignID): // the desk says so itself
		return doneTo(req, "/desk/"+ui.NumberText(campaignID), done, of)
	case err != nil:
		return showDesk(req, &deskTold{done: done, of: of, refused: err})
	case customerID == "":
		if done == "" {
			done = ui.DoneNobody
		}
		return doneTo(req, "/desk/"+ui.NumberText(campaignID), done, of)
	case done == "":
		req.SeeOther(deskPath(campaignID, customerID))
		return nil
	}
	return doneTo(req, deskPath(campaignID, customerID), done, of)
}

// doneTo is done for what was done to one customer.
func doneTo(req *ui.Request, path, text, customerID string) error {
	said := url.Values{"done": {text}}
	if customerID != "" {
		said.Set("of", customerID)
	}
	return req.DoneWith(path, said)
}

// deskPath is where a customer is called.
func deskPath(campaignID int64, customerID string) string {
	return "/desk/" + ui.NumberText(campaignID) + "/customer?id=" + url.QueryEscape(customerID)
}

// deskClaim takes one customer to call, or keeps it for longer: then what was typed at the desk comes back with the page.
func deskClaim(req *ui.Request) error {
	at, err := customerpages.ShownPlace(req)
	if err != nil {
		return err
	}
	_, err = req.Console.App.Calls.ClaimCustomer(req.Context(), req.Session, at, &callwork.ClaimInput{})
	if err == nil && req.ByScript() && req.PostForm.Has("renew") {
		return tellClaim(req, at)
	}
	if err != nil || req.PostForm.Has("key") {
		sent := readCallForm(req.PostForm)
		return showCall(req, &deskCall{sent: &sent, refused: err})
	}
	req.SeeOther(deskPath(at.CampaignID, at.CustomerID))
	return nil
}

// keptUntil tells a script that a customer is kept for longer.
type keptUntil struct {
	Left int64  `json:"left"` // milliseconds
	Text string `json:"text"`
}

func tellClaim(req *ui.Request, at callwork.Place) error {
	_, place, err := calledCustomer(req, at)
	if err != nil {
		return err
	}
	left := place.ClaimedUntil - req.Console.App.Now(req.Session).UnixMilli()
	return req.AnswerScript(keptUntil{left, req.Reader.T("Kept for you until %s", req.Reader.Clock(place.ClaimedUntil))})
}

// deskRelease gives a customer back without calling it: the next one is another.
func deskRelease(req *ui.Request) error {
	at, err := customerpages.ShownPlace(req)
	if err != nil {
		return err
	}
	input := &callwork.SkipInput{}
	if reason := req.PostFormValue("reason"); reason != "" {
		input.Reason = given.Of(callwork.SkipReason(reason))
	}
	session, err := sessionForOneCall(req, "give back", at.CustomerID)
	if err != nil {
		return err
	}
	_, err = req.Console.App.Calls.SkipCustomer(req.Context(), session, at, input)
	if err != nil && callflow.ErrorCode(err) != callflow.NotFound { // it is given back already
		return showCall(req, &deskCall{refused: err})
	}
	return req.Done("/desk/"+ui.NumberText(at.CampaignID), "The customer was given back.")
}
