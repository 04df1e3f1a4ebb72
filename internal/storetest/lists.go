package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

func countsEqualARecount(t *testing.T, f *fixture) {
	expected := model{}
	f.repeat(t, 4, func(t *testing.T, random *rand.Rand) {
		expected.fill(t, f, random)
		for range 10 {
			list := expected.randomList(t, f, random)
			f.read(t, func(r *store.Snapshot) error {
				count, err := r.Count(list)
				if want := int64(len(expected.rows(list))); count != want {
					t.Errorf("count of %+v is %d, want %d", list, count, want)
				}
				return err
			})
		}
	})
	// The table itself, against a recount of the rows at every level.
	differ := f.query(t, `
		SELECT c.list_id, c.state_id, c.level, c.block, c.n, COUNT(r.number)
		FROM counts c LEFT JOIN callflow_customers r ON r.account_id = c.account_id AND r.campaign_id = c.list_id
			AND (c.state_id = 0 OR r.state_id = c.state_id OR r.attempts = -1 - c.state_id)
			AND (c.level = 0 OR c.level = 1 AND r.number / 16384 = c.block OR c.level = 2 AND r.number / 256 = c.block)
		WHERE c.list_id > 0
		GROUP BY c.list_id, c.state_id, c.level, c.block, c.n HAVING c.n <> COUNT(r.number)`, 6)
	if len(differ) > 0 {
		t.Errorf("counts differ from the rows: %v", differ)
	}
}

func locateFindsTheRow(t *testing.T, f *fixture) {
	expected := model{}
	f.repeat(t, 4, func(t *testing.T, random *rand.Rand) {
		expected.fill(t, f, random)
		expected.fillBlock(t, f)
		for range 6 {
			list := expected.randomList(t, f, random)
			rows := expected.rows(list)
			f.read(t, func(r *store.Snapshot) error {
				for _, offset := range append(edges(rows), len(rows)/2, len(rows)-1, len(rows), len(rows)+1, random.IntN(len(rows)+1)) {
					wantLocated(t, r, list, rows, offset)
				}
				return nil
			})
		}
	})
}

// edges are the offsets where mistakes lie: beside the ends of coarse blocks, and of the block that is full.
func edges(rows []callflow.Position) []int {
	offsets := []int{0, 1}
	for i := 1; i < len(rows); i++ {
		last, number := rows[i-1].Number, rows[i].Number
		if last/16384 != number/16384 || last == 767 || number == 512 || rows[i-1].CampaignID != rows[i].CampaignID {
			offsets = append(offsets, i-1, i)
		}
	}
	return offsets
}

func wantLocated(t *testing.T, r *store.Snapshot, list statuslist.List, rows []callflow.Position, offset int) {
	t.Helper()
	if offset < 0 { // the last row of an empty list
		return
	}
	part, number, found, err := r.Locate(list, int64(offset))
	switch {
	case err != nil:
		t.Errorf("locate %d of %+v: %v", offset, list, err)
	case found != (offset < len(rows)):
		t.Errorf("locate %d of %d rows found %t", offset, len(rows), found)
	case found && (callflow.Position{CampaignID: list[part].CampaignID, Number: number}) != rows[offset]:
		t.Errorf("row %d of %+v is %d/%d, want %+v", offset, list, list[part].CampaignID, number, rows[offset])
	}
}

func windowsAreThoseOfAModel(t *testing.T, f *fixture) {
	expected := model{}
	f.repeat(t, 4, func(t *testing.T, random *rand.Rand) {
		expected.fill(t, f, random)
		for range 20 {
			list := expected.randomList(t, f, random)
			rows := expected.rows(list)
			w := statuslist.Window{Backward: random.IntN(2) == 0, Limit: 1 + random.IntN(50)}
			switch random.IntN(3) {
			case 0:
				w.Start = &callflow.Position{CampaignID: list[random.IntN(len(list))].CampaignID, Number: randomNumber(random)}
			case 1:
				if len(rows) > 0 {
					w.Start = &rows[random.IntN(len(rows))]
				}
			}
			f.read(t, func(r *store.Snapshot) error {
				var batch statuslist.Batch
				err := r.Rows(list, w, &batch)
				if got, want := positions(&batch), window(rows, w); !slices.Equal(got, want) {
					t.Errorf("%s of %+v is\n%v, want\n%v", describe(w), list, got, want)
				}
				wantStates(t, expected, &batch)
				return err
			})
		}
	})
}

func describe(w statuslist.Window) string {
	if w.Start == nil {
		return fmt.Sprintf("the window of %d, backward %t", w.Limit, w.Backward)
	}
	return fmt.Sprintf("the window of %d from %+v, backward %t", w.Limit, *w.Start, w.Backward)
}

// wantStates holds the rest of each row against the model too: it is read by another statement.
func wantStates(t *testing.T, expected model, batch *statuslist.Batch) {
	t.Helper()
	for i := range batch.Rows {
		row := &batch.Rows[i]
		if want := expected[row.CampaignID][row.Number]; row.StateID != want {
			t.Errorf("row %d/%d is in state %d, want %d", row.CampaignID, row.Number, row.StateID, want)
		}
	}
}
