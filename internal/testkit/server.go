package testkit

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/server"
	"callflow/internal/store"
)

// Now is what the clock of every test server says at first: a Wednesday, in summer time.
var Now = time.Date(2026, time.June, 17, 14, 30, 0, 0, time.UTC)

// Server is a real server on loopback, over a database of its own with two accounts that have the same ids.
type Server struct {
	URL   string // without a slash at its end
	Store *store.Store
	App   *app.App
	Acme  *Account
	Other *Account

	client *http.Client
	check  *AnswerCheck
	ahead  atomic.Int64 // how far the clock was put forward
}

// NewServer starts a server that ends with the test. What differs from the usual is in config.
func NewServer(t testing.TB, config api.Config) *Server {
	t.Helper()
	s := NewStore(t)
	check, err := documentedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	running := &Server{Store: s, check: check, client: newClient(t)}
	verbs, err := app.New(s, running.Now)
	if err != nil {
		t.Fatal(err)
	}
	running.App = verbs
	running.Acme = newAccount(t, verbs, s, "acme")
	running.Other = newAccount(t, verbs, s, "other")
	running.URL = serve(t, verbs, config)
	return running
}

// Now is what the server's clock says.
func (s *Server) Now() time.Time { return Now.Add(time.Duration(s.ahead.Load())) }

// Wait puts the server's clock forward.
func (s *Server) Wait(duration time.Duration) { s.ahead.Add(int64(duration)) }

// NewStore opens an empty database that goes with the test.
func NewStore(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// documentedAnswers reads the document once for all tests of a package.
var documentedAnswers = sync.OnceValues(func() (*AnswerCheck, error) { return NewAnswerCheck(api.OpenAPI) })

func serve(t testing.TB, verbs *app.App, config api.Config) string {
	t.Helper()
	listening, err := server.Listen(verbs, server.Config{Listen: "127.0.0.1:0", API: config})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- listening.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("the server ended with: %v", err)
		}
	})
	return listening.URL()
}
