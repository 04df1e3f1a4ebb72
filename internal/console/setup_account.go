package console

import (
	"net/url"

	"callflow/internal/app"
)

// accountPage asks for what of the account can be changed.
func accountPage(req *request) error {
	account := &req.session.Setup.Account
	return req.showAccount(url.Values{"name": {account.DisplayName}, "time_zone": {account.TimeZone}}, nil)
}

func (req *request) showAccount(values url.Values, problem error) error {
	t := req.reader.T
	page := &setupThing{frame: req.frame("Account"), Crumbs: req.crumbs(), Action: "/set-up/account", Save: "Save"}
	page.Name = page.Account
	inputs := []input{{
		Name: "name", Label: t("Name"), Value: values.Get("name"), AutoComplete: "off",
		Hint: t("What people call the account. Left empty, it is %s, which is part of the address and stays.", req.session.Setup.Account.Name),
	}, {
		Name: "time_zone", Label: t("Time zone"), Kind: "select", Options: zoneOptions(values.Get("time_zone")), Required: true,
		Hint: t("Whose times pages and records show and take."),
	}}
	page.Problem, page.Inputs = page.withProblems(inputs, page.toldOf(problem, inputs))
	return req.renderAs(req.status(problem), "setup_thing", page)
}

func changeAccount(req *request) error {
	var wanted app.AccountRequest
	for name, member := range map[string]**string{"name": &wanted.DisplayName, "time_zone": &wanted.TimeZone} {
		if req.PostForm.Has(name) {
			value := req.PostForm.Get(name)
			*member = &value
		}
	}
	if err := req.console.app.ChangeAccount(req.Context(), req.session, &wanted); err != nil {
		if !aboutForm(err) {
			return err
		}
		return req.showAccount(req.PostForm, err)
	}
	return req.done("/set-up/account", "Saved.")
}
