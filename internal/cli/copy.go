package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/accountcopy"
)

func (c *command) copyCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "copy",
		Short: "Copy accounts into another database, verified; after a kill, the same command goes on",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from == "" || to == "" {
				return usagef("say from where and to where with --from and --to")
			}
			return c.copyBetween(cmd.Context(), from, to)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&from, "from", "", "the database that has the accounts: an SQLite file, or postgres://user@host/database")
	flags.StringVar(&to, "to", "", "the database that gets them, likewise; a file that is not there is made")
	flags.StringVar(&c.account, "account", "", "the account's name; every account when left out")
	return cmd
}

func (c *command) copyBetween(ctx context.Context, from, to string) error {
	if _, err := os.Stat(from); err != nil && !strings.Contains(from, "://") { // opening it would make it
		return &callflow.Error{Code: callflow.NotFound, Message: "--from names a file that is not there, or can't be read.", Fix: "Check its name.", Err: err}
	}
	opened := false
	err := withStore(store.Existing(ctx), from, nil, func(_ *store.Store, source *app.App) error {
		opened = true
		return c.copyFrom(ctx, source, to)
	})
	if !opened {
		return ofFlag("--from", err)
	}
	return err
}

func (c *command) copyFrom(ctx context.Context, source *app.App, to string) error {
	opened := false
	err := withStore(ctx, to, nil, func(_ *store.Store, target *app.App) error {
		opened = true
		return c.copyAccounts(ctx, source, target)
	})
	if !opened {
		return ofFlag("--to", err)
	}
	return err
}

// ofFlag says which flag's database could not be opened.
func ofFlag(flag string, err error) error {
	var problem *callflow.Error
	if !errors.As(err, &problem) {
		return fmt.Errorf("%s: %w", flag, err)
	}
	told := *problem
	told.Message = flag + ": " + problem.Message
	return &told
}

func (c *command) copyAccounts(ctx context.Context, source, target *app.App) error {
	progress, end := c.verifyProgress()
	started := time.Now()
	accounts, err := source.CopyTo(ctx, target, &app.CopyRequest{Account: c.account, Progress: progress})
	end()
	if callflow.ErrorCode(err) == callflow.NotFound && c.account != "" {
		return &callflow.Error{
			Code: callflow.NotFound, Message: fmt.Sprintf("The source has no account %q.", c.account),
			Fix: "`callflow account list --db DATABASE` shows those there are.",
		}
	}
	if err != nil && len(accounts) == 0 {
		return err
	}
	return errors.Join(c.printCopied(accounts, time.Since(started)), err)
}

func (c *command) printCopied(accounts []app.CopiedAccount, took time.Duration) error {
	if c.json {
		return c.printJSON(struct {
			Accounts []app.CopiedAccount `json:"accounts"`
			Seconds  float64             `json:"seconds"`
		}{append([]app.CopiedAccount{}, accounts...), took.Seconds()})
	}
	for i := range accounts {
		copied := &accounts[i]
		err := c.printf("%s: %s; equal to the source; changes: %d, campaigns: %d, callflow customers: %d, customers: %d; nothing differs from the log\n",
			copied.Account, whatWasCopied(&copied.Copied), copied.Changes, copied.Campaigns, copied.Rows, copied.Customers)
		if err != nil {
			return err
		}
	}
	return nil
}

func whatWasCopied(copied *accountcopy.Copied) string {
	switch {
	case copied.Already:
		return "it is there already, nothing was copied"
	case copied.StartedOver:
		return fmt.Sprintf("the source has changed since what was copied before: started over, %s copied", callflow.Counted(copied.Copied, "row"))
	case copied.Found > 0:
		return fmt.Sprintf("went on behind %s that %s there already, %s copied", callflow.Counted(copied.Found, "row"),
			callflow.OneOrMore(copied.Found, "was", "were"), callflow.Counted(copied.Copied, "row"))
	}
	return callflow.Counted(copied.Copied, "row") + " copied"
}
