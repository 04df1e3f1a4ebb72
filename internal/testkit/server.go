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
	"callflow/internal/db"
	"callflow/internal/db/sqlite"
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

	dsn    string
	client *http.Client
	check  *AnswerCheck
	ahead  atomic.Int64 // how far the clock was put forward
}

// NewServer starts a server that ends with the test. What differs from the usual is in config.
func NewServer(t testing.TB, config api.Config) *Server {
	t.Helper()
	return NewServerOn(t, config, Database(t))
}

// NewServerOn is NewServer on an empty database of the test's, which may have standbys to read from.
func NewServerOn(t testing.TB, config api.Config, dsn string, standbys ...string) *Server {
	t.Helper()
	return newServer(t, config, dsn, openStore(t, dsn, standbys))
}

// NewServerOver is NewServer over an empty database that is open already and goes with the test.
func NewServerOver(t testing.TB, config api.Config, database db.DB) *Server {
	t.Helper()
	return newServer(t, config, "", closedAfter(t)(store.OpenOn(t.Context(), database)))
}

func newServer(t testing.TB, config api.Config, dsn string, over *store.Store) *Server {
	t.Helper()
	s := start(t, config, dsn, over)
	s.Acme = newAccount(t, s, "acme")
	s.Other = newAccount(t, s, "other")
	return s
}

// Beside starts another server on the same database.
func (s *Server) Beside(t testing.TB, config api.Config, standbys ...string) *Server {
	t.Helper()
	other := start(t, config, s.dsn, openStore(t, s.dsn, standbys))
	other.Acme, other.Other = s.Acme, s.Other
	return other
}

// Copied starts a server on a copy of the account Acme in an empty database.
func (s *Server) Copied(t testing.TB, config api.Config) *Server {
	t.Helper()
	dsn := Database(t)
	other := start(t, config, dsn, openStore(t, dsn, nil))
	request := &app.CopyRequest{Account: s.Acme.Name, Progress: func(string, int64, int64) {}}
	if _, err := s.App.CopyTo(t.Context(), other.App, request); err != nil {
		t.Fatal(err)
	}
	acme := *s.Acme
	acme.store, acme.dsn = other.Store, other.dsn
	other.Acme = &acme
	return other
}

func start(t testing.TB, config api.Config, dsn string, over *store.Store) *Server {
	t.Helper()
	check, err := documentedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Store: over, dsn: dsn, check: check, client: newClient(t)}
	if s.App, err = app.New(s.Store, s.Now); err != nil {
		t.Fatal(err)
	}
	s.URL = serve(t, s.App, config)
	return s
}

// Now is what the server's clock says.
func (s *Server) Now() time.Time { return Now.Add(time.Duration(s.ahead.Load())) }

// Wait puts the server's clock forward.
func (s *Server) Wait(duration time.Duration) { s.ahead.Add(int64(duration)) }

// NewStore opens an empty database that goes with the test.
func NewStore(t testing.TB) *store.Store {
	t.Helper()
	return openStore(t, Database(t), nil)
}

func openStore(t testing.TB, dsn string, standbys []string) *store.Store {
	t.Helper()
	// Of a scenario, no answer may depend on what order SQLite reads in.
	return closedAfter(t)(store.Open(sqlite.Reversed(t.Context()), dsn, standbys...))
}

// closedAfter has what was opened closed when the test ends.
func closedAfter(t testing.TB) func(*store.Store, error) *store.Store {
	t.Helper()
	return func(s *store.Store, err error) *store.Store {
		t.Helper()
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
