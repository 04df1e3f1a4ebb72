package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/callwork"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// callView is the desk while a customer is called: the card, and everything that may come of the call.
type callView struct {
	ui.Frame
	Card          *app.Card
	About         string // name and id of the customer
	Place         customerpages.Place
	Script        string // the campaign's notes, for this customer
	Values        []customerpages.Value
	Timeline      []customerpages.Event
	LatestComment string // the beginning of the latest comment; the time line has the whole
	Outcomes      []outcomeButton
	Chosen        *outcomeButton // nil where none is
	Products      []productInput
	Times         []timeChoice
	Key           string // of the registration: what is sent twice counts once
	Told          int64  // the seq of the latest outcome that the reader registered for the customer, 0 for none
	Sent          callForm
	Problem       string
	Closed        string // why nobody is called in the campaign now, "" where customers are called
	Left          int64  // milliseconds that the customer is kept for the caller
	Lapsed        bool   // nobody holds the customer for the caller any more
	TakenElse     bool   // somebody else is calling it
	NoNumber      bool   // it has no telephone number that can be called
	LeftOver      bool   // what was filled in belongs to another outcome
	Answered      bool   // this call was registered before
	Typed         bool   // the form has what was sent
	Finished      bool   // nothing can be registered, and nothing was typed that would be lost
	NotUndone     string // why an outcome was not taken back
	Registered    *registeredView
	Problems      map[string]string
	Reasons       []ui.Option // for which the customer may be given back
}

// skipReasonOptions are the choices of why a customer is given back; the first is none.
func skipReasonOptions(r locale.Reader) []ui.Option {
	all := []ui.Option{{Text: r.T("No reason given")}}
	for _, reason := range callwork.SkipReasons {
		all = append(all, ui.Option{Value: string(reason), Text: r.T(ui.SkipReasons[string(reason)])})
	}
	return all
}

// MeetingProblem is what is wrong with the meeting, "" for nothing.
func (v *callView) MeetingProblem() string {
	return cmp.Or(v.Problems["meeting"], v.Problems["meeting.from"], v.Problems["meeting.to"], v.Problems["meeting.agent"])
}

// Many says whether there are so many outcomes that one is looked for.
func (v *callView) Many() bool { return len(v.Outcomes) > len(outcomeKeys)/2 }

// productInput takes the units of a product.
type productInput struct {
	ui.Input
	Shown   string // mark of what the page says of the product; "" for one that is gone
	Changed bool   // units were typed for what it was before
}

// timeChoice is a time that is picked with one click.
type timeChoice struct{ Text, Value string }

// callForm is what was typed at the desk.
type callForm struct {
	OutcomeID   int64
	Shown       string // mark of what the page says of that outcome
	Comment     string
	CallbackAt  string
	MeetingFrom string
	MeetingTo   string
	Agent       string
	Units       map[string]string // by product code
	Products    map[string]string // mark of what the page says of each, by its code
	Pause       bool
}

// deskCall is a call that was refused, with what was typed.
type deskCall struct {
	sent      *callForm // nil where something else was asked for: what was typed is in the browser alone
	refused   error
	changed   int64 // the outcome that is another now than the agent chose; 0 for none
	leftOver  bool  // what was filled in belongs to another outcome
	notUndone error // why an outcome was not taken back
}

func deskCallPage(req *ui.Request) error { return showCall(req, &deskCall{}) }

// showCall answers the desk with a customer.
func showCall(req *ui.Request, call *deskCall) error {
	at, err := customerpages.PlaceOfPath(req)
	if err != nil {
		return err
	}
	card, place, err := calledCustomer(req, at)
	if isAway(err) {
		return showAway(req, at, call)
	}
	if err != nil {
		return err
	}
	campaign := req.Session.Setup.Campaigns[at.CampaignID]
	page := &callView{Frame: req.Frame("Desk"), Card: card, Place: customerpages.NewPlace(card, place), Key: req.PostFormValue("key")}
	if page.Typed = call.sent != nil; page.Typed {
		page.Sent = *call.sent
	}
	page.Reasons = skipReasonOptions(page.Reader)
	page.Script = card.Script(campaign, req.Session.User)
	page.LatestComment = ui.Shorten(place.Status.Comment, 2*shownComment)
	page.Here = deskPath(at.CampaignID, at.CustomerID)
	page.Name, page.About = customerpages.NameOf(card), customerpages.AboutCard(card)
	page.Values, page.Timeline = customerpages.Values(page.Reader, card), customerpages.Timeline(page.Reader, card.Customer.CustomerID, card.Timeline)
	page.Lapsed = !place.ClaimedByMe && !place.State.Kind.Final()
	page.LeftOver, page.Answered = call.leftOver, callflow.ErrorCode(call.refused) == callflow.Unprocessable
	page.TakenElse = page.Lapsed && place.ClaimedUntil > 0
	page.NoNumber = !place.State.Kind.Final() && !campaign.HandOutWithoutNumber && !callflow.HasNumber(card.Customer.Card(nil))
	now := req.Console.App.Now(req.Session)
	page.fillOutcomes(place, req.Session.Setup.Rules(campaign))
	page.fillProducts(place)
	page.Times, page.Left = callbackTimes(page.Reader, now), place.ClaimedUntil-now.UnixMilli()
	if page.Key == "" || page.Answered { // what is registered from now on is another call
		page.Key = keyOf(place)
	}
	page.Told = toldBy(card, at.CampaignID, req.Session.User)
	page.Closed = closedReason(req, campaign)
	page.Finished = call.refused == nil && (place.State.Kind.Final() || page.Lapsed && page.Closed != "" && !page.Typed)
	if page.Registered, err = findRegistered(req, at.CampaignID); err != nil {
		return err
	}
	if page.Registered != nil {
		page.Done = "" // it is told with what, and for whom
		page.Registered.Calling = card.Customer.Number
	}
	page.tellProblems(call.refused)
	page.tellOtherProducts(place.Products)
	page.tellChanged(call.changed)
	if call.notUndone != nil {
		page.NotUndone = page.Explain(call.notUndone)
	}
	return req.RenderAs(req.Status(cmp.Or(call.refused, call.notUndone)), "desk_call", page)
}

func (v *callView) fillProducts(place *app.CardPlace) {
	for _, product := range place.Products {
		label := product.Title
		if label == "" {
			label = product.Code
		}
		one := productInput{Shown: callwork.ShownProduct(&product)}
		one.Input = ui.Input{Name: "units." + product.Code, Label: label, Hint: product.Price, Value: v.Sent.Units[product.Code]}
		if one.Changed = v.Sent.isOfAnother(&product, one.Shown); one.Changed {
			one.Value = ""
		}
		v.Products = append(v.Products, one)
	}
	for _, code := range v.Sent.unitsBeside(place.Products) {
		v.Products = append(v.Products, productInput{Input: ui.Input{Name: "units." + code, Label: code, Value: v.Sent.Units[code]}})
	}
}

// tellOtherProducts says of units that were typed for a product which was changed, was taken away, or got another code, that they are not
// registered: whatever else the page was asked for again.
func (v *callView) tellOtherProducts(there []callflow.Product) {
	for i := range v.Products {
		if v.Products[i].Changed {
			v.Products[i].Problem = v.T("The product was changed after the page was opened. Read what it is now, and give the units again.")
		}
		if i >= len(there) {
			v.Products[i].Problem = v.T("The campaign no longer sells this product. Empty the number, or give it to another product.")
		}
	}
}

// isOfAnother says whether units were typed for what a product was before: mark is of what it is now.
func (f *callForm) isOfAnother(product *callflow.Product, mark string) bool {
	units, shown := f.Units[product.Code], f.Products[product.Code]
	return isSome(units) && shown != "" && shown != mark
}

// unitsBeside lists the codes of units that are none of the products'.
func (f *callForm) unitsBeside(products []callflow.Product) []string {
	var codes []string
	for code, units := range f.Units {
		known := slices.ContainsFunc(products, func(product callflow.Product) bool { return product.Code == code })
		if !known && isSome(units) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// callbackTimes are times at which customers are often called back.
func callbackTimes(r locale.Reader, now time.Time) []timeChoice {
	day := func(days, hour int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, now.Location())
	}
	untilMonday := (8 - int(now.Weekday())) % 7
	if untilMonday == 0 {
		untilMonday = 7
	}
	choices := []timeChoice{
		{r.T("In an hour"), inputTime(now.Add(time.Hour))}, {r.T("In three hours"), inputTime(now.Add(3 * time.Hour))},
		{r.T("Tomorrow at 10"), inputTime(day(1, 10))}, {r.T("Tomorrow at 17"), inputTime(day(1, 17))}, {r.T("Monday at 10"), inputTime(day(untilMonday, 10))},
	}
	return choices
}

// inputTime is a time as an input of a browser has it.
func inputTime(at time.Time) string { return at.Format("2006-01-02T15:04") }

// tellProblems says what was refused, beside the inputs where it is about one of them.
func (v *callView) tellProblems(refused error) {
	v.Problems = make(map[string]string)
	if refused == nil {
		return
	}
	var names []ui.Input
	for _, name := range []string{"comment", "callback_at", "meeting", "meeting.from", "meeting.to", "meeting.agent", "products"} {
		names = append(names, ui.Input{Name: name})
	}
	for i := range v.Products {
		names = append(names, ui.Input{Name: "products." + strings.TrimPrefix(v.Products[i].Name, "units.")})
	}
	found := ui.ProblemsOf(v.Reader, refused, names)
	v.Problem, v.Problems = found.Whole, found.Fields
	for i := range v.Products {
		v.Products[i].Problem = found.Fields["products."+strings.TrimPrefix(v.Products[i].Name, "units.")]
	}
	if v.Problem == "" && len(found.Fields) > 0 {
		v.Problem = v.T("Something is missing, or is not right. Nothing was registered yet.")
	}
}
