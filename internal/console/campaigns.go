package console

import (
	"strconv"

	"callflow/internal/app"
	"callflow/internal/auth"
)

// campaignsList is the page of all campaigns.
type campaignsList struct {
	frame
	campaignsQuery
	Groups   []boardGroup
	Found    int // campaigns, on all pages
	Pages    int
	Previous string // address of the page before; "" on the first
	Next     string
	Orders   []option
	Views    []option
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
	reader
	app.Board
	Bar []stateView
}

func newBoardView(read reader, board app.Board) boardView {
	return boardView{reader: read, Board: board, Bar: stateViews(board.States, board.Customers)}
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

func campaignsPage(req *request) error {
	query := readCampaignsQuery("/campaigns", req.URL.Query())
	found, err := req.campaignsFound(&query)
	if err != nil {
		return err
	}
	page := &campaignsList{frame: req.frame("Campaigns"), campaignsQuery: query, Found: found.all, Pages: found.pages}
	page.MaySetUp = req.session.Can(auth.WriteSetup)
	page.Groups = boardGroups(page.reader, found.boards, query.Order == orderClient)
	if query.Page > 1 {
		page.Previous = query.address(query.Page - 1)
	}
	if query.Page < found.pages {
		page.Next = query.address(query.Page + 1)
	}
	page.Orders, page.Views = query.orders(page.reader), query.views(page.reader)
	page.Live = "/campaigns/live?" + req.URL.RawQuery
	return req.render("campaigns", page)
}

// boardGroups puts campaigns side by side, those of a client together where they are in its order. Those that are over have their own groups.
func boardGroups(read reader, boards []app.Board, byClient bool) []boardGroup {
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

func activeFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// campaignsLive tells the page of all campaigns what changes.
func campaignsLive(req *request) error {
	return req.live(func(req *request) ([]part, auth.Moment, error) {
		query := readCampaignsQuery("/campaigns", req.URL.Query())
		found, err := req.campaignsFound(&query)
		piece := "board"
		if query.Compact() {
			piece = "board-row"
		}
		parts := make([]part, 0, len(found.boards))
		for i := range found.boards {
			view := newBoardView(req.reader, found.boards[i])
			html, err := req.piece("campaigns", piece, &view)
			if err != nil {
				return nil, found.moment, err
			}
			parts = append(parts, part{view.Element(), html})
		}
		return parts, found.moment, err
	})
}
