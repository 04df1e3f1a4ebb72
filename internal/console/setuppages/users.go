package setuppages

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
	"callflow/internal/console/ui"
)

// usersView is the page of all users.
type usersView struct {
	ui.Frame
	Crumbs []crumb
	People []personView
}

// personView is a user as pages show it.
type personView struct {
	*callflow.User
	RoleText string // of the catalogue
	Client   string // of an external user
	Tokens   int
	Path     string
}

// roles are what a user may be. Their texts are of the catalogue.
var roles = []ui.Option{
	{Value: string(callflow.Agent), Text: "Agent: calls, and reads"},
	{Value: string(callflow.Reader), Text: "Reader: reads"},
	{Value: string(callflow.Admin), Text: "Admin: may do everything"},
}

func viewPerson(req *ui.Request, user *callflow.User) personView {
	p := personView{User: user, Path: userPath(user.ID)}
	for _, role := range roles {
		if role.Value == string(user.Role) {
			p.RoleText = role.Text
		}
	}
	if client := req.Session.Setup.Clients[user.ClientID]; client != nil {
		p.Client = client.ShortName
	}
	for _, token := range req.Session.Setup.Tokens() {
		if token.UserID == user.ID {
			p.Tokens++
		}
	}
	return p
}

func userPath(id int64) string { return "/set-up/users/" + strconv.FormatInt(id, 10) }

// Users answers the page of all users: first those who are active, by name.
func Users(req *ui.Request) error {
	page := &usersView{Frame: req.Frame("Users"), Crumbs: crumbs(req)}
	users := slices.Collect(maps.Values(req.Session.Setup.Users))
	slices.SortFunc(users, func(a, b *callflow.User) int {
		return cmp.Or(ui.ActiveFirst(a.Active, b.Active), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	for _, user := range users {
		page.People = append(page.People, viewPerson(req, user))
	}
	return req.Render("setup_users", page)
}

func usersCrumbs(req *ui.Request) []crumb {
	return crumbs(req, crumb{"/set-up/users", req.Reader.T("Users")})
}

// BlankUser asks for a user.
func BlankUser(req *ui.Request) error {
	return showNewUser(req, url.Values{"role": {string(callflow.Agent)}}, nil)
}

func showNewUser(req *ui.Request, values url.Values, problem error) error {
	t := req.Reader.T
	page := &Thing{Frame: req.Frame("Add a user"), Crumbs: usersCrumbs(req), Action: "/set-up/users", Save: "Add a user"}
	inputs := append(userInputs(req, values), ui.Input{
		Name: "password", Label: t("Password"), Kind: "password", Hint: t("At least 8 characters."), Required: true, AutoComplete: "new-password",
	})
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, translateFormError(page.Reader, problem, inputs))
	return req.RenderAs(req.Status(problem), "setup_thing", page)
}

// userInputs ask for what is told of a user.
func userInputs(req *ui.Request, values url.Values) []ui.Input {
	t := req.Reader.T
	inputs := []ui.Input{
		{Name: "name", Label: t("Name"), Value: values.Get("name"), AutoComplete: "off"},
		{Name: "email", Label: t("E-mail"), Kind: "email", Value: values.Get("email"), Required: true, AutoComplete: "username"},
		{Name: "role", Label: t("Role"), Kind: "select"},
		{Name: "client_id", Label: t("Client"), Kind: "select", Hint: t("Only for somebody at a client, who reads that client's campaigns and nothing else.")},
	}
	for _, role := range roles {
		inputs[2].Options = append(inputs[2].Options, ui.Option{Value: role.Value, Text: t(role.Text), Selected: role.Value == values.Get("role")})
	}
	inputs[3].Options = []ui.Option{{Text: t("None: one of our own")}}
	for _, client := range clientOptions(req.Session, 0) {
		client.Selected = client.Value == values.Get("client_id")
		inputs[3].Options = append(inputs[3].Options, client)
	}
	return inputs
}

// userTyped is what was typed of a user.
func userTyped(req *ui.Request) (*app.UserRequest, error) {
	// Who is bound to what can't be read is bound to nobody.
	if client := req.PostFormValue("client_id"); client != "" && ui.FormID(req.PostForm, "client_id") < 1 {
		return nil, callflow.InvalidField("client_id", "There is no such client.")
	}
	return &app.UserRequest{
		Name: req.PostFormValue("name"), Email: req.PostFormValue("email"), Role: callflow.Role(req.PostFormValue("role")),
		ClientID: ui.FormID(req.PostForm, "client_id"), Password: req.PostFormValue("password"),
	}, nil
}

// AddUser makes a user of what was typed, and shows the form again with what is wrong.
func AddUser(req *ui.Request) error {
	typed, err := userTyped(req)
	if err == nil {
		var id int64
		if id, err = req.Console.App.AddUser(req.Context(), req.Session, typed); err == nil {
			return req.Done(userPath(id), "Created.")
		}
	}
	if !aboutForm(err) {
		return err
	}
	return showNewUser(req, req.PostForm, emailTaken(err))
}

// emailTaken says which input a conflict of users is about, where it does not say so itself.
func emailTaken(err error) error {
	var e *callflow.Error
	if !errors.As(err, &e) || e.Code != callflow.Conflict || len(e.Fields) > 0 {
		return err
	}
	return callflow.InvalidField("email", "A user has this e-mail address already.")
}
