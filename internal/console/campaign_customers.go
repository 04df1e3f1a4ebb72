package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/tabular"
)

// customersTable is a page of a campaign's customers, and what they are narrowed to.
type customersTable struct {
	States   []stateChoice // to move customers to
	Shown    []stateChoice // to narrow them to
	Empty    []stateChoice // the same, where nobody stands: folded away where they are many
	Search   string
	Order    string
	Orders   []option
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
	Sent     sentForm
}

// sentForm is what a form had that was refused: it is shown again as it was typed.
type sentForm struct {
	CampaignID    int64 // that it was about
	State         string
	Due           string
	Comment       string
	IDs           string
	Chosen        map[int64]bool // customers, by number
	MoveOf, AddOf bool
}

func readSentForm(req *request) sentForm {
	form := req.PostForm
	sent := sentForm{
		State: form.Get("call_state"), Due: form.Get("due"), Comment: form.Get("comment"), IDs: form.Get("customer_ids"), Chosen: make(map[int64]bool),
	}
	sent.CampaignID, _ = strconv.ParseInt(req.PathValue("campaign_id"), 10, 64) // a page without a form has none
	sent.MoveOf, sent.AddOf = form.Has("call_state"), form.Has("customer_ids")
	for _, chosen := range chosenCustomers(form) {
		sent.Chosen[chosen.Number] = true
	}
	return sent
}

// stateChoice is a call state that the customers may be narrowed to.
type stateChoice struct {
	stateView
	Chosen bool
}

// customerRow is a customer in the table.
type customerRow struct {
	app.BrowseRow
	Link    string
	Class   string       // of its state's colour
	Matches []changeView // what the search found that the row does not show; After has the value
}

// exportLink leads to what is seen as a file.
type exportLink struct{ Name, Path string }

// mostChips is up to how many call states are all offered at once.
const mostChips = 12

// shortestSearch is from how many letters on parts of all values are looked for.
const shortestSearch = 3

// shownComment is how much of a comment the table shows: the customer's page has the rest.
const shownComment = 140

// shortened is the beginning of a text that is longer than some number of letters.
func shortened(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// withoutNumber asks for customers without a number that can be called: number=none.
const withoutNumber = "none"

// shownTogether is how many customers a page shows.
const shownTogether = 50

// customersWanted is which of a campaign's customers the request asks for.
func (req *request) customersWanted(campaignID int64) *app.BrowseRequest {
	query := req.URL.Query()
	return &app.BrowseRequest{
		CampaignID: campaignID, States: query["call_state"], Search: strings.TrimSpace(query.Get("search")), Order: app.BrowseOrder(query.Get("order")),
		Cursor: query.Get("cursor"), Limit: shownTogether, WithoutNumber: query.Get("number") == withoutNumber,
	}
}

// customersTable shows the customers that were asked for; page is nil where they were refused, which is said above the table: the page
// around it stays.
func (req *request) customersTable(read reader, o *overview, page *app.BrowsePage) customersTable {
	query := req.URL.Query()
	t := customersTable{Search: strings.TrimSpace(query.Get("search")), Order: query.Get("order"), Here: withoutDone(req.URL), Sent: readSentForm(req)}
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
		t.Orders = append(t.Orders, option{order.value, read.T(order.text), order.value == t.Order})
	}
	t.Narrowed = len(chosen) > 0 || t.Search != "" || t.NoNumber
	t.Short = t.Search != "" && utf8.RuneCountInString(t.Search) < shortestSearch
	t.First = pathWith(req.URL.Path, query, "")
	t.Exports = read.exportLinks(req.URL.Path, query)
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
		shown := customerRow{BrowseRow: row, Link: customerPath(o.Assignment.ID, row.CustomerID)}
		shown.Comment = shortened(row.Comment, shownComment)
		for _, value := range row.Found {
			told := read.change(value)
			told.After = shortened(told.After, shownComment)
			shown.Matches = append(shown.Matches, told)
		}
		if i := slices.IndexFunc(o.Bar, func(s stateView) bool { return s.Name == row.CallState }); i >= 0 {
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
func (r reader) exportLinks(path string, query url.Values) []exportLink {
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
func moveForm(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	back := localPath(req.PostFormValue("back"))
	if len(moveMembers(req.PostForm)) == 0 {
		return req.backToCampaign(id, back, errNoMove)
	}
	told, err := req.console.app.MoveCustomers(req.Context(), req.session, &app.MoveRequest{
		CampaignID: id, Customers: chosenCustomers(req.PostForm), Members: moveMembers(req.PostForm),
	})
	said := movedSaid(told, req.PostFormValue("call_state"))
	if err == nil && len(told.Refused) == 0 {
		return req.doneWith(back+customersAnchor, said)
	}
	if len(told.Seqs) > 0 {
		back = withQuery(back, said)
	}
	return req.backToCampaign(id, back, req.reader.someMoved(told, err))
}

// seqPrefix is before a customer's id in the name of the value that says as of which change its row was shown.
const seqPrefix = "seq."

// chosenCustomers are those whose rows were chosen.
func chosenCustomers(form url.Values) (chosen []app.Place) {
	for _, id := range form["customer_id"] {
		chosen = append(chosen, app.Place{CustomerID: id, Number: idOf(form, forWhom+"."+id), IfSeq: idOf(form, seqPrefix+id)})
	}
	return chosen
}

var errNoMove = callflow.InvalidField("call_state", "Choose a call state, a time or a comment.")

// someMoved says how many of several were moved, and why the others were not; broken is what ended it before its time, nil for nothing.
func (r reader) someMoved(told *app.MovedTogether, broken error) error {
	moved, refused := told.Moved, told.Refused
	if broken == nil {
		return &callflow.Error{Code: callflow.Conflict, Message: r.refusals(moved, refused)}
	}
	if moved == 0 && len(refused) == 0 {
		return broken
	}
	return &callflow.Error{
		Code: callflow.ErrorCode(broken), Message: r.refusals(moved, refused) + " " + r.T("The rest was not tried:") + " " + r.problem(broken), Err: broken,
	}
}

// backToCampaign answers the page that was shown, with what was refused.
func (req *request) backToCampaign(id int64, back string, refused error) error {
	if here, err := url.Parse(back); err == nil {
		req.URL.RawQuery = here.RawQuery
	}
	req.URL.Path = "/campaigns/" + numberText(id)
	return req.showCampaign(refused)
}

// moveMembers are those of the form that were filled in.
func moveMembers(form url.Values) []app.Member {
	var members []app.Member
	if state := form.Get("call_state"); state != "" {
		members = append(members, member("call_state", state))
	}
	if due := form.Get("due"); due != "" {
		members = append(members, member("due", momentOf(due)))
	}
	if comment := strings.TrimSpace(form.Get("comment")); comment != "" {
		members = append(members, member("comment", comment))
	}
	return members
}

// momentOf writes what a browser sends of a time as verbs read it.
func momentOf(text string) string { return strings.Replace(text, "T", " ", 1) }

// refusals says how many were moved, and why the first of the others were not.
func (r reader) refusals(moved int, refused []app.Refusal) string {
	const told = 5
	text := r.T("%d were moved, %d were not.", moved, len(refused))
	for i := range refused[:min(len(refused), told)] {
		text += " " + refused[i].CustomerID + ": " + r.problem(refused[i].Err)
	}
	return text
}

// customerIDs is the body of adding customers, as the verb reads it.
func customerIDs(ids []string) []app.Member {
	packed := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			packed = append(packed, ',')
		}
		packed = callflow.AppendJSONString(packed, id)
	}
	return []app.Member{{Name: "customer_ids", Value: append(packed, ']')}}
}

// addForm puts customers into the campaign, by their ids.
func addForm(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	ids := strings.FieldsFunc(req.PostFormValue("customer_ids"), func(c rune) bool { return strings.ContainsRune(",; \t\r\n", c) })
	answer, err := req.console.app.AddCustomers(req.Context(), req.session, id, customerIDs(ids))
	added := 0
	if err == nil {
		added, err = addedSome(req.reader, answer.Body)
	}
	req.URL.Path = "/campaigns/" + numberText(id)
	if err != nil {
		return req.showCampaign(err)
	}
	return req.doneMany(req.URL.Path+customersAnchor, "%d customers were added.", added)
}
