package setuppages

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/console/ui"
)

// userView is the page of one user.
type userView struct {
	ui.Frame
	Crumbs   []crumb
	Person   personView
	Self     bool // it is whoever looks
	Problem  string
	Settings []ui.Input
	Password []ui.Input
	Label    []ui.Input
	Tokens   []tokenView
	Key      string // of a token that was made by this request: it is shown this once
}

// tokenView is a token as pages show it.
type tokenView struct {
	ID      int64
	Label   string
	Created int64 // milliseconds since 1970
	User    string
	Path    string // of its user
}

func tokensOf(req *ui.Request, userID int64) []tokenView {
	var tokens []tokenView
	for _, token := range req.Session.Setup.Tokens() {
		if userID != 0 && token.UserID != userID {
			continue
		}
		tokens = append(tokens, tokenView{
			ID: token.ID, Label: token.Label, Created: token.CreatedAt.UnixMilli(),
			User: req.Session.Setup.Users[token.UserID].Name, Path: userPath(token.UserID),
		})
	}
	return tokens
}

// userOfPath is the user that the path names.
func userOfPath(req *ui.Request) (*callflow.User, error) {
	id, err := req.ID("id")
	if err != nil {
		return nil, err
	}
	user := req.Session.Setup.Users[id]
	if user == nil {
		return nil, ui.ErrNotFound
	}
	return user, nil
}

// User answers the page of the user of the path.
func User(req *ui.Request) error {
	page, err := viewUser(req)
	if err != nil {
		return err
	}
	return req.Render("setup_user", page)
}

func viewUser(req *ui.Request) (*userView, error) {
	user, err := userOfPath(req)
	if err != nil {
		return nil, err
	}
	page := &userView{
		Frame: req.Frame("User"), Crumbs: usersCrumbs(req), Person: viewPerson(req, user), Self: user.ID == req.Session.User.ID, Tokens: tokensOf(req, user.ID),
	}
	page.Name = user.Name
	page.Settings = userInputs(req, valuesOfUser(user))
	page.Password = []ui.Input{{
		Name: "password", Label: page.T("Another password"), Kind: "password", Required: true, AutoComplete: "new-password",
		Hint: page.T("At least 8 characters.") + " " + page.T("It signs the user out everywhere."),
	}}
	page.Label = []ui.Input{{
		Name: "label", Label: page.T("What asks with it"), Hint: page.T("Such as the name of a program or of a system."), AutoComplete: "off",
	}}
	return page, nil
}

func valuesOfUser(user *callflow.User) url.Values {
	values := url.Values{"name": {user.Name}, "email": {user.Email}, "role": {string(user.Role)}}
	if user.ClientID != 0 {
		values.Set("client_id", ui.NumberText(user.ClientID))
	}
	return values
}

// ChangeUser changes what is told of a user.
func ChangeUser(req *ui.Request) error {
	user, err := userOfPath(req)
	if err != nil {
		return err
	}
	typed, err := userTyped(req)
	if err == nil {
		typed.ID = user.ID
		if err = req.Console.App.ChangeUser(req.Context(), req.Session, typed); err == nil {
			return req.Done(userPath(user.ID), "Saved.")
		}
	}
	if !aboutForm(err) {
		return err
	}
	page, missing := viewUser(req)
	if missing != nil {
		return missing
	}
	inputs := userInputs(req, req.PostForm)
	page.Problem, page.Settings = ui.MarkProblems(page.Reader, inputs, translateFormError(page.Reader, emailTaken(err), inputs))
	return req.RenderAs(req.Status(err), "setup_user", page)
}

// refusedUser shows the user's page with what is wrong.
func refusedUser(req *ui.Request, err error) error {
	page, missing := viewUser(req)
	if missing != nil || !aboutForm(err) {
		return err
	}
	page.Problem, page.Password = ui.MarkProblems(page.Reader, page.Password, translateFormError(page.Reader, err, page.Password))
	return req.RenderAs(req.Status(err), "setup_user", page)
}

// GivePassword gives the user of the path the password that was typed, which signs them out.
func GivePassword(req *ui.Request) error {
	user, err := userOfPath(req)
	if err != nil {
		return err
	}
	if err := req.Console.App.GivePassword(req.Context(), req.Session, user.ID, req.PostFormValue("password")); err != nil {
		return refusedUser(req, err)
	}
	return req.Done(userPath(user.ID), "The user has another password.")
}

// ActivateUser switches the user of the path on or off, as the form says.
func ActivateUser(req *ui.Request) error {
	user, err := userOfPath(req)
	if err != nil {
		return err
	}
	active, err := strconv.ParseBool(req.PostFormValue("active"))
	if err != nil {
		return ui.ErrNotFound
	}
	if err := req.Console.App.ActivateUser(req.Context(), req.Session, user.ID, active); err != nil {
		return refusedUser(req, err)
	}
	if active {
		return req.Done(userPath(user.ID), "The user is switched on.")
	}
	return req.Done(userPath(user.ID), "The user is switched off, and signed out.")
}

// AddToken answers with the page that shows the key: it stands in no address and in no other answer.
func AddToken(req *ui.Request) error {
	user, err := userOfPath(req)
	if err != nil {
		return err
	}
	key, err := req.Console.App.AddToken(req.Context(), req.Session, user.ID, req.PostFormValue("label"))
	if err != nil {
		return refusedUser(req, err)
	}
	if err := seeAnew(req); err != nil {
		return err
	}
	page, err := viewUser(req)
	if err != nil {
		return err
	}
	page.Key = key
	return req.RenderAs(http.StatusCreated, "setup_user", page)
}

// seeAnew takes the session as it stands after what this request wrote.
func seeAnew(req *ui.Request) error {
	session, err := req.Console.App.WithSession(req.Context(), req.Key, req.AccountOfHost())
	if err == nil {
		req.Session = session
	}
	return err
}

// RemoveToken takes the token of the path away from its user for good.
func RemoveToken(req *ui.Request) error {
	user, token, err := tokenOfPath(req)
	if err != nil {
		return err
	}
	if err := req.Console.App.RemoveToken(req.Context(), req.Session, token.ID); err != nil {
		return err
	}
	return req.Done(userPath(user.ID), "Removed.")
}

// tokenOfPath is the token that the path names, and its user.
func tokenOfPath(req *ui.Request) (*callflow.User, *tokenView, error) {
	user, err := userOfPath(req)
	if err != nil {
		return nil, nil, err
	}
	id, err := req.ID("token_id")
	if err != nil {
		return nil, nil, err
	}
	tokens := tokensOf(req, user.ID)
	i := slices.IndexFunc(tokens, func(token tokenView) bool { return token.ID == id })
	if i < 0 {
		return nil, nil, ui.ErrNotFound
	}
	return user, &tokens[i], nil
}

// tokensView is the page of all tokens.
type tokensView struct {
	ui.Frame
	Crumbs []crumb
	Tokens []tokenView
}

// Tokens answers the page of all tokens of the account.
func Tokens(req *ui.Request) error {
	return req.Render("setup_tokens", &tokensView{Frame: req.Frame("Tokens"), Crumbs: crumbs(req), Tokens: tokensOf(req, 0)})
}

// AboutToken names the token of the path and its user, for the question whether it is to go.
func AboutToken(req *ui.Request) (string, error) {
	user, token, err := tokenOfPath(req)
	if err != nil {
		return "", err
	}
	return user.Name + " · " + token.Label, nil
}
