package web

import "net/http"

// ClientAddress is the address that asks, as the server has found it out: the client's own, also behind a proxy. What is counted by address is
// counted by limit.Network of it.
func ClientAddress(r *http.Request) string { return WithoutPort(r.RemoteAddr) }

// Origin is the scheme and host that the client used. The server has found them out and checked them, and put them into the request's URL.
func Origin(r *http.Request) string {
	switch {
	case r.URL.Scheme != "":
		return r.URL.Scheme + "://" + r.URL.Host
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
