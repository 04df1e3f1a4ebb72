// Package server is the HTTP server: TLS, time-outs, the proxy in front, the log
// of requests, health, and a graceful stop. What is answered is others' work.
package server

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/console"
	"callflow/internal/console/ui"
	"callflow/internal/limit"
)

// Config is what an operator chooses.
type Config struct {
	Listen       string // address:port
	CertFile     string // TLS, with KeyFile
	KeyFile      string
	BehindProxy  []netip.Prefix // proxies whose forwarded headers are believed
	InsecureHTTP bool           // listen in the clear beyond loopback
	API          api.Config
	FirstRunCode string                          // that whoever makes the first account in the console has to know; "" where nobody may
	Around       func(http.Handler) http.Handler // of the API, answers in its place; nil for the API itself
	Log          *slog.Logger
}

// Time-outs. A page of 5,000 records to a slow line needs its minutes; a header does not.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 60 * time.Second
	writeTimeout      = 5 * time.Minute
	idleTimeout       = 2 * time.Minute
	stopTimeout       = 20 * time.Second
	largestHeader     = 32 << 10
)

// Server is a server that listens.
type Server struct {
	config   Config
	http     *http.Server
	rest     *api.API
	app      *app.App
	listener net.Listener
}

// Listen opens the address and prepares the server; Serve starts to answer.
func Listen(a *app.App, config Config) (*Server, error) {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if err := config.checkClear(); err != nil {
		return nil, err
	}
	secure, err := config.tls()
	if err != nil {
		return nil, err
	}
	config.Log = slog.New(askedHandler{config.Log.Handler()})
	a.LogTo(config.Log)
	config.API.Log, config.API.Files = config.Log, limit.NewFiles()
	if config.API.Limits, err = limit.New(config.API.RatePerMinute); err != nil {
		return nil, err
	}
	rest, err := api.New(a, config.API)
	if err != nil {
		return nil, err
	}
	pages, err := console.New(a, ui.Config{
		Domain: config.API.Domain, OpenAPI: api.OpenAPI, Limits: config.API.Limits, Files: config.API.Files,
		MaxUpload: config.API.MaxUpload, FirstRunCode: config.FirstRunCode, NotFound: http.HandlerFunc(notFound), Log: config.Log,
	})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", config.Listen)
	if err != nil {
		return nil, &callflow.Error{
			Code: callflow.Unavailable, Message: fmt.Sprintf("callflow can't listen on %s.", config.Listen),
			Fix: "Choose a free address with --listen.", Err: err,
		}
	}
	s := &Server{config: config, rest: rest, app: a, listener: listener}
	s.http = &http.Server{
		Handler:           s.handler(rest, pages),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    largestHeader,
		ErrorLog:          log.New(quietWriter{config.Log}, "", 0),
		TLSConfig:         secure,
	}
	return s, nil
}

// checkClear refuses to speak in the clear where others could listen (contract, section 7).
func (c *Config) checkClear() error {
	if (c.CertFile == "") != (c.KeyFile == "") {
		return &callflow.Error{Code: callflow.Invalid, Message: "--tls-cert and --tls-key belong together.", Fix: "Give both, or none."}
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return &callflow.Error{Code: callflow.Invalid, Message: fmt.Sprintf("%q is no address to listen on.", c.Listen), Fix: "Write it as 127.0.0.1:8080."}
	}
	if c.CertFile != "" || c.InsecureHTTP || len(c.BehindProxy) > 0 || IsLoopback(host) {
		return nil
	}
	return &callflow.Error{
		Code:    callflow.Invalid,
		Message: fmt.Sprintf("callflow does not listen in the clear on %s: tokens and customers would cross the network readable.", c.Listen),
		Fix:     "Give --tls-cert and --tls-key, name the proxy in front with --behind-proxy, or say --insecure-http.",
	}
}

// onlyForProxy says whether the proxy alone is answered: what is spoken in the clear beyond this machine is for it, and for nobody else.
func (c *Config) onlyForProxy() bool {
	host, _, _ := net.SplitHostPort(c.Listen)
	return len(c.BehindProxy) > 0 && c.CertFile == "" && !c.InsecureHTTP && !IsLoopback(host)
}

// tls is how the server speaks TLS; nil where it speaks in the clear.
func (c *Config) tls() (*tls.Config, error) {
	if c.CertFile == "" {
		return nil, nil //nolint:nilnil // in the clear
	}
	certificate, err := openCertificate(c.CertFile, c.KeyFile, c.Log)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificate.get}, nil
}

// IsLoopback says whether a host is this machine as it alone reaches itself.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// URL is where the server answers.
func (s *Server) URL() string {
	scheme := "http"
	if s.config.CertFile != "" {
		scheme = "https"
	}
	return scheme + "://" + s.listener.Addr().String()
}

// Serve answers until ctx ends; then it lets what is under way come to its end.
func (s *Server) Serve(ctx context.Context) error {
	defer s.app.EndAudit()
	defer s.rest.Close()
	tidying, stopTidying := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer stopTidying()
	work.Go(func() { s.tidy(tidying) })
	work.Go(func() { s.watchHealth(tidying) })
	work.Go(func() { s.scrub(tidying) })
	work.Go(func() { s.app.KeepAudit(tidying) })
	work.Go(func() { s.app.Jobs.Keep(tidying) })
	work.Go(func() { s.app.KeepSearch(tidying, s.searchFailed) })
	failed := make(chan error, 1)
	go func() {
		if s.config.CertFile != "" {
			failed <- s.http.ServeTLS(s.listener, "", "")
			return
		}
		failed <- s.http.Serve(s.listener)
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.rest.Stop()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := s.http.Shutdown(stopping)
	if errors.Is(err, context.DeadlineExceeded) { // a client that reads too slowly is cut off
		err = s.http.Close()
	}
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// searchFailed notes why the search index could not be brought up to date.
func (s *Server) searchFailed(err error) {
	s.config.Log.Warn("the search index could not be brought up to date", slog.Any("error", err))
}

// markDatabase sets the database apart from copies of it that were made before.
func (s *Server) markDatabase(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	if err := s.app.MarkDatabase(ctx); err != nil {
		s.config.Log.Warn("the database could not be told apart from copies of it", slog.Any("error", err))
	}
}

// tidyEvery is how often what was kept for a time alone is deleted.
const tidyEvery = time.Hour

// tidy deletes what was kept for long enough, at once and every hour.
func (s *Server) tidy(ctx context.Context) {
	ticker := time.NewTicker(tidyEvery)
	defer ticker.Stop()
	for {
		s.markDatabase(ctx)
		if err := s.app.Forget(ctx); err != nil && ctx.Err() == nil {
			s.config.Log.Warn("what was kept for long enough could not be deleted", slog.Any("error", err))
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			s.markDatabase(context.WithoutCancel(ctx)) // a backup of the run that ends is told from how it ended
			return
		}
	}
}

// handler is everything that answers, from the outside in. What stands in for another service has no console.
func (s *Server) handler(rest, pages http.Handler) http.Handler {
	if s.config.Around != nil {
		rest, pages = s.config.Around(rest), http.HandlerFunc(notFound)
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", s.healthy)
	routes.Handle("/", pages)
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The API does its own matching: a mux would redirect what it thinks unclean.
		if below(r.URL.EscapedPath(), api.Base) {
			rest.ServeHTTP(w, r)
			return
		}
		routes.ServeHTTP(w, r)
	})
	inside := withOrigin(s.config.BehindProxy, recovered(s.config.Log, answer))
	if s.config.onlyForProxy() {
		inside = fromProxyAlone(s.config.BehindProxy, inside)
	}
	return logged(s.config.Log, secured(inside))
}

func below(path, base string) bool {
	return len(path) > len(base) && path[:len(base)] == base && path[len(base)] == '/'
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	api.WriteProblem(w, callflow.NotFoundError())
}

// quietWriter takes net/http's own complaints into the log: a bad handshake quietly, a connection that could not be accepted aloud.
type quietWriter struct{ log *slog.Logger }

func (q quietWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("Accept error")) {
		q.log.Error("http", slog.String("message", string(p)))
		return len(p), nil
	}
	q.log.Debug("http", slog.String("message", string(p)))
	return len(p), nil
}
