package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// readyMade is the word by which this program is told to be the server of ready-made pages.
const readyMade = "ready-made"

// The empty handler's path; every other is /NAME of a page.
const emptyPath = "/empty"

// keptPage is an answer of the real server, kept to be served again as it was.
type keptPage struct {
	Name   string
	Header http.Header
	Body   []byte
}

// keep copies an answer. What net/http writes by itself is left to it.
func keep(name string, got answer) keptPage {
	page := keptPage{Name: name, Header: http.Header{}, Body: append([]byte(nil), got.body...)}
	for line := range strings.Lines(string(got.head)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if key != "Date" && key != "Content-Length" {
			page.Header.Add(key, strings.TrimSpace(value))
		}
	}
	return page
}

// startReadyMade runs this program once more, as the server of the pages.
func (b *bench) startReadyMade(ctx context.Context, pages []keptPage) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	packed := filepath.Join(b.dir, "ready-made.json")
	encoded, err := json.Marshal(pages)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(packed, encoded, 0o600); err != nil {
		return nil, err
	}
	return start(ctx, exec.CommandContext(ctx, self, readyMade, packed), filepath.Join(b.dir, "ready-made.log"))
}

// serveReadyMade serves the pages of a file from memory, with net/http and nothing else, until it is
// told to stop. It says on out where it listens.
func serveReadyMade(ctx context.Context, file string, out io.Writer) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	handler, err := readyMadeHandler(file)
	if err != nil {
		return err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Fprintln(out, listening+listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func readyMadeHandler(file string) (http.Handler, error) {
	encoded, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var pages []keptPage
	if err := json.Unmarshal(encoded, &pages); err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.HandleFunc(emptyPath, func(http.ResponseWriter, *http.Request) {})
	for _, page := range pages {
		page.Header.Set("Content-Length", strconv.Itoa(len(page.Body)))
		routes.HandleFunc("/"+page.Name, func(w http.ResponseWriter, _ *http.Request) {
			header := w.Header()
			for name, values := range page.Header {
				header[name] = values
			}
			_, _ = w.Write(page.Body)
		})
	}
	return routes, nil
}
