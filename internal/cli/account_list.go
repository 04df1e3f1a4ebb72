package cli

import (
	"github.com/spf13/cobra"

	"callflow/internal/app"
)

// listedAccount is an account with what people call it.
type listedAccount struct {
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
}

func (c *command) accountList() *cobra.Command {
	details := false
	list := &cobra.Command{
		Use: "list", Short: "List the accounts, with what people call them",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withApp(cmd.Context(), func(a *app.App) error {
				names, err := a.AccountNames(cmd.Context())
				if err != nil {
					return err
				}
				accounts, rows := make([]listedAccount, len(names)), make([][]string, len(names))
				for i, name := range names {
					setup, err := a.Account(cmd.Context(), name)
					if err != nil {
						return err
					}
					accounts[i] = listedAccount{name, setup.Account.Called()}
					rows[i] = []string{name, accounts[i].DisplayName}
				}
				if details {
					return c.table(accounts, []string{"NAME", "CALLED"}, rows)
				}
				return c.table(names, []string{"NAME", "CALLED"}, rows)
			})
		},
	}
	list.Flags().BoolVar(&details, "details", false, "with --json: objects with name and display_name in place of names")
	return list
}
