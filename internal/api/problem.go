package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"callflow"
	"callflow/internal/web"
)

// retryAfterSeconds is what a client is told to wait when callflow can't answer now.
const retryAfterSeconds = 5

// fail answers an error.
func (req *request) fail(err error) {
	var e *callflow.Error
	if !errors.As(err, &e) {
		e = &callflow.Error{Code: callflow.Internal, Message: callflow.ErrorText(err), Err: err}
	}
	header := req.writer.Header()
	switch e.Code {
	case callflow.Unauthenticated:
		header.Add("WWW-Authenticate", `Token realm="api"`)
		header.Add("WWW-Authenticate", `Basic realm="api", charset="UTF-8"`)
	case callflow.Unavailable:
		header.Set("Retry-After", strconv.Itoa(retryAfterSeconds))
	case callflow.TooMany:
		web.SetRetryAfter(header, err)
	default:
	}
	if level, noted := web.FailureLevel(req.Request, err); noted {
		req.logFailure(level, err)
	}
	WriteProblem(req.writer, e)
}

func (req *request) logFailure(level slog.Level, err error) {
	req.api.config.Log.LogAttrs(req.Context(), level, "request failed",
		slog.String("method", req.Method), slog.String("path", req.Pattern), slog.Any("error", err))
}

// WriteProblem answers an error as application/problem+json (RFC 9457). Its
// detail is the text that the vendor's clients read.
func WriteProblem(w http.ResponseWriter, e *callflow.Error) {
	status := callflow.HTTPStatus(e.Code)
	body := []byte(`{"type":"about:blank","title":`)
	body = callflow.AppendJSONString(body, http.StatusText(status))
	body = append(body, `,"status":`...)
	body = strconv.AppendInt(body, int64(status), 10)
	body = append(body, `,"detail":`...)
	body = callflow.AppendJSONString(body, e.Text())
	if len(e.Fields) > 0 {
		body = append(body, `,"errors":`...)
		body = appendFieldErrors(body, e.Fields)
	}
	body = append(body, '}')
	header := w.Header()
	header.Del("ETag")
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone: there is nobody to tell
}

func appendFieldErrors(dst []byte, fields []callflow.FieldError) []byte {
	dst = append(dst, '[')
	for i, field := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"field":`...)
		dst = callflow.AppendJSONString(dst, field.Field)
		dst = append(dst, `,"message":`...)
		dst = callflow.AppendJSONString(dst, field.Message)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
