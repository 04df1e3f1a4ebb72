package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/store/schema"
)

func (c *command) migrateCommand() *cobra.Command {
	var citus bool
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database's schema up to date, as serve does when it starts",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if citus {
				return c.distribute(cmd.Context())
			}
			return c.migrate(cmd.Context())
		},
	}
	c.databaseFlags(cmd)
	cmd.Flags().BoolVar(&citus, "citus", false, "spread the tables over the nodes of a Citus cluster by account; may be repeated")
	return cmd
}

// migrated is what is printed of a migration.
type migrated struct {
	From        int      `json:"from"`
	To          int      `json:"to"`
	Distributed []string `json:"distributed,omitempty"`
}

func (c *command) migrate(ctx context.Context) error {
	from, to, err := schema.Migrate(ctx, c.db)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(migrated{From: from, To: to})
	}
	return c.printf("%s\n", versions(from, to))
}

func (c *command) distribute(ctx context.Context) error {
	done, err := schema.Distribute(ctx, c.db)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(migrated{From: done.From, To: done.To, Distributed: done.Tables})
	}
	told := "All tables were distributed already."
	if len(done.Tables) > 0 {
		told = fmt.Sprintf("%s %s distributed: %s.", callflow.Counted(int64(len(done.Tables)), "table"),
			callflow.OneOrMore(int64(len(done.Tables)), "was", "were"), strings.Join(done.Tables, ", "))
	}
	return c.printf("%s\n%s\n", versions(done.From, done.To), told)
}

func versions(from, to int) string {
	if from == to {
		return fmt.Sprintf("The schema is up to date: version %d.", to)
	}
	return fmt.Sprintf("The schema went from version %d to %d.", from, to)
}
