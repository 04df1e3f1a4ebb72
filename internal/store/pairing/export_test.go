package pairing

// Statements whose plans are tested.
const (
	FindPairs        = findPairs
	FindAskedLater   = findAskedLater
	FindAskedEarlier = findAskedEarlier
)
