package console

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
)

// askedOf is a request to a console that writes its log to the text.
func askedOf(t *testing.T, url string, log *bytes.Buffer) (*ui.Request, *httptest.ResponseRecorder) {
	t.Helper()
	c := &ui.Console{Config: ui.Config{Log: slog.New(slog.NewTextHandler(log, nil))}}
	writer := httptest.NewRecorder()
	return c.NewRequest(writer, httptest.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)), writer
}

func TestWhatIsNotTheCallersDoingIsInTheLogWhicheverPageSaysSo(t *testing.T) {
	t.Parallel()
	cause := errors.New("the disk said no")
	for code, noted := range map[callflow.Code]bool{callflow.Internal: true, callflow.Unavailable: true, callflow.Invalid: false, callflow.Conflict: false} {
		var log bytes.Buffer
		req, _ := askedOf(t, "/desk/998/next", &log)
		if status := req.Status(&callflow.Error{Code: code, Err: cause}); status != callflow.HTTPStatus(code) {
			t.Errorf("%s has the status %d", code, status)
		}
		if strings.Contains(log.String(), "the disk said no") != noted {
			t.Errorf("of %s the log says %q", code, log.String())
		}
	}
	if req, _ := askedOf(t, "/desk", &bytes.Buffer{}); req.Status(nil) != http.StatusOK {
		t.Error("what was not refused has another status than 200")
	}
}

func TestOverHTTPSTheSessionsCookieIsSafeFromOtherHosts(t *testing.T) {
	t.Parallel()
	for url, want := range map[string][]string{
		"https://acme.example/sign-in":   {"__Host-callflow_session=a", "Secure", "HttpOnly", "Path=/;", "SameSite=Lax"},
		"http://127.0.0.1:8000/sign-in/": {"callflow_session=a", "HttpOnly", "Path=/;", "SameSite=Lax"},
	} {
		req, answer := askedOf(t, url, &bytes.Buffer{})
		req.SetSession("a", time.Hour)
		cookie := answer.Header().Get("Set-Cookie")
		for _, part := range want {
			if !strings.Contains(cookie, part) {
				t.Errorf("at %s the cookie lacks %s: %s", url, part, cookie)
			}
		}
	}
}

func TestWhatEndedTheMovesOfSeveralIsSaidWithHowFarTheyCame(t *testing.T) {
	t.Parallel()
	req, _ := askedOf(t, "/campaigns/998/move", &bytes.Buffer{})
	read := req.Reader
	broken := &callflow.Error{Code: callflow.Unavailable, Message: "The database is busy."}
	refused := []callwork.Refusal{{CustomerID: "7", Err: callflow.NotFoundError()}}
	err := partlyMovedError(read, &callwork.MovedTogether{Moved: 10, Refused: refused}, broken)
	if callflow.ErrorCode(err) != callflow.Unavailable {
		t.Errorf("its code is %s", callflow.ErrorCode(err))
	}
	for _, want := range []string{"10 were moved, 1 were not.", "7: Not found.", "The rest was not tried: The database is busy."} {
		if !strings.Contains(callflow.ErrorText(err), want) {
			t.Errorf("%q lacks %q", callflow.ErrorText(err), want)
		}
	}
	if err := partlyMovedError(read, &callwork.MovedTogether{}, broken); !errors.Is(err, broken) {
		t.Errorf("where nothing was done, it says %v", err)
	}
}
