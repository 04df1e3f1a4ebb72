package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestWhoIsSignedOutIsShownWhatWasTypedAndNothingElseOfTheForm(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	stranger := newBrowser(t, s)
	for path, form := range map[string]url.Values{
		"/campaigns/998/move/undo":                {"moved": {"7-0"}, "back": {"/campaigns/998"}},
		"/campaigns/998/customer/withdraw?id=1":   {"outcome": {"7"}, "sure": {"1"}},
		"/campaigns/998/move":                     {"customer_id": {"1", "2"}, "call_state": {"Ready"}, "seq.1": {"3"}, "customer.1": {"5"}},
		"/desk/998/claim?id=1":                    {"renew": {"1"}, "key": {"7-X"}, "chosen": {"4"}},
		"/desk/998/release?id=1":                  {"reason": {"conflict"}, "key": {"back7-X"}, "customer": {"5"}},
		"/set-up/campaigns/998/states/1/move":     {"direction": {"up"}},
		"/set-up/users/1/active":                  {"active": {"false"}},
		"/set-up/assignments/239/fields/82":       {"type": {"date"}, "wipe": {"1"}, "seen": {"3"}},
		"/imports/files/1/run":                    {"campaign": {"998"}, "column-0": {"name"}, "mode": {"new"}, "read": {"x"}},
		"/set-up/campaigns/998/outcomes/7/remove": {"sure": {"1"}},
	} {
		form.Set("comment", "Ring etter ferien")
		refused := stranger.post(t, path, form)
		refused.shows(t, http.StatusUnauthorized, "What you had typed", "<dt>Comment</dt>", "Ring etter ferien")
		form.Del("comment")
		for name := range form {
			if name != "type" { // of a custom field it is chosen, of an outcome it is typed
				refused.lacks(t, "<dt>"+name)
			}
		}
	}
}
