package setuppages

import (
	"net/url"

	"callflow/internal/app"
	"callflow/internal/console/ui"
)

// Account asks for what of the account can be changed.
func Account(req *ui.Request) error {
	account := &req.Session.Setup.Account
	return showAccount(req, url.Values{"name": {account.DisplayName}, "time_zone": {account.TimeZone}}, nil)
}

func showAccount(req *ui.Request, values url.Values, problem error) error {
	t := req.Reader.T
	page := &Thing{Frame: req.Frame("Account"), Crumbs: crumbs(req), Action: "/set-up/account", Save: "Save"}
	page.Name = page.Account
	inputs := []ui.Input{{
		Name: "name", Label: t("Name"), Value: values.Get("name"), AutoComplete: "off",
		Hint: t("What people call the account. Left empty, it is %s, which is part of the address and stays.", req.Session.Setup.Account.Name),
	}, {
		Name: "time_zone", Label: t("Time zone"), Kind: "select", Options: ZoneOptions(values.Get("time_zone")), Required: true,
		Hint: t("Whose times pages and records show and take."),
	}}
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, translateFormError(page.Reader, problem, inputs))
	return req.RenderAs(req.Status(problem), "setup_thing", page)
}

// ChangeAccount changes of the account what was sent, and shows the form again with what is wrong.
func ChangeAccount(req *ui.Request) error {
	var wanted app.AccountRequest
	for name, member := range map[string]**string{"name": &wanted.DisplayName, "time_zone": &wanted.TimeZone} {
		if req.PostForm.Has(name) {
			value := req.PostForm.Get(name)
			*member = &value
		}
	}
	if err := req.Console.App.ChangeAccount(req.Context(), req.Session, &wanted); err != nil {
		if !aboutForm(err) {
			return err
		}
		return showAccount(req, req.PostForm, err)
	}
	return req.Done("/set-up/account", "Saved.")
}
