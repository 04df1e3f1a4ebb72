package callflow

// A sync token is a number of an account's clock as it is told to callers: the seq, and before it the account's epoch.
// An account begins in epoch 0, in which a token is the seq itself. Another epoch begins when the clock may count numbers
// again that were given out already: after a restore, in a copy, on a standby that was promoted. All tokens are whole
// numbers that a float64 holds exactly.
const (
	seqsOfEpoch = 100_000_000_000
	MostEpoch   = 90_000
)

// SyncToken is the token of a seq in an epoch.
func SyncToken(epoch, seq int64) int64 { return epoch*seqsOfEpoch + seq }

// SplitSyncToken gives the epoch and the seq of a token.
func SplitSyncToken(token int64) (epoch, seq int64) { return token / seqsOfEpoch, token % seqsOfEpoch }
