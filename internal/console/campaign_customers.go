package console

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/callwork"
	"callflow/internal/console/chart"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/given"
	"callflow/internal/tabular"
)

// customersTable is a page of a campaign's customers, and what they are narrowed to.
type customersTable struct {
	States   []stateChoice // to move customers to
	Shown    []stateChoice // to narrow them to
	Empty    []stateChoice // the same, where nobody stands: folded away where they are many
	Search   string
	Order    string
	Orders   []ui.Option
	Rows     []customerRow
	Count    int64
	AtLeast  bool
	Behind   int64
	Next     string // address of the page after; "" on the last
	Previous string
	First    string // address of the first page
	Narrowed bool
	NoNumber bool // only those without a number are shown
	Short    bool // the search is too short for more than ids
	Exports  []exportLink
	Problem  string
	Done     string // what was done to some of them a moment ago
	Undo     string // names the moves that were made then, where they can be undone
	Here     string
	Sent     customerpages.SentForm
}

// stateChoice is a call state that the customers may be narrowed to.
type stateChoice struct {
	chart.State
	Chosen bool
}

// customerRow is a customer in the table.
type customerRow struct {
	app.BrowseRow
	Link    string
	Class   string                 // of its state's colour
	Matches []customerpages.Change // what the search found that the row does not show; After has the value
}

// exportLink leads to what is seen as a file.
type exportLink struct{ Name, Path string }

// mostChips is up to how many call states are all offered at once.
const mostChips = 12

// shortestSearch is from how many letters on parts of all values are looked for.
const shortestSearch = 3

// shownComment is how much of a comment the table shows: the customer's page has the rest.
const shownComment = 140

// withoutNumber asks for customers without a number that can be called: number=none.
const withoutNumber = "none"

// shownTogether is how many customers a page shows.
const shownTogether = 50

// customersWanted is which of a campaign's customers the request asks for.
func customersWanted(req *ui.Request, campaignID int64) *app.BrowseRequest {
	query := req.URL.Query()
	return &app.BrowseRequest{
		CampaignID: campaignID, States: query["call_state"], Search: strings.TrimSpace(query.Get("search")), Order: app.BrowseOrder(query.Get("order")),
		Cursor: query.Get("cursor"), Limit: shownTogether, WithoutNumber: query.Get("number") == withoutNumber,
	}
}

// tableOfCustomers shows the customers that were asked for; page is nil where they were refused, which is said above the table: the page
// around it stays.
func tableOfCustomers(req *ui.Request, read locale.Reader, o *overview, page *app.BrowsePage) customersTable {
	query := req.URL.Query()
	t := customersTable{
		Search: strings.TrimSpace(query.Get("search")), Order: query.Get("order"), Here: ui.WithoutDone(req.URL), Sent: customerpages.ReadSentForm(req),
	}
	t.NoNumber = query.Get("number") == withoutNumber
	chosen := query["call_state"]
	for _, state := range o.Bar {
		choice := stateChoice{state, slices.Contains(chosen, state.Name)}
		t.States = append(t.States, choice)
		if state.Customers == 0 && !choice.Chosen && len(o.Bar) > mostChips {
			t.Empty = append(t.Empty, choice)
			continue
		}
		t.Shown = append(t.Shown, choice)
	}
	for _, order := range []struct{ value, text string }{
		{string(app.OrderList), "As they were added"}, {string(app.OrderChanged), "Latest change first"},
		{string(app.OrderDue), "Those with a time, the earliest first"}, {string(app.OrderName), "By name"},
	} {
		t.Orders = append(t.Orders, ui.Option{Value: order.value, Text: read.T(order.text), Selected: order.value == t.Order})
	}
	t.Narrowed = len(chosen) > 0 || t.Search != "" || t.NoNumber
	t.Short = t.Search != "" && utf8.RuneCountInString(t.Search) < shortestSearch
	t.First = pathWith(req.URL.Path, query, "")
	t.Exports = exportLinks(read, req.URL.Path, query)
	if page == nil {
		return t
	}
	t.Count, t.AtLeast, t.Behind = page.Count, page.AtLeast, page.Behind
	if page.Next != "" {
		t.Next = pathWith(req.URL.Path, query, page.Next)
	}
	if page.Previous != "" {
		t.Previous = pathWith(req.URL.Path, query, page.Previous)
	}
	for _, row := range page.Rows {
		shown := customerRow{BrowseRow: row, Link: ui.CustomerPath(o.Assignment.ID, row.CustomerID)}
		shown.Comment = ui.Shorten(row.Comment, shownComment)
		for _, value := range row.Found {
			told := customerpages.NewChange(read, value)
			told.After = ui.Shorten(told.After, shownComment)
			shown.Matches = append(shown.Matches, told)
		}
		if i := slices.IndexFunc(o.Bar, func(s chart.State) bool { return s.Name == row.CallState }); i >= 0 {
			shown.Class = o.Bar[i].Class
		}
		t.Rows = append(t.Rows, shown)
	}
	return t
}

// customersAnchor leads to the customers on their campaign's page.
const customersAnchor = "#customers"

// pathWith is the address of a page of the same customers; cursor "" is the first.
func pathWith(path string, query url.Values, cursor string) string {
	kept := url.Values{}
	for _, name := range []string{"call_state", "search", "number", "order"} {
		if values := query[name]; len(values) > 0 && values[0] != "" {
			kept[name] = values
		}
	}
	if cursor != "" {
		kept.Set("cursor", cursor)
	}
	if len(kept) == 0 {
		return path + customersAnchor
	}
	return path + "?" + kept.Encode() + customersAnchor
}

// exportLinks lead to the formats. Spreadsheets of a language with a decimal comma split the cells of a CSV file at semicolons: that is
// the first choice there.
func exportLinks(r locale.Reader, path string, query url.Values) []exportLink {
	formats := []struct {
		name      string
		format    tabular.Format
		delimiter string
	}{
		{r.T("CSV with commas"), tabular.CSV, ""}, {r.T("CSV with semicolons"), tabular.CSV, "semicolon"}, {"Excel (XLSX)", tabular.XLSX, ""},
		{"NDJSON", tabular.NDJSON, ""}, {"JSON", tabular.JSON, ""}, {"Parquet", tabular.Parquet, ""},
	}
	if r.Language == "nb" {
		formats[0], formats[1] = formats[1], formats[0]
	}
	var links []exportLink
	for _, format := range formats {
		wanted := url.Values{"format": {string(format.format)}}
		if format.delimiter != "" {
			wanted.Set("delimiter", format.delimiter)
		}
		if states := query["call_state"]; len(states) > 0 {
			wanted["call_state"] = states
		}
		for _, name := range []string{"search", "number"} {
			if value := query.Get(name); value != "" {
				wanted.Set(name, value)
			}
		}
		links = append(links, exportLink{format.name, path + "/export?" + wanted.Encode()})
	}
	return links
}

// moveForm moves the customers that were chosen, by hand.
func moveForm(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	back := ui.LocalPath(req.PostFormValue("back"))
	input := customerpages.MoveInput(req)
	if input == nil {
		return backToCampaign(req, id, back, customerpages.ErrNoMove)
	}
	told, err := req.Console.App.Calls.MoveCustomers(req.Context(), req.Session, &callwork.MoveRequest{
		CampaignID: id, Customers: customerpages.ChosenCustomers(req.PostForm), Input: input,
	})
	said := movedSaid(told, req.PostFormValue("call_state"))
	if err == nil && len(told.Refused) == 0 {
		return req.DoneWith(back+customersAnchor, said)
	}
	if len(told.Seqs) > 0 {
		back = ui.WithQuery(back, said)
	}
	return backToCampaign(req, id, back, partlyMovedError(req.Reader, told, err))
}

// partlyMovedError says how many of several were moved, and why the others were not; broken is what ended it before its time, nil for nothing.
func partlyMovedError(r locale.Reader, told *callwork.MovedTogether, broken error) error {
	moved, refused := told.Moved, told.Refused
	if broken == nil {
		return &callflow.Error{Code: callflow.Conflict, Message: refusalsText(r, moved, refused)}
	}
	if moved == 0 && len(refused) == 0 {
		return broken
	}
	return &callflow.Error{
		Code: callflow.ErrorCode(broken), Err: broken,
		Message: refusalsText(r, moved, refused) + " " + r.T("The rest was not tried:") + " " + r.Explain(broken),
	}
}

// backToCampaign answers the page that was shown, with what was refused.
func backToCampaign(req *ui.Request, id int64, back string, refused error) error {
	if here, err := url.Parse(back); err == nil {
		req.URL.RawQuery = here.RawQuery
	}
	req.URL.Path = "/campaigns/" + ui.NumberText(id)
	return showCampaign(req, refused)
}

// refusalsText says how many were moved, and why the first of the others were not.
func refusalsText(r locale.Reader, moved int, refused []callwork.Refusal) string {
	const told = 5
	text := r.T("%d were moved, %d were not.", moved, len(refused))
	for i := range refused[:min(len(refused), told)] {
		text += " " + refused[i].CustomerID + ": " + r.Explain(refused[i].Err)
	}
	return text
}

// addForm puts customers into the campaign, by their ids.
func addForm(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	ids := strings.FieldsFunc(given.Typed(req.PostFormValue("customer_ids")).V, func(c rune) bool { return strings.ContainsRune(",; \t\r\n", c) })
	told, _, err := req.Console.App.Calls.AddCustomers(req.Context(), req.Session, id, &callwork.AddInput{IDs: given.Of(ids)})
	if err == nil {
		err = someUnknown(req.Reader, told)
	}
	req.URL.Path = "/campaigns/" + ui.NumberText(id)
	if err != nil {
		return showCampaign(req, err)
	}
	return req.DoneMany(req.URL.Path+customersAnchor, "%d customers were added.", told.Added)
}
