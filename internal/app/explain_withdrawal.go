package app

import (
	"fmt"

	"callflow"
	"callflow/internal/callwork"
)

// becauseOfWithdrawal tells which outcome was taken back, and where that left the customer.
func (e *explainer) becauseOfWithdrawal(c *callflow.Change, who string) string {
	var status callflow.Status
	for _, entry := range e.history {
		if entry.Seq == c.Withdrew {
			status.SetPacked(entry.Status)
		}
	}
	withdrew := fmt.Sprintf("%s withdrew %s", who, callwork.OutcomeCalled(status.Cause, status.Alternative))
	if status.User != "" && status.User != who {
		withdrew += ", which " + status.User + " had registered"
	}
	where := "it is back in "
	if c.FromState == c.ToState {
		where = "it stays in "
	}
	return fmt.Sprintf("%s: %s%s%s.", withdrew, where, e.state(c.ToState).Name, e.again(c, nil))
}
