package app

import (
	"context"
	"encoding/json"

	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
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
func (a *App) Mirrors(ctx context.Context, s *auth.Session) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		mirror, err := pairing.ReadMirror(r)
		if err != nil {
			return nil, err
		}
		views := []mirrorView{}
		if mirror != nil {
			views = append(views, a.viewMirror(mirror, s))
		}
		return auth.EncodeBody(views)
	})
}

func (a *App) viewMirror(m *pairing.Mirror, s *auth.Session) mirrorView {
	now := a.now()
	view := mirrorView{
		URL: m.URL, Running: m.HeldUntil > now.UnixMilli(), Error: m.Error,
		StartedAt: s.Minute(m.StartedAt), SucceededAt: s.Minute(m.SucceededAt), FailedAt: s.Minute(m.FailedAt),
		Result: json.RawMessage("null"),
	}
	if m.SucceededAt > 0 {
		lag := max(now.UnixMilli()-m.SucceededAt, 0) / 1000
		view.Lag, view.Result = &lag, json.RawMessage(m.Result)
	}
	return view
}
