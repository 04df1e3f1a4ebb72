package console

import (
	"errors"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/limit"
	"callflow/internal/web"
)

// passwordPage asks for another password of whoever is signed in.
func passwordPage(req *request) error { return req.showPassword(nil) }

func (req *request) showPassword(problem error) error {
	t := req.reader.T
	page := &setupThing{frame: req.frame("Change your password"), Action: "/password", Save: "Change your password"}
	inputs := []input{
		{Name: "old_password", Label: t("Your password"), Kind: "password", Required: true, AutoComplete: "current-password", Focus: true},
		{Name: "password", Label: t("The new password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password"},
	}
	page.Problem, page.Inputs = page.withProblems(inputs, problem)
	return req.renderAs(req.status(problem), "setup_thing", page)
}

// changePassword gives whoever is signed in another password. It ends all their sessions, and opens this browser's anew. Old passwords
// are guessed here as slowly as at the sign-in.
func changePassword(req *request) error {
	email, ctx := req.session.User.Email, limit.From(req.Context(), web.ClientAddress(req.Request))
	guess, err := req.console.limits.Guess(web.ClientAddress(req.Request), email)
	if err != nil {
		return req.showPassword(err)
	}
	password := req.PostFormValue("password")
	err = req.console.app.ChangeOwnPassword(ctx, req.session, req.PostFormValue("old_password"), password)
	if !errors.Is(err, app.ErrNotThePassword) { // the old one was right, or was not looked at
		guess.GiveBack()
	}
	if err != nil {
		return req.showPassword(err)
	}
	key, _, err := req.console.app.SignIn(ctx, email, password, req.session.Setup.Account.Name)
	if err != nil {
		return err
	}
	req.setSession(key, auth.SessionLifetime)
	return req.done("/campaigns", "You have another password, and are signed out elsewhere.")
}
