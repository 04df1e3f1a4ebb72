// Package cli is the command line: it reads flags and the environment, calls the
// verbs of internal/app, and prints for a person or, with --json, for a program.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/heap"
	"callflow/internal/store"
)

// Streams are where the commands read and print.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Exit codes (contract, section 8).
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is what every command shares.
type command struct {
	Streams
	json    bool
	db      string
	account string
}

// Run runs a command line and gives the exit code.
func Run(ctx context.Context, args []string, streams Streams) int {
	heap.Spare()
	c := &command{Streams: streams}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var usage *usageError
	var known *callflow.Error
	switch {
	case errors.As(err, &usage):
		c.complain("callflow: %s\n", usage.err)
		return exitUsage
	case errors.As(err, &known) && known.Code != callflow.Internal:
		c.complain("callflow: %s\n", known.Text())
	default:
		c.complain("callflow: %s\n", err)
	}
	return exitFailed
}

func (c *command) complain(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Err, format, args...) // nobody is left to tell
}

// usageError is a command line that was not understood.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "callflow",
		Short:         "The current status of every customer of a calling campaign, told to other systems",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().BoolVar(&c.json, "json", false, "print for a program: JSON")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) }
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w. See `%s --help`.", flagError(err), cmd.CommandPath())
	})
	root.AddCommand(c.serveCommand(), c.demoCommand(), c.importCommand(), c.exportCommand(), c.pullCommand(), c.mirrorCommand(),
		c.verifyCommand(), c.copyCommand(), c.migrateCommand(), c.versionCommand())
	root.AddCommand(c.accountCommand(), c.userCommand(), c.tokenCommand(), c.clientCommand(), c.assignmentCommand(),
		c.fieldCommand(), c.campaignCommand(), c.customerCommand(), c.stateCommand(), c.outcomeCommand(), c.productCommand())
	asUsage(root)
	return root
}

// asUsage makes wrong arguments a matter of usage, for every command below.
func asUsage(cmd *cobra.Command) {
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usagef("%w. See `%s --help`.", err, cmd.CommandPath())
		}
		return nil
	}
	for _, child := range cmd.Commands() {
		asUsage(child)
	}
}

// fromEnvironment fills each flag that was not given from CALLFLOW_…:
// --behind-proxy from CALLFLOW_BEHIND_PROXY.
func fromEnvironment(flags *pflag.FlagSet) error {
	var wrong error
	flags.VisitAll(func(flag *pflag.Flag) {
		name := "CALLFLOW_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		value, given := os.LookupEnv(name)
		if !given || flag.Changed || wrong != nil {
			return
		}
		if err := flags.Set(flag.Name, value); err != nil {
			wrong = usagef("%w", flagProblem(name, flag, value, err))
			return
		}
		wrong = flags.SetAnnotation(flag.Name, ofEnvironment, []string{name})
	})
	return wrong
}

// databaseFlags are those of every command that opens the database.
func (c *command) databaseFlags(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&c.db, "db", "callflow.db", "the database: the path of an SQLite file, or postgres://user@host/database")
}

// accountFlags are those of every command that works on one account.
func (c *command) accountFlags(cmd *cobra.Command) {
	c.databaseFlags(cmd)
	cmd.PersistentFlags().StringVar(&c.account, "account", "", "the account's name; may be left out where there is only one")
}

// withApp runs fn over the database that --db names, which has to be there: a mistyped path makes no empty one.
func (c *command) withApp(ctx context.Context, fn func(*app.App) error) error {
	return withStore(store.Existing(ctx), c.db, nil, func(_ *store.Store, a *app.App) error { return fn(a) })
}

// withNewApp is withApp, but makes the database's file where it is not there.
func (c *command) withNewApp(ctx context.Context, fn func(*app.App) error) error {
	return withStore(ctx, c.db, nil, func(_ *store.Store, a *app.App) error { return fn(a) })
}

// withStore runs fn over a database, and closes it afterwards.
func withStore(ctx context.Context, db string, standbys []string, fn func(*store.Store, *app.App) error) (err error) {
	s, err := store.Open(ctx, db, standbys...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	a, err := app.New(s, nil)
	if err != nil {
		return err
	}
	return fn(s, a)
}

// withAccount runs fn over the account that --account names, or the only one.
func (c *command) withAccount(ctx context.Context, fn func(*app.App, *store.Setup) error) error {
	return c.withApp(ctx, func(a *app.App) error {
		name, err := c.accountName(ctx, a)
		if err != nil {
			return err
		}
		setup, err := a.Account(ctx, name)
		if callflow.ErrorCode(err) == callflow.NotFound {
			return noSuch("account", name)
		}
		if err != nil {
			return err
		}
		return fn(a, setup)
	})
}

// noSuch says that a name is not known, and where the known ones are.
func noSuch(what, name string) error {
	return &callflow.Error{
		Code: callflow.NotFound, Message: fmt.Sprintf("There is no %s %q.", what, name),
		Fix: fmt.Sprintf("`callflow %s list` shows those there are.", what),
	}
}

func (c *command) accountName(ctx context.Context, a *app.App) (string, error) {
	if c.account != "" {
		return c.account, nil
	}
	names, err := a.AccountNames(ctx)
	if err != nil {
		return "", err
	}
	switch len(names) {
	case 0:
		return "", &callflow.Error{Code: callflow.NotFound, Message: "The database has no account.", Fix: "Make one with `callflow account create NAME`."}
	case 1:
		return names[0], nil
	}
	return "", usagef("the database has several accounts: say which with --account (%s)", strings.Join(names, ", "))
}
