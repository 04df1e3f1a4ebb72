package app

import (
	"context"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/figures"
)

// StateCount is how many customers of a campaign stand in a call state.
type StateCount struct {
	callflow.State
	Customers int64
}

// OutcomeSum is how many outcomes were registered, and what became of them.
type OutcomeSum struct {
	Day        string // YYYY-MM-DD; "" where it is of several
	User       string // "" where it is of several
	Registered int64
	Hits       int64
	Decisions  int64
}

// HitRate is hits of decisions, from 0 to 1; ok is false without a decision.
func (o *OutcomeSum) HitRate() (rate float64, ok bool) {
	found := hitRate(o.Hits, o.Decisions)
	if found == nil {
		return 0, false
	}
	return *found, true
}

func (o *OutcomeSum) add(t *figures.Tally) {
	o.Registered += t.N
	o.Hits += t.Hits
	o.Decisions += t.Decisions
}

// Board is where a campaign stands at a glance.
type Board struct {
	CampaignEntry
	Customers int64
	States    []StateCount
	Attempts  int64
	NoNumber  int64      // customers in states that are not final who have no number that can be called
	Callable  int64      // customers in states of kind ready whom agents are handed, now or once they are due
	Due       int64      // customers whose time has come, up to 10,000
	Today     OutcomeSum // in the account's zone
	Days      []OutcomeSum
	Lately    OutcomeSum // of those days
	Moment    auth.Moment
}

// boardDays is how many days a board looks back, today included.
const boardDays = 30

// Move is how often customers went from one call state to another. From is "" for customers that were put into the campaign, To for those that
// were taken out.
type Move struct {
	From, To string
	Times    int64 // whoever went the same way twice counts twice
}

// Boards tells where campaigns stand, in the order of their ids.
func (a *App) Boards(ctx context.Context, s *auth.Session, campaignIDs []int64) (boards []Board, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		teller, err := a.tellBoards(r, current, campaignIDs...)
		if err != nil {
			return err
		}
		boards = make([]Board, len(campaignIDs))
		for i, id := range campaignIDs {
			campaign, err := current.Campaign(id)
			if err != nil {
				return err
			}
			if boards[i], err = teller.board(campaign); err != nil {
				return err
			}
		}
		return nil
	})
	return boards, err
}

// count counts all but who is due.
func (b *Board) count(r *store.Snapshot, now time.Time) error {
	counts, err := figures.Counts(r, b.ID)
	if err != nil {
		return err
	}
	b.Customers = counts.Customers
	handOut := r.Setup().Campaigns[b.ID].HandOutWithoutNumber
	for _, state := range r.Setup().States[b.ID] {
		customers, noNumber := counts.States[state.ID], counts.NoNumber[state.ID]
		b.States = append(b.States, StateCount{state, customers})
		if !state.Kind.Final() {
			b.NoNumber += noNumber
		}
		if state.Kind != callflow.KindReady {
			continue
		}
		if b.Callable += customers; !handOut {
			b.Callable -= noNumber
		}
	}
	for attempts, customers := range counts.Attempts {
		b.Attempts += attempts * customers
	}
	first := now.AddDate(0, 0, 1-boardDays)
	tallies, err := figures.DayTallies(r, b.ID, first.Format(callflow.DateLayout))
	if err != nil {
		return err
	}
	b.countDays(tallies, first)
	return nil
}

// countDays has every day, also those on which nothing was registered.
func (b *Board) countDays(tallies []figures.Tally, first time.Time) {
	byDay := make(map[string]*figures.Tally, len(tallies))
	for i := range tallies {
		byDay[tallies[i].Day] = &tallies[i]
		b.Lately.add(&tallies[i])
	}
	b.Days = make([]OutcomeSum, boardDays)
	for i := range b.Days {
		b.Days[i].Day = first.AddDate(0, 0, i).Format(callflow.DateLayout)
		if tally := byDay[b.Days[i].Day]; tally != nil {
			b.Days[i].add(tally)
		}
	}
	b.Today = b.Days[boardDays-1]
}

// CampaignBoard is a board with what its own page tells: by agent, and how customers moved today.
type CampaignBoard struct {
	Board
	Users []OutcomeSum // of the same days as the board
	Moves []Move       // today
}

// CampaignBoard tells where a campaign stands, and how that came.
func (a *App) CampaignBoard(ctx context.Context, s *auth.Session, campaignID int64) (b *CampaignBoard, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) (err error) {
		b, err = a.campaignBoard(r, current, campaignID)
		return err
	})
	return b, err
}

func (a *App) campaignBoard(r *store.Snapshot, s *auth.Session, campaignID int64) (*CampaignBoard, error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return nil, err
	}
	teller, err := a.tellBoards(r, s, campaignID)
	if err != nil {
		return nil, err
	}
	b := &CampaignBoard{}
	if b.Board, err = teller.board(campaign); err != nil {
		return nil, err
	}
	if err := b.countUsers(r); err != nil {
		return nil, err
	}
	return b, b.countMoves(r, a.moves, a.now().In(s.Setup.Location))
}

func (b *CampaignBoard) countUsers(r *store.Snapshot) error {
	tallies, err := figures.Tallies(r, b.ID, b.Days[0].Day, b.Days[boardDays-1].Day)
	if err != nil {
		return err
	}
	b.Users = nil
	for _, group := range grouped(tallies, func(t *figures.Tally) tallyGroup { return tallyGroup{t.User, ""} }) {
		b.Users = append(b.Users, OutcomeSum{User: group.first, Registered: group.Registered, Hits: group.Hits, Decisions: group.Decisions})
	}
	return nil
}

// countMoves tells today's moves, those between the same states together.
func (b *CampaignBoard) countMoves(r *store.Snapshot, kept *dayMoves, now time.Time) error {
	year, month, day := now.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	moves, err := kept.since(r, b.ID, midnight.UnixMilli())
	b.Moves = nil
	view := changeWriter{setup: r.Setup()}
	for _, move := range moves {
		b.Moves = append(b.Moves, Move{From: view.state(b.ID, move.FromState), To: view.state(b.ID, move.ToState), Times: move.N})
	}
	return err
}

// MostDue is up to how many customers a board counts as due.
const MostDue = figures.MostDue
