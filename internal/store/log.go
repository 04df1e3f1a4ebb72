package store

import (
	"callflow"
	"callflow/internal/db"
)

var changeTable = db.NewTable("changes",
	"account_id", "seq", "campaign_id", "number", "assignment_id", "previous_seq", "what", "at", "from_state", "to_state", "attempts", "due_at",
	"callback_user_id", "products", "withdrew", "withdrawn_by", "status", "card", "detail")

// log writes entries of the log, as many as count says. An entry without a time happened now.
func (w *Write) log(count int, entry func(i int) *callflow.Change) error {
	return w.Tx().Load(changeTable, count, func(i int, put db.Row) {
		c := entry(i)
		if c.At == 0 {
			c.At = w.Now
		}
		if c.At < w.last {
			w.setback = append(w.setback, setback{c.Seq, c.At})
		}
		w.latest, w.last = max(w.latest, c.At), c.At
		for _, value := range [...]int64{
			w.AccountID(), c.Seq, c.CampaignID, c.Number, c.Assignment, c.Previous, int64(c.What), c.At, c.FromState, c.ToState, c.Attempts, c.DueAt,
			c.CallbackUserID, c.Products, c.Withdrew, c.WithdrawnBy,
		} {
			put.Int(value)
		}
		if c.Status == nil {
			c.Status = []byte{}
		}
		put.Bytes(c.Status)
		put.Bytes(c.Card)
		put.Bytes(c.Detail)
	})
}

func (w *Write) logOne(c *callflow.Change) error {
	return w.log(1, func(int) *callflow.Change { return c })
}
