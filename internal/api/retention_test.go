package api_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/remembered"
	"callflow/internal/testkit"
)

// importKept is what is kept of an import: how many rows, and those that were not taken.
func importKept(t *testing.T, s *testkit.Server, id int64) (rows int, rejected []importlog.Rejection, name string) {
	t.Helper()
	err := s.Store.Read(t.Context(), s.Acme.ID, func(r *store.Snapshot) error {
		kept, err := importlog.Rows(r, id, -1, 1_000_000)
		if err != nil {
			return err
		}
		rows = len(kept)
		if rejected, err = importlog.Rejections(r, id, 0, 1_000_000); err != nil {
			return err
		}
		job, err := importlog.Get(r, testkit.AssignmentID, id)
		if err == nil {
			name = job.FileName
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, rejected, name
}

func TestWhatIsKeptOfAnImportGoesAfterThirtyDaysThoughNoOtherBegins(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	var file strings.Builder
	file.WriteString("customer_id,name,Husnummer\n")
	for i := range 2500 { // more than are forgotten in one transaction
		fmt.Fprintf(&file, "%d,Kari,%d\n", i+1, i)
	}
	file.WriteString("9999,Ola,mange\n")
	_, first := sendFile(t, s, "?wait=60&file_name=kari-nordmann.csv", file.String(), nil)
	s.Wait(30 * 24 * time.Hour)
	_, later := sendFile(t, s, "?wait=60&file_name=ny.csv", "customer_id,name\n1,Ny\n", nil)
	for range 2 { // the second time there is nothing to do
		if err := s.App.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rows, rejected, name := importKept(t, s, first.ID); rows != 2500 || len(rejected) != 1 || name != "kari-nordmann.csv" {
			t.Errorf("after 30 days there are kept %d rows, %d that were not taken, of %q", rows, len(rejected), name)
		}
	}
	s.Wait(time.Minute)
	for range 2 {
		if err := s.App.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rows, rejected, name := importKept(t, s, first.ID); rows != 0 || len(rejected) != 0 || name != "" {
			t.Errorf("a minute later there are kept %d rows, %d that were not taken, of %q", rows, len(rejected), name)
		}
	}
	if rows, _, name := importKept(t, s, later.ID); rows != 1 || name != "ny.csv" {
		t.Errorf("of the later import there are kept %d rows of %q", rows, name)
	}
	if one := s.Get(t, s.Acme.Admin, fmt.Sprint(importsPath, first.ID, "/")); !strings.Contains(string(one.Body), `"created":2500`) {
		t.Errorf("what it came to is %s", one.Body)
	}
}

func TestAnsweredKeysAndSessionsGoWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	busy := testkit.Request{Method: "POST", Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}
	s.Ask(t, withKey(busy, "Kari Nordmann 55501234"))
	session, _, err := s.App.SignIn(t.Context(), s.Acme.Email("agent"), testkit.Password, s.Acme.Name)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte(session))
	kept := func() (keys int, signedIn bool) {
		err := s.Acme.Write(t, func(w *store.Write) error {
			snapshot, err := w.Snapshot()
			if err != nil {
				return err
			}
			err = remembered.EachAnswer(snapshot, 0, func(kept remembered.Request) {
				keys++
				if strings.Contains(kept.Key, "Kari") || strings.Contains(kept.Key, "5550") {
					t.Errorf("the key is kept as %s", kept.Key)
				}
			})
			if err == nil {
				_, signedIn, err = remembered.SessionByHash(snapshot, hash[:])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return keys, signedIn
	}
	for _, wait := range []time.Duration{0, 25 * time.Hour} {
		s.Wait(wait)
		if err := s.App.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		if keys, signedIn := kept(); (keys == 1) != (wait == 0) || signedIn != (wait == 0) {
			t.Errorf("after %s there are kept %d keys, and a session: %t", wait, keys, signedIn)
		}
	}
}

func TestNoStreamTellsFromMemoryOfAnAnonymisedCustomer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	other := s.Beside(t, configDefault)
	before := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
	var open []*testkit.Stream
	for _, server := range []*testkit.Server{s, other} { // whose feeds keep what they tell
		stream := server.Stream(t, testkit.Request{
			Path: "/api/v1/campaigns/998/changes/", Token: s.Acme.Admin, Header: map[string]string{"Last-Event-ID": before},
		})
		open = append(open, stream)
	}
	steps(t, s, exampleID, `{"type":"Lead","comment":"Betrodd"}`)
	for _, stream := range open {
		for heard := ""; !strings.Contains(heard, "Betrodd"); {
			event, ok := stream.Next(t)
			if !ok {
				t.Fatal("the stream ends")
			}
			heard = event.Data
		}
	}
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), 200)
	steps(t, s, "bare", `{"type":"Lead","comment":"Slutt"}`)
	for _, server := range []*testkit.Server{s, other} {
		stream := server.Stream(t, testkit.Request{
			Path: "/api/v1/campaigns/998/changes/", Token: s.Acme.Admin, Header: map[string]string{"Last-Event-ID": before},
		})
		for heard := ""; !strings.Contains(heard, "Slutt"); {
			event, ok := stream.Next(t)
			if !ok {
				t.Fatal("the stream ends")
			}
			if heard = event.Data; strings.Contains(heard, "Betrodd") || strings.Contains(heard, exampleID) {
				t.Errorf("a stream tells %s", heard)
			}
		}
	}
}

func TestARowThatWasNotTakenGoesWithWhomItIsOf(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "K-1001", Name: "Kari Nordmann", Phone1: "55 50 12 34"})
	_, got := sendFile(t, s, "?wait=60&file_name=kari.csv", "customer_id,name,phone_1,Husnummer\n"+
		"K-1001,Kari N,,mange\n7,En annen,+47 55501234,mange\n8,Kari Nordmann,,mange\n9,Ola,11223344,mange\n", nil)
	wantStatus(t, anonymize(t, s, s.Acme.Admin, "K-1001"), 200)
	_, rejected, name := importKept(t, s, got.ID)
	if len(rejected) != 4 || name != "" {
		t.Fatalf("there are kept %d rows of %q", len(rejected), name)
	}
	for i, row := range rejected {
		if kept := row.Cells != ""; kept != (i == 3) {
			t.Errorf("of row %d is kept %s: %s", row.Line, row.Cells, row.Reason)
		}
	}
}
