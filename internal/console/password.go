package console

import (
	"errors"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/console/setuppages"
	"callflow/internal/console/ui"
	"callflow/internal/limit"
	"callflow/internal/web"
)

// passwordPage asks for another password of whoever is signed in.
func passwordPage(req *ui.Request) error { return showPassword(req, nil) }

func showPassword(req *ui.Request, problem error) error {
	t := req.Reader.T
	page := &setuppages.Thing{Frame: req.Frame("Change your password"), Action: "/password", Save: "Change your password"}
	inputs := []ui.Input{
		{Name: "old_password", Label: t("Your password"), Kind: "password", Required: true, AutoComplete: "current-password", Focus: true},
		{Name: "password", Label: t("The new password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password"},
	}
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, problem)
	return req.RenderAs(req.Status(problem), "setup_thing", page)
}

// changePassword gives whoever is signed in another password. It ends all their sessions, and opens this browser's anew. Old passwords
// are guessed here as slowly as at the sign-in.
func changePassword(req *ui.Request) error {
	email, ctx := req.Session.User.Email, limit.From(req.Context(), web.ClientAddress(req.Request))
	guess, err := req.Console.Limits.Guess(web.ClientAddress(req.Request), email)
	if err != nil {
		return showPassword(req, err)
	}
	password := req.PostFormValue("password")
	err = req.Console.App.ChangeOwnPassword(ctx, req.Session, req.PostFormValue("old_password"), password)
	if !errors.Is(err, app.ErrNotThePassword) { // the old one was right, or was not looked at
		guess.GiveBack()
	}
	if err != nil {
		return showPassword(req, err)
	}
	key, _, err := req.Console.App.SignIn(ctx, email, password, req.Session.Setup.Account.Name)
	if err != nil {
		return err
	}
	req.SetSession(key, auth.SessionLifetime)
	return req.Done("/campaigns", "You have another password, and are signed out elsewhere.")
}
