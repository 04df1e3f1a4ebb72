package cli

import (
	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
)

// accountRenew makes tokens void that were given out for a history of the account that was lost.
func (c *command) accountRenew() *cobra.Command {
	var kept int64
	cmd := &cobra.Command{
		Use: "renew-epoch NAME", Short: "After a restore: make sync tokens and cursors void that were given out before", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withApp(cmd.Context(), func(a *app.App) error {
				setup, err := a.Account(cmd.Context(), args[0])
				if callflow.ErrorCode(err) == callflow.NotFound {
					return noSuch("account", args[0])
				}
				if err != nil {
					return err
				}
				if err := atLeast("kept", kept, 0); err != nil {
					return err
				}
				token, err := a.RenewEpoch(cmd.Context(), setup.Account.ID, kept)
				if err != nil {
					return err
				}
				if c.json {
					return c.printJSON(map[string]int64{"sync_token": token})
				}
				return c.printf("the account's sync token is now %d; those of before are answered with 410\n", token)
			})
		},
	}
	cmd.Flags().Int64Var(&kept, "kept", 0, "the seq up to which tokens still hold, where it is known how far the backup reaches; none when left out")
	return cmd
}
