package web

import (
	"net/http"
	"strconv"

	"callflow/internal/limit"
)

// SetRetryAfter says in the headers how long whoever asked for too much should wait.
func SetRetryAfter(h http.Header, refused error) {
	h.Set("Retry-After", strconv.Itoa(int(limit.RetryAfter(refused).Seconds())+1))
}
