package app

import "time"

// Bounds of what is done again after it failed.
const (
	toldEvery    = time.Minute      // how often the log has the same failure
	longestPause = 10 * time.Second // until it is tried again
)

// failures are how often something failed, one time after the other.
type failures struct {
	count int
	told  time.Time
}

// note counts a failure, or with nil that there is none any more, and says whether it is time to tell of it.
func (f *failures) note(err error, now time.Time) (tell bool) {
	if err == nil {
		*f = failures{}
		return false
	}
	f.count++
	if f.count > 1 && now.Sub(f.told) < toldEvery {
		return false
	}
	f.told = now
	return true
}

// pause is how long to wait until the next try.
func (f *failures) pause() time.Duration {
	pause := pollEvery
	for range min(f.count, 10) {
		pause *= 2
	}
	return min(pause, longestPause)
}
