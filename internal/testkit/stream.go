package testkit

import (
	"bufio"
	"errors"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// Stream is an answer of server-sent events.
type Stream struct {
	Header http.Header

	body  io.Closer
	lines *bufio.Reader
}

// Event is one server-sent event, or a comment between events.
type Event struct {
	ID      int64
	Data    string
	Comment bool
}

// Stream asks for server-sent events. What comes first, before any event, is held against the OpenAPI document.
func (s *Server) Stream(t testing.TB, asked Request) *Stream {
	t.Helper()
	header := map[string]string{"Accept": "text/event-stream"}
	maps.Copy(header, asked.Header)
	asked.Header = header
	request := s.request(t, asked)
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	stream := NewStream(t, response)
	s.check.Check(t, request, response, []byte(firstLine))
	return stream
}

// firstLine tells a client how soon to come back.
const firstLine = "retry: 2000"

// NewStream reads an answer that must be a stream.
func NewStream(t testing.TB, response *http.Response) *Stream {
	t.Helper()
	if media := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || media != "text/event-stream" {
		t.Fatalf("answered %d %s, want a stream", response.StatusCode, media)
	}
	stream := &Stream{Header: response.Header, body: response.Body, lines: bufio.NewReader(response.Body)}
	if lines, _ := stream.block(t); len(lines) != 1 || lines[0] != firstLine {
		t.Fatalf("the stream begins with %q", lines)
	}
	return stream
}

// Close leaves the stream.
func (s *Stream) Close() { _ = s.body.Close() }

// Next gives the next event or comment; false at the stream's end.
func (s *Stream) Next(t testing.TB) (Event, bool) {
	t.Helper()
	lines, ok := s.block(t)
	if !ok {
		return Event{}, false
	}
	if len(lines) == 1 && lines[0] == ":" {
		return Event{Comment: true}, true
	}
	if len(lines) == 2 {
		id, hasID := strings.CutPrefix(lines[0], "id: ")
		data, hasData := strings.CutPrefix(lines[1], "data: ")
		seq, err := strconv.ParseInt(id, 10, 64)
		if hasID && hasData && err == nil {
			return Event{ID: seq, Data: data}, true
		}
	}
	t.Errorf("the stream has a block that is neither an event nor a comment: %q", lines)
	return Event{}, false
}

// block reads the lines up to an empty one; false at the stream's end.
func (s *Stream) block(t testing.TB) (lines []string, ok bool) {
	t.Helper()
	for {
		line, err := s.lines.ReadString('\n')
		if errors.Is(err, io.EOF) && line == "" && len(lines) == 0 {
			return nil, false
		}
		if err != nil {
			t.Errorf("the stream broke off after %q: %v", line, err)
			return nil, false
		}
		if line == "\n" {
			return lines, true
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
}
