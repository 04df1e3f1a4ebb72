package cli

import (
	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

// userChange changes what is told of a user: what no flag names stays.
func (c *command) userChange() *cobra.Command {
	var wanted callflow.User
	var role string
	cmd := &cobra.Command{
		Use: "change E-MAIL", Short: "Change a user's name, e-mail, role or client: what no flag names stays", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			given := cmd.Flags().Changed
			if !given("name") && !given("email") && !given("role") && !given("client") {
				return usagef("say what to change. See `%s --help`.", cmd.CommandPath())
			}
			return c.withUser(cmd.Context(), args[0], func(a *app.App, setup *store.Setup, user *callflow.User) error {
				changed := *user
				if given("name") {
					changed.Name = wanted.Name
				}
				if given("email") {
					changed.Email = wanted.Email
				}
				if given("role") {
					changed.Role = callflow.Role(role)
				}
				if given("client") {
					changed.ClientID = wanted.ClientID
				}
				return a.UpdateUser(cmd.Context(), setup.Account.ID, changed)
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&wanted.Name, "name", "", "name, as change logs show it from now on")
	flags.StringVar(&wanted.Email, "email", "", "e-mail address, to sign in with")
	flags.StringVar(&role, "role", "", "admin, agent or reader")
	flags.Int64Var(&wanted.ClientID, "client", 0, "id of the client that the user is bound to; 0 for none")
	return cmd
}
