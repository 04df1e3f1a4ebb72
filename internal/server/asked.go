package server

import (
	"context"
	"log/slog"
	"net/http"

	"callflow/internal/auth"
	"callflow/internal/web"
)

// named gives a request its id, the one that it came with where that can be taken, and notes where it came from.
func named(w http.ResponseWriter, r *http.Request) *http.Request {
	asked := &auth.Asked{RequestID: web.RequestID(w, r), Address: web.ClientAddress(r)}
	return r.WithContext(auth.AskedBy(r.Context(), asked))
}

// askedHandler says in each line of the log which request it is of, from where, and who asks: by ids, never by names.
type askedHandler struct{ slog.Handler }

// Handle writes a line.
func (h askedHandler) Handle(ctx context.Context, record slog.Record) error {
	asked := auth.AskedOf(ctx)
	attrs := make([]slog.Attr, 0, 5) // added at once: a record grows with each call
	if asked.RequestID != "" {
		attrs = append(attrs, slog.String("request_id", asked.RequestID), slog.String("address", asked.Address))
	}
	if asked.UserID != 0 {
		attrs = append(attrs, slog.Int64("account", asked.AccountID), slog.Int64("user", asked.UserID))
	}
	if asked.TokenID != 0 {
		attrs = append(attrs, slog.Int64("token", asked.TokenID))
	}
	record.AddAttrs(attrs...)
	return h.Handler.Handle(ctx, record)
}

// WithAttrs is the handler with attributes in each line.
func (h askedHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return askedHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup is the handler with what follows in a group.
func (h askedHandler) WithGroup(name string) slog.Handler {
	return askedHandler{h.Handler.WithGroup(name)}
}
