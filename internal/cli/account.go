package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

// group is a command that only holds others.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return usagef("say what to do. See `%s --help`.", cmd.CommandPath())
	}}
	cmd.AddCommand(children...)
	return cmd
}

func (c *command) accountCommand() *cobra.Command {
	var account callflow.Account
	create := &cobra.Command{
		Use: "create NAME", Short: "Make an account", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withNewApp(cmd.Context(), func(a *app.App) error {
				account.Name = args[0]
				id, err := a.CreateAccount(cmd.Context(), account)
				if err != nil {
					return err
				}
				return c.printCreated("account", id)
			})
		},
	}
	create.Flags().StringVar(&account.TimeZone, "time-zone", callflow.DefaultTimeZone, "IANA name of the zone that times are told in")
	create.Flags().IntVar(&account.Generation, "generation", callflow.DefaultGeneration, "which keys the records have: 2019 or 2020")
	cmd := group("account", "Make, list and change accounts", create, c.accountList(), c.accountUpdate(), c.accountRenew())
	c.databaseFlags(cmd)
	return cmd
}

func (c *command) userCommand() *cobra.Command {
	cmd := group("user", "Make, list, change, switch off users", c.userCreate(), c.userList(), c.userChange(), c.userPassword(),
		c.userActive("enable", "Switch a user on again", true), c.userActive("disable", "Switch a user off", false))
	c.accountFlags(cmd)
	return cmd
}

func (c *command) userCreate() *cobra.Command {
	var user callflow.User
	var role, passwordFile string
	cmd := &cobra.Command{
		Use: "create", Short: "Add a user; without --password-file a password is made and shown once",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				password, made, err := c.password(passwordFile)
				if err != nil {
					return err
				}
				user.Role = callflow.Role(role)
				id, err := a.CreateUser(cmd.Context(), setup.Account.ID, user, password)
				if err != nil {
					return err
				}
				return c.printUser(id, user.Email, password, made)
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&user.Email, "email", "", "e-mail address, to sign in with")
	flags.StringVar(&user.Name, "name", "", "name, as change logs show it; the e-mail when left out")
	flags.StringVar(&role, "role", string(callflow.Reader), "admin, agent or reader")
	flags.Int64Var(&user.ClientID, "client", 0, "id of the client that the user is bound to, which makes it external")
	flags.StringVar(&passwordFile, "password-file", "", "file that holds the password; - reads standard input")
	return cmd
}

func (c *command) printUser(id int64, email, password string, made bool) error {
	if c.json {
		told := map[string]any{"id": id, "email": email}
		if made {
			told["password"] = password
		}
		return c.printJSON(told)
	}
	if !made {
		return c.printf("user %d\n", id)
	}
	return c.printf("user %d\npassword (shown this once): %s\n", id, password)
}

// password reads the password from a file, or makes one.
func (c *command) password(file string) (password string, made bool, err error) {
	if file == "" {
		return rand.Text(), true, nil
	}
	in := c.In
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return "", false, readError(file, err)
		}
		defer opened.Close()
		in = opened
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, readError(file, err)
	}
	return strings.TrimRight(line, "\r\n"), false, nil
}

func readError(file string, err error) error {
	return &callflow.Error{Code: callflow.Invalid, Message: fmt.Sprintf("%s can't be read.", file), Fix: "Check its name and that you may read it.", Err: err}
}

func (c *command) userList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the users",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withAccount(cmd.Context(), func(_ *app.App, setup *store.Setup) error {
				type entry struct {
					ID     int64         `json:"id"`
					Email  string        `json:"email"`
					Name   string        `json:"name"`
					Role   callflow.Role `json:"role"`
					Client int64         `json:"client_id"`
					Active bool          `json:"active"`
				}
				entries := []entry{}
				var rows [][]string
				for _, user := range byID(setup.Users) {
					entries = append(entries, entry{user.ID, user.Email, user.Name, user.Role, user.ClientID, user.Active})
					rows = append(rows, []string{
						number(user.ID), user.Email, user.Name, string(user.Role), orNothing(user.ClientID), strconv.FormatBool(user.Active),
					})
				}
				return c.table(entries, []string{"ID", "E-MAIL", "NAME", "ROLE", "CLIENT", "ACTIVE"}, rows)
			})
		},
	}
}

func (c *command) userPassword() *cobra.Command {
	var passwordFile string
	cmd := &cobra.Command{
		Use: "password E-MAIL", Short: "Give a user another password", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withUser(cmd.Context(), args[0], func(a *app.App, setup *store.Setup, user *callflow.User) error {
				password, made, err := c.password(passwordFile)
				if err != nil {
					return err
				}
				if err := a.SetPassword(cmd.Context(), setup.Account.ID, user.ID, password); err != nil {
					return err
				}
				return c.printUser(user.ID, user.Email, password, made)
			})
		},
	}
	cmd.Flags().StringVar(&passwordFile, "password-file", "", "file that holds the password; - reads standard input")
	return cmd
}

func (c *command) userActive(use, short string, active bool) *cobra.Command {
	return &cobra.Command{
		Use: use + " E-MAIL", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withUser(cmd.Context(), args[0], func(a *app.App, setup *store.Setup, user *callflow.User) error {
				return a.SetUserActive(cmd.Context(), setup.Account.ID, user.ID, active)
			})
		},
	}
}

func (c *command) withUser(ctx context.Context, email string, fn func(*app.App, *store.Setup, *callflow.User) error) error {
	return c.withAccount(ctx, func(a *app.App, setup *store.Setup) error {
		user := setup.UserByEmail(email)
		if user == nil {
			return noSuch("user", email)
		}
		return fn(a, setup, user)
	})
}

func (c *command) tokenCommand() *cobra.Command {
	var email, label string
	create := &cobra.Command{
		Use: "create", Short: "Make a token for a user; its key is shown this once",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withUser(cmd.Context(), email, func(a *app.App, setup *store.Setup, user *callflow.User) error {
				key, err := a.CreateToken(cmd.Context(), setup.Account.ID, user.ID, label)
				if err != nil {
					return err
				}
				if c.json {
					return c.printJSON(map[string]string{"token": key})
				}
				return c.printf("%s\n", key)
			})
		},
	}
	create.Flags().StringVar(&email, "user", "", "e-mail of the user that asks with it")
	create.Flags().StringVar(&label, "label", "", "what it is for")
	list := &cobra.Command{
		Use: "list", Short: "List the tokens, without their keys",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withAccount(cmd.Context(), func(_ *app.App, setup *store.Setup) error { return c.listTokens(setup) })
		},
	}
	remove := &cobra.Command{
		Use: "delete ID", Short: "Take a token away", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usagef("%q is no token's id", args[0])
			}
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				err := a.DeleteToken(cmd.Context(), setup.Account.ID, id)
				if callflow.ErrorCode(err) == callflow.NotFound {
					return noSuch("token", args[0])
				}
				return err
			})
		},
	}
	cmd := group("token", "Make, list, take away tokens", create, list, remove)
	c.accountFlags(cmd)
	return cmd
}

func (c *command) listTokens(setup *store.Setup) error {
	type entry struct {
		ID      int64  `json:"id"`
		User    string `json:"user"`
		Label   string `json:"label"`
		Created string `json:"created"`
	}
	entries := []entry{}
	var rows [][]string
	for _, token := range setup.Tokens() {
		e := entry{token.ID, setup.Users[token.UserID].Email, token.Label, token.CreatedAt.In(setup.Location).Format(callflow.MinuteLayout)}
		entries = append(entries, e)
		rows = append(rows, []string{number(e.ID), e.User, e.Label, e.Created})
	}
	return c.table(entries, []string{"ID", "USER", "LABEL", "CREATED"}, rows)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func orNothing(n int64) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// byID lists a map's values by their ids.
func byID[T any](things map[int64]*T) []*T {
	ids := make([]int64, 0, len(things))
	for id := range things {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	sorted := make([]*T, len(ids))
	for i, id := range ids {
		sorted[i] = things[id]
	}
	return sorted
}
