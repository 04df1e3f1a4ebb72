package api

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/web"
)

// changeParameters are those of the log (contract, section 4).
var changeParameters = []string{"after", "limit", "wait"}

func (api *API) changes(req *request) error {
	if req.file != "" {
		return req.changesFile(req.file)
	}
	request, err := req.changeRequest()
	if err != nil {
		return err
	}
	if web.WantsEvents(req.Request) {
		return req.stream(request)
	}
	request.After = max(request.After, 0)
	if request.Wait > 0 {
		web.ExtendDeadlines(req.writer, request.Wait)
	}
	page, err := api.app.Changes(req.Context(), req.session, request)
	if err != nil {
		return err
	}
	req.reads, req.told = request.Of(), page.Records()
	body := append([]byte(`{"results":`), page.Results...)
	body = strconv.AppendInt(append(body, `,"next_after":`...), page.NextAfter, 10)
	return req.sendJSON(http.StatusOK, append(body, '}'), page.Moment)
}

// notGiven is after where the request names none: a list begins at the first change, a stream at the next.
const notGiven = -1

func (req *request) changeRequest() (*app.ChangeRequest, error) {
	q, err := req.parameters(changeParameters...)
	if err != nil {
		return nil, err
	}
	request, err := req.changeScope()
	if err != nil {
		return nil, err
	}
	if request.After, err = q.whole("after", bounds{0, 1 << 53, notGiven}); err != nil {
		return nil, err
	}
	limit, err := q.whole("limit", bounds{1, app.MostChanges, app.DefaultChanges})
	if err != nil {
		return nil, err
	}
	wait, err := q.whole("wait", bounds{0, int64(app.LongestWait / time.Second), 0})
	request.Limit, request.Wait = int(limit), time.Duration(wait)*time.Second
	return request, err
}

// changeScope reads whose changes the path names.
func (req *request) changeScope() (*app.ChangeRequest, error) {
	request := &app.ChangeRequest{}
	for name, id := range map[string]*int64{"campaign_id": &request.CampaignID, "assignment_id": &request.AssignmentID} {
		if req.PathValue(name) == "" {
			continue
		}
		var err error
		if *id, err = req.id(name); err != nil {
			return nil, err
		}
	}
	return request, nil
}

// heartbeat is that of a stream on which nothing happens, so that nobody between takes it for dead, unless Config says otherwise.
const heartbeat = 15 * time.Second

// lastEvent is the header by which a client that comes back says what it has heard.
const lastEvent = "Last-Event-ID"

// ofLastEvent is an error about the parameter after, which the client did not send: it sent the header.
func ofLastEvent(err error) error {
	var e *callflow.Error
	if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Field != "after" {
		return err
	}
	told := *e
	told.Message = lastEvent + strings.TrimPrefix(e.Message, "after")
	told.Fields = []callflow.FieldError{{Field: lastEvent, Message: e.Fields[0].Message}}
	return &told
}

// stream answers with server-sent events: each change with its seq as id. A client
// that comes back goes on after its Last-Event-ID.
func (req *request) stream(request *app.ChangeRequest) error {
	after, last := request.After, req.Header.Get(lastEvent)
	if last != "" {
		seq, err := strconv.ParseInt(last, 10, 64)
		if err != nil || seq < 0 {
			return invalid(lastEvent, "Last-Event-ID must be the id of an event of this stream: a whole number.")
		}
		after = seq
	} else if after == notGiven {
		after = req.session.SyncToken() // what comes from now on
	}
	listener, err := req.api.app.Listen(req.Context(), req.session, request.ChangeScope, after)
	if err != nil && last != "" {
		return ofLastEvent(err)
	}
	if err != nil {
		return err
	}
	defer listener.Close()
	s := &eventStream{EventStream: web.NewEventStream(req.writer), req: req, scope: request.ChangeScope}
	req.writer.Header().Set("Callflow-Sync-Token", strconv.FormatInt(after, 10))
	if req.Method == http.MethodHead || !s.Send([]byte("retry: 2000\n\n")) {
		return nil
	}
	s.run(listener)
	return nil
}

// eventStream writes one client's events.
type eventStream struct {
	*web.EventStream
	req    *request
	scope  app.ChangeScope
	buffer []byte
}

func (s *eventStream) run(listener *app.Listener) {
	beat := time.NewTicker(cmp.Or(s.req.api.config.Heartbeat, heartbeat))
	defer beat.Stop()
	for {
		events, wake, err := listener.Next(s.req.Context())
		if err != nil {
			return // the client comes back, and hears why it may not
		}
		if len(events) > 0 && !s.sendEvents(events) {
			return
		}
		select {
		case <-wake:
		case <-beat.C:
			if !s.Send([]byte(web.Heartbeat)) {
				return
			}
		case <-listener.Ended():
			return
		case <-s.req.Context().Done():
			return
		}
	}
}

func (s *eventStream) sendEvents(events []app.Event) bool {
	s.buffer = s.buffer[:0]
	for i := range events {
		s.buffer = web.AppendEvent(s.buffer, events[i].Token, events[i].JSON)
	}
	s.req.api.app.NoteRead(s.req.session, s.scope.Of(), int64(len(events)))
	return s.Send(s.buffer)
}
