package handout

// Statements whose plans are tested.
const (
	LiveClaimsOfUser    = liveClaims
	FindHeld            = findHeld
	FindReadyWithNumber = findReadyWithNumber
)
