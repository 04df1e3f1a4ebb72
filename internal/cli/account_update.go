package cli

import (
	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
)

// accountUpdate changes an account: what no flag names stays.
func (c *command) accountUpdate() *cobra.Command {
	var generation int
	var zone, name string
	cmd := &cobra.Command{
		Use: "update NAME", Short: "Change an account", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			given := cmd.Flags().Changed
			if !given("generation") && !given("time-zone") && !given("name") {
				return usagef("say what to change. See `%s --help`.", cmd.CommandPath())
			}
			return c.withApp(cmd.Context(), func(a *app.App) error {
				setup, err := a.Account(cmd.Context(), args[0])
				if callflow.ErrorCode(err) == callflow.NotFound {
					return noSuch("account", args[0])
				}
				if err != nil {
					return err
				}
				var changed app.AccountRequest
				if given("time-zone") {
					changed.TimeZone = &zone
				}
				if given("name") {
					changed.DisplayName = &name
				}
				if err := a.SetAccount(cmd.Context(), setup.Account.ID, &changed); err != nil || !given("generation") {
					return err
				}
				return a.SetGeneration(cmd.Context(), setup.Account.ID, generation)
			})
		},
	}
	cmd.Flags().IntVar(&generation, "generation", 0, "which keys the records have: 2019 or 2020")
	cmd.Flags().StringVar(&name, "name", "", "what people call the account: the console shows it; \"\" for NAME, which is part of the address and stays")
	cmd.Flags().StringVar(&zone, "time-zone", "", "IANA name of the zone that times are told in")
	return cmd
}
