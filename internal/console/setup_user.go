package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"callflow"
)

// setupUser is the page of one user.
type setupUser struct {
	frame
	Crumbs   []setupCrumb
	Person   setupPerson
	Self     bool // it is whoever looks
	Problem  string
	Settings []input
	Password []input
	Label    []input
	Tokens   []setupToken
	Key      string // of a token that was made by this request: it is shown this once
}

// setupToken is a token as pages show it.
type setupToken struct {
	ID      int64
	Label   string
	Created int64 // milliseconds since 1970
	User    string
	Path    string // of its user
}

func (req *request) tokensOf(userID int64) []setupToken {
	var tokens []setupToken
	for _, token := range req.session.Setup.Tokens() {
		if userID != 0 && token.UserID != userID {
			continue
		}
		tokens = append(tokens, setupToken{
			ID: token.ID, Label: token.Label, Created: token.CreatedAt.UnixMilli(),
			User: req.session.Setup.Users[token.UserID].Name, Path: userPath(token.UserID),
		})
	}
	return tokens
}

// userOfPath is the user that the path names.
func (req *request) userOfPath() (*callflow.User, error) {
	id, err := req.id("id")
	if err != nil {
		return nil, err
	}
	user := req.session.Setup.Users[id]
	if user == nil {
		return nil, errNotFound
	}
	return user, nil
}

func userPage(req *request) error {
	page, err := req.userPage()
	if err != nil {
		return err
	}
	return req.render("setup_user", page)
}

func (req *request) userPage() (*setupUser, error) {
	user, err := req.userOfPath()
	if err != nil {
		return nil, err
	}
	page := &setupUser{
		frame: req.frame("User"), Crumbs: req.usersCrumbs(), Person: req.person(user), Self: user.ID == req.session.User.ID, Tokens: req.tokensOf(user.ID),
	}
	page.Name = user.Name
	page.Settings = req.userInputs(valuesOfUser(user))
	page.Password = []input{{
		Name: "password", Label: page.T("Another password"), Kind: "password", Required: true, AutoComplete: "new-password",
		Hint: page.T("At least 8 characters.") + " " + page.T("It signs the user out everywhere."),
	}}
	page.Label = []input{{
		Name: "label", Label: page.T("What asks with it"), Hint: page.T("Such as the name of a program or of a system."), AutoComplete: "off",
	}}
	return page, nil
}

func valuesOfUser(user *callflow.User) url.Values {
	values := url.Values{"name": {user.Name}, "email": {user.Email}, "role": {string(user.Role)}}
	if user.ClientID != 0 {
		values.Set("client_id", numberText(user.ClientID))
	}
	return values
}

// changeUser changes what is told of a user.
func changeUser(req *request) error {
	user, err := req.userOfPath()
	if err != nil {
		return err
	}
	typed, err := req.userTyped()
	if err == nil {
		typed.ID = user.ID
		if err = req.console.app.ChangeUser(req.Context(), req.session, typed); err == nil {
			return req.done(userPath(user.ID), "Saved.")
		}
	}
	if !aboutForm(err) {
		return err
	}
	page, missing := req.userPage()
	if missing != nil {
		return missing
	}
	inputs := req.userInputs(req.PostForm)
	page.Problem, page.Settings = page.withProblems(inputs, page.toldOf(emailTaken(err), inputs))
	return req.renderAs(req.status(err), "setup_user", page)
}

// refusedUser shows the user's page with what is wrong.
func (req *request) refusedUser(err error) error {
	page, missing := req.userPage()
	if missing != nil || !aboutForm(err) {
		return err
	}
	page.Problem, page.Password = page.withProblems(page.Password, page.toldOf(err, page.Password))
	return req.renderAs(req.status(err), "setup_user", page)
}

func givePassword(req *request) error {
	user, err := req.userOfPath()
	if err != nil {
		return err
	}
	if err := req.console.app.GivePassword(req.Context(), req.session, user.ID, req.PostFormValue("password")); err != nil {
		return req.refusedUser(err)
	}
	return req.done(userPath(user.ID), "The user has another password.")
}

func activateUser(req *request) error {
	user, err := req.userOfPath()
	if err != nil {
		return err
	}
	active, err := strconv.ParseBool(req.PostFormValue("active"))
	if err != nil {
		return errNotFound
	}
	if err := req.console.app.ActivateUser(req.Context(), req.session, user.ID, active); err != nil {
		return req.refusedUser(err)
	}
	if active {
		return req.done(userPath(user.ID), "The user is switched on.")
	}
	return req.done(userPath(user.ID), "The user is switched off, and signed out.")
}

// addToken answers with the page that shows the key: it stands in no address and in no other answer.
func addToken(req *request) error {
	user, err := req.userOfPath()
	if err != nil {
		return err
	}
	key, err := req.console.app.AddToken(req.Context(), req.session, user.ID, req.PostFormValue("label"))
	if err != nil {
		return req.refusedUser(err)
	}
	if err := req.seeAnew(); err != nil {
		return err
	}
	page, err := req.userPage()
	if err != nil {
		return err
	}
	page.Key = key
	return req.renderAs(http.StatusCreated, "setup_user", page)
}

// seeAnew takes the session as it stands after what this request wrote.
func (req *request) seeAnew() error {
	session, err := req.console.app.WithSession(req.Context(), req.key, req.accountOfHost())
	if err == nil {
		req.session = session
	}
	return err
}

func removeToken(req *request) error {
	user, token, err := req.tokenOfPath()
	if err != nil {
		return err
	}
	if err := req.console.app.RemoveToken(req.Context(), req.session, token.ID); err != nil {
		return err
	}
	return req.done(userPath(user.ID), "Removed.")
}

// tokenOfPath is the token that the path names, and its user.
func (req *request) tokenOfPath() (*callflow.User, *setupToken, error) {
	user, err := req.userOfPath()
	if err != nil {
		return nil, nil, err
	}
	id, err := req.id("token_id")
	if err != nil {
		return nil, nil, err
	}
	tokens := req.tokensOf(user.ID)
	i := slices.IndexFunc(tokens, func(token setupToken) bool { return token.ID == id })
	if i < 0 {
		return nil, nil, errNotFound
	}
	return user, &tokens[i], nil
}

// setupTokens is the page of all tokens.
type setupTokens struct {
	frame
	Crumbs []setupCrumb
	Tokens []setupToken
}

func tokensPage(req *request) error {
	return req.render("setup_tokens", &setupTokens{frame: req.frame("Tokens"), Crumbs: req.crumbs(), Tokens: req.tokensOf(0)})
}
