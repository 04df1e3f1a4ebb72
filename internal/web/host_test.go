package web

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestTheLabelBeforeTheDomainIsTheAccount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ domain, host, want string }{
		{"", "acme.calls.example", ""},
		{"calls.example", "acme.calls.example", "acme"},
		{"Calls.Example", "ACME.calls.EXAMPLE:8443", "acme"},
		{"calls.example", "acme.calls.example.", "acme"},
		{"calls.example", "acme.calls.example.:443", "acme"},
		{"calls.example", "calls.example", noAccount},
		{"calls.example", "a.b.calls.example", noAccount},
		{"calls.example", "acme.other.example", noAccount},
		{"calls.example", "[2001:db8::1]:80", noAccount},
		{"calls.example", "", noAccount},
	} {
		if got := AccountOfHost(c.domain, c.host); got != c.want {
			t.Errorf("with the domain %q, the host %q means %q, want %q", c.domain, c.host, got, c.want)
		}
	}
}

func TestAClientIsKnownByItsAddressWithoutThePort(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"203.0.113.7:5": "203.0.113.7", "[2001:db8::1]:5": "2001:db8::1", "pipe": "pipe", "": "",
	} {
		if got := ClientAddress(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("who asks from %q is known as %q, want %q", remote, got, want)
		}
	}
}

func TestAnOriginIsWhatTheServerFoundOut(t *testing.T) {
	t.Parallel()
	found := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	found.URL = &url.URL{Scheme: "https", Host: "calls.example", Path: "/"}
	clear := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	clear.Host = "127.0.0.1:8080"
	secure := clear.Clone(t.Context())
	secure.TLS = &tls.ConnectionState{}
	for want, request := range map[string]*http.Request{
		"https://calls.example": found, "http://127.0.0.1:8080": clear, "https://127.0.0.1:8080": secure,
	} {
		if got := Origin(request); got != want {
			t.Errorf("the origin is %q, want %q", got, want)
		}
	}
}
