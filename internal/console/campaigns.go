package console

import (
	"slices"
	"strconv"
	"strings"

	"callflow/internal/app"
)

// campaignsList is the page of all campaigns.
type campaignsList struct {
	frame
	Search   string
	Archived bool // also those that are over
	Boards   []boardView
	Live     string // where the page hears of changes
	MaySetUp bool
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

func campaignsPage(req *request) error {
	page := &campaignsList{
		frame: req.frame("Campaigns"), Search: strings.TrimSpace(req.URL.Query().Get("search")), Archived: req.URL.Query().Get("archived") != "",
		MaySetUp: req.session.Can(app.WriteSetup),
	}
	boards, _, err := req.boards()
	if err != nil {
		return err
	}
	for i := range boards {
		page.Boards = append(page.Boards, newBoardView(page.reader, boards[i]))
	}
	page.Live = "/campaigns/live?" + req.URL.RawQuery
	return req.render("campaigns", page)
}

// boards are the campaigns that the request asks for, and the moment that they are of.
func (req *request) boards() ([]app.Board, app.Moment, error) {
	search := strings.ToLower(strings.TrimSpace(req.URL.Query().Get("search")))
	var ids []int64
	for _, campaign := range req.console.app.Campaigns(req.session, req.URL.Query().Get("archived") != "") {
		names := []string{campaign.Name, campaign.Assignment.Name, campaign.Client.ShortName, numberText(campaign.ID)}
		if strings.Contains(strings.ToLower(strings.Join(names, "\n")), search) {
			ids = append(ids, campaign.ID)
		}
	}
	boards, err := req.console.app.Boards(req.Context(), req.session, ids)
	if err != nil || len(boards) == 0 {
		return nil, req.session.Moment, err
	}
	slices.SortStableFunc(boards, func(a, b app.Board) int { return activeFirst(a.Active, b.Active) })
	return boards, boards[0].Moment, nil
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
	return req.live(func(req *request) ([]part, app.Moment, error) {
		boards, moment, err := req.boards()
		parts := make([]part, 0, len(boards))
		for i := range boards {
			view := newBoardView(req.reader, boards[i])
			html, err := req.piece("campaigns", "board", &view)
			if err != nil {
				return nil, moment, err
			}
			parts = append(parts, part{view.Element(), html})
		}
		return parts, moment, err
	})
}
