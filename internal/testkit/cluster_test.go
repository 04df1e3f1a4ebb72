package testkit_test

import (
	"testing"

	"callflow/internal/testkit"
)

func TestAPostgresStandbyTakesOverWithWhatWasSynchronous(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	primary.Exec(t, "CREATE TABLE rows (id int)")
	standby := primary.Standby(t, "first")
	both := testkit.MultiHost(primary, standby) + "&target_session_attrs=read-write"

	primary.Exec(t, "INSERT INTO rows VALUES (1)")
	standby.Await(t, "(SELECT count(*) FROM rows) = 1")

	primary.Synchronous(t, "on", "first")
	standby.PauseReplay(t)
	primary.Exec(t, "INSERT INTO rows VALUES (2)")
	if found := standby.Exec(t, "SELECT count(*) FROM rows"); found != "1" {
		t.Errorf("while replay is paused the standby shows %s rows, want 1", found)
	}

	primary.Kill(t)
	standby.Promote(t)
	connection := connect(t, both)
	if found := count(t, connection, "SELECT count(*) FROM rows"); found != 2 {
		t.Errorf("the promoted standby has %d rows, want 2", found)
	}
	if _, err := connection.Exec(t.Context(), "INSERT INTO rows VALUES (3)"); err != nil {
		t.Errorf("the promoted standby takes no writes: %v", err)
	}
}

func TestAPostgresCommitWaitsForAStandbyThatIsToShowIt(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	primary.Exec(t, "CREATE TABLE rows (id int)")
	primary.Synchronous(t, "remote_apply", "first", "second")
	standby := primary.Standby(t, "first")
	standby.PauseReplay(t)

	committed := make(chan error)
	connection := connect(t, primary.DSN())
	go func() {
		_, err := connection.Exec(t.Context(), "INSERT INTO rows VALUES (1)")
		committed <- err
	}()
	primary.Await(t, "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')")
	standby.ResumeReplay(t)
	if err := <-committed; err != nil {
		t.Fatal(err)
	}
	if found := standby.Exec(t, "SELECT count(*) FROM rows"); found != "1" {
		t.Errorf("the standby shows %s rows after the commit, want 1", found)
	}

	primary.Kill(t)
	standby.Promote(t)
	standby.Exec(t, "INSERT INTO rows VALUES (2)") // waits for nobody: that it was copied from a synchronous primary is forgotten
}

func TestAPostgresNodeComesBackAtTheSameAddress(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	dsn := primary.DSN()
	primary.Exec(t, "CREATE TABLE rows (id int)")
	for _, end := range []func(testing.TB){primary.Stop, primary.Kill} {
		end(t)
		primary.Start(t)
		if found := count(t, connect(t, dsn), "SELECT count(*) FROM rows"); found != 0 {
			t.Errorf("a table without rows has %d", found)
		}
	}
}
