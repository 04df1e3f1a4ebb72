package cli

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store/verify"
)

func (c *command) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Replay the log and tell where rows, counts and tallies differ from it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withApp(cmd.Context(), func(a *app.App) error { return c.verify(cmd.Context(), a) })
		},
	}
	c.databaseFlags(cmd)
	cmd.Flags().StringVar(&c.account, "account", "", "the account's name; every account when left out")
	return cmd
}

// verifiedAccount is what is printed of one account.
type verifiedAccount struct {
	app.VerifiedAccount
	Told []verify.Difference `json:"told"`
}

func (c *command) verify(ctx context.Context, a *app.App) error {
	told := make(map[string][]verify.Difference)
	progress, end := c.verifyProgress()
	started := time.Now()
	verified, err := a.Verify(ctx, &app.VerifyRequest{
		Account:  c.account,
		Differs:  func(account string, difference verify.Difference) { told[account] = append(told[account], difference) },
		Progress: progress,
	})
	end()
	if callflow.ErrorCode(err) == callflow.NotFound {
		return noSuch("account", c.account)
	}
	if err != nil {
		return err
	}
	accounts, differences := make([]verifiedAccount, len(verified)), int64(0)
	for i, account := range verified {
		accounts[i] = verifiedAccount{account, append([]verify.Difference{}, told[account.Account]...)}
		differences += account.Differences
	}
	if err := c.printVerified(accounts, differences, time.Since(started)); err != nil {
		return err
	}
	return verdict(len(accounts), differences)
}

func (c *command) printVerified(accounts []verifiedAccount, differences int64, took time.Duration) error {
	if c.json {
		return c.printJSON(struct {
			Accounts    []verifiedAccount `json:"accounts"`
			Differences int64             `json:"differences"`
			Seconds     float64           `json:"seconds"`
		}{accounts, differences, took.Seconds()})
	}
	for i := range accounts {
		if err := c.printVerifiedAccount(&accounts[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *command) printVerifiedAccount(account *verifiedAccount) error {
	for _, difference := range account.Told {
		if err := c.printf("%s: %s: %s\n", account.Account, difference.Where, difference.What); err != nil {
			return err
		}
	}
	if more := account.Differences - int64(len(account.Told)); more > 0 {
		if err := c.printf("%s: and %d more\n", account.Account, more); err != nil {
			return err
		}
	}
	found := "nothing differs"
	if account.Differences > 0 {
		found = fmt.Sprintf("differences: %d", account.Differences)
	}
	return c.printf("%s: changes: %d, campaigns: %d, callflow customers: %d, customers: %d; %s\n",
		account.Account, account.Changes, account.Campaigns, account.Rows, account.Customers, found)
}

// verdict makes the exit code: 1 where something differs, and where there was nothing to look at.
func verdict(accounts int, differences int64) error {
	if accounts == 0 {
		return &callflow.Error{Code: callflow.NotFound, Message: "The database has no account.", Fix: "Check the name of the database: --db."}
	}
	if differences == 0 {
		return nil
	}
	return &callflow.Error{
		Code: callflow.Conflict, Message: fmt.Sprintf("The database differs from its log. Differences: %d.", differences),
		Fix: "Keep a copy of it, and restore the latest backup that verifies.",
	}
}

// verifyProgress draws on a terminal, and stays quiet in a pipe. end wipes what was drawn.
func (c *command) verifyProgress() (progress func(account string, done, total int64), end func()) {
	file, ok := c.Err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func(string, int64, int64) {}, func() {}
	}
	bar := progressbar.NewOptions64(1, progressbar.OptionSetWriter(file),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	progress = func(account string, done, total int64) { // a bar that can't be drawn stops nothing
		bar.Describe(account)
		bar.ChangeMax64(total)
		_ = bar.Set64(done)
	}
	return progress, func() { _ = bar.Exit(); _ = bar.Clear() }
}
