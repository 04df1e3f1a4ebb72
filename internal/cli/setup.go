package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/api/wire"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/setup"
	"callflow/internal/store"
)

// things are what one command sets up: what it is called, whose it is, its flags and its table.
type things struct {
	noun     setup.Noun
	use      string // the command's name: "state"
	what     string // in words: "call state"
	plural   string
	owner    string // the flag that says whose they are: "campaign", "assignment", "" for the account's
	flags    []setupFlag
	tries    bool // what a change would make of customers' values can be tried: --dry-run, --drop-unreadable
	headings []string
	rows     func(account *store.Setup, owner int64) [][]string
}

// withArticle is a noun as help texts say it: "an assignment".
func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// setupCommand is create, list, change and remove for one noun.
func (c *command) setupCommand(t *things) *cobra.Command {
	cmd := group(t.use, "Add, list, change and remove "+t.plural, c.thingCreate(t), c.thingList(t), c.thingChange(t), c.thingRemove(t))
	if t.owner != "" {
		cmd.PersistentFlags().Int64(t.owner, 0, "id of the "+t.owner)
	}
	c.accountFlags(cmd)
	return cmd
}

// withThings runs fn over the account with a request for the things of the owner that the flags name.
func (c *command) withThings(cmd *cobra.Command, t *things, fn func(*app.App, *store.Setup, *setup.Request) error) error {
	return c.withAccount(cmd.Context(), func(a *app.App, account *store.Setup) (err error) {
		r := &setup.Request{Noun: t.noun, Encode: wire.EncodeThing}
		if t.owner == "" {
			return fn(a, account, r)
		}
		if r.OwnerID, err = cmd.Flags().GetInt64(t.owner); err != nil {
			return err
		}
		if r.OwnerID == 0 {
			return usagef("say whose %s with --%s ID. See `%s --help`.", t.plural, t.owner, cmd.CommandPath())
		}
		if t.owner == "campaign" && account.Campaigns[r.OwnerID] == nil || t.owner == "assignment" && account.Assignments[r.OwnerID] == nil {
			return noSuch(t.owner, number(r.OwnerID))
		}
		return fn(a, account, r)
	})
}

func (c *command) thingCreate(t *things) *cobra.Command {
	id := setupFlag{"id", "id", numberFlag, "id; the account's next when left out"}
	cmd := &cobra.Command{Use: "create", Short: "Add " + withArticle(t.what), RunE: func(cmd *cobra.Command, _ []string) error {
		return c.withThings(cmd, t, func(a *app.App, account *store.Setup, r *setup.Request) (err error) {
			if r.Edit, err = t.edit(cmd.Flags(), id); err != nil {
				return err
			}
			if r.Place, err = t.place(cmd.Flags()); err != nil {
				return err
			}
			r.Mode = setup.Create
			answer, err := a.SetUpAsOperator(cmd.Context(), account.Account.ID, r)
			if err != nil {
				return asFlags(t, err)
			}
			created, err := strconv.ParseInt(answer.Location, 10, 64)
			if err != nil {
				return err
			}
			return c.printCreated(t.what, created)
		})
	}}
	id.define(cmd.Flags())
	for i := range t.flags {
		t.flags[i].define(cmd.Flags())
	}
	return cmd
}

func (c *command) thingList(t *things) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the " + t.plural, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.withThings(cmd, t, func(a *app.App, account *store.Setup, r *setup.Request) error {
			list, err := setup.List(auth.Operator(account), r)
			if err != nil {
				return err
			}
			return c.table(json.RawMessage(wire.EncodeThings(list)), t.headings, t.rows(account, r.OwnerID))
		})
	}}
}

func (c *command) thingChange(t *things) *cobra.Command {
	cmd := c.thingCommand(t, "change", "Change "+withArticle(t.what)+": what no flag names stays", setup.Change)
	for i := range t.flags {
		t.flags[i].define(cmd.Flags())
	}
	if t.tries {
		cmd.Flags().Bool(dryRunFlag, false, "change nothing, and say what would become of the values that customers have")
		cmd.Flags().Bool(dropFlag, false, "with another --type: wipe the values that can't be read as values of it")
	}
	return cmd
}

func (c *command) thingRemove(t *things) *cobra.Command {
	return c.thingCommand(t, "remove", "Remove "+withArticle(t.what)+" that nothing uses", setup.Remove)
}

// thingCommand does something with the one thing that --id names.
func (c *command) thingCommand(t *things, use, short string, mode setup.Mode) *cobra.Command {
	var id int64
	cmd := &cobra.Command{Use: use, Short: short, RunE: func(cmd *cobra.Command, _ []string) error {
		if id == 0 {
			return usagef("say which %s with --id. See `%s --help`.", t.what, cmd.CommandPath())
		}
		return c.withThings(cmd, t, func(a *app.App, account *store.Setup, r *setup.Request) (err error) {
			r.ID, r.Mode = id, mode
			if mode == setup.Change {
				if err := t.readChange(cmd, r); err != nil {
					return err
				}
				if t.tries {
					return c.changeField(cmd, fieldChange{t, a, account, r})
				}
			}
			answer, err := a.SetUpAsOperator(cmd.Context(), account.Account.ID, r)
			return c.printThing(t, r, answer, err)
		})
	}}
	cmd.Flags().Int64Var(&id, "id", 0, "id of the "+t.what)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return fmt.Errorf("%q is not understood: name the %s with --id ID", args[0], t.what)
	}
	return cmd
}

// readChange reads what a change is to change.
func (t *things) readChange(cmd *cobra.Command, r *setup.Request) (err error) {
	if r.Edit, err = t.edit(cmd.Flags()); err != nil {
		return err
	}
	if !setup.NamesSomething(r.Edit) {
		return usagef("say what to change: %s. See `%s --help`.", t.flagNames(), cmd.CommandPath())
	}
	r.Place, err = t.place(cmd.Flags())
	return err
}

// flagNames are the flags that change a thing.
func (t *things) flagNames() string {
	names := make([]string, len(t.flags))
	for i := range t.flags {
		names[i] = "--" + t.flags[i].name
	}
	return strings.Join(names, ", ")
}

// printThing tells a program what a thing is now, and a person what was wrong.
func (c *command) printThing(t *things, r *setup.Request, answer *auth.Answer, err error) error {
	if callflow.ErrorCode(err) == callflow.NotFound {
		return t.noSuch(r)
	}
	if err != nil || !c.json || len(answer.Body) == 0 {
		return asFlags(t, err)
	}
	return c.printJSON(json.RawMessage(answer.Body))
}

func (t *things) noSuch(r *setup.Request) error {
	list := "callflow " + t.use + " list"
	if t.owner != "" {
		list += fmt.Sprintf(" --%s %d", t.owner, r.OwnerID)
	}
	return &callflow.Error{
		Code: callflow.NotFound, Message: fmt.Sprintf("There is no %s %d.", t.what, r.ID), Fix: fmt.Sprintf("`%s` shows those there are.", list),
	}
}
