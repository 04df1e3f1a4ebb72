package ui

import (
	"net/http"
	"strings"
	"time"

	"callflow"
	"callflow/internal/web"
)

var errSignedOut = &callflow.Error{Code: callflow.Unauthenticated, Message: "You are signed out.", Fix: "Sign in again."}

// The cookies: over HTTPS the name itself forbids another host or path to set it.
const (
	sessionCookie      = "callflow_session"
	safeSessionCookie  = "__Host-callflow_session"
	PreferenceLifetime = 365 * 24 * time.Hour
)

func (req *Request) overTLS() bool { return req.URL.Scheme == "https" }

func (req *Request) sessionCookieName() string {
	if req.overTLS() {
		return safeSessionCookie
	}
	return sessionCookie
}

// findSession finds who is signed in, as of now; nobody is where the cookie says nothing that is true. A database that can't be asked
// signs nobody out: that is an error.
func (req *Request) findSession() error {
	req.Session, req.Key = nil, ""
	cookie, err := req.Cookie(req.sessionCookieName())
	if err != nil {
		return nil //nolint:nilerr // no cookie: nobody is signed in
	}
	open := req.Console.App.WithSession
	if web.WantsEvents(req.Request) {
		open = req.Console.App.WatchSession
	}
	session, err := open(req.Context(), cookie.Value, req.AccountOfHost())
	if callflow.ErrorCode(err) == callflow.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	req.Session, req.Key = session, cookie.Value
	req.Reader = req.Reader.In(session.Setup.Location)
	return nil
}

// SetSession keeps the key of a session in the browser.
func (req *Request) SetSession(key string, lifetime time.Duration) {
	req.SetCookie(req.sessionCookieName(), key, lifetime)
}

// SetCookie keeps something in the browser that no script reads and no other site's forms send.
func (req *Request) SetCookie(name, value string, lifetime time.Duration) {
	//nolint:gosec // over plain HTTP, which is for one machine alone, a secure cookie would not come back
	http.SetCookie(req.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(lifetime.Seconds()), HttpOnly: true, Secure: req.overTLS(), SameSite: http.SameSiteLaxMode,
	})
}

// AccountOfHost is the account that the host name means, "" where none is configured.
func (req *Request) AccountOfHost() string {
	return web.AccountOfHost(req.Console.Config.Domain, req.Host)
}

// LocalPath is a path here that somebody wanted to go to; another site's is not gone to.
func LocalPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/campaigns"
	}
	return path
}
