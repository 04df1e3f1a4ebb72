package testkit

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Node is a PostgreSQL server of a test's own, a primary or a standby. Its processes and its folder go with the test.
type Node struct {
	name   string // what its primary calls it
	folder string // for its data, its log and its socket
	port   int
	ended  chan struct{} // closed when the server that was started last is no more
	pid    int
}

// settings are those of every node; the rest is said at each start. A killed server leaves files of
// dynamic_shared_memory_type behind: mmap's go with the folder.
const settings = `
wal_level = replica
hot_standby = on
fsync = on
max_wal_senders = 10
max_replication_slots = 10
wal_keep_size = 256MB
wal_retrieve_retry_interval = 100ms
shared_buffers = 32MB
dynamic_shared_memory_type = mmap
timezone = 'UTC'
log_timezone = 'UTC'
`

// StartPrimary starts an empty server that others can follow.
func StartPrimary(t testing.TB) *Node {
	t.Helper()
	n := newNode(t, "primary")
	n.run(t, "initdb", "--pgdata", n.data(), "--username=callflow", "--encoding=UTF8", "--locale=C", "--auth=trust")
	n.configure(t, "postgresql.conf", settings)
	n.Start(t)
	return n
}

// Standby starts a copy of the node that follows it, and waits until it streams. The name is for Synchronous.
func (n *Node) Standby(t testing.TB, name string) *Node {
	t.Helper()
	standby := newNode(t, name)
	standby.run(t, "pg_basebackup", "--pgdata", standby.data(), "--checkpoint=fast", "--write-recovery-conf",
		"--dbname", n.DSN()+"&application_name="+name)
	// The copy has the primary's standbys: when it is promoted, its commits would wait for them.
	standby.configure(t, "postgresql.auto.conf", "synchronous_standby_names = ''\n")
	standby.Start(t)
	n.Await(t, fmt.Sprintf("EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '%s' AND state = 'streaming')", name))
	return standby
}

// Synchronous has each commit on the node wait for one of the named standbys, or for none when there are no names.
// commit is the setting synchronous_commit: on when the standby is to have it on disk, remote_apply when it is to show it.
func (n *Node) Synchronous(t testing.TB, commit string, names ...string) {
	t.Helper()
	standbys := ""
	if len(names) > 0 {
		standbys = `ANY 1 ("` + strings.Join(names, `", "`) + `")`
	}
	n.Exec(t, "ALTER SYSTEM SET synchronous_standby_names = '"+standbys+"'")
	n.Exec(t, "ALTER SYSTEM SET synchronous_commit = '"+commit+"'")
	n.Exec(t, "SELECT pg_reload_conf()")
	// Commits begin to wait when the checkpointer has seen the setting, and it looks before each checkpoint.
	n.Await(t, "current_setting('synchronous_standby_names') = '"+standbys+"' AND current_setting('synchronous_commit') = '"+commit+"'")
	n.Exec(t, "CHECKPOINT")
}

// Promote makes a standby a primary.
func (n *Node) Promote(t testing.TB) {
	t.Helper()
	n.Exec(t, "SELECT pg_promote(wait => false)")
	n.Await(t, "NOT pg_is_in_recovery()")
}

// Backup copies the node's files as an operator does without other tools: it is stopped meanwhile.
func (n *Node) Backup(t testing.TB) {
	t.Helper()
	n.Stop(t)
	n.copyFiles(t, n.data(), n.backup())
	n.Start(t)
}

// Restore puts the files of Backup in the place of those that are there. What came later is lost, and nothing tells of it.
func (n *Node) Restore(t testing.TB) {
	t.Helper()
	n.Stop(t)
	if err := os.RemoveAll(n.data()); err != nil {
		t.Fatal(err)
	}
	n.copyFiles(t, n.backup(), n.data())
	n.Start(t)
}

// copyFiles keeps their owner and modes, without which PostgreSQL does not start.
func (n *Node) copyFiles(t testing.TB, from, to string) {
	t.Helper()
	if output, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("copy %s: %v\n%s", from, err, output)
	}
}

// PauseReplay has a standby receive what the primary does without showing it.
func (n *Node) PauseReplay(t testing.TB) {
	t.Helper()
	n.Exec(t, "SELECT pg_wal_replay_pause()")
	n.Await(t, "pg_get_wal_replay_pause_state() = 'paused'")
}

// ResumeReplay ends PauseReplay.
func (n *Node) ResumeReplay(t testing.TB) {
	t.Helper()
	n.Exec(t, "SELECT pg_wal_replay_resume()")
}

// Exec has the node carry out a statement and gives the first value of its answer, as text.
func (n *Node) Exec(t testing.TB, statement string) string {
	t.Helper()
	return tell(t, n.socketDSN(), statement)
}

// Await waits until a condition, in SQL, holds on the node.
func (n *Node) Await(t testing.TB, condition string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		answer, err := ask(ctx, n.socketDSN(), "SELECT "+condition)
		if err == nil && answer == "t" {
			return
		}
		select {
		case <-again.C:
		case <-n.ended:
			t.Fatalf("the server %s is down\n%s", n.name, n.log())
		case <-ctx.Done():
			t.Fatalf("in vain waited for %s on %s: it says %q, %v\n%s", condition, n.name, answer, err, n.log())
		}
	}
}

// DSN is where the node is found, over TCP. It stays the same when the node is started again.
func (n *Node) DSN() string { return MultiHost(n) }

// MultiHost is a DSN that names several nodes, to be tried in this order.
func MultiHost(nodes ...*Node) string {
	hosts := make([]string, len(nodes))
	for i, n := range nodes {
		hosts[i] = fmt.Sprintf("127.0.0.1:%d", n.port)
	}
	return "postgres://callflow@" + strings.Join(hosts, ",") + "/postgres?sslmode=disable"
}

// socketDSN is for what the test itself asks of a node.
func (n *Node) socketDSN() string {
	return fmt.Sprintf("postgres://callflow@/postgres?host=%s&port=%d", n.folder, n.port)
}

func (n *Node) data() string { return filepath.Join(n.folder, "data") }

func (n *Node) backup() string { return filepath.Join(n.folder, "backup") }

// configure adds to one of the files of settings, where the last line on a setting counts.
func (n *Node) configure(t testing.TB, name, lines string) {
	t.Helper()
	file, err := os.OpenFile(filepath.Join(n.data(), name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(lines); err != nil {
		t.Fatal(err)
	}
}
