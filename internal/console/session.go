package console

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
	"callflow/internal/web"
)

var errSignedOut = &callflow.Error{Code: callflow.Unauthenticated, Message: "You are signed out.", Fix: "Sign in again."}

// The cookies: over HTTPS the name itself forbids another host or path to set it.
const (
	sessionCookie      = "callflow_session"
	safeSessionCookie  = "__Host-callflow_session"
	preferenceLifetime = 365 * 24 * time.Hour
)

func (req *request) overTLS() bool { return req.URL.Scheme == "https" }

func (req *request) sessionCookieName() string {
	if req.overTLS() {
		return safeSessionCookie
	}
	return sessionCookie
}

// findSession finds who is signed in, as of now; nobody is where the cookie says nothing that is true. A database that can't be asked
// signs nobody out: that is an error.
func (req *request) findSession() error {
	req.session, req.key = nil, ""
	cookie, err := req.Cookie(req.sessionCookieName())
	if err != nil {
		return nil //nolint:nilerr // no cookie: nobody is signed in
	}
	open := req.console.app.WithSession
	if web.WantsEvents(req.Request) {
		open = req.console.app.WatchSession
	}
	session, err := open(req.Context(), cookie.Value, req.accountOfHost())
	if callflow.ErrorCode(err) == callflow.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	req.session, req.key = session, cookie.Value
	req.reader = req.reader.in(session.Setup.Location)
	return nil
}

func (req *request) setSession(key string, lifetime time.Duration) {
	req.setCookie(req.sessionCookieName(), key, lifetime)
}

// setCookie keeps something in the browser that no script reads and no other site's forms send.
func (req *request) setCookie(name, value string, lifetime time.Duration) {
	//nolint:gosec // over plain HTTP, which is for one machine alone, a secure cookie would not come back
	http.SetCookie(req.writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(lifetime.Seconds()), HttpOnly: true, Secure: req.overTLS(), SameSite: http.SameSiteLaxMode,
	})
}

// accountOfHost is the account that the host name means, "" where none is configured.
func (req *request) accountOfHost() string {
	return web.AccountOfHost(req.console.config.Domain, req.Host)
}

// start leads to where work begins.
func start(req *request) error {
	empty, err := req.console.firstRunPossible(req)
	if err != nil {
		return err
	}
	switch {
	case req.session != nil:
		req.seeOther("/campaigns")
	case empty:
		req.seeOther("/first-run")
	default:
		req.seeOther("/sign-in")
	}
	return nil
}

// signInForm is the page to sign in on.
type signInForm struct {
	frame
	Email   string
	Next    string
	Problem string
}

func signInPage(req *request) error {
	if req.session != nil {
		req.seeOther(localPath(req.URL.Query().Get("next")))
		return nil
	}
	return req.render("sign_in", &signInForm{frame: req.frame("Sign in"), Next: localPath(req.URL.Query().Get("next"))})
}

func signIn(req *request) error {
	if err := req.readForm(); err != nil {
		return err
	}
	email, password := strings.TrimSpace(req.PostFormValue("email")), req.PostFormValue("password")
	next := localPath(req.PostFormValue("next"))
	key, err := req.signInAs(email, password)
	if err == nil {
		req.endSession()
		req.setSession(key, auth.SessionLifetime)
		req.seeOther(next)
		return nil
	}
	page := &signInForm{frame: req.frame("Sign in"), Email: email, Next: next, Problem: req.reader.problem(err)}
	return req.renderAs(req.status(err), "sign_in", page)
}

// endSession ends the session that the browser had before it signed in again: whoever has its key is signed out.
func (req *request) endSession() {
	if req.session == nil {
		return
	}
	if err := req.console.app.SignOut(req.Context(), req.session, req.key); err != nil {
		req.console.config.Log.WarnContext(req.Context(), "a session could not be ended", slog.Any("error", err))
	}
}

// signInAs gives the key of a new session. A guess is taken first, and given back where the password was right or was not looked at.
func (req *request) signInAs(email, password string) (string, error) {
	guess, err := req.console.limits.Guess(web.ClientAddress(req.Request), email)
	if err != nil {
		req.console.app.NoteThrottled(req.Context(), email, req.accountOfHost())
		return "", err
	}
	key, _, err := req.console.app.SignIn(limit.From(req.Context(), web.ClientAddress(req.Request)), email, password, req.accountOfHost())
	if callflow.ErrorCode(err) != callflow.Unauthenticated {
		guess.GiveBack()
	}
	return key, err
}

// localPath is a path here that somebody wanted to go to; another site's is not gone to.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/campaigns"
	}
	return path
}

func signOut(req *request) error {
	if err := req.console.app.SignOut(req.Context(), req.session, req.key); err != nil {
		return err
	}
	req.setSession("", -time.Second)
	req.seeOther("/sign-in")
	return nil
}

func signOutEverywhere(req *request) error {
	if err := req.console.app.SignOutEverywhere(req.Context(), req.session); err != nil {
		return err
	}
	req.setSession("", -time.Second)
	req.seeOther("/sign-in")
	return nil
}

// setPreferences keeps the language and the colours in the browser.
func setPreferences(req *request) error {
	if err := req.readForm(); err != nil {
		return err
	}
	for name, known := range map[string]func(string) bool{languageCookie: knownLanguage, themeCookie: knownTheme} {
		value := req.PostFormValue(name)
		if value == "" || !known(value) {
			continue
		}
		req.setCookie(name, value, preferenceLifetime)
	}
	req.seeOther(localPath(req.PostFormValue("next")))
	return nil
}
