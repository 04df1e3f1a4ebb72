package console

import (
	"crypto/subtle"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/setuppages"
	"callflow/internal/console/ui"
	"callflow/internal/web"
)

// firstRunForm is the page that makes the first account of an empty database.
type firstRunForm struct {
	ui.Frame
	Problem string
	Inputs  []ui.Input
}

var errFirstRunCode = callflow.InvalidField("code", "This is not the code that callflow printed where it was started.")

// firstRunPossible says whether the database is empty, and whoever started the server was told a code.
func firstRunPossible(req *ui.Request) (bool, error) {
	if req.Console.Config.FirstRunCode == "" {
		return false, nil
	}
	return req.Console.App.Empty(req.Context())
}

func firstRunPage(req *ui.Request) error {
	possible, err := firstRunPossible(req)
	if err != nil {
		return err
	}
	if !possible {
		req.SeeOther("/sign-in")
		return nil
	}
	return req.Render("first_run", blankFirstRun(req, nil))
}

func blankFirstRun(req *ui.Request, err error) *firstRunForm {
	t := req.Reader.T
	form := &firstRunForm{Frame: req.Frame("Welcome to callflow")}
	zone := req.PostFormValue("time_zone")
	if zone == "" {
		zone = callflow.DefaultTimeZone
	}
	inputs := []ui.Input{
		{
			Name: "code", Label: t("Code"), Hint: t("callflow printed it where it was started: whoever reads that may set it up."),
			Value: req.PostFormValue("code"), Required: true, Focus: true, AutoComplete: "off",
		},
		{
			Name: "name", Label: t("Account"), Hint: t("Small letters, digits and hyphens: the first label of its host name."),
			Value: req.PostFormValue("name"), Required: true, AutoComplete: "off",
		},
		{
			Name: "time_zone", Label: t("Time zone"), Hint: t("Whose times pages and records show and take."),
			Kind: "select", Options: setuppages.ZoneOptions(zone), Required: true,
		},
		{Name: "user_name", Label: t("Your name"), Value: req.PostFormValue("user_name"), AutoComplete: "name"},
		{Name: "email", Label: t("E-mail"), Kind: "email", Value: req.PostFormValue("email"), Required: true, AutoComplete: "username"},
		{Name: "password", Label: t("Password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password"},
	}
	form.Problem, form.Inputs = ui.MarkProblems(req.Reader, inputs, err)
	return form
}

func firstRun(req *ui.Request) error {
	if err := req.ReadForm(); err != nil {
		return err
	}
	possible, err := firstRunPossible(req)
	if err != nil {
		return err
	}
	if !possible {
		req.SeeOther("/sign-in")
		return nil
	}
	if err := makeFirstAccount(req); err != nil {
		return req.RenderAs(req.Status(err), "first_run", blankFirstRun(req, err))
	}
	return signIn(req)
}

// plainCode is a code however it was typed: in small letters, without its hyphen, with blanks around it.
func plainCode(text string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(text)))
}

func makeFirstAccount(req *ui.Request) error {
	guess, err := req.Console.Limits.Guess(web.ClientAddress(req.Request), "first-run")
	if err != nil {
		return err
	}
	given, wanted := plainCode(req.PostFormValue("code")), plainCode(req.Console.Config.FirstRunCode)
	if subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) != 1 {
		return errFirstRunCode
	}
	guess.GiveBack()
	name := strings.TrimSpace(req.PostFormValue("name"))
	if host := req.AccountOfHost(); host != "" && host != name { // whoever made it here could not sign in here
		return callflow.InvalidField("name", "With --domain, an account is opened at its own host name: open that address, and give its first label here.")
	}
	return req.Console.App.CreateFirstAccount(req.Context(), &app.FirstAccountRequest{
		Account: name, TimeZone: strings.TrimSpace(req.PostFormValue("time_zone")),
		Name: req.PostFormValue("user_name"), Email: strings.TrimSpace(req.PostFormValue("email")), Password: req.PostFormValue("password"),
	})
}
