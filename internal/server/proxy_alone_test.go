package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestWhatIsSpokenInTheClearIsForTheProxyAlone(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	handler := fromProxyAlone(proxies, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for remote, want := range map[string]int{
		"10.1.2.3:5": http.StatusOK, "[::ffff:10.1.2.3]:5": http.StatusOK, "127.0.0.1:5": http.StatusOK, "[::1]:5": http.StatusOK,
		"10.2.2.3:5": http.StatusForbidden, "203.0.113.7:5": http.StatusForbidden, "nonsense": http.StatusForbidden,
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz", nil)
		request.RemoteAddr = remote
		request.Header.Set("X-Forwarded-For", "10.1.2.3")
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		if recorder.Code != want {
			t.Errorf("%s is answered %d, want %d", remote, recorder.Code, want)
		}
	}
	for listen, want := range map[string]bool{"0.0.0.0:8080": true, "10.1.0.5:8080": true, "127.0.0.1:8080": false, "[::1]:8080": false, "localhost:80": false} {
		if got := (&Config{Listen: listen, BehindProxy: proxies}).onlyForProxy(); got != want {
			t.Errorf("on %s the proxy alone is answered: %t", listen, got)
		}
	}
	if (&Config{Listen: "0.0.0.0:80", BehindProxy: proxies, InsecureHTTP: true}).onlyForProxy() {
		t.Error("--insecure-http answers the proxy alone")
	}
}
