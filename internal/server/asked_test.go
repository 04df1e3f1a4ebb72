package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"callflow/internal/auth"
)

func TestALineOfTheLogSaysWhichRequestFromWhereAndWhoByIDs(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	log := slog.New(askedHandler{slog.NewJSONHandler(&text, nil)})
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	handler := logged(log, withOrigin(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked := auth.AskedOf(r.Context())
		asked.AccountID, asked.UserID, asked.TokenID = 3, 14, 15
		log.WarnContext(r.Context(), "something")
	})))
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/campaigns", nil)
	request.RemoteAddr = "10.0.0.1:9"
	request.Header.Set("X-Forwarded-For", "192.0.2.7")
	request.Header.Set("X-Request-Id", "abc-1")
	handler.ServeHTTP(httptest.NewRecorder(), request)
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("the log is %s", text.String())
	}
	for _, line := range lines {
		for _, wanted := range []string{`"request_id":"abc-1"`, `"address":"192.0.2.7"`, `"account":3`, `"user":14`, `"token":15`} {
			if !strings.Contains(line, wanted) {
				t.Errorf("the line lacks %s: %s", wanted, line)
			}
		}
	}
}
