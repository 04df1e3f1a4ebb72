package console

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// campaignsQuery is what the page of all campaigns is asked for.
type campaignsQuery struct {
	Search   string
	Archived bool   // also those that are over
	Order    string // one of campaignOrders
	View     string // viewCards, viewTable, or "" for what suits their number
	Page     int    // from 1
	together int    // how many a page shows
	path     string // of the page
}

// How campaigns are shown. Few are cards; a table has room for many.
const (
	viewCards     = "cards"
	viewTable     = "table"
	cardsTogether = 24
	rowsTogether  = 100
)

// The orders of campaigns. Those that are over come last in each.
const (
	orderClient = "client"
	orderName   = "name"
	orderNewest = "newest"
	orderDue    = "due"
	orderToday  = "today"
)

// campaignOrders are texts of the catalogue.
var campaignOrders = []ui.Option{
	{Value: orderClient, Text: "By client"}, {Value: orderName, Text: "By name"}, {Value: orderNewest, Text: "Newest first"},
	{Value: orderDue, Text: "Most due first"}, {Value: orderToday, Text: "Most outcomes today first"},
}

func readCampaignsQuery(path string, values url.Values) campaignsQuery {
	query := campaignsQuery{
		path:   path,
		Search: strings.TrimSpace(values.Get("search")), Archived: values.Get("archived") != "",
		Order: values.Get("order"), View: values.Get("view"), Page: int(max(1, min(ui.FormID(values, "page"), 1_000_000))),
	}
	if !slices.ContainsFunc(campaignOrders, func(order ui.Option) bool { return order.Value == query.Order }) {
		query.Order = orderClient
	}
	return query
}

// Compact says whether the campaigns are rows of a table.
func (q *campaignsQuery) Compact() bool { return q.View == viewTable }

// address is that of another page of the same campaigns.
func (q *campaignsQuery) address(page int) string {
	values := url.Values{"order": {q.Order}, "view": {q.View}, "page": {strconv.Itoa(page)}}
	if q.Search != "" {
		values.Set("search", q.Search)
	}
	if q.Archived {
		values.Set("archived", "1")
	}
	return q.path + "?" + values.Encode()
}

func (q *campaignsQuery) orders(read locale.Reader) []ui.Option {
	orders := slices.Clone(campaignOrders)
	for i := range orders {
		orders[i].Text, orders[i].Selected = read.T(orders[i].Text), orders[i].Value == q.Order
	}
	return orders
}

func (q *campaignsQuery) views(read locale.Reader) []ui.Option {
	return []ui.Option{
		{Value: viewCards, Text: read.T("Cards"), Selected: q.View == viewCards}, {Value: viewTable, Text: read.T("Table"), Selected: q.View == viewTable},
	}
}

// campaignsFound are the campaigns of a page.
type campaignsFound struct {
	boards []app.Board
	moment auth.Moment
	all    int // on all pages
	pages  int
}

// findCampaigns finds the campaigns that are asked for, and completes the query with how they are shown.
func findCampaigns(req *ui.Request, query *campaignsQuery) (campaignsFound, error) {
	entries := namedCampaigns(req, query)
	query.Choose(len(entries))
	found := campaignsFound{all: len(entries), pages: (len(entries) + query.together - 1) / query.together, moment: req.Session.Moment}
	query.Page = max(1, min(query.Page, found.pages))
	counted := query.Order == orderDue || query.Order == orderToday
	if !counted { // the figures of those that are shown are enough
		entries = partOf(query, entries)
	}
	ids := make([]int64, len(entries))
	for i := range entries {
		ids[i] = entries[i].ID
	}
	boards, err := req.Console.App.Boards(req.Context(), req.Session, ids)
	if err != nil || len(boards) == 0 {
		return found, err
	}
	if found.moment, found.boards = boards[0].Moment, boards; counted {
		slices.SortStableFunc(boards, query.compareBoards)
		found.boards = partOf(query, boards)
	}
	return found, nil
}

// Choose says how so many are shown, where nobody chose.
func (q *campaignsQuery) Choose(found int) {
	if q.View != viewCards && q.View != viewTable {
		q.View = viewCards
		if found > cardsTogether {
			q.View = viewTable
		}
	}
	q.together = cardsTogether
	if q.Compact() {
		q.together = rowsTogether
	}
}

// partOf are those of all campaigns that the page shows.
func partOf[T any](q *campaignsQuery, all []T) []T {
	from := min((q.Page-1)*q.together, len(all))
	return all[from:min(from+q.together, len(all))]
}

// namedCampaigns are the campaigns that the search finds, in an order that set-up alone decides.
func namedCampaigns(req *ui.Request, query *campaignsQuery) []app.CampaignEntry {
	search := strings.ToLower(query.Search)
	entries := slices.DeleteFunc(req.Console.App.Campaigns(req.Session, query.Archived), func(campaign app.CampaignEntry) bool {
		names := []string{campaign.Name, campaign.Assignment.Name, campaign.Client.ShortName, ui.NumberText(campaign.ID)}
		return !strings.Contains(strings.ToLower(strings.Join(names, "\n")), search)
	})
	slices.SortStableFunc(entries, query.compare)
	return entries
}

func (q *campaignsQuery) compare(a, b app.CampaignEntry) int {
	named := func(c app.CampaignEntry) string { return strings.ToLower(c.Name) }
	client := func(c app.CampaignEntry) string { return strings.ToLower(c.Client.ShortName) }
	over := ui.ActiveFirst(a.Active, b.Active)
	switch q.Order {
	case orderNewest:
		return cmp.Or(over, cmp.Compare(b.ID, a.ID))
	case orderName:
		return cmp.Or(over, cmp.Compare(named(a), named(b)), cmp.Compare(a.ID, b.ID))
	}
	return cmp.Or(over, cmp.Compare(client(a), client(b)), cmp.Compare(a.Client.ID, b.Client.ID), cmp.Compare(named(a), named(b)), cmp.Compare(a.ID, b.ID))
}

func (q *campaignsQuery) compareBoards(a, b app.Board) int {
	if q.Order == orderDue {
		return cmp.Or(ui.ActiveFirst(a.Active, b.Active), cmp.Compare(b.Due, a.Due))
	}
	return cmp.Or(ui.ActiveFirst(a.Active, b.Active), cmp.Compare(b.Today.Registered, a.Today.Registered))
}
