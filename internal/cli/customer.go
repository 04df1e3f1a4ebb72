package cli

import (
	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

func (c *command) customerCommand() *cobra.Command {
	cmd := group("customer", "Empty customers for good", c.customerAnonymize())
	c.accountFlags(cmd)
	return cmd
}

func (c *command) customerAnonymize() *cobra.Command {
	var assignment int64
	cmd := &cobra.Command{
		Use: "anonymize CUSTOMER_ID", Short: "Empty a customer for good, in the log too; whoever was still to be called is excluded", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if assignment == 0 {
				return usagef("say whose customer it is with --assignment ID. See `%s --help`.", cmd.CommandPath())
			}
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				if setup.Assignments[assignment] == nil {
					return noSuch("assignment", number(assignment))
				}
				id, err := a.AnonymizeAsOperator(cmd.Context(), setup.Account.ID, assignment, args[0])
				if callflow.ErrorCode(err) == callflow.NotFound {
					return errNoCustomer
				}
				if err != nil {
					return err
				}
				return c.printAnonymized(id)
			})
		},
	}
	cmd.Flags().Int64Var(&assignment, "assignment", 0, "id of the assignment")
	return cmd
}

var errNoCustomer = &callflow.Error{
	Code: callflow.NotFound, Message: "The assignment has no customer of this id.", Fix: "Check the id: it may have been anonymised before.",
}

// printAnonymized tells by which id the customer can be asked for from now on.
func (c *command) printAnonymized(id string) error {
	if c.json {
		return c.printJSON(map[string]string{"customer_id": id})
	}
	return c.printf("customer %s\n", id)
}
