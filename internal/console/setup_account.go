package console

// accountPage asks for what of the account can be changed.
func accountPage(req *request) error { return req.showAccount(req.session.Setup.Account.TimeZone, nil) }

func (req *request) showAccount(zone string, problem error) error {
	t := req.reader.T
	page := &setupThing{frame: req.frame("Account"), Crumbs: req.crumbs(), Action: "/set-up/account", Save: "Save"}
	page.Name = page.Account
	inputs := []input{{
		Name: "time_zone", Label: t("Time zone"), Kind: "select", Options: zoneOptions(zone), Required: true,
		Hint: t("Whose times pages and records show and take.") + " " + t("Only the time zone can be changed here: the name is part of the address."),
	}}
	page.Problem, page.Inputs = page.withProblems(inputs, page.toldOf(problem, inputs))
	return req.renderAs(req.status(problem), "setup_thing", page)
}

func changeAccount(req *request) error {
	zone := req.PostFormValue("time_zone")
	if err := req.console.app.ChangeTimeZone(req.Context(), req.session, zone); err != nil {
		if !aboutForm(err) {
			return err
		}
		return req.showAccount(zone, err)
	}
	return req.done("/set-up/account", "Saved.")
}
