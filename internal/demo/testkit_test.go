package demo_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/demo"
	"callflow/internal/store"
)

// now is when the tests' demos are made: a Wednesday, in summer time.
var now = time.Date(2026, time.June, 17, 14, 30, 0, 0, time.UTC)

// few is large enough for every call state.
const few = 1000

// made is a demo in a database of its own.
type made struct {
	path        string
	store       *store.Store
	app         *app.App
	result      demo.Result
	credentials demo.Credentials
}

// empty opens a new database without any account.
func empty(tb testing.TB) *made {
	tb.Helper()
	m := &made{path: filepath.Join(tb.TempDir(), "demo.db")}
	s, err := store.Open(tb.Context(), m.path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	m.store = s
	if m.app, err = app.New(s, func() time.Time { return now }); err != nil {
		tb.Fatal(err)
	}
	return m
}

// fill makes a demo and signs in.
func fill(t *testing.T, customers int) *made {
	t.Helper()
	return fillAt(t, customers, now)
}

func fillAt(t *testing.T, customers int, now time.Time) *made {
	t.Helper()
	m := empty(t)
	var err error
	if m.result, err = demo.Fill(t.Context(), m.store, m.app, demo.Options{Customers: customers, Now: now}); err != nil {
		t.Fatal(err)
	}
	if m.credentials, err = demo.SignIn(t.Context(), m.app); err != nil {
		t.Fatal(err)
	}
	return m
}

// page reads a page of the assignment's list, or of one campaign's where it is given.
func (m *made) page(t *testing.T, request app.ListRequest) *app.ListPage {
	t.Helper()
	if request.CampaignID == 0 {
		request.AssignmentID = m.result.AssignmentID
	}
	session, err := m.app.WithToken(t.Context(), m.credentials.Token, "")
	if err != nil {
		t.Fatal(err)
	}
	list, err := m.app.Open(session, &request)
	if err != nil {
		t.Fatal(err)
	}
	page, err := m.app.Page(t.Context(), list, nil)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// pages gives the whole list as it is sent, `include=sync` and all.
func (m *made) pages(t *testing.T) [][]byte {
	t.Helper()
	var pages [][]byte
	for number := int64(1); ; number++ {
		page := m.page(t, app.ListRequest{
			Page: callflow.Page{Number: number, Size: callflow.MaxPageSize}, Selection: app.Selection{IncludeSync: true},
		})
		pages = append(pages, page.Results)
		if page.Next == nil {
			return pages
		}
	}
}

// records decodes the whole list.
func (m *made) records(t *testing.T) []map[string]any {
	t.Helper()
	var records []map[string]any
	for _, page := range m.pages(t) {
		var part []map[string]any
		if err := json.Unmarshal(page, &part); err != nil {
			t.Fatal(err)
		}
		records = append(records, part...)
	}
	return records
}

// change is an entry of the log.
type change struct {
	seq, campaign, number, previous, what, at, from, to, attempts int64
}

// changes reads the whole log, in its order.
func (m *made) changes(t *testing.T) []change {
	t.Helper()
	database, err := connect.Open(t.Context(), m.path)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	var changes []change
	err = database.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query(`SELECT seq, campaign_id, number, previous_seq, what, at, from_state, to_state, attempts FROM changes
			WHERE account_id = $1 ORDER BY seq`, m.result.AccountID)
		for rows.Next() {
			changes = append(changes, change{
				rows.Int(0), rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4), rows.Int(5), rows.Int(6), rows.Int(7), rows.Int(8),
			})
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// members lists an object's members in the order in which they are written.
func members(t *testing.T, object []byte) [][2]string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	var members [][2]string
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		key, ok := name.(string)
		if !ok {
			t.Fatalf("%v is no key", name)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		members = append(members, [2]string{key, string(value)})
	}
	return members
}
