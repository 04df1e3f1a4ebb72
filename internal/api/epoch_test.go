package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// lostPlaces are requests that go on from a token.
func lostPlaces(token string) map[string]testkit.Request {
	return map[string]testkit.Request{
		"changed_since": {Path: campaignList + "?changed_since=" + token},
		"at":            {Path: campaignList + "?at=" + token},
		"after":         {Path: "/api/v1/changes/?after=" + token},
		"a long poll":   {Path: "/api/v1/campaigns/998/changes/?wait=20&after=" + token},
		"a file":        {Path: "/api/v1/changes/?format=ndjson"},
		"Last-Event-ID": {Path: "/api/v1/changes/", Header: map[string]string{"Accept": "text/event-stream", "Last-Event-ID": token}},
		"a digest":      {Path: "/api/v1/campaigns/998/digest/?at=" + token},
		"the header":    {Path: campaignList, Header: map[string]string{"Callflow-Sync-Token": token}},
	}
}

// wantGone asks from a token that was lost.
func wantGone(t *testing.T, s *testkit.Server, token string) {
	t.Helper()
	for name, request := range lostPlaces(token) {
		if request.Token = s.Acme.Admin; name == "a file" {
			continue // which begins at the beginning
		}
		answer := s.Ask(t, request)
		if answer.Status != http.StatusGone || !strings.Contains(string(answer.Body), "Read everything again, and go on from its Callflow-Sync-Token") {
			t.Errorf("%s from %s answers %d %s", name, token, answer.Status, answer.Body)
		}
	}
}

// wantTold asks for what changed after a token that still holds.
func wantTold(t *testing.T, s *testkit.Server, after string, want ...string) {
	t.Helper()
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?changed_since="+after), want...)
	page := changesOf(t, s, s.Acme.Admin, "/api/v1/campaigns/998/changes/?after="+after)
	if len(page.Results) < len(want) || fmt.Sprint(page.NextAfter) != clock(t, s) {
		t.Errorf("after %s there are %s, followed by %d", after, page.Results, page.NextAfter)
	}
}

func TestWhatALostHistoryGaveOutIsGoneAndWhatBothHaveHolds(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	shared := clock(t, s)
	steps(t, s, "1", `{"type":"Lead"}`)
	steps(t, s, "2", `{"type":"Lead"}`)
	lost := clock(t, s)
	var kept int64
	if _, err := fmt.Sscan(shared, &kept); err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, kept); err != nil { // as if the last two had been lost, and made anew
		t.Fatal(err)
	}
	wantGone(t, s, lost)
	wantTold(t, s, shared, "1", "2")
	now := clock(t, s)
	steps(t, s, "3", `{"type":"Lead"}`)
	wantTold(t, s, now, "3")
	wantTold(t, s, "0", "4", "1", "2", "3")
}

func TestACursorOfBeforeTheHistoryBecameAnotherIsGone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	steps(t, s, "1", `{"type":"Lead"}`)
	steps(t, s, "2", `{"type":"Lead"}`)
	for _, path := range []string{campaignList + "?page_size=1", outcomesPath + "?page_size=1"} {
		next := *s.Get(t, s.Acme.Admin, path).List(t).Next
		if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 0); err != nil {
			t.Fatal(err)
		}
		answer := s.Get(t, s.Acme.Admin, strings.TrimPrefix(next, s.URL))
		if answer.Status != http.StatusGone {
			t.Errorf("%s goes on with %d %s", path, answer.Status, answer.Body)
		}
	}
	walked := s.Get(t, s.Acme.Admin, campaignList+"?page_size=3").List(t)
	wantIDs(t, s.Get(t, s.Acme.Admin, strings.TrimPrefix(*walked.Next, s.URL)), "4")
}

func TestAStreamEndsWhereWhatItToldIsNoPartOfTheHistoryAnyMore(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	session, err := s.App.WithToken(t.Context(), s.Acme.Admin, "")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := s.App.Listen(t.Context(), session, app.ChangeScope{}, session.SyncToken())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, wake, err := listener.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 1); err != nil {
		t.Fatal(err)
	}
	for callflow.ErrorCode(err) != callflow.Gone {
		select {
		case <-wake:
		case <-t.Context().Done():
			t.Fatal("it goes on")
		}
		if _, wake, err = listener.Next(t.Context()); err == nil && wake == nil {
			t.Fatal("it does not wait")
		}
	}
}

// copyFile is what an operator does with a stopped server's database.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// life is one run of a server on a file: it registers a lead for customers, and gives the clock.
func life(t *testing.T, path string, customers ...string) (token string) {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	verbs, err := app.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := verbs.MarkDatabase(t.Context()); err != nil {
		t.Fatal(err)
	}
	id, err := s.AccountNamed(t.Context(), "acme")
	if callflow.ErrorCode(err) == callflow.NotFound {
		id, err = s.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "Europe/Oslo", Generation: callflow.DefaultGeneration})
	}
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), id, func(w *store.Write) error {
		if w.Moment.Seq == 0 {
			if _, err := setuprows.CreateClient(w, &callflow.Client{ID: 1, ShortName: "Client"}); err != nil {
				return err
			}
			if _, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: 1, ClientID: 1, Name: "Assignment"}); err != nil {
				return err
			}
		}
		for _, customer := range customers {
			if _, err := w.PutCustomer(&callflow.Customer{AssignmentID: 1, CustomerID: customer}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	setup, moment := setupNow(t, s, id)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(setup.Token(moment.Seq))
}

// setupNow is the set-up of an account as it stands, and the moment that it is of.
func setupNow(t *testing.T, s *store.Store, accountID int64) (*store.Setup, store.Moment) {
	t.Helper()
	moment, err := s.Moment(t.Context(), accountID)
	if err != nil {
		t.Fatal(err)
	}
	setup, err := s.SetupAt(t.Context(), accountID, moment)
	if err != nil {
		t.Fatal(err)
	}
	return setup, moment
}

func TestABackupInThePlaceOfADatabaseBeginsAnotherEpochWithItsFirstChange(t *testing.T) {
	t.Parallel()
	for name, restore := range map[string]func(t *testing.T, folder, path string){
		"over the file":     restoreFile,
		"in another place":  func(t *testing.T, folder, path string) { t.Helper(); restoreFile(t, folder, path+".moved") },
		"with its own note": restoreWithNote,
		"note and file over those that are there": func(t *testing.T, folder, path string) {
			t.Helper()
			restoreFile(t, folder, path)
			copyFile(t, folder+"/backup-line", path+"-line")
		},
		"with its note and its times": restoreWithTimes,
		"as it stopped last":          func(t *testing.T, _, _ string) { t.Helper() },
	} {
		folder := t.TempDir()
		path := filepath.Join(folder, "callflow.db")
		if first := life(t, path, "1"); first != "1" {
			t.Fatalf("%s: an account begins with the token %s", name, first)
		}
		copyFile(t, path, folder+"/backup")
		copyFile(t, path+"-line", folder+"/backup-line")
		if lost := life(t, path, "2", "3"); lost != "3" {
			t.Fatalf("%s: the clock of a file that stays where it is stands at %s", name, lost)
		}
		cursors := epochOfCursors(t, path)
		restore(t, folder, path)
		if name == "in another place" {
			path += ".moved"
		}
		if told := epochOfCursors(t, path); (name == "as it stopped last") != (told == cursors) {
			t.Errorf("%s: before the first change cursors of before are taken: %d, %d", name, cursors, told)
		}
		after := life(t, path, "4")
		if restored := name != "as it stopped last"; restored != (len(after) > len("4")) {
			t.Errorf("%s: the token is %s", name, after)
		}
	}
}

// epochOfCursors is the epoch of the cursors that a server on a file would tell.
func epochOfCursors(t *testing.T, path string) int64 {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	id, err := s.AccountNamed(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	setup, _ := setupNow(t, s, id)
	return setup.CursorEpoch()
}

// restoreFile writes the backup into the file, which keeps its inode.
func restoreFile(t *testing.T, folder, path string) {
	t.Helper()
	copyFile(t, folder+"/backup", path)
}

// restoreWithTimes writes file and note over those that are there, two seconds later, and gives them the times that they had, as cp -p does.
func restoreWithTimes(t *testing.T, folder, path string) {
	t.Helper()
	restoreFile(t, folder, path)
	text, err := os.ReadFile(folder + "/backup-line")
	if err != nil {
		t.Fatal(err)
	}
	note := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&note); err != nil {
		t.Fatal(err)
	}
	written, err := note["written"].(json.Number).Int64()
	if err != nil {
		t.Fatal(err)
	}
	before := time.Unix(0, written).Add(-2 * time.Second)
	note["written"] = before.UnixNano()
	if text, err = json.Marshal(note); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(path+"-line", text, 0o600), os.Chtimes(path+"-line", before, before)); err != nil {
		t.Fatal(err)
	}
}

// restoreWithNote puts a whole folder back, by files that take the place of those that are there.
func restoreWithNote(t *testing.T, folder, path string) {
	t.Helper()
	for _, suffix := range []string{"", "-line"} {
		if err := os.Rename(folder+"/backup"+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheFirstWriteInACopyAnswersATokenOfTheEpochThatItBegins(t *testing.T) {
	t.Parallel()
	before := newFlow(t, 4)
	steps(t, before, "1", `{"type":"Lead"}`)
	s := before.Copied(t, configDefault)
	write := testkit.Request{
		Method: http.MethodPost, Path: outcomesOf("2"), Body: `{"type":"Lead"}`, Token: s.Acme.Agent,
		Header: map[string]string{"Idempotency-Key": "first"},
	}
	first := s.Ask(t, write)
	told := first.Header.Get("Callflow-Sync-Token")
	if now := clock(t, s); first.Status != http.StatusCreated || told != now {
		t.Errorf("the first write answers %d and the token %s, and the clock stands at %s", first.Status, told, now)
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?changed_since="+told))
	if again := s.Ask(t, write); again.Header.Get("Callflow-Sync-Token") != told {
		t.Errorf("sent again it answers the token %s, not %s", again.Header.Get("Callflow-Sync-Token"), told)
	}
	steps(t, s, "3", `{"type":"Lead"}`)
	wantTold(t, s, told, "3")
}
