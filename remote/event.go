package remote

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"callflow"
)

// Bounds of a stream of events.
const (
	longestEvent = 1 << 20          // bytes of one line
	silence      = 75 * time.Second // callflow says something every 15 seconds, if only that it is there
)

// Events gives every change after feed.After as it happens, until ctx ends: as server-sent events. A connection that
// breaks is made again, and goes on after the last event that came.
func (c *Client) Events(ctx context.Context, feed Feed) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		stream := &eventStream{client: c, target: c.at(feed.path(), nil), after: feed.After, yield: yield}
		started, failures := time.Now(), 0
		for {
			before := stream.after
			a, err := stream.run(ctx)
			switch {
			case stream.ended:
				return
			case ctx.Err() != nil:
				err = stopped(ctx.Err())
			case stream.after != before:
				started, failures = time.Now(), 0
			}
			if failures++; ctx.Err() == nil && (mayPass(err) || a != nil && passing(a.status)) {
				if failures < c.options.Attempts {
					err = c.pause(ctx, a, failures)
				} else {
					err = c.gaveUp(err, failures, started)
				}
			}
			if err != nil {
				yield(Change{}, err)
				return
			}
		}
	}
}

// eventStream is one reader of a stream, over as many connections as it takes.
type eventStream struct {
	client *Client
	target *url.URL
	after  int64
	yield  func(Change, error) bool
	ended  bool // the caller has enough
}

// run reads one connection to its end, and says why it ended. The answer is that of a refusal.
func (s *eventStream) run(ctx context.Context) (*answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	silent := time.AfterFunc(silence, cancel)
	defer silent.Stop()
	response, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		a, err := s.client.read(response, s.target)
		if err != nil {
			return nil, err
		}
		return a, s.client.refusal(a)
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return nil, &callflow.Error{
			Code: callflow.Unprocessable, Message: s.client.base.Host + " has no stream of events.",
			Fix: "Only callflow has one: ask others for their lists again.",
		}
	}
	return nil, s.readLines(response.Body, func() { silent.Reset(silence) })
}

func (s *eventStream) connect(ctx context.Context) (*http.Response, error) {
	target := *s.target
	target.RawQuery = url.Values{"after": {strconv.FormatInt(s.after, 10)}}.Encode()
	return s.client.send(ctx, &target, "text/event-stream")
}

// readLines reads events until the connection ends. heard is told of each line, whatever it says.
func (s *eventStream) readLines(body io.Reader, heard func()) error {
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 0, 16<<10), longestEvent)
	place := int64(0) // the id of the event that is read
	for lines.Scan() {
		heard()
		if id, ok := bytes.CutPrefix(lines.Bytes(), []byte("id:")); ok {
			place, _ = strconv.ParseInt(strings.TrimSpace(string(id)), 10, 64) // what is none is 0, as for an event without an id
			continue
		}
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data:"))
		if !ok { // comments keep the connection open
			continue
		}
		var change Change
		if err := json.Unmarshal(data, &change); err != nil || change.Seq == 0 {
			return &callflow.Error{
				Code: callflow.Unprocessable, Message: s.client.base.Host + " sends an event that is no change.", Fix: "Tell whoever runs the server.",
			}
		}
		place = cmp.Or(place, change.Seq)
		if isNotAfter(place, s.after) {
			continue // it came before the connection broke
		}
		s.after, place = place, 0
		if !s.yield(change, nil) {
			s.ended = true
			return nil
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// isNotAfter says whether a place of the clock is no later than another of the same epoch.
func isNotAfter(place, other int64) bool {
	epoch, seq := callflow.SplitSyncToken(place)
	otherEpoch, otherSeq := callflow.SplitSyncToken(other)
	return epoch == otherEpoch && seq <= otherSeq
}
