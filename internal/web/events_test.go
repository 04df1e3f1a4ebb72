package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestEventsAreSentAsTheyHappen(t *testing.T) {
	t.Parallel()
	recorder := httptest.NewRecorder()
	stream := NewEventStream(recorder)
	if recorder.Flushed || recorder.Header().Get("Content-Type") != EventMedia || recorder.Header().Get("X-Accel-Buffering") != "no" {
		t.Errorf("before the first event the headers are %v", recorder.Header())
	}
	for _, text := range [][]byte{[]byte(Heartbeat), AppendEvent(AppendEvent(nil, 7, []byte(`{"a":1}`)), 0, []byte("b"))} {
		if recorder.Flushed = false; !stream.Send(text) || !recorder.Flushed {
			t.Errorf("%q waits", text)
		}
	}
	if want := ":\n\nid: 7\ndata: {\"a\":1}\n\ndata: b\n\n"; recorder.Body.String() != want {
		t.Errorf("the client was sent %q, want %q", recorder.Body, want)
	}
}

func TestAStreamEndsWhereTheClientIsGone(t *testing.T) {
	t.Parallel()
	if NewEventStream(goneClient{httptest.NewRecorder()}).Send([]byte(Heartbeat)) {
		t.Error("a client that is gone takes an event")
	}
}

// goneClient takes nothing.
type goneClient struct{ *httptest.ResponseRecorder }

func (goneClient) Write([]byte) (int, error) { return 0, http.ErrAbortHandler }

func TestWhoeverAcceptsEventsIsSentThem(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		"text/event-stream": true, "application/json, Text/Event-Stream;q=0.5": true, "": false, "*/*": false, "text/html": false,
	} {
		if WantsEvents(&http.Request{Header: http.Header{"Accept": {accept}}}) != want {
			t.Errorf("whoever accepts %q is not answered so", accept)
		}
	}
}
