package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// seen asks through withOrigin and gives what lay below it would see.
func seen(t *testing.T, proxies []netip.Prefix, remote string, header http.Header) (origin, source string, status int) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/campaigns", nil)
	request.RemoteAddr, request.Host = remote, "demo.headshed.example"
	for name, values := range header {
		if name == "Host" {
			request.Host = values[0]
			continue
		}
		request.Header[name] = values
	}
	recorder := httptest.NewRecorder()
	withOrigin(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		origin, source = r.URL.Scheme+"://"+r.URL.Host, r.RemoteAddr
	})).ServeHTTP(recorder, request)
	return origin, source, recorder.Code
}

func TestForwardedHeadersCountOnlyFromAProxyThatWasNamed(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	forwarded := http.Header{
		"X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"spoofed.example, calls.example"}, "X-Forwarded-For": {"203.0.113.1, 198.51.100.7"},
	}
	for sentence, c := range map[string]struct {
		remote, origin, source string
		header                 http.Header
	}{
		"the named proxy is believed, its own entry of each list": {"10.1.2.3:5", "https://calls.example", "198.51.100.7:0", forwarded},
		"a stranger is not":                           {"192.0.2.9:5", "http://demo.headshed.example", "192.0.2.9:5", forwarded},
		"a scheme that is none is not":                {"10.1.2.3:5", "http://demo.headshed.example", "10.1.2.3:5", http.Header{"X-Forwarded-Proto": {"javascript"}}},
		"a proxy that says nothing changes nothing":   {"10.1.2.3:5", "http://demo.headshed.example", "10.1.2.3:5", nil},
		"an address of version 6 that maps a proxy's": {"[::ffff:10.1.2.3]:5", "https://calls.example", "198.51.100.7:0", forwarded},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			origin, source, _ := seen(t, proxies, c.remote, c.header)
			if origin != c.origin || source != c.source {
				t.Errorf("saw %s from %s, want %s from %s", origin, source, c.origin, c.source)
			}
		})
	}
}

func TestAHostThatIsNoHostNameNeverReachesALink(t *testing.T) {
	t.Parallel()
	for host, good := range map[string]bool{
		"demo.example": true, "demo.example:8080": true, "127.0.0.1:1": true, "[::1]:8080": true, "[::1]": true, "under_score": true,
		"": false, "a b": false, `a"b`: false, "a/b": false, "a@b": false, "a?b": false, "a:b": false, "a:99999": false, "[::1": false,
		"[x]": false, "::1": false, "-a": false, ".a": false, "a<b": false, strings.Repeat("a", 254): false, "[fe80::1%25eth0]": false,
	} {
		if isHost(host) != good {
			t.Errorf("isHost(%q) is %t", host, !good)
		}
	}
	if _, _, status := seen(t, nil, "192.0.2.9:5", http.Header{"Host": {"evil.example/path"}}); status != http.StatusBadRequest {
		t.Errorf("answered %d", status)
	}
}

func TestTheLogHasNeitherIDsNorQueries(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	handler := logged(slog.New(slog.NewJSONHandler(&text, nil)), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	}))
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/campaigns/998/callflow_customers/481846/?call_state=Ready", nil)
	request.Header.Set("Authorization", "Token secret")
	handler.ServeHTTP(httptest.NewRecorder(), request)
	line := text.String()
	if !strings.Contains(line, `"path":"/api/v1/campaigns/*/callflow_customers/*/"`) || !strings.Contains(line, `"status":418`) {
		t.Errorf("the line is %s", line)
	}
	for _, private := range []string{"998", "481846", "Ready", "secret"} {
		if strings.Contains(line, private) {
			t.Errorf("the line tells %q: %s", private, line)
		}
	}
}

func TestAPanicIsA500ThatTellsNothing(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	handler := recovered(slog.New(slog.NewJSONHandler(&text, nil)), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a private cause") }))
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if recorder.Code != http.StatusInternalServerError || strings.Contains(recorder.Body.String(), "private") || !strings.Contains(text.String(), "a private cause") {
		t.Errorf("answered %d %s and logged %s", recorder.Code, recorder.Body, text.String())
	}
}

func TestNobodyListensInTheClearBeyondLoopbackUnlessToldSo(t *testing.T) {
	t.Parallel()
	proxy := []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}
	for sentence, c := range map[string]struct {
		config Config
		fine   bool
	}{
		"loopback":                  {Config{Listen: "127.0.0.1:80"}, true},
		"loopback of version 6":     {Config{Listen: "[::1]:80"}, true},
		"localhost":                 {Config{Listen: "localhost:80"}, true},
		"everywhere":                {Config{Listen: "0.0.0.0:80"}, false},
		"everywhere, by no name":    {Config{Listen: ":80"}, false},
		"told so":                   {Config{Listen: ":80", InsecureHTTP: true}, true},
		"behind a proxy":            {Config{Listen: ":80", BehindProxy: proxy}, true},
		"with a certificate":        {Config{Listen: ":80", CertFile: "c", KeyFile: "k"}, true},
		"a certificate without key": {Config{Listen: "127.0.0.1:80", CertFile: "c"}, false},
		"no address":                {Config{Listen: "here"}, false},
	} {
		if err := c.config.checkClear(); (err == nil) != c.fine {
			t.Errorf("%s: %v", sentence, err)
		}
	}
}
