package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

// creator is a command that makes one thing of the account and prints its id.
func (c *command) creator(what string, make func(context.Context, *app.App, int64) (int64, error)) *cobra.Command {
	return &cobra.Command{
		Use: "create", Short: "Add a " + what,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				id, err := make(cmd.Context(), a, setup.Account.ID)
				if err != nil {
					return err
				}
				return c.printCreated(what, id)
			})
		},
	}
}

// lister is a command that shows part of the set-up.
func (c *command) lister(short string, show func(*store.Setup) error) *cobra.Command {
	return &cobra.Command{Use: "list", Short: short, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.withAccount(cmd.Context(), func(_ *app.App, setup *store.Setup) error { return show(setup) })
	}}
}

func (c *command) clientCommand() *cobra.Command {
	var client callflow.Client
	create := c.creator("client", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		return a.CreateClient(ctx, account, &client)
	})
	create.Flags().Int64Var(&client.ID, "id", 0, "id; the account's next when left out")
	create.Flags().StringVar(&client.ShortName, "short-name", "", "name as records show it")
	create.Flags().StringVar(&client.FullName, "full-name", "", "full name")
	list := c.lister("List the clients", func(setup *store.Setup) error {
		clients := byID(setup.Clients)
		var rows [][]string
		for _, client := range clients {
			rows = append(rows, []string{number(client.ID), client.ShortName, client.FullName})
		}
		return c.table(clients, []string{"ID", "SHORT NAME", "FULL NAME"}, rows)
	})
	cmd := group("client", "Add and list clients", create, list)
	c.accountFlags(cmd)
	return cmd
}

func (c *command) assignmentCommand() *cobra.Command {
	var assignment callflow.Assignment
	create := c.creator("assignment", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		return a.CreateAssignment(ctx, account, &assignment)
	})
	create.Flags().Int64Var(&assignment.ID, "id", 0, "id; the account's next when left out")
	create.Flags().Int64Var(&assignment.ClientID, "client", 0, "id of the client that the work is for")
	create.Flags().StringVar(&assignment.Name, "name", "", "name")
	create.Flags().StringVar(&assignment.Description, "description", "", "description")
	list := c.lister("List the assignments", func(setup *store.Setup) error {
		assignments := byID(setup.Assignments)
		var rows [][]string
		for _, assignment := range assignments {
			rows = append(rows, []string{number(assignment.ID), assignment.Name, setup.Clients[assignment.ClientID].ShortName})
		}
		return c.table(assignments, []string{"ID", "NAME", "CLIENT"}, rows)
	})
	cmd := group("assignment", "Add and list assignments", create, list)
	c.accountFlags(cmd)
	return cmd
}

func (c *command) fieldCommand() *cobra.Command {
	var field callflow.Field
	var kind string
	var assignment int64
	create := c.creator("custom field", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		field.Type = callflow.FieldType(kind)
		return a.CreateField(ctx, account, assignment, &field)
	})
	flags := create.Flags()
	flags.Int64Var(&field.ID, "id", 0, "id, which names the record's key; the account's next when left out")
	flags.StringVar(&field.Key, "key", "", "label")
	flags.StringVar(&kind, "type", string(callflow.Text), "text, integer, decimal, date, boolean or choice")
	flags.Int64Var(&field.MaxLength, "max-length", 0, "most characters of a text; 0 is without limit")
	flags.StringVar(&field.Hint, "hint", "", "hint for whoever fills it in")
	flags.StringSliceVar(&field.Choices, "choices", nil, "the choices of a field of type choice, with commas between")
	flags.Int64Var(&field.Position, "position", 0, "place among the fields; the last when left out")
	list := c.lister("List the custom fields of an assignment", func(setup *store.Setup) error {
		fields := append([]callflow.Field{}, setup.Fields[assignment]...)
		var rows [][]string
		for i := range fields {
			field := &fields[i]
			rows = append(rows, []string{number(field.ID), field.LookupID(), field.Key, string(field.Type), strings.Join(field.Choices, ", ")})
		}
		return c.table(fields, []string{"ID", "KEY IN RECORDS", "LABEL", "TYPE", "CHOICES"}, rows)
	})
	cmd := group("field", "Add and list custom fields", create, list)
	cmd.PersistentFlags().Int64Var(&assignment, "assignment", 0, "id of the assignment")
	c.accountFlags(cmd)
	return cmd
}

func (c *command) campaignCommand() *cobra.Command {
	var campaign callflow.Campaign
	create := c.creator("campaign", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		return a.CreateCampaign(ctx, account, &campaign)
	})
	flags := create.Flags()
	flags.Int64Var(&campaign.ID, "id", 0, "id; the account's next when left out")
	flags.Int64Var(&campaign.AssignmentID, "assignment", 0, "id of the assignment whose customers it calls")
	flags.StringVar(&campaign.Name, "name", "", "name")
	flags.StringVar(&campaign.Description, "description", "", "description")
	flags.StringVar(&campaign.StartDate, "start", "", "first day, YYYY-MM-DD")
	flags.StringVar(&campaign.EndDate, "end", "", "last day, YYYY-MM-DD")
	flags.Int64Var(&campaign.MaxAttempts, "max-attempts", 0, "most attempts per customer; 0 is without limit")
	list := c.lister("List the campaigns", func(setup *store.Setup) error {
		campaigns := byID(setup.Campaigns)
		var rows [][]string
		for _, campaign := range campaigns {
			rows = append(rows, []string{
				number(campaign.ID), campaign.Name, number(campaign.AssignmentID), campaign.StartDate, campaign.EndDate, campaign.ArchivedDate,
			})
		}
		return c.table(campaigns, []string{"ID", "NAME", "ASSIGNMENT", "START", "END", "ARCHIVED"}, rows)
	})
	cmd := group("campaign", "Add and list campaigns", create, list)
	c.accountFlags(cmd)
	return cmd
}

func (c *command) stateCommand() *cobra.Command {
	var state callflow.State
	var kind string
	var campaign int64
	create := c.creator("call state", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		state.Kind = callflow.StateKind(kind)
		return a.CreateState(ctx, account, campaign, &state)
	})
	create.Flags().Int64Var(&state.ID, "id", 0, "id; the account's next when left out")
	create.Flags().StringVar(&state.Name, "name", "", "name, as records show it")
	create.Flags().StringVar(&kind, "kind", "", "ready, scheduled, hold, done or excluded")
	create.Flags().Int64Var(&state.Position, "position", 0, "place among the states; the last when left out")
	list := c.lister("List the call states of a campaign", func(setup *store.Setup) error {
		states := append([]callflow.State{}, setup.States[campaign]...)
		var rows [][]string
		for i := range states {
			rows = append(rows, []string{number(states[i].ID), states[i].Name, string(states[i].Kind)})
		}
		return c.table(states, []string{"ID", "NAME", "KIND"}, rows)
	})
	cmd := group("state", "Add and list call states", create, list)
	cmd.PersistentFlags().Int64Var(&campaign, "campaign", 0, "id of the campaign")
	c.accountFlags(cmd)
	return cmd
}

func (c *command) productCommand() *cobra.Command {
	var product callflow.Product
	var campaign int64
	create := c.creator("product", func(ctx context.Context, a *app.App, account int64) (int64, error) {
		return a.CreateProduct(ctx, account, campaign, &product)
	})
	create.Flags().Int64Var(&product.ID, "id", 0, "id; the account's next when left out")
	create.Flags().StringVar(&product.Code, "code", "", "code, which names the record's key")
	create.Flags().StringVar(&product.Title, "title", "", "title")
	create.Flags().StringVar(&product.Price, "price", "", "price, such as 199 or 199.50")
	create.Flags().Int64Var(&product.Position, "position", 0, "place among the products; the last when left out")
	list := c.lister("List the products of a campaign", func(setup *store.Setup) error {
		products := append([]callflow.Product{}, setup.Products[campaign]...)
		var rows [][]string
		for i := range products {
			rows = append(rows, []string{number(products[i].ID), products[i].Code, products[i].Title, products[i].Price})
		}
		return c.table(products, []string{"ID", "CODE", "TITLE", "PRICE"}, rows)
	})
	cmd := group("product", "Add and list products", create, list)
	cmd.PersistentFlags().Int64Var(&campaign, "campaign", 0, "id of the campaign")
	c.accountFlags(cmd)
	return cmd
}
