package app_test

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// readCounts are the counts of the audit's entries of reads, the newest first.
func readCounts(t *testing.T, s *testkit.Server) (counts []int64) {
	t.Helper()
	entries, err := s.App.Audit(t.Context(), s.Session(t, s.Acme.Admin), auth.AuditFilter{Action: "read"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		counts = append(counts, entries[i].Count)
	}
	return counts
}

// A database that was restored from a copy lacks entries that the server still knows.
func TestWhatIsAddedToAnEntryThatHasGoneIsAnEntryOfItsOwn(t *testing.T) {
	t.Parallel()
	dsn := testkit.Database(t)
	s := testkit.NewServerOn(t, api.Config{}, dsn)
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	admin := s.Session(t, s.Acme.Admin)
	read := func(n int64) {
		t.Helper()
		s.App.NoteRead(admin, auth.ReadOf{CampaignID: testkit.CampaignID, What: "status"}, n)
		if err := s.App.WriteAudit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	read(2)
	database, err := connect.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	err = database.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec("DELETE FROM audit_entries WHERE account_id = $1", s.Acme.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	read(3)
	read(4)
	if counts := readCounts(t, s); !slices.Equal(counts, []int64{7}) {
		t.Errorf("the audit counts %v, want the 7 that were read since", counts)
	}
}

// rerun has the audit's write share a commit with one that fails, so that both are run again, and notes the order in which all of it ran.
type rerun struct {
	s     *testkit.Server
	audit *app.App // whose clock notes when the audit is written
	mu    sync.Mutex
	ran   []string
}

func newRerun(t *testing.T, s *testkit.Server) *rerun {
	t.Helper()
	r := &rerun{s: s}
	var err error
	if r.audit, err = app.New(s.Store, func() time.Time { r.note("audit"); return s.Now() }); err != nil {
		t.Fatal(err)
	}
	return r
}

// note says whether something runs for the first time.
func (r *rerun) note(what string) (first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first = !slices.Contains(r.ran, what)
	r.ran = append(r.ran, what)
	return first
}

// entries writes one entry of another deed where it runs for the first time, and two when it runs again: those after it have other ids then.
func (r *rerun) entries(w *store.Write) error {
	first := r.note("other")
	if err := w.Audit(store.AuditEntry{Action: "signed in"}); first || err != nil {
		return err
	}
	return w.Audit(store.AuditEntry{Action: "signed in"})
}

var errSpoilt = errors.New("this write fails when it has written")

func (r *rerun) spoil(w *store.Write) error {
	r.note("spoilt")
	return cmp.Or(w.Audit(store.AuditEntry{Action: "signed in"}), errSpoilt)
}

// together lets the three wait for a write that is under way. It says whether they ran in the wanted order, which the scheduler decides.
func (r *rerun) together(t *testing.T) bool {
	t.Helper()
	r.ran = nil
	write := func(fn func(*store.Write) error) error { return r.s.Store.Write(t.Context(), r.s.Acme.ID, fn) }
	begun, goOn, done := make(chan bool), make(chan bool), make(chan error, 4)
	go func() {
		done <- write(func(*store.Write) error {
			close(begun)
			<-goOn
			return nil
		})
	}()
	<-begun
	for _, act := range []func() error{
		func() error { return write(r.entries) }, func() error { return r.audit.WriteAudit(t.Context()) }, func() error { return write(r.spoil) },
	} {
		go func() { done <- act() }()
		for range 50 {
			runtime.Gosched()
		}
	}
	close(goOn)
	for range 4 {
		if err := <-done; err != nil && !errors.Is(err, errSpoilt) {
			t.Fatal(err)
		}
	}
	from := slices.Index(r.ran, "other")
	return strings.HasPrefix(strings.Join(r.ran[from:], " "), "other audit spoilt other audit")
}

func TestWhatWasReadIsInTheAuditOnceWhereItsTransactionRunsAgain(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	r, admin := newRerun(t, s), s.Session(t, s.Acme.Admin)
	for try, ranAgain := 1, 0; ranAgain < 3; try++ {
		if try > 2000 {
			t.Fatal("the three writes never shared a commit in the wanted order")
		}
		what := fmt.Sprint("list ", try)
		r.audit.NoteRead(admin, auth.ReadOf{CampaignID: testkit.CampaignID, What: what}, int64(try))
		if r.together(t) {
			ranAgain++
		}
		entries, err := s.App.Audit(t.Context(), admin, auth.AuditFilter{Action: "read"})
		if err != nil || len(entries) != min(try, auth.AuditShown) || entries[0].Details != what || entries[0].Count != int64(try) {
			t.Fatalf("after %q the audit tells %d entries, first %+v, with the error %v", r.ran, len(entries), entries[:min(1, len(entries))], err)
		}
	}
}
