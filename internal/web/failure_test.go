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
	stays := t.Context()
	gone, hangUp := context.WithCancel(stays)
	hangUp()
	broken := errors.New("the disk said no")
	ended := fmt.Errorf("read: %w", context.Canceled)
	for sentence, test := range map[string]struct {
		caller context.Context
		err    error
		want   string // the level, "" for nothing
	}{
		"a failure":                                 {stays, broken, "ERROR"},
		"a failure while the caller hangs up":       {gone, broken, "ERROR"},
		"a read that ended with its caller":         {gone, ended, ""},
		"a read that ended while its caller waits":  {stays, ended, "ERROR"},
		"a server that can't answer now":            {stays, &callflow.Error{Code: callflow.Unavailable}, "WARN"},
		"the same, told to a caller who has gone":   {gone, &callflow.Error{Code: callflow.Unavailable}, ""},
		"a request that is refused":                 {stays, &callflow.Error{Code: callflow.Invalid}, ""},
		"a failure that ended with its caller too":  {gone, &callflow.Error{Code: callflow.Internal, Err: ended}, ""},
		"a failure of a caller who still waits too": {stays, &callflow.Error{Code: callflow.Internal, Err: broken}, "ERROR"},
	} {
		r := httptest.NewRequestWithContext(test.caller, http.MethodGet, "/", nil)
		got := ""
		if level, noted := web.FailureLevel(r, test.err); noted {
			got = level.String()
		}
		if got != test.want {
			t.Errorf("of %s the log has %q, want %q", sentence, got, test.want)
		}
	}
}
