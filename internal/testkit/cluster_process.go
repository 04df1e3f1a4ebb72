package testkit

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// newNode makes the folder of a node and finds it a port; nothing runs yet.
func newNode(t testing.TB, name string) *Node {
	t.Helper()
	fromWithPostgres(t, "CALLFLOW_POSTGRES_BIN")
	place := os.Getenv("CALLFLOW_POSTGRES_FOLDER")
	if place == "" {
		place = "/tmp"
	}
	place, err := filepath.EvalSymlinks(place) // a process tells its working folder without links
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(place, "node") //nolint:usetesting // t.TempDir is too long for a socket, and closed to the server's user
	if err != nil {
		t.Fatal(err)
	}
	n := &Node{name: name, folder: folder, port: freePort(t)}
	t.Cleanup(func() { n.remove(t) })
	if owner := serverUser(t); owner != nil {
		if err := os.Chown(folder, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// remove ends what runs of the node and deletes its folder.
func (n *Node) remove(t testing.TB) {
	t.Helper()
	if t.Failed() {
		t.Logf("the end of the log of %s:\n%s", n.name, n.log())
	}
	if n.runs() {
		n.Kill(t)
	}
	if err := os.RemoveAll(n.folder); err != nil {
		t.Errorf("remove a server's folder: %v", err)
	}
}

// Start starts the node, which was stopped or killed, and waits until it answers.
func (n *Node) Start(t testing.TB) {
	t.Helper()
	if n.runs() {
		t.Fatalf("the server %s runs already", n.name)
	}
	log, err := os.OpenFile(n.logFile(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	command := n.command(t, "postgres", "-D", n.data(), "-c", fmt.Sprintf("port=%d", n.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+n.folder)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	n.pid, n.ended = command.Process.Pid, ended
	go func() {
		defer close(ended)
		_ = command.Wait() // how it ended is in its log
	}()
	n.Await(t, "true")
}

// Stop ends the node in good order, without waiting for its connections to go.
func (n *Node) Stop(t testing.TB) {
	t.Helper()
	n.signal(t, syscall.SIGINT)
}

// Kill ends all the node's processes at once, as when its machine goes.
func (n *Node) Kill(t testing.TB) {
	t.Helper()
	n.signal(t, syscall.SIGKILL)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for patient := time.After(patience); n.killChildren(t) > 0; {
		select {
		case <-again.C:
		case <-patient:
			t.Fatalf("the processes of %s do not end", n.name)
		}
	}
	n.freeSharedMemory()
}

// signal sends the main process a signal that ends it.
func (n *Node) signal(t testing.TB, signal syscall.Signal) {
	t.Helper()
	if !n.runs() {
		t.Fatalf("the server %s does not run", n.name)
	}
	if err := syscall.Kill(n.pid, signal); err != nil {
		t.Fatal(err)
	}
	select {
	case <-n.ended:
	case <-time.After(patience):
		t.Fatalf("the server %s does not end\n%s", n.name, n.log())
	}
}

// killChildren kills what a killed main process left, each in a process group of its own: they are known by
// their working folder, which Linux tells. It returns how many there still were.
func (n *Node) killChildren(t testing.TB) int {
	t.Helper()
	folders, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil || len(folders) == 0 {
		t.Fatal("a server's processes are found in /proc, which only Linux has")
	}
	count := 0
	for _, folder := range folders {
		if at, err := os.Readlink(folder); err != nil || at != n.data() {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(folder))); err == nil {
			count++
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended by itself
		}
	}
	return count
}

// freeSharedMemory removes the few bytes by which PostgreSQL sees that nobody else uses its folder. A killed server
// leaves them in the machine until it is started again; their number ends the seventh line of postmaster.pid.
func (n *Node) freeSharedMemory() {
	content, err := os.ReadFile(filepath.Join(n.data(), "postmaster.pid"))
	lines := strings.Split(string(content), "\n")
	if err != nil || len(lines) < 7 {
		return
	}
	if numbers := strings.Fields(lines[6]); len(numbers) == 2 {
		_ = exec.Command("ipcrm", "--shmem-id", numbers[1]).Run() // what stays harms nobody
	}
}

func (n *Node) runs() bool {
	if n.ended == nil {
		return false
	}
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

// run has one of PostgreSQL's programs do its work.
func (n *Node) run(t testing.TB, program string, arguments ...string) {
	t.Helper()
	if output, err := n.command(t, program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, output)
	}
}

// command is one of PostgreSQL's programs, as a user that PostgreSQL agrees to and in a folder where this user may be.
func (n *Node) command(t testing.TB, program string, arguments ...string) *exec.Cmd {
	t.Helper()
	command := exec.Command(filepath.Join(fromWithPostgres(t, "CALLFLOW_POSTGRES_BIN"), program), arguments...)
	command.Dir = n.folder
	// Ctrl-C is for the test alone: an initdb that it hits leaves shared memory behind that nobody finds.
	command.SysProcAttr = &syscall.SysProcAttr{Credential: serverUser(t), Setpgid: true}
	return command
}

// serverUser is whom the servers run as: nobody else than who runs the tests, but never root.
func serverUser(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	credential, err := unprivileged()
	if err != nil {
		t.Fatalf("no user for PostgreSQL, which does not run as root: %v", err)
	}
	return credential
}

var unprivileged = sync.OnceValues(func() (*syscall.Credential, error) {
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
})

// freePort is drawn from below those that systems hand out by themselves: nobody gets it while the node is down.
func freePort(t testing.TB) int {
	t.Helper()
	for range 100 {
		drawn, err := rand.Int(rand.Reader, big.NewInt(17000))
		if err != nil {
			t.Fatal(err)
		}
		port := 15000 + int(drawn.Int64())
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		if err := listener.Close(); err != nil {
			t.Fatal(err)
		}
		return port
	}
	t.Fatal("no free port between 15000 and 32000")
	return 0
}

func (n *Node) logFile() string { return filepath.Join(n.folder, "log") }

// log is the end of what the server wrote.
func (n *Node) log() []byte {
	content, err := os.ReadFile(n.logFile())
	if err != nil {
		return nil
	}
	lines := bytes.SplitAfter(content, []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-20):], nil)
}
