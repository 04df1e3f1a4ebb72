package server_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"callflow/internal/api"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/testkit"
)

// paths are the ways from a route to the statement that does its work, and how many functions of ours lie on each, the route's own included.
// None may get longer; seven are wanted of each. What a queue of commits runs is counted from the queue on.
var paths = []struct {
	name      string
	statement string // how it begins
	most      int
	ask       func(*pathServer)
}{
	{"a status page", "SELECT number, state_id", 7, func(s *pathServer) {
		s.succeeds(testkit.Request{Path: "/api/v1/campaigns/998/callflow_customers/"})
	}},
	{"a registered outcome", "UPDATE callflow_customers", 18, func(s *pathServer) {
		s.succeeds(testkit.Request{
			Method: http.MethodPost, Path: "/api/v1/campaigns/998/callflow_customers/1/call_outcomes/", Body: `{"subtype":"Busy"}`,
		})
	}},
	{"an import", "INSERT INTO customers", 14, func(s *pathServer) { s.importCustomers("3") }},
	{"a page of the console", "SELECT number FROM callflow_customers", 25, func(s *pathServer) { s.browse("/campaigns/998") }},
}

func TestNoPathFromARouteToItsStatementGetsLonger(t *testing.T) {
	t.Parallel()
	s := newPathServer(t)
	s.importCustomers("1", "2")
	for _, path := range paths {
		longest := s.database.during(path.statement, func() { path.ask(s) })
		t.Logf("%s: %d functions\n\t%s", path.name, len(longest), strings.Join(longest, "\n\t"))
		switch {
		case len(longest) == 0:
			t.Errorf("%s runs no statement that begins with %q", path.name, path.statement)
		case len(longest) > path.most:
			t.Errorf("%s has %d functions between its route and its statement, more than %d", path.name, len(longest), path.most)
		case len(longest) < path.most && path.most > 7:
			t.Errorf("%s has %d functions now: write that in paths, so that it stays so", path.name, len(longest))
		}
	}
}

// pathServer is a server whose statements are watched.
type pathServer struct {
	*testkit.Server
	t        *testing.T
	database *watchedDB
}

func newPathServer(t *testing.T) *pathServer {
	t.Helper()
	database, err := connect.Open(t.Context(), filepath.Join(t.TempDir(), "callflow.db")) // of a database that is asked over a network, the frames are others
	if err != nil {
		t.Fatal(err)
	}
	watched := &watchedDB{DB: database}
	return &pathServer{testkit.NewServerOver(t, api.Config{}, watched), t, watched}
}

func (s *pathServer) succeeds(request testkit.Request) {
	s.t.Helper()
	request.Token = s.Acme.Admin
	if answer := s.Ask(s.t, request); answer.Status >= http.StatusMultipleChoices {
		s.t.Fatalf("%s is answered %d %s", request.Path, answer.Status, answer.Body)
	}
}

func (s *pathServer) importCustomers(ids ...string) {
	s.t.Helper()
	s.succeeds(testkit.Request{
		Method: http.MethodPost, Path: "/api/v1/assignments/239/imports/?campaign=998&wait=60",
		Header: map[string]string{"Content-Type": "text/csv"}, Body: "customer_id,name\n" + strings.Join(ids, ",Kari\n") + ",Kari\n",
	})
}

// browse asks for a page of the console as an administrator.
func (s *pathServer) browse(path string) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	defer client.CloseIdleConnections()
	s.send(client, "/sign-in", url.Values{"email": {s.Acme.Email("admin")}, "password": {testkit.Password}})
	s.send(client, path, nil)
}

// send asks for a page, or sends a form where there is one. It has to succeed.
func (s *pathServer) send(client *http.Client, path string, form url.Values) {
	s.t.Helper()
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s is answered %s", path, answer.Status)
	}
}

// watchedDB is a database that notes from where a statement is run.
type watchedDB struct {
	db.DB

	mu      sync.Mutex
	watched string   // how the statement begins; "" while nothing is watched
	longest []string // the functions of ours above it, the innermost first
}

// during gives the longest way to a statement that was gone while fn ran.
func (d *watchedDB) during(statement string, fn func()) []string {
	d.mu.Lock()
	d.watched, d.longest = statement, nil
	d.mu.Unlock()
	fn()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watched = ""
	return d.longest
}

// note notes from where a statement is run.
func (d *watchedDB) note(statement string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.watched == "" || !strings.HasPrefix(strings.TrimSpace(statement), d.watched) {
		return
	}
	if way := ourFunctions(); len(way) > len(d.longest) {
		d.longest = way
	}
}

// ourFunctions are those on the stack above the database, up to the route's.
func ourFunctions() []string {
	var way []string
	callers := make([]uintptr, 256)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		ours := strings.HasPrefix(frame.Function, "callflow") && !strings.HasPrefix(frame.Function, "callflow/internal/server_test")
		if ours {
			way = append(way, frame.Function)
		}
		if strings.HasSuffix(frame.Function, "api.(*served).ServeHTTP") || strings.HasSuffix(frame.Function, "ui.Route.Answer") {
			break
		}
	}
	return way
}

// Begin opens a snapshot that is watched.
func (d *watchedDB) Begin(ctx context.Context, first func(db.Tx) error) (db.Snapshot, error) {
	snapshot, err := d.DB.Begin(ctx, func(tx db.Tx) error { return first(&watchedTx{tx, d}) })
	if err != nil {
		return nil, err
	}
	return &watchedSnapshot{&watchedTx{snapshot, d}, snapshot}, nil
}

// BeginNear opens a snapshot that is watched: a file is near.
func (d *watchedDB) BeginNear(ctx context.Context, _ func(db.Tx) (bool, error), first func(db.Tx) error) (db.Snapshot, error) {
	return d.Begin(ctx, first)
}

// ReadOne runs fn for a statement that is watched.
func (d *watchedDB) ReadOne(ctx context.Context, fn func(db.Tx) error) error {
	return d.DB.ReadOne(ctx, func(tx db.Tx) error { return fn(&watchedTx{tx, d}) })
}

// Read runs fn on a snapshot that is watched.
func (d *watchedDB) Read(ctx context.Context, fn func(db.Tx) error) error {
	return d.DB.Read(ctx, func(tx db.Tx) error { return fn(&watchedTx{tx, d}) })
}

// Write runs fn in a transaction that is watched.
func (d *watchedDB) Write(ctx context.Context, fn func(db.Tx) error) error {
	return d.DB.Write(ctx, func(tx db.Tx) error { return fn(&watchedTx{tx, d}) })
}

type watchedSnapshot struct {
	db.Tx
	snapshot db.Snapshot
}

// End is the snapshot's own.
func (s *watchedSnapshot) End(failed error) error { return s.snapshot.End(failed) }

type watchedTx struct {
	db.Tx
	database *watchedDB
}

// Query notes the statement.
func (tx *watchedTx) Query(sql string, args ...any) db.Rows {
	tx.database.note(sql)
	return tx.Tx.Query(sql, args...)
}

// Gather notes the statement.
func (tx *watchedTx) Gather(sql string, args ...any) ([]int64, error) {
	tx.database.note(sql)
	return tx.Tx.Gather(sql, args...)
}

// Exec notes the statement.
func (tx *watchedTx) Exec(sql string, args ...any) (int64, error) {
	tx.database.note(sql)
	return tx.Tx.Exec(sql, args...)
}

// Queue notes the statement.
func (tx *watchedTx) Queue(sql string, args ...any) error {
	tx.database.note(sql)
	return tx.Tx.Queue(sql, args...)
}

// Load notes the statement of one row.
func (tx *watchedTx) Load(into *db.Table, count int, row func(i int, put db.Row)) error {
	tx.database.note(into.Insert)
	return tx.Tx.Load(into, count, row)
}
