package job_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/imports"
	"callflow/internal/job"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

const (
	importsPath  = "/api/v1/assignments/239/imports/"
	campaignPath = "/api/v1/campaigns/998/callflow_customers/"
	importedRows = 130 // more than two chunks
)

// undone is what an import tells of itself.
type undone struct {
	ID     int64
	Status string
	Undo   *imports.Undo
}

// fixture is a server with a large import, which changed the customer "1" and made the others.
type fixture struct {
	*testkit.Server
	path   string
	second string // the token of another admin
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{Server: testkit.NewServer(t, api.Config{})}
	f.Acme.Put(t, callflow.Customer{CustomerID: "1", Name: "Kari før", Phone1: "55501234"})
	user := callflow.User{Name: "second", Email: "second@acme.example", Role: callflow.Admin, Active: true}
	err := f.Acme.Write(t, func(w *store.Write) (err error) {
		user.ID, err = w.CreateUser(&user)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.second, err = f.App.CreateToken(t.Context(), f.Acme.ID, user.ID, "second"); err != nil {
		t.Fatal(err)
	}
	f.path = importsPath + fmt.Sprint(f.send(t, "?campaign=998&wait=60", largeFile()).ID) + "/"
	return f
}

// largeFile names the customer "1" twice: in its first row, and in its last.
func largeFile() string {
	var file strings.Builder
	file.WriteString("customer_id,name\n")
	for n := range importedRows - 1 {
		fmt.Fprintf(&file, "%d,Kunde %d\n", n+1, n+1)
	}
	file.WriteString("1,Kari etter\n")
	return file.String()
}

func (f *fixture) send(t *testing.T, query, file string) (sent undone) {
	t.Helper()
	request := testkit.Request{
		Method: http.MethodPost, Path: importsPath + query, Token: f.Acme.Admin, Body: file, Header: map[string]string{"Content-Type": "text/csv"},
	}
	answer := f.Ask(t, request)
	if answer.Status != http.StatusCreated {
		t.Fatalf("the file gives %d %s", answer.Status, answer.Body)
	}
	answer.Decode(t, &sent)
	return sent
}

// undo asks for the import to be undone.
func (f *fixture) undo(t *testing.T, token string, header map[string]string) *testkit.Answer {
	t.Helper()
	return f.Ask(t, testkit.Request{Method: http.MethodDelete, Path: f.path, Token: token, Header: header})
}

// clock is the account's clock.
func (f *fixture) clock(t *testing.T) int64 {
	t.Helper()
	moment, err := f.Store.Moment(t.Context(), f.Acme.ID)
	if err != nil {
		t.Fatal(err)
	}
	return moment.Seq
}

// once has something happen between the first two chunks, and counts all times between two.
func (f *fixture) once(happens func() bool) (count *int) {
	count = new(int)
	f.App.Jobs.Between(func() bool {
		*count++
		return *count > 1 || happens()
	})
	return count
}

// wantUndone holds an answer against an import that is undone but for those who moved on, and what is kept against the log.
func (f *fixture) wantUndone(t *testing.T, answer *testkit.Answer, movedOn int64) {
	t.Helper()
	var got undone
	answer.Decode(t, &got)
	want := imports.Undo{Rows: importedRows, Of: importedRows, MovedOn: movedOn}
	if answer.Status != http.StatusOK || got.Status != "undone" || got.Undo == nil || *got.Undo != want {
		t.Fatalf("it is answered %d %s", answer.Status, answer.Body)
	}
	if now := f.Get(t, f.second, f.path); string(now.Body) != string(answer.Body) {
		t.Errorf("it is answered %s, and shown as %s", answer.Body, now.Body)
	}
	if list := f.Get(t, f.second, campaignPath).List(t); list.Count != movedOn {
		t.Errorf("%d customers are in the campaign", list.Count)
	}
	if name := f.Acme.Customer(t, "1").Name; name != "Kari før" && movedOn == 0 {
		t.Errorf("the customer who was changed is called %s", name)
	}
	if name := f.Acme.Customer(t, "77").Name; name != "" {
		t.Errorf("a customer who was made is called %s", name)
	}
	verified, err := f.App.Verify(t.Context(), &app.VerifyRequest{Account: "acme"})
	if err != nil || len(verified) != 1 || verified[0].Differences != 0 {
		t.Errorf("verify says %+v, %v", verified, err)
	}
}

// wantAudited looks for what the audit tells of the latest undo.
func (f *fixture) wantAudited(t *testing.T, details string, count int64) {
	t.Helper()
	entries, err := f.App.Audit(t.Context(), f.Session(t, f.second), auth.AuditFilter{Action: "undid an import into"})
	if err != nil || len(entries) == 0 || entries[0].Details != details || entries[0].Count != count {
		t.Errorf("the audit tells %+v, %v, want %d, %s", entries, err, count, details)
	}
}

func TestAnUndoInSeveralChunksAnswersAsOne(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	chunks := f.once(func() bool { return true })
	key := map[string]string{"Idempotency-Key": "angre"}
	answer := f.undo(t, f.Acme.Admin, key)
	f.wantUndone(t, answer, 0)
	f.wantAudited(t, "undone, moved on: 0", importedRows)
	if *chunks < 1 {
		t.Error("it was one chunk")
	}
	again := f.undo(t, f.Acme.Admin, key)
	if string(again.Body) != string(answer.Body) || again.Header.Get("Idempotent-Replayed") != "true" ||
		again.Header.Get("Callflow-Sync-Token") != answer.Header.Get("Callflow-Sync-Token") || again.Header.Get("Location") != "" {
		t.Errorf("sent again it gives %d %s %v", again.Status, again.Body, again.Header)
	}
	if twice := f.undo(t, f.Acme.Admin, nil); twice.Status != http.StatusConflict || !strings.Contains(string(twice.Body), "undone already") {
		t.Errorf("undoing it twice gives %d %s", twice.Status, twice.Body)
	}
}

func TestALargeImportIsNotUndoneWhereAnybodyHasMovedOnBefore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Booked"})
	f.Acme.Put(t, callflow.Customer{CustomerID: "100", Name: "En annen"})
	answer := f.undo(t, f.Acme.Admin, nil)
	want := "2 of its customers have moved on since. Nothing was undone. Change what is wrong by another import."
	if answer.Status != http.StatusConflict || answer.Detail(t) != want {
		t.Errorf("it is answered %d %s", answer.Status, answer.Body)
	}
	if now := f.Get(t, f.second, f.path); !strings.Contains(string(now.Body), `"status":"done"`) {
		t.Errorf("the import is shown as %s", now.Body)
	}
}

func TestAnUndoWhoseServerIsKilledIsTakenUpByAnother(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	other := f.Beside(t, api.Config{})
	killed := make(chan struct{})
	f.App.Jobs.Between(func() bool {
		close(killed)
		return false
	})
	answered := make(chan *testkit.Answer, 1)
	go func() { answered <- f.undo(t, f.Acme.Admin, nil) }()
	<-killed
	if err := other.App.Jobs.TakeUp(t.Context()); err != nil { // the lease has not run out
		t.Fatal(err)
	}
	if now := other.Get(t, f.second, f.path); !strings.Contains(string(now.Body), `"status":"undoing"`) {
		t.Errorf("before its lease has run out it is shown as %s", now.Body)
	}
	chunks := 0
	other.App.Jobs.Between(func() bool {
		chunks++
		return true
	})
	other.Wait(2 * job.Lease)
	if err := other.App.Jobs.TakeUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.wantUndone(t, <-answered, 0) // whoever asked the first one waits for the other
	f.wantAudited(t, "undone, moved on: 0", importedRows)
	if chunks == 0 {
		t.Error("the other server did nothing")
	}
}

func TestAnUndoEndsWithThePermissionOfWhoAskedAndAnotherGoesOn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.once(func() bool { return f.App.SetUserActive(t.Context(), f.Acme.ID, f.Acme.Users["admin"], false) == nil })
	if answer := f.undo(t, f.Acme.Admin, nil); answer.Status != http.StatusUnauthorized {
		t.Errorf("whoever asked is answered %d %s", answer.Status, answer.Body)
	}
	var stopped undone
	f.Get(t, f.second, f.path).Decode(t, &stopped)
	if u := stopped.Undo; stopped.Status != "undo_stopped" || u == nil || u.Error != "The undo stopped: User inactive or deleted." || u.Rows == 0 || u.Rows == u.Of {
		t.Fatalf("it is shown as %+v %+v", stopped, u)
	}
	f.wantAudited(t, "stopped", stopped.Undo.Rows)
	f.wantUndone(t, f.undo(t, f.second, nil), 0)
	f.wantAudited(t, "undone, moved on: 0", importedRows-stopped.Undo.Rows)
}

func TestWhoeverMovesOnWhileAnImportIsUndoneIsLeftAndTold(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var moved int64
	f.once(func() bool { // the rows are undone from the last one on
		f.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Booked"})
		moved = f.clock(t)
		return true
	})
	before := f.clock(t)
	f.wantUndone(t, f.undo(t, f.Acme.Admin, nil), 1)
	f.wantAudited(t, "undone, moved on: 1", importedRows-1)
	if after := f.clock(t); moved <= before+1 || moved >= after {
		t.Errorf("the undo went from %d to %d, and the other write came at %d", before, after, moved)
	}
	if name := f.Acme.Customer(t, "3").Name; name != "Kunde 3" {
		t.Errorf("whoever moved on is called %s", name)
	}
}

func TestWhileAnImportIsUndoneItIsNotUndoneAgainAndOtherImportsWait(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var waiting undone
	f.once(func() bool {
		if answer := f.undo(t, f.second, nil); answer.Status != http.StatusConflict || answer.Detail(t) != "The import is being undone. Wait until it is undone." {
			t.Errorf("a second undo is answered %d %s", answer.Status, answer.Body)
		}
		waiting = f.send(t, "", "customer_id,name\nny,Ola\n")
		return true
	})
	f.wantUndone(t, f.undo(t, f.Acme.Admin, nil), 0)
	if waiting.Status != "waiting" {
		t.Errorf("an import that is sent meanwhile is %s", waiting.Status)
	}
	for waiting.Status != "done" { // it is its turn
		f.Get(t, f.second, importsPath+fmt.Sprint(waiting.ID)+"/").Decode(t, &waiting)
	}
}

func TestTwoRequestsWithOneKeyUndoOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	answers := make(chan *testkit.Answer, 2)
	for range cap(answers) {
		go func() { answers <- f.undo(t, f.Acme.Admin, map[string]string{"Idempotency-Key": "angre"}) }()
	}
	for range cap(answers) {
		f.wantUndone(t, <-answers, 0)
	}
	entries, err := f.App.Audit(t.Context(), f.Session(t, f.second), auth.AuditFilter{Action: "undid an import into"})
	if err != nil || len(entries) != 1 {
		t.Errorf("the audit tells %+v, %v", entries, err)
	}
}
