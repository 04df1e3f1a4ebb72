package console

import (
	"strconv"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/console/chart"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// campaignsList is the page of all campaigns.
type campaignsList struct {
	ui.Frame
	campaignsQuery
	Groups   []boardGroup
	Found    int // campaigns, on all pages
	Pages    int
	Previous string // address of the page before; "" on the first
	Next     string
	Orders   []ui.Option
	Views    []ui.Option
	Live     string // where the page hears of changes
	MaySetUp bool
}

// boardGroup are campaigns that are shown together.
type boardGroup struct {
	Name   string // of their client; "" where they are not grouped
	Boards []boardView
}

// boardView is a campaign at a glance. It is a part of the page that lives.
type boardView struct {
	locale.Reader
	app.Board
	Bar []chart.State
}

func newBoardView(read locale.Reader, board app.Board) boardView {
	return boardView{Reader: read, Board: board, Bar: chart.States(board.States, board.Customers)}
}

// Element is the id of the board's element.
func (b *boardView) Element() string { return "board-" + strconv.FormatInt(b.ID, 10) }

// HitRate is the latest days', as text; "" without a decision.
func (b *boardView) HitRate() string {
	rate, ok := b.Lately.HitRate()
	if !ok {
		return ""
	}
	return b.Percent(rate)
}

// DueText counts those who are due.
func (b *boardView) DueText() string {
	if b.Due >= app.MostDue {
		return b.Number(b.Due) + "+"
	}
	return b.Number(b.Due)
}

// Total counts all campaigns that were found.
func (l *campaignsList) Total() string { return l.Number(int64(l.Found)) }

func campaignsPage(req *ui.Request) error {
	query := readCampaignsQuery("/campaigns", req.URL.Query())
	found, err := findCampaigns(req, &query)
	if err != nil {
		return err
	}
	page := &campaignsList{Frame: req.Frame("Campaigns"), campaignsQuery: query, Found: found.all, Pages: found.pages}
	page.MaySetUp = req.Session.Can(auth.WriteSetup)
	page.Groups = boardGroups(page.Reader, found.boards, query.Order == orderClient)
	if query.Page > 1 {
		page.Previous = query.address(query.Page - 1)
	}
	if query.Page < found.pages {
		page.Next = query.address(query.Page + 1)
	}
	page.Orders, page.Views = query.orders(page.Reader), query.views(page.Reader)
	page.Live = "/campaigns/live?" + req.URL.RawQuery
	return req.Render("campaigns", page)
}

// boardGroups puts campaigns side by side, those of a client together where they are in its order. Those that are over have their own groups.
func boardGroups(read locale.Reader, boards []app.Board, byClient bool) []boardGroup {
	var groups []boardGroup
	for i := range boards {
		name := ""
		if byClient {
			name = boards[i].Client.ShortName
		}
		if last := len(groups) - 1; last < 0 || groups[last].Name != name {
			groups = append(groups, boardGroup{Name: name})
		}
		group := &groups[len(groups)-1]
		group.Boards = append(group.Boards, newBoardView(read, boards[i]))
	}
	return groups
}

// campaignsLive tells the page of all campaigns what changes.
func campaignsLive(req *ui.Request) error {
	return req.Live(func(req *ui.Request) ([]ui.Part, auth.Moment, error) {
		query := readCampaignsQuery("/campaigns", req.URL.Query())
		found, err := findCampaigns(req, &query)
		piece := "board"
		if query.Compact() {
			piece = "board-row"
		}
		parts := make([]ui.Part, 0, len(found.boards))
		for i := range found.boards {
			view := newBoardView(req.Reader, found.boards[i])
			html, err := req.Piece("campaigns", piece, &view)
			if err != nil {
				return nil, found.moment, err
			}
			parts = append(parts, ui.Part{ID: view.Element(), HTML: html})
		}
		return parts, found.moment, err
	})
}
