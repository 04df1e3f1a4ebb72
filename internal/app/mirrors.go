package app

import (
	"context"
	"encoding/json"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// mirrorView is what is told of a mirror. Times are as the record writes them, "" for never.
type mirrorView struct {
	URL         string          `json:"url"`
	Running     bool            `json:"running"`
	StartedAt   string          `json:"started_at"`
	SucceededAt string          `json:"succeeded_at"`
	FailedAt    string          `json:"failed_at"`
	Error       string          `json:"error"`
	Lag         *int64          `json:"lag_seconds"` // since both sides last agreed; null before the first time
	Result      json.RawMessage `json:"result"`      // of the latest run that succeeded; null before the first
}

// Mirrors tells what the account follows, as a JSON array of at most one.
func (a *App) Mirrors(ctx context.Context, s *auth.Session) (*Report, error) {
	return a.report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		mirror, err := r.Mirror()
		if err != nil {
			return nil, err
		}
		views := []mirrorView{}
		if mirror != nil {
			views = append(views, a.viewMirror(mirror, s.Setup.Location))
		}
		return encodeJSON(views)
	})
}

func (a *App) viewMirror(m *store.Mirror, zone *time.Location) mirrorView {
	now := a.now()
	view := mirrorView{
		URL: m.URL, Running: m.HeldUntil > now.UnixMilli(), Error: m.Error,
		StartedAt: minuteOf(m.StartedAt, zone), SucceededAt: minuteOf(m.SucceededAt, zone), FailedAt: minuteOf(m.FailedAt, zone),
		Result: json.RawMessage("null"),
	}
	if m.SucceededAt > 0 {
		lag := max(now.UnixMilli()-m.SucceededAt, 0) / 1000
		view.Lag, view.Result = &lag, json.RawMessage(m.Result)
	}
	return view
}

func minuteOf(ms int64, zone *time.Location) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).In(zone).Format(callflow.MinuteLayout)
}
