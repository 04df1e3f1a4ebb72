package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"callflow"
)

// FailureLevel is the level at which a failed request goes into the log. Nothing is noted of what is the caller's doing: also of a caller who
// hung up, with whom the request's reads and writes ended.
func FailureLevel(r *http.Request, err error) (level slog.Level, noted bool) {
	gone := r.Context().Err() != nil
	switch callflow.ErrorCode(err) {
	case callflow.Unavailable:
		return slog.LevelWarn, !gone
	case callflow.Internal:
		return slog.LevelError, !gone || !errors.Is(err, context.Canceled)
	default:
		return 0, false
	}
}
