package statuslist

import (
	"fmt"

	"callflow"
	"callflow/internal/lookup"
)

// MostFound bounds the list that a search makes.
const MostFound = 100_000

// Found is what a search finds in one campaign, as a list: it is read like a snapshot's own.
type Found struct {
	r       *Lists
	numbers []int64
}

// Found narrows one part to what a text finds. It refuses to say that this is all while the index does not know everybody yet.
func (r *Lists) Found(part Part, text string) (*Found, error) {
	k, err := r.seek(part, lookup.Parse(text))
	if err != nil {
		return nil, err
	}
	if k.behind > 0 {
		return nil, &callflow.Error{
			Code: callflow.Unavailable, Message: fmt.Sprintf("The search does not know %s yet: %s written a moment ago.",
				callflow.Counted(k.behind, "customer"), callflow.OneOrMore(k.behind, "it was", "they were")),
			Fix: "Try again in a moment.",
		}
	}
	found, err := k.find(span{after: -1, limit: MostFound + 1}, 1<<31)
	if err != nil {
		return nil, err
	}
	if len(found.numbers) > MostFound || k.cut {
		return nil, callflow.InvalidField("search", "The search finds too many customers for a list: write more of what is looked for.")
	}
	return &Found{r: r, numbers: found.numbers}, nil
}

// Count is how many rows were found.
func (f *Found) Count(List) (int64, error) { return int64(len(f.numbers)), nil }

// Rows reads the window's rows into the batch, in the list's order.
func (f *Found) Rows(list List, window Window, batch *Batch) error {
	parts := newPartWalk(list, window, batch)
	for parts.next() {
		first := len(batch.Rows)
		for _, number := range parts.span.of(f.numbers) {
			batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: parts.part.CampaignID, Number: number})
		}
		if err := f.r.fillStatuses(parts.part, batch, first); err != nil {
			return err
		}
		if err := f.r.fillCards(parts.part, batch, first); err != nil {
			return err
		}
	}
	return nil
}

// Locate finds the row that has offset rows of the list before it.
func (f *Found) Locate(_ List, offset int64) (part int, number int64, ok bool, err error) {
	if offset >= int64(len(f.numbers)) {
		return 0, 0, false, nil
	}
	return 0, f.numbers[offset], true, nil
}
