package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/person"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
	"callflow/internal/store/importlog"
)

// Whatever an account keeps of a customer is looked for before the write that empties it, so that no other write waits for that: the write
// looks only at what came after the last look.

// littleSince is how many entries the log may have got since a look for the write to look at them itself, and looksBefore how often it is looked
// before in an account that is written a lot.
const (
	littleSince = 2_000
	looksBefore = 5
)

func newTraces(assignmentID int64, customerID string) *anonymize.Traces {
	tell := func(was []callflow.Customer) func(*importlog.Rejection) bool { return concerns(person.TracesOf(was)) }
	return &anonymize.Traces{AssignmentID: assignmentID, CustomerID: customerID, Tell: tell, Name: auth.KeptNames(customerID)}
}

// FollowTraces finds what an account keeps of a customer who is about to be anonymised, as far as there is one.
func (a *App) FollowTraces(ctx context.Context, accountID, assignmentID int64, customerID string) (*anonymize.Traces, error) {
	return a.follow(newTraces(assignmentID, customerID), func(read func(r *store.Snapshot) error) error {
		return a.store.Read(store.Lasting(ctx), accountID, read)
	})
}

// follow looks until little comes while it does. Where there is no customer, the write says so.
func (a *App) follow(traces *anonymize.Traces, read func(func(r *store.Snapshot) error) error) (*anonymize.Traces, error) {
	for range looksBefore {
		var next *anonymize.Traces
		err := read(func(r *store.Snapshot) (err error) {
			next, err = anonymize.Follow(r, traces, a.now().UnixMilli())
			return err
		})
		if callflow.ErrorCode(err) == callflow.NotFound {
			return traces, nil
		}
		if err != nil {
			return nil, err
		}
		came := next.Since(traces)
		if traces = next; came <= littleSince {
			break
		}
	}
	return traces, nil
}

// rejectedAnonymized is what is left of a row that was not taken and told of somebody who was anonymised.
const rejectedAnonymized = "The row told of a customer who was anonymised since."

// concerns finds rows that were not taken and tell of a customer, by what it has or ever had. Their cells are looked at as they are kept, which is
// JSON: a line that was no JSON is a text of it.
func concerns(traces *person.Traces) func(*importlog.Rejection) bool {
	return func(row *importlog.Rejection) bool { return traces.In(row.Cells) || traces.Named(row.Reason) }
}
