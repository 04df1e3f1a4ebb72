package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"callflow"
)

// How often the storage is looked at, and how long a look may take.
const (
	healthEvery = 5 * time.Second
	healthTakes = 3 * time.Second
)

// healthy answers whether callflow can serve: 503 while its database can't be read or written.
func (s *Server) healthy(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), healthTakes)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.app.Health(ctx); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(callflow.ErrorText(err) + "\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// watchHealth notes in the log when the storage begins to fail, and when it works again, whether or not anybody asks.
func (s *Server) watchHealth(ctx context.Context) {
	ticker := time.NewTicker(healthEvery)
	defer ticker.Stop()
	told := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		told = s.noteHealth(ctx, told)
	}
}

// noteHealth looks once, and gives what it found: "" where all is well. told is what was found before.
func (s *Server) noteHealth(ctx context.Context, told string) string {
	look, cancel := context.WithTimeout(ctx, healthTakes)
	defer cancel()
	err := s.app.Health(look)
	if ctx.Err() != nil {
		return told
	}
	found := ""
	if err != nil {
		found = callflow.ErrorText(err)
	}
	switch found {
	case told:
	case "":
		s.config.Log.Warn("the database can be read and written again") // as its failure: a quiet log has both
	default:
		s.config.Log.Error("the database fails", slog.Any("error", err))
	}
	return found
}

// scrubEvery is how often it is tried again to make what was anonymised leave the database's log.
const scrubEvery = 10 * time.Second

// scrub makes what was anonymised leave the database's log, where that could not be done at once.
func (s *Server) scrub(ctx context.Context) {
	ticker := time.NewTicker(scrubEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := s.app.ScrubAgain(ctx); err != nil && ctx.Err() == nil {
			s.config.Log.Warn("the database's log could not be scrubbed", slog.Any("error", err))
		}
	}
}
