package console

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
	"callflow/internal/web"
)

// request is one request on its way, with whoever asks and how they like to read.
type request struct {
	*http.Request
	console *Console
	writer  http.ResponseWriter
	session *auth.Session // nil while nobody is signed in
	key     string        // of the session, as the browser holds it
	reader  reader
}

func (c *Console) newRequest(w http.ResponseWriter, r *http.Request) *request {
	return &request{Request: r, console: c, writer: w, reader: readerOf(r)}
}

// Errors of the console's own.
var (
	errNotFound  = callflow.NotFoundError()
	errOtherSite = &callflow.Error{
		Code: callflow.Forbidden, Message: "This request came from another site.", Fix: "Open the page here, and send it from there.",
	}
)

// largestForm is how much a form may send; files have their own bound.
const largestForm = 1 << 20

// admit lets whoever is signed in and has the right go on.
func (req *request) admit(right auth.Right) error {
	if req.session == nil {
		return errSignedOut
	}
	if err := req.session.May(right); err != nil {
		return forbidden(right)
	}
	return req.console.limits.Allow(req.session.AccountID, req.session.User.ID)
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

// readForm reads the form of a write. A file's is read by the handler that takes it.
func (req *request) readForm() error {
	if req.Method != http.MethodPost {
		return nil
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(req.Header.Get("Content-Type"))), "multipart/") {
		return errNoForm
	}
	req.Body = http.MaxBytesReader(req.writer, req.Body, largestForm)
	if err := req.ParseForm(); err != nil {
		return &callflow.Error{Code: callflow.Invalid, Message: "The form can't be read.", Fix: "Open the page again, and send less at a time.", Err: err}
	}
	return nil
}

// answer finds who asks, and lets the handler answer.
func (req *request) answer(handle handler) {
	err := req.findSession()
	if err == nil {
		err = handle(req)
	}
	if err != nil {
		req.fail(err)
	}
}

// fail answers an error as a page: what went wrong, and what to do. Whoever is signed out is led to the sign-in, and back.
func (req *request) fail(err error) {
	var e *callflow.Error
	if !errors.As(err, &e) {
		e = &callflow.Error{Code: callflow.Internal, Message: callflow.ErrorText(err), Err: err}
	}
	status := req.status(err)
	if e.Code == callflow.TooMany {
		web.SetRetryAfter(req.writer.Header(), err)
	}
	if e.Code == callflow.Unauthenticated && req.Method == http.MethodGet && !web.WantsEvents(req.Request) {
		req.seeOther("/sign-in?next=" + url.QueryEscape(req.URL.RequestURI()))
		return
	}
	page := &errorPage{frame: req.frame("Something is in the way"), Problem: req.reader.problem(e), SignIn: e.Code == callflow.Unauthenticated}
	if req.Method == http.MethodPost {
		page.Here = req.console.pageAt(localPath(refererPath(req.Request)))
		page.Typed = req.typed()
	}
	if err := req.renderAs(status, "error", page); err != nil {
		req.console.config.Log.ErrorContext(req.Context(), "the page of errors failed", slog.Any("error", err))
		http.Error(req.writer, page.Problem, status)
	}
}

// status is the HTTP status of an answer, 200 where nothing was refused. What is not the caller's doing is noted here, on its way to every page.
func (req *request) status(refused error) int {
	if refused == nil {
		return http.StatusOK
	}
	if level, noted := web.FailureLevel(req.Request, refused); noted {
		req.console.config.Log.LogAttrs(req.Context(), level, "page failed",
			slog.String("method", req.Method), slog.String("path", req.Pattern), slog.Any("error", refused))
	}
	return callflow.HTTPStatus(callflow.ErrorCode(refused))
}

type errorPage struct {
	frame
	Problem string
	SignIn  bool
	Typed   []typedText // what could not be kept anywhere else
}

// refererPath is the page here that a form was sent from, "" where nothing says so.
func refererPath(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return from.RequestURI()
}

// byScript says whether a form was sent by the page's script, which stays on its page until it knows where to go.
func (req *request) byScript() bool {
	return req.Method == http.MethodPost && strings.HasPrefix(req.Header.Get("Accept"), "application/json")
}

// answerScript answers a script.
func (req *request) answerScript(answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	req.writer.Header().Set("Cache-Control", "no-store")
	req.writer.Header().Set("Content-Type", "application/json")
	_, _ = req.writer.Write(body) // the browser has gone: there is nobody to tell
	return nil
}

// seeOther leads the browser to another page here.
func (req *request) seeOther(path string) {
	req.writer.Header().Set("Cache-Control", "no-store")
	if req.byScript() {
		_ = req.answerScript(map[string]string{"go": path}) // a text can always be written
		return
	}
	http.Redirect(req.writer, req.Request, path, http.StatusSeeOther)
}

// done leads to a page, which says what was done: a text of the catalogue. A fragment of the path stays its end.
func (req *request) done(path, text string) error {
	return req.doneWith(path, url.Values{"done": {text}})
}

// doneMany is done for a text that says how many.
func (req *request) doneMany(path, text string, count int) error {
	return req.doneWith(path, url.Values{"done": {text}, "count": {strconv.Itoa(count)}})
}

func (req *request) doneWith(path string, said url.Values) error {
	req.seeOther(withQuery(path, said))
	return nil
}

// withQuery is a path that says more in its query.
func withQuery(path string, more url.Values) string {
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

// id reads a whole number of the path; what is none is not there.
func (req *request) id(name string) (int64, error) {
	id, err := strconv.ParseInt(req.PathValue(name), 10, 64)
	if err != nil || id < 1 {
		return 0, errNotFound
	}
	return id, nil
}
