package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/tabular"
)

// The lists that are exported.
const (
	ofStatus    = "status"
	ofCustomers = "customers"
	ofOutcomes  = "call-outcomes"
	ofProducts  = "product-registrations"
	ofChanges   = "changes"
)

var exportLists = []string{ofStatus, ofCustomers, ofOutcomes, ofProducts, ofChanges}

// exportOwn are the flags that mean something for some lists alone.
var exportOwn = map[string][]string{
	"call-state": {ofStatus}, "fields": {ofStatus}, "at": {ofStatus},
	"from": {ofOutcomes, ofProducts}, "to": {ofOutcomes, ofProducts}, "after": {ofChanges},
}

// exportDays are the flags of days that the API calls otherwise.
var exportDays = things{flags: []setupFlag{{name: "from", member: "from_date"}, {name: "to", member: "to_date"}}}

func (o *exportOptions) listFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.what, "what", ofStatus, "the list: "+strings.Join(exportLists, ", "))
	flags.Int64Var(&o.CampaignID, "campaign", 0, "id of the campaign")
	flags.Int64Var(&o.AssignmentID, "assignment", 0, "id of the assignment, all of its campaigns")
	flags.StringArrayVar(&o.CallStates, "call-state", nil, "name of a call state: only customers in it; may be repeated")
	flags.StringSliceVar(&o.Fields, "fields", nil, "keys, in the order wanted; the record's own when left out")
	flags.StringVar(&o.At, "at", "", "how the list stood then: a seq or a time")
	flags.StringVar(&o.from, "from", "", "of outcomes and what they sold: the first day, as 20261124; today when left out")
	flags.StringVar(&o.to, "to", "", "of outcomes and what they sold: the last day, as 20261124; today when left out")
	flags.Int64Var(&o.after, "after", 0, "of changes: only those after this seq")
}

// checkWhat refuses what the wanted list does not have.
func (o *exportOptions) checkWhat(flags *pflag.FlagSet) error {
	if !slices.Contains(exportLists, o.what) {
		return usagef("--what is one of %s, not %q", strings.Join(exportLists, ", "), o.what)
	}
	for name, lists := range exportOwn {
		if typed(flags, name) && !slices.Contains(lists, o.what) {
			return usagef("--%s goes with --what %s alone; leave it out", name, strings.Join(lists, " or "))
		}
	}
	if err := atLeast("after", o.after, 0); err != nil {
		return err
	}
	switch {
	case o.CampaignID != 0 && o.AssignmentID != 0:
		return usagef("say what to export: --campaign ID or --assignment ID, not both")
	case o.what == ofCustomers && o.AssignmentID == 0:
		return usagef("customers are an assignment's: give --assignment ID")
	case o.what == ofStatus && o.CampaignID == 0 && o.AssignmentID == 0:
		return usagef("say what to export: --campaign ID or --assignment ID")
	}
	return nil
}

// of is what the audit says of the export.
func (o *exportOptions) of(s *auth.Session) auth.ReadOf {
	narrowed := o.Narrowed(s)
	switch o.what {
	case ofOutcomes, ofProducts:
		narrowed = o.outcomes().Narrowed()
	case ofChanges:
		narrowed = (&app.ChangeRequest{After: o.after}).Narrowed()
	}
	of := auth.ReadOf{CampaignID: o.CampaignID, AssignmentID: o.AssignmentID, What: strings.ReplaceAll(o.what, "product-registrations", "products sold")}
	return of.InFile(string(o.Format), narrowed)
}

// outcomes are those that the export asks for.
func (o *exportOptions) outcomes() *app.OutcomeRequest {
	return &app.OutcomeRequest{
		CampaignID: o.CampaignID, AssignmentID: o.AssignmentID, Sold: o.what == ofProducts, From: o.from, To: o.to,
		Head: o.Format != tabular.NDJSON && o.Format != tabular.JSON,
	}
}

// tell tells the wanted list.
func (o *exportOptions) tell(ctx context.Context, a *app.App, to app.ExportTarget) error {
	switch o.what {
	case ofOutcomes, ofProducts:
		return asFlags(&exportDays, a.ExportOutcomesAs(ctx, o.accountID, o.outcomes(), to))
	case ofChanges:
		scope := app.ChangeScope{CampaignID: o.CampaignID, AssignmentID: o.AssignmentID}
		return a.ExportChangesAs(ctx, o.accountID, &app.ChangeRequest{ChangeScope: scope, After: o.after}, to)
	}
	o.Customers = o.what == ofCustomers
	return a.ExportAs(ctx, o.accountID, &o.ListRequest, to)
}
