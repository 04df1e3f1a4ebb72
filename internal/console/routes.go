package console

import (
	"slices"

	"callflow/internal/auth"
	"callflow/internal/console/apidocs"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/importpages"
	"callflow/internal/console/setuppages"
	"callflow/internal/console/ui"
)

// openRoutes ask for nobody.
var openRoutes = map[string]ui.Handler{
	"GET /{$}":          start,
	"GET /sign-in":      signInPage,
	"POST /sign-in":     signIn,
	"GET /first-run":    firstRunPage,
	"POST /first-run":   firstRun,
	"POST /preferences": setPreferences,
}

// uploadRoutes take a file, which their handlers read as it comes.
var uploadRoutes = []ui.Route{
	ui.NewRoute("POST /imports/{assignment_id}", auth.WriteCustomers, importpages.SendFile),
}

// pageRoutes is every page and every form of whoever is signed in.
func pageRoutes(described *apidocs.Reference) []ui.Route {
	return slices.Concat(ownRoutes(described), campaignRoutes(), customerRoutes(), deskRoutes(), importRoutes(), setupRoutes(), setupKindRoutes())
}

func ownRoutes(described *apidocs.Reference) []ui.Route {
	return []ui.Route{
		ui.NewRoute("GET /password", auth.ReadStatus, passwordPage),
		ui.NewRoute("POST /password", auth.ReadStatus, changePassword),
		ui.NewRoute("POST /sign-out", auth.ReadStatus, signOut),
		ui.NewRoute("POST /sign-out-everywhere", auth.ReadStatus, signOutEverywhere),
		ui.NewRoute("GET /reference", auth.ReadStatus, described.Page),
	}
}

func campaignRoutes() []ui.Route {
	const campaign = "/campaigns/{campaign_id}"
	return []ui.Route{
		ui.NewRoute("GET /campaigns", auth.ReadStatus, campaignsPage),
		ui.NewRoute("GET /campaigns/live", auth.ReadStatus, campaignsLive),
		ui.NewRoute("GET "+campaign, auth.ReadStatus, campaignPage),
		ui.NewRoute("GET "+campaign+"/live", auth.ReadStatus, campaignLive),
		ui.NewRoute("GET "+campaign+"/export", auth.ReadStatus, exportFile),
		ui.NewRoute("POST "+campaign+"/move", auth.MoveCustomers, moveForm),
		ui.NewRoute("POST "+campaign+"/move/undo", auth.MoveCustomers, undoMoves),
		ui.NewRoute("POST "+campaign+"/add", auth.MoveCustomers, addForm),
		ui.NewRoute("POST "+campaign+"/customer/move", auth.MoveCustomers, customerpages.Move),
		ui.NewRoute("POST "+campaign+"/customer/remove", auth.MoveCustomers,
			ui.Sure("Take the customer out of the campaign?", customerpages.AboutPlace, customerpages.Remove)),
		ui.NewRoute("POST "+campaign+"/customer/withdraw", auth.WithdrawOwn,
			ui.Sure(customerpages.UndoQuestion, customerpages.AboutPlace, customerpages.Withdraw)),
		ui.NewRoute("POST "+campaign+"/customer/add", auth.MoveCustomers, customerpages.Add),
	}
}

func customerRoutes() []ui.Route {
	const (
		customer  = "/assignments/{assignment_id}/customer"
		anonymize = "Everything that says who this is will be emptied for good, also in the history. Go on?"
	)
	return []ui.Route{
		ui.NewRoute("GET "+customer, auth.ReadStatus, customerpages.Show),
		ui.NewRoute("GET "+customer+"/edit", auth.WriteCustomers, customerpages.EditForm),
		ui.NewRoute("POST "+customer+"/edit", auth.WriteCustomers, customerpages.Edit),
		ui.NewRoute("GET "+customer+"/new", auth.WriteCustomers, customerpages.BlankForm),
		ui.NewRoute("POST "+customer+"/new", auth.WriteCustomers, customerpages.Create),
		ui.NewRoute("POST "+customer+"/anonymize", auth.WriteCustomers, ui.Sure(anonymize, customerpages.AboutCustomer, customerpages.Anonymize)),
	}
}

func deskRoutes() []ui.Route {
	return []ui.Route{
		ui.NewRoute("GET /desk", auth.RegisterOutcomes, deskStartPage),
		ui.NewRoute("GET /desk/{campaign_id}", auth.RegisterOutcomes, deskPage),
		ui.NewRoute("POST /desk/{campaign_id}/next", auth.RegisterOutcomes, deskNext),
		ui.NewRoute("GET /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskCallPage),
		ui.NewRoute("POST /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskRegister),
		ui.NewRoute("POST /desk/{campaign_id}/claim", auth.RegisterOutcomes, deskClaim),
		ui.NewRoute("POST /desk/{campaign_id}/undo", auth.WithdrawOwn, deskUndo),
		ui.NewRoute("POST /desk/{campaign_id}/release", auth.RegisterOutcomes, deskRelease),
	}
}

// importRoutes bring files in: a file is sent, its columns are matched, the import is tried, and then run.
func importRoutes() []ui.Route {
	const (
		file = "/imports/files/{file_id}"
		one  = "/imports/{assignment_id}/{import_id}"
		undo = "Undo the whole import? What it changed goes back to how it was."
	)
	return []ui.Route{
		ui.NewRoute("GET /imports", auth.WriteCustomers, importpages.Imports),
		ui.NewRoute("GET /imports/{assignment_id}", auth.WriteCustomers, importpages.Imports),
		ui.NewRoute("GET "+file, auth.WriteCustomers, importpages.Columns),
		ui.NewRoute("POST "+file, auth.WriteCustomers, importpages.Match),
		ui.NewRoute("POST "+file+"/read", auth.WriteCustomers, importpages.ReadAgain),
		ui.NewRoute("POST "+file+"/discard", auth.WriteCustomers, importpages.Discard),
		ui.NewRoute("GET "+file+"/rehearsal", auth.WriteCustomers, importpages.Rehearsal),
		ui.NewRoute("GET "+file+"/rehearsal/live", auth.WriteCustomers, importpages.RehearsalLive),
		ui.NewRoute("POST "+file+"/run", auth.WriteCustomers, importpages.Run),
		ui.NewRoute("GET "+one, auth.WriteCustomers, importpages.Import),
		ui.NewRoute("GET "+one+"/live", auth.WriteCustomers, importpages.ImportLive),
		ui.NewRoute("GET "+one+"/rejected.csv", auth.WriteCustomers, importpages.RejectedRows),
		ui.NewRoute("POST "+one+"/undo", auth.WriteCustomers, ui.Sure(undo, importpages.About, importpages.Undo)),
	}
}

// setupRoutes are the pages where an admin sets up.
func setupRoutes() []ui.Route {
	return []ui.Route{
		ui.NewRoute("GET /set-up", auth.WriteSetup, setuppages.Overview),
		ui.NewRoute("GET /set-up/users", auth.WriteSetup, setuppages.Users),
		ui.NewRoute("POST /set-up/users", auth.WriteSetup, setuppages.AddUser),
		ui.NewRoute("GET /set-up/users/new", auth.WriteSetup, setuppages.BlankUser),
		ui.NewRoute("GET /set-up/users/{id}", auth.WriteSetup, setuppages.User),
		ui.NewRoute("POST /set-up/users/{id}", auth.WriteSetup, setuppages.ChangeUser),
		ui.NewRoute("POST /set-up/users/{id}/password", auth.WriteSetup, setuppages.GivePassword),
		ui.NewRoute("POST /set-up/users/{id}/active", auth.WriteSetup, setuppages.ActivateUser),
		ui.NewRoute("POST /set-up/users/{id}/tokens", auth.WriteSetup, setuppages.AddToken),
		ui.NewRoute("POST /set-up/users/{id}/tokens/{token_id}/remove", auth.WriteSetup,
			ui.Sure(removeQuestion, setuppages.AboutToken, setuppages.RemoveToken)),
		ui.NewRoute("GET /set-up/tokens", auth.WriteSetup, setuppages.Tokens),
		ui.NewRoute("GET /set-up/account", auth.WriteSetup, setuppages.Account),
		ui.NewRoute("POST /set-up/account", auth.WriteSetup, setuppages.ChangeAccount),
		ui.NewRoute("GET /set-up/mirrors", auth.WriteSetup, setuppages.Mirrors),
		ui.NewRoute("GET /set-up/audit", auth.WriteSetup, setuppages.Audit),
	}
}

const removeQuestion = "Remove this for good?"

// setupKindRoutes are those of each kind of thing that is set up alike.
func setupKindRoutes() (all []ui.Route) {
	for i := range setuppages.Kinds {
		kind := &setuppages.Kinds[i]
		one, change := kind.Path+"/{id}", kind.Change
		if kind.Name == "fields" {
			change = setuppages.ChangeField
		}
		all = append(
			all,
			ui.NewRoute("GET "+kind.Path, auth.WriteSetup, kind.ListPage),
			ui.NewRoute("POST "+kind.Path, auth.WriteSetup, kind.Create),
			ui.NewRoute("GET "+kind.Path+"/new", auth.WriteSetup, kind.BlankPage),
			ui.NewRoute("GET "+one, auth.WriteSetup, kind.ThingPage),
			ui.NewRoute("POST "+one, auth.WriteSetup, change),
			ui.NewRoute("POST "+one+"/remove", auth.WriteSetup, ui.Sure(removeQuestion, kind.About, kind.Remove)),
		)
		if kind.Ordered {
			all = append(
				all,
				ui.NewRoute("POST "+one+"/move", auth.WriteSetup, kind.Move),
				ui.NewRoute("POST "+kind.Path+"/order", auth.WriteSetup, kind.Order),
			)
		}
	}
	return all
}

// register makes the routes answer.
func register(c *ui.Console, described *apidocs.Reference) {
	for pattern, handle := range openRoutes {
		c.Open(pattern, handle)
	}
	for _, r := range uploadRoutes {
		c.Open(r.Pattern, r.Answer)
	}
	for _, r := range pageRoutes(described) {
		r.Handle = ui.WithForm(r.Handle)
		c.Open(r.Pattern, r.Answer)
	}
}
