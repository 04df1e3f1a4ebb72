package main

import (
	"context"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// The states that the campaign's rows are moved to: about half of the rows, and every hundredth.
const (
	halfState      = "Completed - No"
	hundredthState = "Booked"
)

// movesTogether is how many rows are moved in one transaction.
const movesTogether = 5000

// spreadStates moves the campaign's rows into their states. It writes the database itself, which no server
// may have open, because what is measured is reading.
func spreadStates(ctx context.Context, c *campaign) error {
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	account, err := s.AccountNamed(ctx, c.Account)
	if err == nil {
		err = spreadIn(ctx, s, account, c.ID)
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	return err
}

func spreadIn(ctx context.Context, s *store.Store, account, campaignID int64) error {
	position := callflow.Position{CampaignID: campaignID, Number: -1}
	next := spread{}
	for {
		var batch statuslist.Batch
		err := s.Read(ctx, account, func(r *store.Snapshot) error {
			next.campaign, next.states = r.Setup().Campaigns[campaignID], r.Setup().States[campaignID]
			list := statuslist.List{{AssignmentID: next.campaign.AssignmentID, CampaignID: campaignID}}
			return r.Rows(list, statuslist.Window{Start: &position, Limit: movesTogether}, &batch)
		})
		if err != nil || len(batch.Rows) == 0 {
			return err
		}
		next.rows = batch.Rows
		if err := s.Write(ctx, account, next.move); err != nil {
			return err
		}
		next.place += len(batch.Rows)
		position.Number = batch.Rows[len(batch.Rows)-1].Number
	}
}

// spread is a run of the campaign's rows, to be moved together.
type spread struct {
	campaign *callflow.Campaign
	states   []callflow.State
	rows     []callflow.StatusRow
	place    int // of the first of the rows in the campaign
}

// move moves those of the rows that have a state to go to.
func (s *spread) move(w *store.Write) error {
	for i := range s.rows {
		name := stateOf(s.place + i)
		if name == "" {
			continue
		}
		state := slices.IndexFunc(s.states, func(s callflow.State) bool { return s.Name == name })
		if state < 0 {
			return fmt.Errorf("the campaign has no call state %q", name)
		}
		err := w.Move(s.campaign, nil, &store.Move{
			CampaignID: s.campaign.ID, Number: s.rows[i].Number, StateID: s.states[state].ID, Attempts: 1, At: w.Now, What: callflow.Moved,
			Status: callflow.Status{User: "bench", Cause: callflow.CauseManual, Alternative: "Nei takk", Comment: "Ringte på kvelden"},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stateOf says where the row at a place goes: every hundredth to one state, half of all to another, in no
// order; "" where it stays. It is the same at each run.
func stateOf(place int) string {
	if place%100 == 50 {
		return hundredthState
	}
	mixed := uint32(place) * 2654435761 // Knuth's multiplicative hash
	if (mixed>>8)%99 < 50 {
		return halfState
	}
	return ""
}
