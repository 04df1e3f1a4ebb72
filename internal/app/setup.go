package app

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/setup"
	"callflow/internal/store"
)

var (
	accountName  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	emailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
)

// CreateAccount makes an account for whoever has the database at hand, and gives its id. Zone and generation may be left empty.
func (a *App) CreateAccount(ctx context.Context, account callflow.Account) (int64, error) {
	if err := completeAccount(&account); err != nil {
		return 0, err
	}
	return a.store.CreateAccount(ctx, account, a.accountCreated(ctx, auth.AuditedOperator))
}

// CheckNewAccount says what is wrong with an account that is to be made.
func CheckNewAccount(account callflow.Account) error { return completeAccount(&account) }

// accountCreated is the first entry of an account's audit.
func (a *App) accountCreated(ctx context.Context, by string) store.AuditEntry {
	asked := auth.AskedOf(ctx)
	return store.AuditEntry{
		At: a.now().UnixMilli(), User: by, RequestID: asked.RequestID, Address: asked.Address, Action: "created", Noun: "account",
	}
}

// completeAccount checks a new account, and sets what was left empty.
func completeAccount(account *callflow.Account) error {
	if !accountName.MatchString(account.Name) {
		return callflow.InvalidField("name", "An account's name is the first label of its host name: small letters, digits and hyphens.")
	}
	account.TimeZone = cmp.Or(account.TimeZone, callflow.DefaultTimeZone)
	if err := checkedZone(account.TimeZone); err != nil {
		return err
	}
	account.Generation = cmp.Or(account.Generation, callflow.DefaultGeneration)
	if !callflow.ValidGeneration(account.Generation) {
		return errGeneration()
	}
	return nil
}

func checkedZone(zone string) error {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return callflow.InvalidField("time_zone", "time_zone must be an IANA name such as Europe/Oslo.")
	}
	return nil
}

func errGeneration() error {
	return callflow.InvalidField("generation", "generation must be 2019 or 2020.")
}

// completeUser checks a new user, and sets what follows from the rest.
func completeUser(user *callflow.User, password string) (err error) {
	if err := checkUser(user); err != nil {
		return err
	}
	user.PasswordHash, err = auth.NewPasswordHash(password, user.Email)
	return err
}

// checkUser checks what is told of a user, and completes it.
func checkUser(user *callflow.User) error {
	user.Name, user.Email = strings.Join(strings.Fields(user.Name), " "), strings.TrimSpace(user.Email)
	if !emailAddress.MatchString(user.Email) {
		return callflow.InvalidField("email", "A user needs an e-mail address.")
	}
	if !user.Role.Valid() {
		return callflow.InvalidField("role", "role must be one of admin, agent, reader.")
	}
	if user.External() && user.Role != callflow.Reader { // the rights of another role would never hold
		return callflow.InvalidField("client_id", "Whoever is bound to a client reads alone: choose the role reader, or no client.")
	}
	if user.Name == "" {
		user.Name = user.Email
	}
	if err := checkedName("name", user.Name); err != nil {
		return err
	}
	return checkedName("email", user.Email)
}

// checkedName bounds what stands in every change that a user makes, as every other name of the set-up is.
func checkedName(field, text string) error {
	if utf8.RuneCountInString(text) > setup.LongestName || !cleanse.IsOneLine(text) {
		return callflow.InvalidField(field, "It may have at most 200 characters, without line breaks and control characters.")
	}
	return nil
}

// Account reads an account's set-up by the account's name.
func (a *App) Account(ctx context.Context, name string) (*store.Setup, error) {
	id, err := a.store.AccountNamed(ctx, name)
	if err != nil {
		return nil, err
	}
	session, err := a.OpenUnidentified(ctx, id)
	if err != nil {
		return nil, err
	}
	return session.Setup, nil
}

// AccountNames lists the accounts of the database.
func (a *App) AccountNames(ctx context.Context) ([]string, error) { return a.store.AccountNames(ctx) }
