package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/web"
)

// isHost says whether a text may stand in a link: a host name or an address, and a port.
func isHost(host string) bool {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:i], host[i+1:]
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return err == nil && address.Is6() && address.Zone() == "" && strings.HasSuffix(name, "]")
	}
	if name == "" || len(name) > 253 || name[0] == '-' || name[0] == '.' || strings.Contains(name, "..") {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if c != '.' && c != '-' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// withOrigin finds out with which scheme and host the client asked, and from
// where. Forwarded headers count only from a proxy that the operator named. The
// answer is put into the request's URL, where links are made from.
func withOrigin(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := url.URL{Scheme: "http", Host: r.Host}
		if r.TLS != nil {
			origin.Scheme = "https"
		}
		source := r.RemoteAddr
		if fromProxy(proxies, r.RemoteAddr) {
			forwarded(r, &origin, &source)
		}
		if !isHost(origin.Host) {
			api.WriteProblem(w, &callflow.Error{Code: callflow.Invalid, Message: "The Host header is not a host name.", Fix: "Ask with the server's own name."})
			return
		}
		auth.AskedOf(r.Context()).Address = web.WithoutPort(source)
		clone := *r
		location := *r.URL
		location.Scheme, location.Host = origin.Scheme, origin.Host
		clone.URL, clone.Host, clone.RemoteAddr = &location, origin.Host, source
		next.ServeHTTP(w, &clone)
	})
}

// fromProxyAlone answers the named proxies, and this machine itself, for its checks of health.
func fromProxyAlone(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		source, err := netip.ParseAddrPort(r.RemoteAddr)
		if !fromProxy(proxies, r.RemoteAddr) && (err != nil || !source.Addr().Unmap().IsLoopback()) {
			api.WriteProblem(w, &callflow.Error{
				Code: callflow.Forbidden, Message: "This address answers the proxy in front of callflow alone.", Fix: "Ask at the proxy's address.",
			})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func fromProxy(proxies []netip.Prefix, remote string) bool {
	if len(proxies) == 0 {
		return false
	}
	source, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, proxy := range proxies {
		if proxy.Contains(source.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// forwarded reads what the proxy says. Where a list has grown on the way, the
// last entry is the one that the named proxy wrote.
func forwarded(r *http.Request, origin *url.URL, source *string) {
	if scheme := strings.ToLower(last(r, "X-Forwarded-Proto")); scheme == "http" || scheme == "https" {
		origin.Scheme = scheme
	}
	if host := last(r, "X-Forwarded-Host"); host != "" {
		origin.Host = host
	}
	if address, err := netip.ParseAddr(last(r, "X-Forwarded-For")); err == nil {
		*source = net.JoinHostPort(address.String(), "0")
	}
}

func last(r *http.Request, header string) string {
	values := strings.Split(strings.Join(r.Header.Values(header), ","), ",")
	return strings.TrimSpace(values[len(values)-1])
}
