package console

import (
	"cmp"
	"net/url"

	"callflow"
	"callflow/internal/app"
)

// deskStart is the page where an agent chooses a campaign to call in.
type deskStart struct {
	frame
	campaignsQuery
	Campaigns []deskCampaign
	Found     int // campaigns, on all pages
	Pages     int
	Previous  string // address of the page before; "" on the first
	Next      string
	Orders    []option
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
	frame
	deskCampaign
	Problem    string
	Closed     string // why nobody is called in the campaign now, "" where customers are called
	AllHeld    bool   // nobody was handed out, although some can be called
	NotUndone  string // why an outcome was not taken back
	Registered *registeredView
	Away       bool        // the customer who was called is away
	Typed      []typedText // for that call
}

// deskTold is what a desk's page tells.
type deskTold struct {
	done, of  string // what was done before, a text of the catalogue, and for which customer; "" for nothing
	refused   error  // why nobody can be called
	notUndone error  // why an outcome was not taken back
	away      bool   // refused is why the customer who was called is away
	typed     []typedText
}

func deskStartPage(req *request) error {
	query := readCampaignsQuery("/desk", req.URL.Query())
	query.Archived = false // nobody is called in them
	found, err := req.campaignsFound(&query)
	if err != nil {
		return err
	}
	page := &deskStart{frame: req.frame("Desk"), campaignsQuery: query, Found: found.all, Pages: found.pages, Orders: query.orders(req.reader)}
	for i := range found.boards {
		page.Campaigns = append(page.Campaigns, newDeskCampaign(page.reader, found.boards[i]))
	}
	if query.Page > 1 {
		page.Previous = query.address(query.Page - 1)
	}
	if query.Page < found.pages {
		page.Next = query.address(query.Page + 1)
	}
	return req.render("desk_start", page)
}

func newDeskCampaign(read reader, board app.Board) deskCampaign {
	view := newBoardView(read, board)
	return deskCampaign{Board: board, DueText: view.DueText()}
}

func deskPage(req *request) error { return req.showDesk(&deskTold{}) }

// showDesk answers the desk of a campaign.
func (req *request) showDesk(told *deskTold) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	boards, err := req.console.app.Boards(req.Context(), req.session, []int64{id})
	if err != nil {
		return err
	}
	page := &deskView{frame: req.frame("Desk")}
	page.Name, page.deskCampaign = boards[0].Name, newDeskCampaign(page.reader, boards[0])
	if page.Done == "" {
		page.Done = page.T(told.done)
	}
	query := req.URL.Query()
	if page.Registered, err = req.registeredOf(id, cmp.Or(told.done, query.Get("done")), cmp.Or(told.of, query.Get("of"))); err != nil {
		return err
	}
	if page.Registered != nil {
		page.Done = "" // it is told with what, and for whom
	}
	page.Here, page.Closed = "/desk/"+numberText(id), req.closed(boards[0].Campaign)
	page.AllHeld = query.Get("done") == doneNobody && page.Callable > 0
	page.tell(told)
	return req.renderAs(req.status(cmp.Or(told.refused, told.notUndone)), "desk", page)
}

// closed tells why nobody is called in a campaign now, "" where customers are called.
func (req *request) closed(campaign *callflow.Campaign) string {
	if err := req.console.app.CheckCalled(req.session, campaign); err != nil {
		return req.reader.problem(err)
	}
	return ""
}

// isClosed says whether nobody is called in a campaign now.
func (req *request) isClosed(campaignID int64) bool {
	campaign := req.session.Setup.Campaigns[campaignID]
	return campaign != nil && req.closed(campaign) != ""
}

func (v *deskView) tell(told *deskTold) {
	v.Away, v.Typed = told.away, told.typed
	if told.refused != nil {
		v.Problem = v.problem(told.refused)
	}
	if told.away && told.typed != nil {
		v.Problem = v.T("Nothing was registered.") + " " + v.Problem
	}
	if told.notUndone != nil {
		v.NotUndone = v.problem(told.notUndone)
	}
}

// deskNext takes the next customer, or the one that the agent holds already.
func deskNext(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	return req.toNext(id, "", "")
}

// What was done at the desk, texts of the catalogue.
const (
	doneOutcome = "The outcome was registered."
	doneNobody  = "Nobody can be called now."
)

// toNext leads to the next customer that can be called, or back to the desk, and says what was done before, to which customer.
func (req *request) toNext(campaignID int64, done, of string) error {
	customerID, err := req.console.app.TakeNext(req.Context(), req.session, campaignID)
	switch {
	case err != nil && done != "" && req.isClosed(campaignID): // the desk says so itself
		return req.doneTo("/desk/"+numberText(campaignID), done, of)
	case err != nil:
		return req.showDesk(&deskTold{done: done, of: of, refused: err})
	case customerID == "":
		if done == "" {
			done = doneNobody
		}
		return req.doneTo("/desk/"+numberText(campaignID), done, of)
	case done == "":
		req.seeOther(deskPath(campaignID, customerID))
		return nil
	}
	return req.doneTo(deskPath(campaignID, customerID), done, of)
}

// doneTo is done for what was done to one customer.
func (req *request) doneTo(path, text, customerID string) error {
	said := url.Values{"done": {text}}
	if customerID != "" {
		said.Set("of", customerID)
	}
	return req.doneWith(path, said)
}

// deskPath is where a customer is called.
func deskPath(campaignID int64, customerID string) string {
	return "/desk/" + numberText(campaignID) + "/customer?id=" + url.QueryEscape(customerID)
}

// deskClaim takes one customer to call, or keeps it for longer: then what was typed at the desk comes back with the page.
func deskClaim(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	_, err = req.console.app.ClaimCustomer(req.Context(), req.session, at, nil)
	if err == nil && req.byScript() && req.PostForm.Has("renew") {
		return req.tellClaim(at)
	}
	if err != nil || req.PostForm.Has("key") {
		sent := readCallForm(req.PostForm)
		return req.showCall(&deskCall{sent: &sent, refused: err})
	}
	req.seeOther(deskPath(at.CampaignID, at.CustomerID))
	return nil
}

// keptUntil tells a script that a customer is kept for longer.
type keptUntil struct {
	Left int64  `json:"left"` // milliseconds
	Text string `json:"text"`
}

func (req *request) tellClaim(at app.Place) error {
	_, place, err := req.called(at)
	if err != nil {
		return err
	}
	left := place.ClaimedUntil - req.console.app.Now(req.session).UnixMilli()
	return req.answerScript(keptUntil{left, req.reader.T("Kept for you until %s", req.reader.Clock(place.ClaimedUntil))})
}

// deskRelease gives a customer back without calling it: the next one is another.
func deskRelease(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	var members []app.Member
	if reason := req.PostFormValue("reason"); reason != "" {
		members = append(members, member("reason", reason))
	}
	session, err := req.once("give back", at.CustomerID)
	if err != nil {
		return err
	}
	_, err = req.console.app.SkipCustomer(req.Context(), session, at, members)
	if err != nil && callflow.ErrorCode(err) != callflow.NotFound { // it is given back already
		return req.showCall(&deskCall{refused: err})
	}
	return req.done("/desk/"+numberText(at.CampaignID), "The customer was given back.")
}
