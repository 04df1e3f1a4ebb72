package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// EventMedia is the media type of server-sent events.
const EventMedia = "text/event-stream"

// WantsEvents says whether a client asks for server-sent events.
func WantsEvents(r *http.Request) bool {
	return slices.ContainsFunc(strings.Split(r.Header.Get("Accept"), ","), func(part string) bool {
		media, _, _ := strings.Cut(part, ";")
		return strings.EqualFold(strings.TrimSpace(media), EventMedia)
	})
}

// Heartbeat is a comment of a stream: it shows that the connection is there, and finds out whether it is.
const Heartbeat = ":\n\n"

// EventStream sends server-sent events to one client.
type EventStream struct {
	writer     http.ResponseWriter
	connection *http.ResponseController
}

// NewEventStream says in the headers that events follow. Nothing is sent before the first Send.
func NewEventStream(w http.ResponseWriter) *EventStream {
	h := w.Header()
	h.Set("Content-Type", EventMedia)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	return &EventStream{writer: w, connection: http.NewResponseController(w)}
}

// AppendEvent appends an event of one line of data; an id of 0 is none.
func AppendEvent(dst []byte, id int64, data []byte) []byte {
	if id != 0 {
		dst = strconv.AppendInt(append(dst, "id: "...), id, 10)
		dst = append(dst, '\n')
	}
	dst = append(append(dst, "data: "...), data...)
	return append(dst, "\n\n"...)
}

// Send sends events at once; false when the client is gone or does not read.
func (s *EventStream) Send(events []byte) bool {
	ExtendDeadlines(s.writer, 0)
	if _, err := s.writer.Write(events); err != nil {
		return false
	}
	return s.connection.Flush() == nil
}
