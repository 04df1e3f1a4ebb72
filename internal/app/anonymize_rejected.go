package app

import (
	"callflow"
	"callflow/internal/person"
	"callflow/internal/store"
)

// rejectedAnonymized is what is left of a row that was not taken and told of somebody who was anonymised.
const rejectedAnonymized = "The row told of a customer who was anonymised since."

// rejectedMeanwhile is what is left of a row that was not taken and waited to be kept while somebody was anonymised.
const rejectedMeanwhile = "A customer was anonymised while the row was read: its values are not kept."

// concerns finds rows that were not taken and tell of a customer, by what it has or ever had. Their cells are looked at as they are kept, which is
// JSON: a line that was no JSON is a text of it.
func concerns(was []callflow.Customer) func(*store.ImportRejection) bool {
	traces := person.TracesOf(was)
	return func(row *store.ImportRejection) bool { return traces.In(row.Cells) || traces.Named(row.Reason) }
}
