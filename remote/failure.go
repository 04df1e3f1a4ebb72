package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"callflow"
)

// codes are what the statuses of refusals mean; what is not here is Invalid below 500, else Unavailable.
var codes = map[int]callflow.Code{
	http.StatusUnauthorized:        callflow.Unauthenticated,
	http.StatusForbidden:           callflow.Forbidden,
	http.StatusNotFound:            callflow.NotFound,
	http.StatusMethodNotAllowed:    callflow.MethodNotAllowed,
	http.StatusConflict:            callflow.Conflict,
	http.StatusGone:                callflow.Gone,
	http.StatusPreconditionFailed:  callflow.PreconditionFailed,
	http.StatusUnprocessableEntity: callflow.Unprocessable,
	http.StatusTooManyRequests:     callflow.TooMany,
}

// fixes say what to do about a refusal.
var fixes = map[int]string{
	http.StatusUnauthorized:    "Check the token: it may be misspelt, withdrawn, or another server's.",
	http.StatusForbidden:       "Ask whoever runs the server to give this user the right to read it.",
	http.StatusNotFound:        "Check the server's address and the ids: what the user may not see is answered like what is not there.",
	http.StatusTooManyRequests: "Try again later, or ask for less at once.",
}

// refusal makes an error of an answer that is no success.
func (c *Client) refusal(a *answer) error {
	e := &callflow.Error{Code: codes[a.status], Fix: fixes[a.status]}
	detail := a.detail()
	switch {
	case e.Code == "" && a.status >= http.StatusInternalServerError:
		e.Code, e.Fix = callflow.Unavailable, "Try again later; if it stays so, tell whoever runs the server."
	case e.Code == callflow.Gone && detail != "": // the server's own text says what to do
	case e.Code == "" && a.status == http.StatusBadRequest && detail != "":
		e.Code, e.Fix = callflow.Invalid, "" // the server's own text says what to do
	case e.Code == "":
		e.Code, e.Fix = callflow.Invalid, "Check the server's address."
	}
	e.Message = fmt.Sprintf("%s answers %d %s", c.base.Host, a.status, http.StatusText(a.status))
	if detail == "" {
		e.Message += "."
		return e
	}
	e.Message += ": " + detail
	if !strings.HasSuffix(detail, ".") {
		e.Message += "."
	}
	return e
}

// longestDetail is as much of a server's text as an error repeats.
const longestDetail = 500

// detail is what the server says itself: the member "detail" of its answer.
func (a *answer) detail() string {
	var problem struct {
		Detail any `json:"detail"`
	}
	if json.Unmarshal(a.body, &problem) != nil {
		return ""
	}
	text, _ := problem.Detail.(string)
	return printable(text)
}

// printable cuts a text of the other side's to a length, and to what a terminal may be given.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	if len(text) <= longestDetail {
		return text
	}
	cut := longestDetail
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// unreadable makes an error of an answer that is not what was asked for.
func (a *answer) unreadable(wanted string) error {
	e := &callflow.Error{Code: callflow.Unprocessable, Fix: "Check the server's address, and that nothing between changes its answers."}
	start := bytes.TrimLeft(a.body, " \t\r\n\ufeff")
	switch {
	case len(start) == 0:
		e.Message = a.from + " answers nothing, where " + wanted + " was asked for."
	case start[0] == '<':
		e.Message = a.from + " answers a web page, where " + wanted + " was asked for."
		e.Fix = "Check the server's address: it may be that of a sign-in page, a proxy or another program."
	case start[0] != '{' && start[0] != '[' || !json.Valid(a.body):
		e.Message = a.from + " answers what is no JSON, where " + wanted + " was asked for."
	default:
		e.Message = a.from + " answers other JSON than " + wanted + "."
	}
	return e
}

// gaveUp makes an error of a server that could not be reached, or did not want to answer, however often it was asked.
func (c *Client) gaveUp(err error, attempts int, since time.Time) error {
	e := &callflow.Error{
		Code: callflow.Unavailable, Err: err,
		Message: fmt.Sprintf("%s did not answer in %d attempts over %s (%s).",
			c.base.Host, attempts, time.Since(since).Round(time.Second/10), reason(err)),
		Fix: "Check that the server runs and can be reached, then do the same again.",
	}
	var refused *callflow.Error
	if errors.As(err, &refused) {
		e.Code = refused.Code
	}
	return e
}

// reason is what is told of a broken connection: its kind, without addresses.
func reason(err error) string {
	var refused *callflow.Error
	switch text := err.Error(); {
	case errors.As(err, &refused):
		return strings.TrimSuffix(refused.Message, ".")
	case errors.Is(err, context.DeadlineExceeded) || strings.Contains(text, "timeout"):
		return "it took too long"
	case strings.Contains(text, "connection refused"):
		return "nothing listens there"
	case strings.Contains(text, "no such host"):
		return "there is no host of that name"
	}
	return "the connection broke"
}

// stopped makes an error of a context that ended.
func stopped(err error) error {
	return &callflow.Error{Code: callflow.Unavailable, Message: "Stopped before it was done.", Fix: "Do the same again.", Err: err}
}

func isForbidden(err error) bool { return err != nil && callflow.ErrorCode(err) == callflow.Forbidden }
