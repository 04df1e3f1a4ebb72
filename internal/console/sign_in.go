package console

import (
	"log/slog"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/limit"
	"callflow/internal/web"
)

// start leads to where work begins.
func start(req *ui.Request) error {
	empty, err := firstRunPossible(req)
	if err != nil {
		return err
	}
	switch {
	case req.Session != nil:
		req.SeeOther("/campaigns")
	case empty:
		req.SeeOther("/first-run")
	default:
		req.SeeOther("/sign-in")
	}
	return nil
}

// signInForm is the page to sign in on.
type signInForm struct {
	ui.Frame
	Email   string
	Next    string
	Problem string
}

func signInPage(req *ui.Request) error {
	if req.Session != nil {
		req.SeeOther(ui.LocalPath(req.URL.Query().Get("next")))
		return nil
	}
	return req.Render("sign_in", &signInForm{Frame: req.Frame("Sign in"), Next: ui.LocalPath(req.URL.Query().Get("next"))})
}

func signIn(req *ui.Request) error {
	if err := req.ReadForm(); err != nil {
		return err
	}
	email, password := strings.TrimSpace(req.PostFormValue("email")), req.PostFormValue("password")
	next := ui.LocalPath(req.PostFormValue("next"))
	key, err := signInAs(req, email, password)
	if err == nil {
		endSession(req)
		req.SetSession(key, auth.SessionLifetime)
		req.SeeOther(next)
		return nil
	}
	page := &signInForm{Frame: req.Frame("Sign in"), Email: email, Next: next, Problem: req.Reader.Explain(err)}
	return req.RenderAs(req.Status(err), "sign_in", page)
}

// endSession ends the session that the browser had before it signed in again: whoever has its key is signed out.
func endSession(req *ui.Request) {
	if req.Session == nil {
		return
	}
	if err := req.Console.App.SignOut(req.Context(), req.Session, req.Key); err != nil {
		req.Console.Config.Log.WarnContext(req.Context(), "a session could not be ended", slog.Any("error", err))
	}
}

// signInAs gives the key of a new session. A guess is taken first, and given back where the password was right or was not looked at.
func signInAs(req *ui.Request, email, password string) (string, error) {
	guess, err := req.Console.Limits.Guess(web.ClientAddress(req.Request), email)
	if err != nil {
		req.Console.App.NoteThrottled(req.Context(), email, req.AccountOfHost())
		return "", err
	}
	key, _, err := req.Console.App.SignIn(limit.From(req.Context(), web.ClientAddress(req.Request)), email, password, req.AccountOfHost())
	if callflow.ErrorCode(err) != callflow.Unauthenticated {
		guess.GiveBack()
	}
	return key, err
}

func signOut(req *ui.Request) error {
	if err := req.Console.App.SignOut(req.Context(), req.Session, req.Key); err != nil {
		return err
	}
	req.SetSession("", -time.Second)
	req.SeeOther("/sign-in")
	return nil
}

func signOutEverywhere(req *ui.Request) error {
	if err := req.Console.App.SignOutEverywhere(req.Context(), req.Session); err != nil {
		return err
	}
	req.SetSession("", -time.Second)
	req.SeeOther("/sign-in")
	return nil
}

// setPreferences keeps the language and the colours in the browser.
func setPreferences(req *ui.Request) error {
	if err := req.ReadForm(); err != nil {
		return err
	}
	for name, known := range map[string]func(string) bool{locale.LanguageCookie: locale.KnownLanguage, locale.ThemeCookie: locale.KnownTheme} {
		value := req.PostFormValue(name)
		if value == "" || !known(value) {
			continue
		}
		req.SetCookie(name, value, ui.PreferenceLifetime)
	}
	req.SeeOther(ui.LocalPath(req.PostFormValue("next")))
	return nil
}
