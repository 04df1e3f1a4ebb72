package app

import (
	"bytes"
	"cmp"
	"slices"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/store/changelog"
)

// TimelineEntry is one thing that happened to a customer. Status, Attempts and DueAt are as they stood after it.
type TimelineEntry struct {
	Seq      int64
	At       int64 // milliseconds since 1970
	What     callflow.What
	Campaign *callflow.Campaign // nil where the customer's own values changed
	From, To string             // call states
	Kind     callflow.StateKind // of To
	Status   callflow.Status
	Attempts int64
	DueAt    int64
	Sold     []Sold
	Extra    callflow.Value // a JSON object of further values by label, "" for none
	Changed  []ValueChange  // of the customer's own values

	Withdrawn bool // the outcome was taken back since
	Undoable  bool // the caller may take the outcome back now
}

// Sold is how many units of a product an outcome sold.
type Sold struct {
	Product callflow.Product
	Units   int64
}

// ValueChange is one of a customer's values that became another.
type ValueChange struct {
	Field         *callflow.Field // nil for a standard value
	Key           string          // the record's
	Before, After string
}

// tell makes the time line of what happened in all campaigns, the newest first.
func (c *cardReader) tell(history []*changelog.LogEntry) error {
	slices.SortFunc(history, func(a, b *changelog.LogEntry) int { return cmp.Compare(b.Seq, a.Seq) })
	after := *c.card.Customer // as it stood after the entry that is looked at
	var latest []byte         // the card before the change of values that was told last: each campaign notes it
	var latestAt int64
	for _, entry := range history {
		if entry.What != callflow.CustomerSet {
			c.card.Timeline = append(c.card.Timeline, c.entryOf(entry))
			continue
		}
		card, err := changelog.CardBefore(c.r, entry.Seq)
		if err != nil {
			return err
		}
		if card == nil || entry.At == latestAt && bytes.Equal(card, latest) {
			continue
		}
		before := callflow.Customer{}
		before.SetCard(card)
		told := TimelineEntry{Seq: entry.Seq, At: entry.At, What: entry.What, Changed: c.changed(&before, &after)}
		told.Status.User = after.UpdatedBy
		c.card.Timeline = append(c.card.Timeline, told)
		after, latest, latestAt = before, card, entry.At
	}
	return nil
}

func (c *cardReader) entryOf(entry *changelog.LogEntry) TimelineEntry {
	told := TimelineEntry{
		Seq: entry.Seq, At: entry.At, What: entry.What, Campaign: c.s.Setup.Campaigns[entry.CampaignID], Attempts: entry.Attempts, DueAt: entry.DueAt,
	}
	states := c.s.Setup.States[entry.CampaignID]
	told.From = callflow.StateOrNone(states, entry.FromState).Name
	if entry.ToState != 0 {
		to := callflow.StateOrNone(states, entry.ToState)
		told.To, told.Kind = to.Name, to.Kind
	}
	told.Status.SetPacked(entry.Status)
	told.Withdrawn = entry.WithdrawnBy != 0
	told.Undoable = entry.What == callflow.Registered && !told.Withdrawn &&
		callwork.MayWithdraw(c.s, told.Campaign, &entry.Change, c.app.now().UnixMilli()) == nil
	var detail callflow.Detail
	detail.SetPacked(entry.Detail)
	told.Extra = detail.Extra
	for _, product := range c.s.Setup.Products[entry.CampaignID] {
		if units := detail.Products[product.ID]; units > 0 {
			told.Sold = append(told.Sold, Sold{callflow.SoldAs(entry.Detail, product), units})
		}
	}
	return told
}

// changed lists the values that differ, in the record's order.
func (c *cardReader) changed(before, after *callflow.Customer) []ValueChange {
	var changes []ValueChange
	for _, standard := range callflow.StandardFields {
		if from, to := *standard.Of(before), *standard.Of(after); from != to {
			changes = append(changes, ValueChange{Key: standard.Key, Before: from, After: to})
		}
	}
	if before.Segment != after.Segment {
		changes = append(changes, ValueChange{Key: callflow.KeySegment, Before: before.Segment, After: after.Segment})
	}
	for i := range c.card.Fields {
		field := &c.card.Fields[i]
		if from, to := before.Custom[field.ID].Text(), after.Custom[field.ID].Text(); from != to {
			changes = append(changes, ValueChange{Field: field, Key: field.LookupID(), Before: from, After: to})
		}
	}
	return changes
}
