package app

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/figures"
)

// StatisticsRequest asks for a campaign's statistics. The days (YYYYMMDD, both
// included) bound its outcomes; "" leaves that end open.
type StatisticsRequest struct {
	CampaignID int64
	From, To   string
}

// statistics are a campaign's: its customers as they stand now, and what was registered between two days.
type statistics struct {
	CampaignID int64           `json:"campaign_id"`
	Customers  int64           `json:"customers"`
	CallStates []stateCount    `json:"call_states"`
	Attempts   []attemptsCount `json:"attempts"`
	Outcomes   outcomeCounts   `json:"outcomes"`
}

type stateCount struct {
	Name      string             `json:"name"`
	Kind      callflow.StateKind `json:"kind"`
	Customers int64              `json:"customers"`
}

type attemptsCount struct {
	Attempts  int64 `json:"attempts"`
	Customers int64 `json:"customers"`
}

// outcomeCount is how many outcomes were registered, and what became of them.
type outcomeCount struct {
	Registered int64    `json:"registered"`
	Hits       int64    `json:"hits"`
	Decisions  int64    `json:"decisions"`
	HitRate    *float64 `json:"hit_rate"` // null without a decision
}

type outcomeCounts struct {
	outcomeCount
	ByDay  []dayCount  `json:"by_day"`
	ByUser []userCount `json:"by_user"`
	ByType []typeCount `json:"by_type"`
}

type dayCount struct {
	Day string `json:"day"`
	outcomeCount
}

type userCount struct {
	User string `json:"user"`
	outcomeCount
}

type typeCount struct {
	Type    string `json:"type"`
	Subtype string `json:"subtype"`
	outcomeCount
}

// Statistics counts a campaign's customers and outcomes. It reads counts that are kept, and no customer.
func (a *App) Statistics(ctx context.Context, s *auth.Session, request *StatisticsRequest) (*auth.Report, error) {
	from, to, err := request.days(s.Setup.Location)
	if err != nil {
		return nil, err
	}
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		campaign, err := s.Campaign(request.CampaignID)
		if err != nil {
			return nil, err
		}
		counted := &statistics{CampaignID: campaign.ID}
		if err := counted.countCustomers(r, campaign); err != nil {
			return nil, err
		}
		tallies, err := figures.Tallies(r, campaign.ID, from, to)
		if err != nil {
			return nil, err
		}
		counted.Outcomes = countOutcomes(tallies)
		return auth.EncodeBody(counted)
	})
}

// days gives the days as tallies are kept by them. An end that is left open is before, or after, all of them.
func (r *StatisticsRequest) days(location *time.Location) (from, to string, err error) {
	first, err := parseDay("from_date", r.From, time.Date(1, time.January, 1, 0, 0, 0, 0, location))
	if err != nil {
		return "", "", err
	}
	last, err := parseDay("to_date", r.To, time.Date(9999, time.December, 31, 0, 0, 0, 0, location))
	if err != nil {
		return "", "", err
	}
	return first.Format(callflow.DateLayout), last.Format(callflow.DateLayout), checkDays(first, last)
}

func (s *statistics) countCustomers(r *store.Snapshot, campaign *callflow.Campaign) error {
	counts, err := figures.Counts(r, campaign.ID)
	if err != nil {
		return err
	}
	s.Customers, s.CallStates, s.Attempts = counts.Customers, []stateCount{}, []attemptsCount{}
	for _, state := range r.Setup().States[campaign.ID] {
		s.CallStates = append(s.CallStates, stateCount{state.Name, state.Kind, counts.States[state.ID]})
	}
	for _, attempts := range slices.Sorted(maps.Keys(counts.Attempts)) {
		s.Attempts = append(s.Attempts, attemptsCount{attempts, counts.Attempts[attempts]})
	}
	return nil
}

func countOutcomes(tallies []figures.Tally) outcomeCounts {
	counts := outcomeCounts{ByDay: []dayCount{}, ByUser: []userCount{}, ByType: []typeCount{}}
	for _, all := range grouped(tallies, func(*figures.Tally) tallyGroup { return tallyGroup{} }) {
		counts.outcomeCount = all.outcomeCount
	}
	for _, group := range grouped(tallies, func(t *figures.Tally) tallyGroup { return tallyGroup{t.Day, ""} }) {
		counts.ByDay = append(counts.ByDay, dayCount{group.first, group.outcomeCount})
	}
	for _, group := range grouped(tallies, func(t *figures.Tally) tallyGroup { return tallyGroup{t.User, ""} }) {
		counts.ByUser = append(counts.ByUser, userCount{group.first, group.outcomeCount})
	}
	for _, group := range grouped(tallies, func(t *figures.Tally) tallyGroup { return tallyGroup{t.Type, t.Subtype} }) {
		counts.ByType = append(counts.ByType, typeCount{group.first, group.second, group.outcomeCount})
	}
	return counts
}

// tallyGroup is what tallies are added up by.
type tallyGroup struct{ first, second string }

type groupCount struct {
	tallyGroup
	outcomeCount
}

// grouped adds tallies up by group, in the groups' order.
func grouped(tallies []figures.Tally, groupOf func(*figures.Tally) tallyGroup) []groupCount {
	sums := make(map[tallyGroup]outcomeCount)
	for i := range tallies {
		group := groupOf(&tallies[i])
		sum := sums[group]
		sum.Registered += tallies[i].N
		sum.Hits += tallies[i].Hits
		sum.Decisions += tallies[i].Decisions
		sums[group] = sum
	}
	groups := make([]groupCount, 0, len(sums))
	for group, sum := range sums {
		sum.HitRate = hitRate(sum.Hits, sum.Decisions)
		groups = append(groups, groupCount{group, sum})
	}
	slices.SortFunc(groups, func(a, b groupCount) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second))
	})
	return groups
}

// hitRate is hits of decisions to four decimals, nil where there was no decision.
func hitRate(hits, decisions int64) *float64 {
	if decisions == 0 {
		return nil
	}
	const decimals = 1e4
	rate := math.Round(float64(hits)/float64(decisions)*decimals) / decimals
	return &rate
}
