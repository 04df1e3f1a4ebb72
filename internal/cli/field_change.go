package cli

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/api/wire"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/setup"
	"callflow/internal/store"
)

// The flags of a change whose effect on customers' values can be tried.
const (
	dryRunFlag = "dry-run"
	dropFlag   = "drop-unreadable"
)

// fieldChange is a change of a custom field that was asked for.
type fieldChange struct {
	things  *things
	app     *app.App
	account *store.Setup
	request *setup.Request
}

// changeField changes a custom field with the values that customers have in it, or tells what that would do.
func (c *command) changeField(cmd *cobra.Command, f fieldChange) (err error) {
	dryRun, err := cmd.Flags().GetBool(dryRunFlag)
	if err != nil {
		return err
	}
	if f.request.DropUnreadable, err = cmd.Flags().GetBool(dropFlag); err != nil {
		return err
	}
	if !dryRun {
		answer, err := f.app.SetUpAsOperator(cmd.Context(), f.account.Account.ID, f.request)
		return c.printThing(f.things, f.request, answer, inFlags(err))
	}
	told, _, err := f.app.Setup.FieldDryRun(cmd.Context(), auth.Operator(f.account), f.request)
	if err != nil {
		return c.printThing(f.things, f.request, nil, err)
	}
	if c.json {
		return c.printJSON(json.RawMessage(wire.EncodeFieldReport(told)))
	}
	return c.printFieldReport(told)
}

// inFlags says with which flags to go on, where the API says it with its parameters.
func inFlags(err error) error {
	var refused *callflow.Error
	if !errors.As(err, &refused) || refused.Code != callflow.Conflict {
		return err
	}
	told := *refused
	told.Fix = strings.NewReplacer("A dry run", "--"+dryRunFlag, "drop_unreadable=true", "--"+dropFlag).Replace(told.Fix)
	return &told
}

func (c *command) printFieldReport(told *setup.FieldReport) error {
	err := c.printf("would be %s instead of %s: %d of %s can be read, %d would be written anew\n",
		told.To, told.From, told.Readable, callflow.Counted(told.Values, "value"), told.Rewritten)
	for _, example := range told.Examples {
		if err == nil {
			err = c.printf("%s: “%s”: %s\n", example.CustomerID, example.Value, example.Problem)
		}
	}
	if more := told.Unreadable - int64(len(told.Examples)); more > 0 && err == nil {
		err = c.printf("and %d more that can't be read\n", more)
	}
	if len(told.RemovedChoices) > 0 && err == nil {
		err = c.printf("its choices would go: %s\n", strings.Join(told.RemovedChoices, ", "))
	}
	return err
}
