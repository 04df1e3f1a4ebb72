package api_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/server"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// events reads events up to a seq; comments between them are passed over.
func events(t testing.TB, stream *testkit.Stream, last int64) []testkit.Event {
	t.Helper()
	var all []testkit.Event
	for {
		event, ok := stream.Next(t)
		if !ok {
			t.Errorf("the stream ended after %d events, before %d", len(all), last)
			return all
		}
		if event.Comment {
			continue
		}
		if all = append(all, event); event.ID >= last {
			return all
		}
	}
}

// wantRange holds events against all numbers from first to last, each once and in order.
func wantRange(t testing.TB, all []testkit.Event, first, last int64) {
	t.Helper()
	for i, event := range all {
		if want := first + int64(i); event.ID != want || decodeEntry(t, []byte(event.Data)).Seq != want {
			t.Errorf("event %d is %d %s, want %d", i, event.ID, event.Data, want)
			return
		}
	}
	if int64(len(all)) != last-first+1 {
		t.Errorf("%d events, want %d to %d", len(all), first, last)
	}
}

func comment(t testing.TB, s *testkit.Server, id, text string) {
	t.Helper()
	does(t, s, http.MethodPatch, campaignList+id+"/", fmt.Sprintf(`{"comment":%q}`, text))
}

func TestAStreamTellsWhatTheLogTells(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 10, "Ready") // 1 to 20
	stream := s.Stream(t, testkit.Request{Path: accountChanges + "?after=0", Token: s.Acme.Reader})
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Callflow-Sync-Token": "0", "Content-Encoding": "", "ETag": "",
	} {
		if got := stream.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	all := events(t, stream, 20)
	comment(t, s, "1", "Linje\nto\r\nog <æ>   ")
	all = append(all, events(t, stream, 21)...)
	page := changesOf(t, s, s.Acme.Admin, accountChanges)
	if len(all) != 21 || len(page.Results) != 21 {
		t.Fatalf("%d events and %d entries", len(all), len(page.Results))
	}
	for i, event := range all {
		if event.ID != int64(i+1) || event.Data != string(page.Results[i]) {
			t.Errorf("event %d is %d %s, the log has %s", i, event.ID, event.Data, page.Results[i])
		}
	}
}

func TestAStreamBeginsWhereItIsTold(t *testing.T) { //nolint:tparallel // its streams are open: their tests must not wait for a turn
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 10, "Ready") // 1 to 20
	type start struct {
		query, last string
		first       int64
	}
	starts := []start{
		{"", "", 21}, {"?limit=1&wait=60", "", 21}, {"?after=0", "", 1}, {"?%61fter=0", "", 1}, {"?after=20", "", 21}, {"?after=7", "", 8},
		{"", "0", 1}, {"", "20", 21}, {"", "12", 13}, {"?after=3", "12", 13},
	}
	streams := make([]*testkit.Stream, len(starts))
	for i, start := range starts {
		asked := testkit.Request{Path: accountChanges + start.query, Token: s.Acme.Admin}
		if start.last != "" {
			asked.Header = map[string]string{"Last-Event-ID": start.last}
		}
		streams[i] = s.Stream(t, asked)
	}
	comment(t, s, "1", "etter")
	for i, start := range starts {
		t.Run(fmt.Sprintf("%q after event %q", start.query, start.last), func(t *testing.T) {
			wantRange(t, events(t, streams[i], 21), start.first, 21)
		})
	}
}

func TestAStreamGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready") // 1 to 6
	var all []testkit.Event
	last := int64(0)
	for round := range int64(5) {
		stream := s.Stream(t, testkit.Request{
			Path: accountChanges, Token: s.Acme.Admin, Header: map[string]string{"Last-Event-ID": fmt.Sprint(last)},
		})
		comment(t, s, "1", fmt.Sprint("a", round))
		comment(t, s, "2", fmt.Sprint("b", round))
		all = append(all, events(t, stream, last+1)...)
		last = all[len(all)-1].ID
		stream.Close() // with events on the way that were never read
	}
	stream := s.Stream(t, testkit.Request{Path: accountChanges, Token: s.Acme.Admin, Header: map[string]string{"Last-Event-ID": fmt.Sprint(last)}})
	wantRange(t, append(all, events(t, stream, 16)...), 1, 16)
}

func TestAStreamOfAScopeHasItsOwnChangesAlone(t *testing.T) {
	t.Parallel()
	s := newScopes(t)
	all := follow(t, s, s.Acme.Admin, accountChanges)
	for _, scope := range [][2]string{
		{s.Acme.Admin, campaignChanges}, {s.Acme.Admin, assignmentChanges}, {s.Acme.Admin, "/api/v1/assignments/240/changes/"},
		{s.Acme.External, accountChanges}, {s.Acme.External, campaignChanges}, {s.Acme.Outsider, accountChanges},
	} {
		want := follow(t, s, scope[0], scope[1])
		for after := range int64(len(all)) {
			if after%6 != 0 {
				continue
			}
			stream := s.Stream(t, testkit.Request{Path: fmt.Sprint(scope[1], "?after=", after), Token: scope[0]})
			for _, entry := range want {
				if entry.Seq <= after {
					continue
				}
				if event, ok := stream.Next(t); !ok || event.ID != entry.Seq {
					t.Fatalf("%s after %d told %+v, want %+v", scope[1], after, event, entry)
				}
			}
			stream.Close()
		}
	}
}

// A listener that reads later than the feed keeps events for it, and one that comes when they are gone.
func TestAListenerFarBehindCatchesUpInOrder(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	slow, err := s.App.Listen(t.Context(), session(t, s, s.Acme.Admin), app.ChangeScope{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	early := s.Stream(t, testkit.Request{Path: accountChanges, Token: s.Acme.Admin})
	const last = 12_000
	for first := 1; first <= last/2; first += 500 {
		s.Acme.Fill(t, testkit.CampaignID, first, first+499, "Ready")
	}
	wantRange(t, events(t, early, last), 1, last) // the feed has them all now
	late := s.Stream(t, testkit.Request{Path: accountChanges + "?after=1000", Token: s.Acme.Admin})
	wantRange(t, events(t, late, last), 1001, last)
	var heard []testkit.Event
	for slow.After() < last {
		some, wake, err := slow.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range some {
			heard = append(heard, testkit.Event{ID: event.Seq, Data: string(event.JSON)})
		}
		if slow.After() < last {
			<-wake
		}
	}
	wantRange(t, heard, 1, last)
}

func TestASignOfLifeIsAComment(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{Heartbeat: 5 * time.Millisecond})
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	stream := s.Stream(t, testkit.Request{Path: accountChanges + "?after=0", Token: s.Acme.Admin})
	all, comments := events(t, stream, 2), 0
	for comments < 5 {
		event, ok := stream.Next(t)
		if !ok || !event.Comment {
			t.Fatalf("told %+v, want a comment", event)
		}
		comments++
	}
	comment(t, s, "1", "etter")
	wantRange(t, append(all, events(t, stream, 3)...), 1, 3)
}

func TestWhoeverIsShutOutHearsTheStreamEnd(t *testing.T) {
	t.Parallel()
	for sentence, test := range shutOuts {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			does(t, s, http.MethodPost, "/api/v1/campaigns/", `{"id":77,"assignment_id":239,"name":"Uten kunder"}`)
			path := accountChanges
			if test.campaign != 0 {
				path = fmt.Sprintf("/api/v1/campaigns/%d/changes/", test.campaign)
			}
			stream := s.Stream(t, testkit.Request{Path: path, Token: s.Acme.Reader})
			staying := s.Stream(t, testkit.Request{Path: accountChanges, Token: s.Acme.Admin})
			began := time.Now()
			if err := s.Acme.Write(t, func(w *store.Write) error { return test.shutOut(s, w) }); err != nil {
				t.Fatal(err)
			}
			if event, ok := stream.Next(t); ok {
				t.Errorf("told %+v", event)
			}
			if took := time.Since(began); took > 12*time.Second { // before a heartbeat would have found it out, and long enough for a busy machine
				t.Errorf("the stream ended after %s", took)
			}
			s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
			wantRange(t, events(t, staying, 2), 1, 2)
			wantStatus(t, s.Get(t, s.Acme.Reader, path), callflow.HTTPStatus(test.code))
		})
	}
}

func TestAListenerHearsOfAnAssignmentThatIsNew(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	external := s.Stream(t, testkit.Request{Path: accountChanges, Token: s.Acme.External})
	outsider := s.Stream(t, testkit.Request{Path: accountChanges, Token: s.Acme.Outsider})
	if err := s.Acme.Write(t, setUpAnotherAssignment); err != nil {
		t.Fatal(err)
	}
	s.Acme.Put(t, callflow.Customer{CustomerID: "other", AssignmentID: testkit.OtherAssignID})
	wantRange(t, events(t, external, 1), 1, 1)
	wantRange(t, events(t, outsider, 2), 2, 2)
}

func TestTheServerStopsAtOnceAlthoughClientsListenAndWait(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	stopping, err := server.Listen(s.App, server.Config{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	served := make(chan error, 1)
	go func() { served <- stopping.Serve(ctx) }()

	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	var clients sync.WaitGroup
	for range 10 {
		stream := openStream(t, client, stopping.URL()+accountChanges, s.Acme.Admin)
		t.Cleanup(func() { _ = stream.Body.Close() })
		listening := testkit.NewStream(t, stream)
		clients.Go(func() {
			if event, ok := listening.Next(t); ok {
				t.Errorf("told %+v", event)
			}
		})
	}
	waiting := session(t, s, s.Acme.Admin)
	clients.Go(func() {
		if _, err := s.App.Changes(t.Context(), waiting, &app.ChangeRequest{Limit: 1, Wait: app.LongestWait}); err != nil {
			t.Errorf("the wait ended with: %v", err)
		}
	})
	began := time.Now()
	stop()
	if err := <-served; err != nil {
		t.Errorf("the server ended with: %v", err)
	}
	clients.Wait()
	if took := time.Since(began); took > 15*time.Second { // before the server gives up waiting for whoever listens
		t.Errorf("the server took %s to stop", took)
	}
	if _, err := s.App.Listen(t.Context(), session(t, s, s.Acme.Admin), app.ChangeScope{}, 0); callflow.ErrorCode(err) != callflow.Unavailable {
		t.Errorf("then somebody may listen: %v", err)
	}
}

func openStream(t *testing.T, client *http.Client, url, token string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Token "+token)
	request.Header.Set("Accept", "text/event-stream")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}
