package console

import (
	"crypto/subtle"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/web"
)

// firstRunForm is the page that makes the first account of an empty database.
type firstRunForm struct {
	frame
	Problem string
	Inputs  []input
}

var errFirstRunCode = callflow.InvalidField("code", "This is not the code that callflow printed where it was started.")

// firstRunPossible says whether the database is empty, and whoever started the server was told a code.
func (c *Console) firstRunPossible(req *request) (bool, error) {
	if c.config.FirstRunCode == "" {
		return false, nil
	}
	return c.app.Empty(req.Context())
}

func firstRunPage(req *request) error {
	possible, err := req.console.firstRunPossible(req)
	if err != nil {
		return err
	}
	if !possible {
		req.seeOther("/sign-in")
		return nil
	}
	return req.render("first_run", req.firstRunForm(nil))
}

func (req *request) firstRunForm(err error) *firstRunForm {
	t := req.reader.T
	form := &firstRunForm{frame: req.frame("Welcome to callflow")}
	zone := req.PostFormValue("time_zone")
	if zone == "" {
		zone = callflow.DefaultTimeZone
	}
	inputs := []input{
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
			Kind: "select", Options: zoneOptions(zone), Required: true,
		},
		{Name: "user_name", Label: t("Your name"), Value: req.PostFormValue("user_name"), AutoComplete: "name"},
		{Name: "email", Label: t("E-mail"), Kind: "email", Value: req.PostFormValue("email"), Required: true, AutoComplete: "username"},
		{Name: "password", Label: t("Password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password"},
	}
	form.Problem, form.Inputs = req.reader.withProblems(inputs, err)
	return form
}

func firstRun(req *request) error {
	if err := req.readForm(); err != nil {
		return err
	}
	possible, err := req.console.firstRunPossible(req)
	if err != nil {
		return err
	}
	if !possible {
		req.seeOther("/sign-in")
		return nil
	}
	if err := req.makeFirstAccount(); err != nil {
		return req.renderAs(req.status(err), "first_run", req.firstRunForm(err))
	}
	return signIn(req)
}

// plainCode is a code however it was typed: in small letters, without its hyphen, with blanks around it.
func plainCode(text string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(text)))
}

func (req *request) makeFirstAccount() error {
	guess, err := req.console.limits.Guess(web.ClientAddress(req.Request), "first-run")
	if err != nil {
		return err
	}
	given, wanted := plainCode(req.PostFormValue("code")), plainCode(req.console.config.FirstRunCode)
	if subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) != 1 {
		return errFirstRunCode
	}
	guess.GiveBack()
	name := strings.TrimSpace(req.PostFormValue("name"))
	if host := req.accountOfHost(); host != "" && host != name { // whoever made it here could not sign in here
		return callflow.InvalidField("name", "With --domain, an account is opened at its own host name: open that address, and give its first label here.")
	}
	return req.console.app.CreateFirstAccount(req.Context(), &app.FirstAccountRequest{
		Account: name, TimeZone: strings.TrimSpace(req.PostFormValue("time_zone")),
		Name: req.PostFormValue("user_name"), Email: strings.TrimSpace(req.PostFormValue("email")), Password: req.PostFormValue("password"),
	})
}
