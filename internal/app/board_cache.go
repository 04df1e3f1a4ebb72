package app

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/figures"
)

// boardsKept bounds how many campaigns' boards are remembered.
const boardsKept = 1024

// boardKey names a campaign.
type boardKey struct{ account, campaign int64 }

// boardStamp is all that a board is told from, but for what time alone changes. latest is the campaign's latest change: whatever is counted
// of its customers and their outcomes is written with one. What happens in other campaigns is none of it.
type boardStamp struct {
	lineage, setup, latest int64
	day                    string // in the account's zone
}

// toldBoard is a board as it was told, and from when until when nobody else becomes due. What is kept is never written again.
type toldBoard struct {
	boardStamp
	board      Board
	from, till int64 // milliseconds since 1970
}

func newBoards() (*lru.Cache[boardKey, *toldBoard], error) {
	return lru.New[boardKey, *toldBoard](boardsKept)
}

// boardTeller tells boards from one snapshot.
type boardTeller struct {
	app    *App
	r      *store.Snapshot
	s      *auth.Session
	latest map[int64]int64 // changes, by campaign
}

// tellBoards gets ready to tell the boards of some campaigns.
func (a *App) tellBoards(r *store.Snapshot, s *auth.Session, campaignIDs ...int64) (*boardTeller, error) {
	latest, err := figures.LatestChanges(r, campaignIDs)
	return &boardTeller{a, r, s, latest}, err
}

// board tells the board of a campaign. What was told before is told again for as long as it is true: many who look, and all who look while
// others work elsewhere, cost nothing.
func (t *boardTeller) board(campaign *callflow.Campaign) (Board, error) {
	now, key := t.app.Now(t.s), boardKey{t.r.AccountID, campaign.ID}
	stamp := boardStamp{t.r.Lineage, t.s.Setup.Version, t.latest[campaign.ID], now.Format(callflow.DateLayout)}
	told, ok := t.app.boards.Get(key)
	if ok && told.boardStamp == stamp && told.from <= now.UnixMilli() && now.UnixMilli() < told.till {
		return told.at(t.r.Moment), nil
	}
	fresh := &toldBoard{boardStamp: stamp, from: now.UnixMilli()}
	if ok && told.boardStamp == stamp {
		fresh.board = told.board
	} else {
		fresh.board = Board{CampaignEntry: campaignEntry(t.s, campaign, stamp.day)}
		if err := fresh.board.count(t.r, now); err != nil {
			return Board{}, err
		}
	}
	var err error
	if fresh.board.Due, fresh.till, err = figures.Due(t.r, campaign.ID, fresh.from); err != nil {
		return Board{}, err
	}
	t.app.boards.Add(key, fresh)
	return fresh.at(t.r.Moment), nil
}

func (t *toldBoard) at(moment auth.Moment) Board {
	board := t.board
	board.Moment = moment
	return board
}
