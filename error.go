package callflow

import (
	"errors"
	"strings"
)

// Code says what kind of failure an Error is. Each surface maps it to its own
// language: an HTTP status, an exit code.
type Code string

// The codes. Each has its HTTP status below.
const (
	Invalid             Code = "invalid" // the request is wrong; the text says what to do
	Unauthenticated     Code = "unauthenticated"
	Forbidden           Code = "forbidden"
	NotFound            Code = "not_found" // not there, or not the caller's to see
	MethodNotAllowed    Code = "method_not_allowed"
	NotAcceptable       Code = "not_acceptable"
	Conflict            Code = "conflict"
	PreconditionFailed  Code = "precondition_failed"
	TooLarge            Code = "too_large"
	UnsupportedMedia    Code = "unsupported_media"
	RangeNotSatisfiable Code = "range_not_satisfiable"
	Unprocessable       Code = "unprocessable"
	TooMany             Code = "too_many"
	Internal            Code = "internal"
	Unavailable         Code = "unavailable" // try again later
	Gone                Code = "gone"        // what the caller goes on from is no more: begin again
)

// statuses is the one table from codes to HTTP statuses: the API and the console answer with them.
var statuses = map[Code]int{
	Invalid: 400, Unauthenticated: 401, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, NotAcceptable: 406, Conflict: 409, PreconditionFailed: 412,
	TooLarge: 413, UnsupportedMedia: 415, RangeNotSatisfiable: 416, Unprocessable: 422, TooMany: 429, Internal: 500, Unavailable: 503, Gone: 410,
}

// HTTPStatus is the HTTP status of a code.
func HTTPStatus(code Code) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return statuses[Internal]
}

// FieldError is what is wrong with one member of a body or one parameter.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Error is every failure that a caller may see. Message and Fix are for the
// user; Err is the private cause and is never rendered.
type Error struct {
	Code    Code
	Message string
	Fix     string
	Fields  []FieldError
	Op      string
	Err     error
}

// Error is for logs: it names the operation and the cause.
func (e *Error) Error() string {
	text := e.Text()
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the private cause.
func (e *Error) Unwrap() error { return e.Err }

// Text is what the user reads: the message, then what to do next.
func (e *Error) Text() string {
	return strings.TrimSpace(e.Message + " " + e.Fix)
}

// ErrorCode finds the code of err; what is no *Error is Internal.
func ErrorCode(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// NotFoundError is the one answer for what is not there and for what the caller may not see.
func NotFoundError() *Error { return &Error{Code: NotFound, Message: "Not found."} }

// InvalidField is a 400 about one named member or parameter.
func InvalidField(field, message string) *Error {
	return &Error{Code: Invalid, Message: message, Fields: []FieldError{{Field: field, Message: message}}}
}

// ErrorText is what a user may read of err: nothing of what is no *Error.
func ErrorText(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Text()
	}
	return "Something went wrong inside callflow."
}
