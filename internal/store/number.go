package store

import (
	"slices"

	"callflow"
	"callflow/internal/store/statuslist"
)

// Whether a customer has a number that can be called stands in each of its campaigns' rows (no_number), so that the next one to be called is
// found without looking at those who have none. It is told from the customer's card, by callflow.HasNumber alone.

// customerRef names a customer of the account.
type customerRef struct{ assignment, number int64 }

// rememberNumber notes of a customer that is written whether it has no number: adding it to a campaign need not read it again.
func (w *Write) rememberNumber(assignmentID, number int64, noNumber bool) {
	if w.noNumbers == nil {
		w.noNumbers = make(map[customerRef]bool)
	}
	w.noNumbers[customerRef{assignmentID, number}] = noNumber
}

// withoutNumber gives those of the added rows whose customers have no number. A row without a customer is none of them.
func (w *Write) withoutNumber(campaign *callflow.Campaign, added []*callflow.Change) (map[int64]bool, error) {
	without := make(map[int64]bool)
	var unknown []int64
	for _, c := range added {
		noNumber, known := w.noNumbers[customerRef{campaign.AssignmentID, c.Number}]
		switch {
		case !known:
			unknown = append(unknown, c.Number)
		case noNumber:
			without[c.Number] = true
		}
	}
	if err := w.lookAt(campaign.AssignmentID, unknown, without); err != nil {
		return nil, err
	}
	for _, c := range added {
		if without[c.Number] {
			w.counts.NoNumber(c.CampaignID, c.ToState, 1, c.Seq)
		}
	}
	return without, nil
}

// lookAt looks at the cards of customers, and puts those without a number into without.
func (w *Write) lookAt(assignmentID int64, numbers []int64, without map[int64]bool) error {
	if len(numbers) == 0 {
		return nil
	}
	r, err := w.Snapshot()
	if err != nil {
		return err
	}
	ascending := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var batch statuslist.Batch
	if err := r.CardsOf(assignmentID, ascending, &batch); err != nil {
		return err
	}
	for i := range batch.Rows {
		if row := &batch.Rows[i]; len(row.CustomerID) > 0 && !callflow.HasNumber(row.Card) {
			without[row.Number] = true
		}
	}
	return nil
}
