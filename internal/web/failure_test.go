package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"callflow"
	"callflow/internal/web"
)

func TestTheLogHasWhatIsNotTheCallersDoing(t *testing.T) {
	t.Parallel()
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	broken := errors.New("the disk said no")
	ended := fmt.Errorf("read: %w", context.Canceled)
	for sentence, test := range map[string]struct {
		hungUp bool
		err    error
		want   string // the level, "" for nothing
	}{
		"a failure":                                 {false, broken, "ERROR"},
		"a failure while the caller hangs up":       {true, broken, "ERROR"},
		"a read that ended with its caller":         {true, ended, ""},
		"a read that ended while its caller waits":  {false, ended, "ERROR"},
		"a server that can't answer now":            {false, &callflow.Error{Code: callflow.Unavailable}, "WARN"},
		"the same, told to a caller who has gone":   {true, &callflow.Error{Code: callflow.Unavailable}, ""},
		"a request that is refused":                 {false, &callflow.Error{Code: callflow.Invalid}, ""},
		"a failure that ended with its caller too":  {true, &callflow.Error{Code: callflow.Internal, Err: ended}, ""},
		"a failure of a caller who still waits too": {false, &callflow.Error{Code: callflow.Internal, Err: broken}, "ERROR"},
	} {
		caller := t.Context()
		if test.hungUp {
			caller = gone
		}
		r := httptest.NewRequestWithContext(caller, http.MethodGet, "/", nil)
		got := ""
		if level, noted := web.FailureLevel(r, test.err); noted {
			got = level.String()
		}
		if got != test.want {
			t.Errorf("of %s the log has %q, want %q", sentence, got, test.want)
		}
	}
}
