package remote

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// firstPause is the pause after a first failure; each that follows is twice as long.
const firstPause = 500 * time.Millisecond

// passing says whether a refusal is one that passes.
func passing(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause waits before the next attempt: as the server says, or longer each time. a is nil where there was no answer.
func (c *Client) pause(ctx context.Context, a *answer, attempt int) error {
	pause := firstPause << min(attempt-1, 10)
	pause = pause/2 + rand.N(pause/2+1) //nolint:gosec // nothing secret: so that many clients do not come back at once
	if a != nil {
		if told, ok := retryAfter(a.header); ok {
			pause = told
		}
	}
	timer := time.NewTimer(min(pause, c.options.MaxWait))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return stopped(ctx.Err())
	}
}

// retryAfter reads the header, which is a number of seconds or a date.
func retryAfter(header http.Header) (time.Duration, bool) {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second, true
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(time.Until(date), 0), true
	}
	return 0, false
}
