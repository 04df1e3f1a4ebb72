package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestARequestKeepsAnIDThatCanBeTakenAndGetsAnotherElse(t *testing.T) {
	t.Parallel()
	for id, taken := range map[string]bool{
		"7f3a-99.b_2": true, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01": true, "": false, "with blank": false, "ærlig": false,
		"{\"json\"}": false, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false,
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		request.Header.Set("X-Request-Id", id)
		recorder := httptest.NewRecorder()
		called := RequestID(recorder, request)
		if told := recorder.Header().Get("X-Request-Id"); told != called || (told == id) != taken || !takesID(told) {
			t.Errorf("a request with the id %q is called %q, and its answer says %q", id, called, told)
		}
	}
}
