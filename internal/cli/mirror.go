package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/mirror"
	"callflow/remote"
)

type mirrorOptions struct {
	server    string
	tokenFile string
	campaigns []int64
	every     time.Duration
	timeZone  string
}

func (c *command) mirrorCommand() *cobra.Command {
	var o mirrorOptions
	cmd := &cobra.Command{
		Use:   "mirror URL",
		Short: "Keep an account in step with one on another server of this API, with a history of its own",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.server = args[0]
			if o.every < 0 || o.every > 0 && o.every < leastEvery {
				return usagef("--every is at least %s", leastEvery)
			}
			return c.mirror(cmd.Context(), &o)
		},
	}
	c.accountFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.tokenFile, "token-file", "", "a file with the token, - for standard input; CALLFLOW_TOKEN when left out")
	flags.Int64SliceVar(&o.campaigns, "campaign", nil, "id of a campaign; all that the token's user may see when left out; may be repeated")
	flags.DurationVar(&o.every, "every", 0, "follow again and again, with this pause, as 15m; once when left out")
	flags.StringVar(&o.timeZone, "time-zone", "", "of an account that is made: the zone of the other server's times")
	cmd.PersistentFlags().Lookup("account").Usage = "the account that follows, made where there is none; the server's first label when left out"
	return cmd
}

// leastEvery keeps a mirror from asking a server all the time.
const leastEvery = time.Second

func (c *command) mirror(ctx context.Context, o *mirrorOptions) error {
	token, err := c.readToken(o.tokenFile)
	if err != nil {
		return err
	}
	client, err := remote.New(o.server, remote.Options{Token: token})
	if err != nil {
		return err
	}
	plan := mirror.Plan{Account: cmp.Or(c.account, accountFor(client.Server())), Remote: client, Campaigns: o.campaigns}
	if !strings.Contains(c.db, "://") {
		if _, err := os.Stat(c.db); errors.Is(err, fs.ErrNotExist) { // opening it would make it
			if err := plan.Reach(ctx, callflow.Account{Name: plan.Account, TimeZone: o.timeZone}); err != nil {
				return err
			}
		}
	}
	return c.withNewApp(ctx, func(a *app.App) error {
		id, made, err := plan.MakeAccount(ctx, a, o.timeZone)
		if err != nil {
			return err
		}
		if made && !c.json {
			if err := c.printf("made the account %s\n", plan.Account); err != nil {
				return err
			}
		}
		m := &mirror.Mirror{App: a, AccountID: id, Remote: client, Campaigns: o.campaigns}
		if bar := c.progressBar(0); bar != nil {
			m.Progress = func(records, count int64) { // a bar that can't be drawn stops nothing
				bar.ChangeMax64(count)
				_ = bar.Set64(records)
			}
			defer func() { _ = bar.Exit() }()
		}
		return c.runMirror(ctx, m, o.every)
	})
}

// runMirror follows once, or until it is interrupted. What is wrong with the first run ends the command, what befalls a later one does not.
func (c *command) runMirror(ctx context.Context, m *mirror.Mirror, every time.Duration) error {
	result, err := m.Run(ctx)
	if err != nil {
		return err
	}
	if err := c.printMirrored(result); err != nil || every == 0 {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(every):
	}
	m.Keep(ctx, every, func(result *mirror.Result, err error) {
		if err == nil {
			err = c.printMirrored(result)
		}
		if err != nil {
			c.complain("callflow: %s\n", callflow.ErrorText(err))
		}
	})
	return nil
}

func (c *command) printMirrored(r *mirror.Result) error {
	if c.json {
		return c.printJSON(r)
	}
	err := c.printf("%s, %s: %d added, %d moved, %s changed, %d removed\n", callflow.Counted(int64(r.Campaigns), "campaign"),
		callflow.Counted(r.Records, "record"), r.Added, r.Moved, callflow.Counted(r.Customers, "customer"), r.Removed)
	if r.Anonymized > 0 {
		err = errors.Join(err, c.printf("%s anonymised, as there\n", callflow.Counted(r.Anonymized, "customer")))
	}
	if r.Nameless > 0 {
		err = errors.Join(err, c.printf("%s no customer's id, and %s left out\n",
			callflow.Counted(r.Nameless, "record")+callflow.OneOrMore(r.Nameless, " has", " have"), callflow.OneOrMore(r.Nameless, "is", "are")))
	}
	if r.Refused > 0 {
		err = errors.Join(err, c.printf("%s what callflow can't keep, and %s left out\n",
			callflow.Counted(r.Refused, "record")+callflow.OneOrMore(r.Refused, " holds", " hold"), callflow.OneOrMore(r.Refused, "is", "are")))
	}
	for _, id := range r.Unsettled {
		err = errors.Join(err, c.printf("campaign %d moved under every walk: who is gone from it is for the next run to find out\n", id))
	}
	return err
}

// accountFor is the name of an account that follows a server: the first label of its host, where that is a name.
func accountFor(server string) string {
	parsed, err := url.Parse(server)
	if err != nil {
		return "mirror"
	}
	label, rest, _ := strings.Cut(parsed.Hostname(), ".")
	if rest == "" || strings.Trim(label, "0123456789") == "" || strings.Contains(label, ":") {
		return "mirror"
	}
	return strings.ToLower(label)
}
