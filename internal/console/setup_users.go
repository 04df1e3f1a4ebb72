package console

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
)

// setupUsers is the page of all users.
type setupUsers struct {
	frame
	Crumbs []setupCrumb
	People []setupPerson
}

// setupPerson is a user as pages show it.
type setupPerson struct {
	*callflow.User
	RoleText string // of the catalogue
	Client   string // of an external user
	Tokens   int
	Path     string
}

// roles are what a user may be. Their texts are of the catalogue.
var roles = []option{
	{Value: string(callflow.Agent), Text: "Agent: calls, and reads"},
	{Value: string(callflow.Reader), Text: "Reader: reads"},
	{Value: string(callflow.Admin), Text: "Admin: may do everything"},
}

func (req *request) person(user *callflow.User) setupPerson {
	p := setupPerson{User: user, Path: userPath(user.ID)}
	for _, role := range roles {
		if role.Value == string(user.Role) {
			p.RoleText = role.Text
		}
	}
	if client := req.session.Setup.Clients[user.ClientID]; client != nil {
		p.Client = client.ShortName
	}
	for _, token := range req.session.Setup.Tokens() {
		if token.UserID == user.ID {
			p.Tokens++
		}
	}
	return p
}

func userPath(id int64) string { return "/set-up/users/" + strconv.FormatInt(id, 10) }

func usersPage(req *request) error {
	page := &setupUsers{frame: req.frame("Users"), Crumbs: req.crumbs()}
	users := slices.Collect(maps.Values(req.session.Setup.Users))
	slices.SortFunc(users, func(a, b *callflow.User) int {
		return cmp.Or(activeFirst(a.Active, b.Active), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	for _, user := range users {
		page.People = append(page.People, req.person(user))
	}
	return req.render("setup_users", page)
}

func (req *request) usersCrumbs() []setupCrumb {
	return req.crumbs(setupCrumb{"/set-up/users", req.reader.T("Users")})
}

// newUserPage asks for a user.
func newUserPage(req *request) error {
	return req.showNewUser(url.Values{"role": {string(callflow.Agent)}}, nil)
}

func (req *request) showNewUser(values url.Values, problem error) error {
	t := req.reader.T
	page := &setupThing{frame: req.frame("Add a user"), Crumbs: req.usersCrumbs(), Action: "/set-up/users", Save: "Add a user"}
	inputs := append(req.userInputs(values), input{
		Name: "password", Label: t("Password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password",
	})
	page.Problem, page.Inputs = page.withProblems(inputs, page.toldOf(problem, inputs))
	return req.renderAs(req.status(problem), "setup_thing", page)
}

// userInputs ask for what is told of a user.
func (req *request) userInputs(values url.Values) []input {
	t := req.reader.T
	inputs := []input{
		{Name: "name", Label: t("Name"), Value: values.Get("name"), AutoComplete: "off"},
		{Name: "email", Label: t("E-mail"), Kind: "email", Value: values.Get("email"), Required: true, AutoComplete: "username"},
		{Name: "role", Label: t("Role"), Kind: "select"},
		{Name: "client_id", Label: t("Client"), Kind: "select", Hint: t("Only for somebody at a client, who reads that client's campaigns and nothing else.")},
	}
	for _, role := range roles {
		inputs[2].Options = append(inputs[2].Options, option{role.Value, t(role.Text), role.Value == values.Get("role")})
	}
	inputs[3].Options = []option{{Text: t("None: one of our own")}}
	for _, client := range clientOptions(req.session, 0) {
		client.Selected = client.Value == values.Get("client_id")
		inputs[3].Options = append(inputs[3].Options, client)
	}
	return inputs
}

// userTyped is what was typed of a user.
func (req *request) userTyped() (*app.UserRequest, error) {
	if client := req.PostFormValue("client_id"); client != "" && idOf(req.PostForm, "client_id") < 1 { // who is bound to what can't be read is bound to nobody
		return nil, callflow.InvalidField("client_id", "There is no such client.")
	}
	return &app.UserRequest{
		Name: req.PostFormValue("name"), Email: req.PostFormValue("email"), Role: callflow.Role(req.PostFormValue("role")),
		ClientID: idOf(req.PostForm, "client_id"), Password: req.PostFormValue("password"),
	}, nil
}

func addUser(req *request) error {
	typed, err := req.userTyped()
	if err == nil {
		var id int64
		if id, err = req.console.app.AddUser(req.Context(), req.session, typed); err == nil {
			return req.done(userPath(id), "Created.")
		}
	}
	if !aboutForm(err) {
		return err
	}
	return req.showNewUser(req.PostForm, emailTaken(err))
}

// emailTaken says which input a conflict of users is about, where it does not say so itself.
func emailTaken(err error) error {
	var e *callflow.Error
	if !errors.As(err, &e) || e.Code != callflow.Conflict || len(e.Fields) > 0 {
		return err
	}
	return callflow.InvalidField("email", "A user has this e-mail address already.")
}
