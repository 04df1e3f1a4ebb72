package web

import (
	"math/rand/v2"
	"net/http"
	"strconv"
)

// requestID is the header that names a request: in the answer, the log and the audit.
const requestID = "X-Request-Id"

// longestRequestID is the longest id that is taken from a client or a proxy.
const longestRequestID = 64

// RequestID is the id that a request came with, where that can be taken, or else a new one. The answer says it too.
func RequestID(w http.ResponseWriter, r *http.Request) string {
	id := r.Header.Get(requestID)
	if !takesID(id) {
		id = strconv.FormatUint(rand.Uint64(), 36) //nolint:gosec // it names a request, and keeps no secret
	}
	w.Header().Set(requestID, id)
	return id
}

// takesID says whether an id that came with a request is short, and of letters, digits and a few signs.
func takesID(id string) bool {
	if id == "" || len(id) > longestRequestID {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' && c != '_' && c != '.' && c != ':' && c != '=' && c != '+' && c != '/' {
			return false
		}
	}
	return true
}
