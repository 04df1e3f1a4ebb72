package callflow

// What says what a change did to a callflow customer.
type What int64

// The kinds of change. The numbers are stored: never renumber them.
const (
	Added       What = 1 // put into the campaign
	Moved       What = 2 // moved by hand
	Registered  What = 3 // an outcome was registered
	Removed     What = 4 // taken out of the campaign
	CustomerSet What = 5 // its customer's values changed
	Withdrew    What = 6 // an outcome was taken back
)

// String is the name by which the API tells what a change did.
func (w What) String() string {
	switch w {
	case Added:
		return "added"
	case Moved:
		return "moved"
	case Registered:
		return "registered"
	case Removed:
		return "removed"
	case CustomerSet:
		return "customer"
	case Withdrew:
		return "withdrawn"
	}
	return ""
}

// Change is one committed step of one callflow customer: an entry of the log.
// Status and DueAt are as they stand after it. Card is the customer's card as it
// stood before, where the change altered it, so that any moment can be told again.
type Change struct {
	Seq        int64
	CampaignID int64 // 0 when a customer changed that is in no campaign
	Number     int64
	Assignment int64
	Previous   int64 // seq of the same row's change before, 0 when there was none; of the customer's values where it is in no campaign
	What       What
	At         int64 // milliseconds since 1970
	FromState  int64
	ToState    int64
	Attempts   int64
	DueAt      int64
	Status     []byte
	Card       []byte

	CallbackUserID int64
	Products       int64 // how many products a registration sold
	Detail         []byte

	Withdrew    int64 // seq of the outcome that a withdrawal took back
	WithdrawnBy int64 // seq of the withdrawal that took this outcome back; 0 where it counts
}
