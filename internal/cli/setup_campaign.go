package cli

import (
	"strconv"

	"github.com/spf13/cobra"

	"callflow/internal/setup"
	"callflow/internal/store"
)

func (c *command) campaignCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.Campaigns, use: "campaign", what: "campaign", plural: "campaigns",
		flags: []setupFlag{
			{"assignment", "assignment_id", numberFlag, "id of the assignment whose customers it calls"},
			{"name", "name", textFlag, "name"},
			{"description", "description", textFlag, "description"},
			{"start", "start_date", textFlag, "first day, YYYY-MM-DD"},
			{"end", "end_date", textFlag, "last day, YYYY-MM-DD"},
			{"archived", "archived_date", textFlag, "day from which it is archived, YYYY-MM-DD"},
			{"max-attempts", "max_attempts", numberFlag, "most attempts per customer; 0 is without limit"},
			{"max-claims", "max_claims_per_agent", numberFlag, "most customers that one user may claim at a time; 0 is without limit"},
			{"max-lease", "max_lease_seconds", numberFlag, "longest that a claim may last, in seconds; 0 is a day"},
			{"hand-out-without-number", "hand_out_without_number", onFlag, "hand out customers without a telephone number too"},
			{"service", "service_id", numberFlag, "id of the service that it is part of, for accounts of generation 2020"},
			{"service-name", "service_name", textFlag, "name of that service"},
			{"withdraw-minutes", "withdraw_minutes", numberFlag, "for how long agents may withdraw their own outcomes; 0 lets admins alone"},
		},
		headings: []string{"ID", "NAME", "ASSIGNMENT", "START", "END", "ARCHIVED"},
		rows: func(setup *store.Setup, _ int64) (rows [][]string) {
			for _, campaign := range byID(setup.Campaigns) {
				rows = append(rows, []string{
					number(campaign.ID), campaign.Name, number(campaign.AssignmentID), campaign.StartDate, campaign.EndDate, campaign.ArchivedDate,
				})
			}
			return rows
		},
	})
}

func (c *command) stateCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.CallStates, use: "state", what: "call state", plural: "call states", owner: "campaign",
		flags: []setupFlag{
			{"name", "name", textFlag, "name, as records show it"},
			{"kind", "kind", textFlag, "ready, scheduled, hold, done or excluded"},
			{positionFlag, "position", numberFlag, "place among the states, counted from 1; 0 is the last"},
		},
		headings: []string{"ID", "NAME", "KIND"},
		rows: func(setup *store.Setup, campaign int64) (rows [][]string) {
			for _, state := range setup.States[campaign] {
				rows = append(rows, []string{number(state.ID), state.Name, string(state.Kind)})
			}
			return rows
		},
	})
}

func (c *command) outcomeCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.Outcomes, use: "outcome", what: "outcome", plural: "outcomes", owner: "campaign",
		flags: []setupFlag{
			{"type", "type", textFlag, "what the call came to, such as Sale or No answer"},
			{"subtype", "subtype", textFlag, "the alternative that the agent picks"},
			{"state", "call_state", textFlag, "name of the call state that it leads to"},
			{"no-attempt", "counts_as_attempt", offFlag, "it does not count as an attempt"},
			{"retry-after", "retry_after_minutes", numberFlag, "minutes until the customer is called again, for a state of kind scheduled"},
			{"max-attempts", "max_attempts", numberFlag, "most attempts before the customer is exhausted; 0 is without limit"},
			{"exhausted-state", "exhausted_call_state", textFlag, "name of the call state after the last attempt"},
			{"require", "requires", listFlag, "what it demands, with commas between: comment, callback_at, meeting, product"},
			{positionFlag, "position", numberFlag, "place among the outcomes, counted from 1; 0 is the last"},
		},
		headings: []string{"ID", "TYPE", "SUBTYPE", "LEADS TO", "ATTEMPT"},
		rows: func(setup *store.Setup, campaign int64) (rows [][]string) {
			names := map[int64]string{}
			for _, state := range setup.States[campaign] {
				names[state.ID] = state.Name
			}
			for _, outcome := range setup.Outcomes[campaign] {
				attempt := strconv.FormatBool(outcome.CountsAsAttempt)
				rows = append(rows, []string{number(outcome.ID), outcome.Type, outcome.Subtype, names[outcome.StateID], attempt})
			}
			return rows
		},
	})
}

func (c *command) productCommand() *cobra.Command {
	return c.setupCommand(&things{
		noun: setup.Products, use: "product", what: "product", plural: "products", owner: "campaign",
		flags: []setupFlag{
			{"code", "code", textFlag, "code, which names the record's key"},
			{"title", "title", textFlag, "title"},
			{"price", "price", textFlag, "price, such as 199 or 199.50"},
			{positionFlag, "position", numberFlag, "place among the products, counted from 1; 0 is the last"},
		},
		headings: []string{"ID", "CODE", "TITLE", "PRICE"},
		rows: func(setup *store.Setup, campaign int64) (rows [][]string) {
			for _, product := range setup.Products[campaign] {
				rows = append(rows, []string{number(product.ID), product.Code, product.Title, product.Price})
			}
			return rows
		},
	})
}
