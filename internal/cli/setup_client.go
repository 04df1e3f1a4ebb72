package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"callflow/internal/setup"
	"callflow/internal/store"
)

func (c *command) clientCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.Clients, use: "client", what: "client", plural: "clients",
		flags: []setupFlag{
			{"short-name", "short_name", textFlag, "name as records show it"},
			{"full-name", "full_name", textFlag, "full name"},
		},
		headings: []string{"ID", "SHORT NAME", "FULL NAME"},
		rows: func(setup *store.Setup, _ int64) (rows [][]string) {
			for _, client := range byID(setup.Clients) {
				rows = append(rows, []string{number(client.ID), client.ShortName, client.FullName})
			}
			return rows
		},
	})
}

func (c *command) assignmentCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.Assignments, use: "assignment", what: "assignment", plural: "assignments",
		flags: []setupFlag{
			{"client", "client_id", numberFlag, "id of the client that the work is for"},
			{"name", "name", textFlag, "name"},
			{"description", "description", textFlag, "description"},
			{"crm-type", "crm_type", textFlag, "whom it calls: B2C (as when left out) or B2B"},
		},
		headings: []string{"ID", "NAME", "CLIENT", "CRM"},
		rows: func(setup *store.Setup, _ int64) (rows [][]string) {
			for _, assignment := range byID(setup.Assignments) {
				rows = append(rows, []string{number(assignment.ID), assignment.Name, setup.Clients[assignment.ClientID].ShortName, string(assignment.CRMType)})
			}
			return rows
		},
	})
}

func (c *command) fieldCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.CustomFields, use: "field", what: "custom field", plural: "custom fields", owner: "assignment", tries: true,
		flags: []setupFlag{
			{"key", "key", textFlag, "label"},
			{"type", "type", textFlag, "text (as when left out), integer, decimal, date, boolean or choice"},
			{"max-length", "max_length", numberFlag, "most characters of a text; 0 is without limit"},
			{"hint", "hint", textFlag, "hint for whoever fills it in"},
			{"choices", "choices", listFlag, "the choices of a field of type choice, with commas between"},
			{positionFlag, "position", numberFlag, "place among the fields, counted from 1; 0 is the last"},
		},
		headings: []string{"ID", "KEY IN RECORDS", "LABEL", "TYPE", "CHOICES"},
		rows: func(setup *store.Setup, assignment int64) (rows [][]string) {
			for _, field := range setup.Fields[assignment] {
				rows = append(rows, []string{number(field.ID), field.LookupID(), field.Key, string(field.Type), strings.Join(field.Choices, ", ")})
			}
			return rows
		},
	})
}
