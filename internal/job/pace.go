package job

import "time"

// A chunk is as large as lets its write take aim; whoever else writes the account waits for it.
const (
	aim         = 30 * time.Millisecond
	firstPieces = 50
	mostPieces  = 5000
	mostGrowth  = 2                    // of a chunk against the one before
	restPart    = 4                    // of what a chunk took, it is waited for others
	leastRest   = time.Millisecond / 2 // so that whoever waits is committed first
)

// pace sizes chunks by how long the one before took.
type pace struct {
	pieces int
	latest time.Duration
}

func newPace() *pace { return &pace{pieces: firstPieces} }

// took notes how long a chunk took.
func (p *pace) took(d time.Duration) {
	p.latest = d
	fitting := int64(p.pieces) * int64(aim) / max(int64(d), 1)
	p.pieces = int(min(max(fitting, 1), int64(p.pieces)*mostGrowth, mostPieces))
}

// rest is how long the queue is left to others before the next chunk.
func (p *pace) rest() time.Duration { return max(p.latest/restPart, leastRest) }
