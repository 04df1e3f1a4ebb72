package callflow

// StateKind is what a call state means to the call flow.
type StateKind string

// The kinds of the contract's section 5.
const (
	KindReady     StateKind = "ready"     // may be called now
	KindScheduled StateKind = "scheduled" // may be called from its due time
	KindHold      StateKind = "hold"      // waits
	KindDone      StateKind = "done"      // final
	KindExcluded  StateKind = "excluded"  // final, never called
)

// Valid says whether the kind is one of the five.
func (k StateKind) Valid() bool {
	switch k {
	case KindReady, KindScheduled, KindHold, KindDone, KindExcluded:
		return true
	}
	return false
}

// Final says whether a customer in such a state is called no more.
func (k StateKind) Final() bool { return k == KindDone || k == KindExcluded }

// State is one call state of a campaign.
type State struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	Kind     StateKind `json:"kind"`
	Position int64     `json:"position"`
}

// Validate says what is missing or malformed.
func (s *State) Validate() error {
	if s.Name == "" {
		return InvalidField("name", "A call state needs a name.")
	}
	if !s.Kind.Valid() {
		return InvalidField("kind", "kind must be one of ready, scheduled, hold, done, excluded.")
	}
	return nil
}

// DefaultStates are what a new campaign starts with (contract, section 5), in order.
func DefaultStates() []State {
	states := []State{
		{Name: "Ready", Kind: KindReady},
		{Name: "On Hold", Kind: KindHold},
		{Name: "To Call", Kind: KindReady},
		{Name: "Scheduled", Kind: KindScheduled},
		{Name: "Lead", Kind: KindHold},
		{Name: "Unconfirmed - Yes", Kind: KindHold},
		{Name: "Booked", Kind: KindDone},
		{Name: "Appointment open", Kind: KindHold},
		{Name: "Appointment closed", Kind: KindDone},
		{Name: "Completed - Yes", Kind: KindDone},
		{Name: "Completed - No", Kind: KindDone},
		{Name: "Excluded", Kind: KindExcluded},
	}
	for i := range states {
		states[i].Position = int64(i + 1)
	}
	return states
}
