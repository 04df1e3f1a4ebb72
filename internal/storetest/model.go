package storetest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// model is what the campaigns should hold: the state of each row, by number.
type model map[int64]map[int64]int64

// fill puts random rows, sparse and dense ones, and moves some of them. The same goes into the model.
func (m model) fill(t *testing.T, f *fixture, random *rand.Rand) {
	t.Helper()
	for _, campaign := range []int64{campaignID, secondID} {
		states := f.states(t, campaign)[:3]
		if m[campaign] == nil {
			m[campaign] = map[int64]int64{}
		}
		f.write(t, func(w *store.Write) error {
			for range 1 + random.IntN(400) {
				number, state := randomNumber(random), states[random.IntN(len(states))]
				if err := put(w, campaign, number, state); err != nil {
					return err
				}
				m[campaign][number] = state
			}
			return nil
		})
	}
}

// fillBlock makes one block of 256 numbers full, which is found in another way.
func (m model) fillBlock(t *testing.T, f *fixture) {
	t.Helper()
	state := f.states(t, campaignID)[0]
	f.write(t, func(w *store.Write) error {
		for number := int64(512); number < 768; number++ {
			if err := put(w, campaignID, number, state); err != nil {
				return err
			}
			m[campaignID][number] = state
		}
		return nil
	})
}

// randomNumber lies close to others, at the edge of a block, or far away.
func randomNumber(random *rand.Rand) int64 {
	switch random.IntN(3) {
	case 0:
		return 1 + random.Int64N(600)
	case 1:
		return 256*(1+random.Int64N(300)) - random.Int64N(2)
	default:
		return 1 + random.Int64N(100_000)
	}
}

// randomList has one or both campaigns, with any states or some.
func (m model) randomList(t *testing.T, f *fixture, random *rand.Rand) statuslist.List {
	t.Helper()
	var list statuslist.List
	for _, campaign := range []int64{campaignID, secondID} {
		if len(list) == 0 && campaign == campaignID && random.IntN(4) == 0 {
			continue // the second alone
		}
		part := statuslist.Part{AssignmentID: assignmentID, CampaignID: campaign}
		if random.IntN(3) > 0 {
			part.States = slices.Clone(f.states(t, campaign)[:1+random.IntN(4)])
			random.Shuffle(len(part.States), func(i, j int) { part.States[i], part.States[j] = part.States[j], part.States[i] })
		}
		list = append(list, part)
		if random.IntN(2) == 0 {
			break
		}
	}
	return list
}

// rows are the positions that a list should have, in its order.
func (m model) rows(list statuslist.List) []callflow.Position {
	var rows []callflow.Position
	for _, part := range list {
		first := len(rows)
		for number, state := range m[part.CampaignID] {
			if part.States == nil || slices.Contains(part.States, state) {
				rows = append(rows, callflow.Position{CampaignID: part.CampaignID, Number: number})
			}
		}
		slices.SortFunc(rows[first:], func(a, b callflow.Position) int { return int(a.Number - b.Number) })
	}
	return rows
}

// window is what a window on the rows should show.
func window(rows []callflow.Position, w statuslist.Window) []callflow.Position {
	shown := slices.DeleteFunc(slices.Clone(rows), func(row callflow.Position) bool {
		if w.Start == nil {
			return false
		}
		if w.Backward {
			return !before(row, *w.Start)
		}
		return !before(*w.Start, row)
	})
	if w.Backward {
		return shown[max(0, len(shown)-w.Limit):]
	}
	return shown[:min(len(shown), w.Limit)]
}

func before(a, b callflow.Position) bool {
	return a.CampaignID < b.CampaignID || a.CampaignID == b.CampaignID && a.Number < b.Number
}

// positions are the rows that a snapshot gave.
func positions(batch *statuslist.Batch) []callflow.Position {
	var rows []callflow.Position
	for i := range batch.Rows {
		rows = append(rows, callflow.Position{CampaignID: batch.Rows[i].CampaignID, Number: batch.Rows[i].Number})
	}
	return rows
}
