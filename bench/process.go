package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long a server may take to say where it listens, and to stop.
const (
	longestStart = 30 * time.Second
	longestStop  = 10 * time.Second
)

// listening begins the line with which a server says where it can be reached.
const listening = "listening on http://"

// process is a server that runs beside this program.
type process struct {
	address string // host:port
	pid     int
	signal  func(os.Signal) error
	stop    func() error
}

// start runs a server and waits until it says where it listens. What it writes to stderr goes into a file,
// as it would under a service manager.
func start(ctx context.Context, command *exec.Cmd, logFile string) (*process, error) {
	log, err := os.Create(logFile)
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	command.Stderr = log
	command.WaitDelay = longestStop
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{pid: command.Process.Pid, signal: command.Process.Signal}
	p.stop = func() error { return terminate(command) }
	if p.address, err = awaitAddress(ctx, stdout); err != nil {
		_ = command.Process.Kill()
		_ = command.Wait()
		said, _ := os.ReadFile(logFile)
		return nil, fmt.Errorf("%s did not start: %w\n%.2000s", command.Path, err, said)
	}
	return p, nil
}

// awaitAddress reads a server's stdout up to the line that names its address; the rest is read and dropped.
func awaitAddress(ctx context.Context, stdout io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, longestStart)
	defer cancel()
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if _, address, ok := strings.Cut(lines.Text(), listening); ok {
				found <- strings.TrimRight(strings.TrimSpace(address), "/")
				break
			}
		}
		_, _ = io.Copy(io.Discard, stdout) // a full pipe would stop the server
	}()
	select {
	case address, ok := <-found:
		if !ok {
			return "", errors.New("it ended without saying where it listens")
		}
		return address, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// terminate asks a server to stop, and ends it when it does not.
func terminate(command *exec.Cmd) error {
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	end := time.AfterFunc(longestStop, func() { _ = command.Process.Kill() })
	defer end.Stop()
	err := command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) { // by the signal, as it was asked to
		return nil
	}
	return err
}

// memory reads what the kernel says of a process's memory, in bytes: the most that was ever resident, the
// pages of mapped files included (VmHWM), and what it holds of its own now (RssAnon).
func memory(pid int) (most, own float64, err error) {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(status)) {
		name, rest, _ := strings.Cut(line, ":")
		kilobytes, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		if name != "VmHWM" && name != "RssAnon" {
			continue
		}
		n, err := strconv.ParseFloat(kilobytes, 64)
		if err != nil {
			return 0, 0, fmt.Errorf("%s of process %d: %w", name, pid, err)
		}
		if name == "VmHWM" {
			most = n * 1024
		} else {
			own = n * 1024
		}
	}
	return most, own, nil
}
