package console

import (
	"net/http"
	"slices"

	"callflow/internal/auth"
)

// route is a page or a form: what is asked, the right that it needs, and what answers.
type route struct {
	pattern string
	right   auth.Right
	handle  handler
}

type handler func(*request) error

// openRoutes ask for nobody.
var openRoutes = map[string]handler{
	"GET /{$}":          start,
	"GET /sign-in":      signInPage,
	"POST /sign-in":     signIn,
	"GET /first-run":    firstRunPage,
	"POST /first-run":   firstRun,
	"POST /preferences": setPreferences,
}

// uploadRoutes take a file, which their handlers read as it comes.
var uploadRoutes = []route{
	{"POST /imports/{assignment_id}", auth.WriteCustomers, sendFile},
}

// pageRoutes is every page and every form of whoever is signed in.
func pageRoutes() []route {
	return slices.Concat(ownRoutes(), campaignRoutes(), customerRoutes(), deskRoutes(), importRoutes(), setupRoutes(), setupKindRoutes())
}

func ownRoutes() []route {
	return []route{
		{"GET /password", auth.ReadStatus, passwordPage},
		{"POST /password", auth.ReadStatus, changePassword},
		{"POST /sign-out", auth.ReadStatus, signOut},
		{"POST /sign-out-everywhere", auth.ReadStatus, signOutEverywhere},
		{"GET /reference", auth.ReadStatus, referencePage},
	}
}

func campaignRoutes() []route {
	const campaign = "/campaigns/{campaign_id}"
	return []route{
		{"GET /campaigns", auth.ReadStatus, campaignsPage},
		{"GET /campaigns/live", auth.ReadStatus, campaignsLive},
		{"GET " + campaign, auth.ReadStatus, campaignPage},
		{"GET " + campaign + "/live", auth.ReadStatus, campaignLive},
		{"GET " + campaign + "/export", auth.ReadStatus, exportFile},
		{"POST " + campaign + "/move", auth.MoveCustomers, moveForm},
		{"POST " + campaign + "/move/undo", auth.MoveCustomers, undoMoves},
		{"POST " + campaign + "/add", auth.MoveCustomers, addForm},
		{"POST " + campaign + "/customer/move", auth.MoveCustomers, moveCustomer},
		{"POST " + campaign + "/customer/remove", auth.MoveCustomers, sure("Take the customer out of the campaign?", aboutCallflowCustomer, removeCustomer)},
		{"POST " + campaign + "/customer/withdraw", auth.WithdrawOwn, sure(undoQuestion, aboutCallflowCustomer, withdrawOutcome)},
		{"POST " + campaign + "/customer/add", auth.MoveCustomers, addCustomer},
	}
}

func customerRoutes() []route {
	const (
		customer  = "/assignments/{assignment_id}/customer"
		anonymize = "Everything that says who this is will be emptied for good, also in the history. Go on?"
	)
	return []route{
		{"GET " + customer, auth.ReadStatus, customerPage},
		{"GET " + customer + "/edit", auth.WriteCustomers, editCustomerPage},
		{"POST " + customer + "/edit", auth.WriteCustomers, editCustomer},
		{"GET " + customer + "/new", auth.WriteCustomers, newCustomerPage},
		{"POST " + customer + "/new", auth.WriteCustomers, newCustomer},
		{"POST " + customer + "/anonymize", auth.WriteCustomers, sure(anonymize, aboutCustomer, anonymizeCustomer)},
	}
}

func deskRoutes() []route {
	return []route{
		{"GET /desk", auth.RegisterOutcomes, deskStartPage},
		{"GET /desk/{campaign_id}", auth.RegisterOutcomes, deskPage},
		{"POST /desk/{campaign_id}/next", auth.RegisterOutcomes, deskNext},
		{"GET /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskCallPage},
		{"POST /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskRegister},
		{"POST /desk/{campaign_id}/claim", auth.RegisterOutcomes, deskClaim},
		{"POST /desk/{campaign_id}/undo", auth.WithdrawOwn, deskUndo},
		{"POST /desk/{campaign_id}/release", auth.RegisterOutcomes, deskRelease},
	}
}

// importRoutes bring files in: a file is sent, its columns are matched, the import is tried, and then run.
func importRoutes() []route {
	const (
		file = "/imports/files/{file_id}"
		one  = "/imports/{assignment_id}/{import_id}"
		undo = "Undo the whole import? What it changed goes back to how it was."
	)
	return []route{
		{"GET /imports", auth.WriteCustomers, importsPage},
		{"GET /imports/{assignment_id}", auth.WriteCustomers, importsPage},
		{"GET " + file, auth.WriteCustomers, waiting(matchPage)},
		{"POST " + file, auth.WriteCustomers, waiting(matchFile)},
		{"POST " + file + "/read", auth.WriteCustomers, readFileAgain},
		{"POST " + file + "/discard", auth.WriteCustomers, discardFile},
		{"GET " + file + "/rehearsal", auth.WriteCustomers, waiting(rehearsalPage)},
		{"GET " + file + "/rehearsal/live", auth.WriteCustomers, rehearsalLive},
		{"POST " + file + "/run", auth.WriteCustomers, waiting(runImport)},
		{"GET " + one, auth.WriteCustomers, importPage},
		{"GET " + one + "/live", auth.WriteCustomers, importLive},
		{"GET " + one + "/rejected.csv", auth.WriteCustomers, rejectedRows},
		{"POST " + one + "/undo", auth.WriteCustomers, sure(undo, aboutImport, undoImport)},
	}
}

// setupRoutes are the pages where an admin sets up.
func setupRoutes() []route {
	return []route{
		{"GET /set-up", auth.WriteSetup, setUpPage},
		{"GET /set-up/users", auth.WriteSetup, usersPage},
		{"POST /set-up/users", auth.WriteSetup, addUser},
		{"GET /set-up/users/new", auth.WriteSetup, newUserPage},
		{"GET /set-up/users/{id}", auth.WriteSetup, userPage},
		{"POST /set-up/users/{id}", auth.WriteSetup, changeUser},
		{"POST /set-up/users/{id}/password", auth.WriteSetup, givePassword},
		{"POST /set-up/users/{id}/active", auth.WriteSetup, activateUser},
		{"POST /set-up/users/{id}/tokens", auth.WriteSetup, addToken},
		{"POST /set-up/users/{id}/tokens/{token_id}/remove", auth.WriteSetup, sure(removeQuestion, aboutToken, removeToken)},
		{"GET /set-up/tokens", auth.WriteSetup, tokensPage},
		{"GET /set-up/account", auth.WriteSetup, accountPage},
		{"POST /set-up/account", auth.WriteSetup, changeAccount},
		{"GET /set-up/mirrors", auth.WriteSetup, mirrorsPage},
		{"GET /set-up/audit", auth.WriteSetup, auditPage},
	}
}

const removeQuestion = "Remove this for good?"

// setupKindRoutes are those of each kind of thing that is set up alike.
func setupKindRoutes() (all []route) {
	for i := range setupKinds {
		kind := &setupKinds[i]
		one, change := kind.path+"/{id}", kind.change
		if kind.name == "fields" {
			change = changeField
		}
		all = append(
			all,
			route{"GET " + kind.path, auth.WriteSetup, kind.listPage},
			route{"POST " + kind.path, auth.WriteSetup, kind.create},
			route{"GET " + kind.path + "/new", auth.WriteSetup, kind.blankPage},
			route{"GET " + one, auth.WriteSetup, kind.thingPage},
			route{"POST " + one, auth.WriteSetup, change},
			route{"POST " + one + "/remove", auth.WriteSetup, sure(removeQuestion, kind.about, kind.remove)},
		)
		if kind.ordered {
			all = append(all, route{"POST " + one + "/move", auth.WriteSetup, kind.move}, route{"POST " + kind.path + "/order", auth.WriteSetup, kind.order})
		}
	}
	return all
}

// register makes the routes answer.
func (c *Console) register() {
	c.mux.Handle("GET /static/{name}", c.static)
	c.mux.HandleFunc("/", c.notFound)
	for pattern, handle := range openRoutes {
		c.open(pattern, handle)
	}
	for _, r := range uploadRoutes {
		c.open(r.pattern, r.answer)
	}
	for _, r := range pageRoutes() {
		r.handle = withForm(r.handle)
		c.open(r.pattern, r.answer)
	}
}

// open registers what finds out itself who asks.
func (c *Console) open(pattern string, handle handler) {
	c.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { c.newRequest(w, r).answer(handle) })
}

// answer answers whoever is signed in and has the right.
func (r route) answer(req *request) error {
	if err := req.admit(r.right); err != nil {
		return err
	}
	return r.handle(req)
}

// withForm reads the form of a write before it is handled.
func withForm(handle handler) handler {
	return func(req *request) error {
		if err := req.readForm(); err != nil {
			return err
		}
		return handle(req)
	}
}
