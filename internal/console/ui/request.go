package ui

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/locale"
	"callflow/internal/web"
)

// Request is one request on its way, with whoever asks and how they like to read.
type Request struct {
	*http.Request
	Console *Console
	Writer  http.ResponseWriter
	Session *auth.Session // nil while nobody is signed in
	Key     string        // of the session, as the browser holds it
	Reader  locale.Reader
}

// NewRequest is a request of nobody yet.
func (c *Console) NewRequest(w http.ResponseWriter, r *http.Request) *Request {
	return &Request{Request: r, Console: c, Writer: w, Reader: locale.ReaderOf(r)}
}

// Errors of the console's own.
var (
	ErrNotFound  = callflow.NotFoundError()
	errOtherSite = &callflow.Error{
		Code: callflow.Forbidden, Message: "This request came from another site.", Fix: "Open the page here, and send it from there.",
	}
)

// largestForm is how much a form may send; files have their own bound.
const largestForm = 1 << 20

// admit lets whoever is signed in and has the right go on.
func (req *Request) admit(right auth.Right) error {
	if req.Session == nil {
		return errSignedOut
	}
	if err := req.Session.May(right); err != nil {
		return forbidden(right)
	}
	return req.Console.Limits.Allow(req.Session.AccountID, req.Session.User.ID)
}

// forbidden says to whom a right belongs, and whom to ask.
func forbidden(right auth.Right) error {
	fix := "It takes the role of admin: ask an administrator of the account."
	if right == auth.RegisterOutcomes || right == auth.WithdrawOwn {
		fix = "It takes the role of agent or admin: ask an administrator of the account."
	}
	return &callflow.Error{Code: callflow.Forbidden, Message: "You do not have permission to perform this action.", Fix: fix}
}

// errNoForm is the answer to a file that is sent where none is taken: nothing of it is read.
var errNoForm = &callflow.Error{Code: callflow.UnsupportedMedia, Message: "No file is taken here.", Fix: "Send it on the page Import."}

// ReadForm reads the form of a write. A file's is read by the handler that takes it.
func (req *Request) ReadForm() error {
	if req.Method != http.MethodPost {
		return nil
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(req.Header.Get("Content-Type"))), "multipart/") {
		return errNoForm
	}
	req.Body = http.MaxBytesReader(req.Writer, req.Body, largestForm)
	if err := req.ParseForm(); err != nil {
		return &callflow.Error{Code: callflow.Invalid, Message: "The form can't be read.", Fix: "Open the page again, and send less at a time.", Err: err}
	}
	return nil
}

// Answer finds who asks, and lets the handler answer.
func (req *Request) Answer(handle Handler) {
	err := req.findSession()
	if err == nil {
		err = handle(req)
	}
	if err != nil {
		req.fail(err)
	}
}

// fail answers an error as a page: what went wrong, and what to do. Whoever is signed out is led to the sign-in, and back.
func (req *Request) fail(err error) {
	var e *callflow.Error
	if !errors.As(err, &e) {
		e = &callflow.Error{Code: callflow.Internal, Message: callflow.ErrorText(err), Err: err}
	}
	status := req.Status(err)
	if e.Code == callflow.TooMany {
		web.SetRetryAfter(req.Writer.Header(), err)
	}
	if e.Code == callflow.Unauthenticated && req.Method == http.MethodGet && !web.WantsEvents(req.Request) {
		req.SeeOther("/sign-in?next=" + url.QueryEscape(req.URL.RequestURI()))
		return
	}
	page := &ErrorPage{Frame: req.Frame("Something is in the way"), Problem: req.Reader.Explain(e), SignIn: e.Code == callflow.Unauthenticated}
	if req.Method == http.MethodPost {
		page.Here = req.Console.pageAt(LocalPath(refererPath(req.Request)))
		page.Typed = req.Typed()
	}
	if err := req.RenderAs(status, "error", page); err != nil {
		req.Console.Config.Log.ErrorContext(req.Context(), "the page of errors failed", slog.Any("error", err))
		http.Error(req.Writer, page.Problem, status)
	}
}

// Status is the HTTP status of an answer, 200 where nothing was refused. What is not the caller's doing is noted here, on its way to every page.
func (req *Request) Status(refused error) int {
	if refused == nil {
		return http.StatusOK
	}
	if level, noted := web.FailureLevel(req.Request, refused); noted {
		req.Console.Config.Log.LogAttrs(req.Context(), level, "page failed",
			slog.String("method", req.Method), slog.String("path", req.Pattern), slog.Any("error", refused))
	}
	return callflow.HTTPStatus(callflow.ErrorCode(refused))
}

// ErrorPage says what went wrong, and what to do.
type ErrorPage struct {
	Frame
	Problem string
	SignIn  bool
	Typed   []TypedText // what could not be kept anywhere else
}

// refererPath is the page here that a form was sent from, "" where nothing says so.
func refererPath(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return from.RequestURI()
}

// ByScript says whether a form was sent by the page's script, which stays on its page until it knows where to go.
func (req *Request) ByScript() bool {
	return req.Method == http.MethodPost && strings.HasPrefix(req.Header.Get("Accept"), "application/json")
}

// AnswerScript answers a script.
func (req *Request) AnswerScript(answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	req.Writer.Header().Set("Cache-Control", "no-store")
	req.Writer.Header().Set("Content-Type", "application/json")
	_, _ = req.Writer.Write(body) // the browser has gone: there is nobody to tell
	return nil
}

// SeeOther leads the browser to another page here.
func (req *Request) SeeOther(path string) {
	req.Writer.Header().Set("Cache-Control", "no-store")
	if req.ByScript() {
		_ = req.AnswerScript(map[string]string{"go": path}) // a text can always be written
		return
	}
	http.Redirect(req.Writer, req.Request, path, http.StatusSeeOther)
}

// Done leads to a page, which says what was done: a text of the catalogue. A fragment of the path stays its end.
func (req *Request) Done(path, text string) error {
	return req.DoneWith(path, url.Values{"done": {text}})
}

// DoneMany is done for a text that says how many.
func (req *Request) DoneMany(path, text string, count int) error {
	return req.DoneWith(path, url.Values{"done": {text}, "count": {strconv.Itoa(count)}})
}

// DoneWith is Done with more that the page says.
func (req *Request) DoneWith(path string, said url.Values) error {
	req.SeeOther(WithQuery(path, said))
	return nil
}

// WithQuery is a path that says more in its query.
func WithQuery(path string, more url.Values) string {
	path, fragment, hasFragment := strings.Cut(path, "#")
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	path += joint + more.Encode()
	if hasFragment {
		path += "#" + fragment
	}
	return path
}

// ID reads a whole number of the path; what is none is not there.
func (req *Request) ID(name string) (int64, error) {
	id, err := strconv.ParseInt(req.PathValue(name), 10, 64)
	if err != nil || id < 1 {
		return 0, ErrNotFound
	}
	return id, nil
}
