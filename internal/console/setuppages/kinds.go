package setuppages

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/ui"
	"callflow/internal/setup"
)

// Kinds are all kinds of things that an admin sets up.
var Kinds = []Kind{
	{
		noun: setup.Clients, Name: "clients", Path: "/set-up/clients",
		texts: kindTexts{one: "Client", many: "Clients", add: "Add a client", none: "There is no client yet.", note: "Whom calls are made for."},
		members: []kindMember{
			{name: "short_name", label: "Short name", hint: "As lists show it.", required: true},
			{name: "full_name", label: "Full name", hint: "As records have it. Left empty, the short name stands for it."},
		},
		columns: []string{"short_name", "full_name"}, called: []string{"short_name"},
		parts: []kindPart{{kind: "assignments", by: "client_id"}},
		above: func(*ui.Request, int64, url.Values) []crumb { return nil },
	},
	{
		noun: setup.Assignments, Name: "assignments", Path: "/set-up/assignments",
		texts: kindTexts{one: "Assignment", many: "Assignments", add: "Add an assignment", none: "There is no assignment yet.",
			note: "Pieces of work for clients. An assignment has the customers and their custom fields; its campaigns call them."},
		members: []kindMember{
			{name: "client_id", label: "Client", as: asReference, required: true, others: clientOptions},
			{name: "name", label: "Name", required: true},
			{name: "description", label: "Description", as: asLongText},
			{name: "crm_type", label: "Customers are", as: asWord, words: []ui.Option{
				{Value: "B2C", Text: "People (B2C)"}, {Value: "B2B", Text: "Companies (B2B)"},
			}},
		},
		columns: []string{"name", "client_id", "crm_type"}, called: []string{"name"},
		parts: []kindPart{{kind: "fields"}, {kind: "campaigns", by: "assignment_id"}},
		above: func(req *ui.Request, _ int64, values url.Values) []crumb {
			return crumbsOfClient(req, ui.FormID(values, "client_id"))
		},
	},
	{
		noun: setup.CustomFields, Name: "fields", Path: "/set-up/assignments/{owner_id}/fields", Ordered: true,
		texts: kindTexts{one: "Custom field", many: "Custom fields", add: "Add a custom field", none: "There is no custom field yet.",
			note: "What is kept of the assignment's customers beside name, address and telephone. Records have them in this order."},
		members: []kindMember{
			{name: "key", label: "Label", required: true},
			{name: "type", label: "Type", as: asWord, initial: "text", words: []ui.Option{
				{Value: "text", Text: "Text"}, {Value: "integer", Text: "Whole number"}, {Value: "decimal", Text: "Decimal number"},
				{Value: "date", Text: "Date"}, {Value: "boolean", Text: "Yes or no"}, {Value: "choice", Text: "One of several choices"},
			}},
			{name: "choices", label: "Choices", hint: "One a line, where the type is one of several choices.", as: asLines},
			{name: "max_length", label: "Most characters", hint: "Of a text. Empty is without limit.", as: asNumber},
			{name: "hint", label: "Hint", hint: "Whoever fills the field in reads it there."},
		},
		columns: []string{"key", "type", "max_length", "hint"}, called: []string{"key"},
		above: func(req *ui.Request, ownerID int64, _ url.Values) []crumb {
			return crumbsOfAssignment(req, ownerID)
		},
	},
	{
		noun: setup.Campaigns, Name: "campaigns", Path: "/set-up/campaigns", page: "/campaigns/", begins: true,
		texts: kindTexts{one: "Campaign", many: "Campaigns", add: "Add a campaign", none: "There is no campaign yet.",
			note: "A campaign calls customers of its assignment. A new one has call states and outcomes, the usual ones or those of another " +
				"campaign, which may be changed."},
		members: []kindMember{
			{name: "assignment_id", label: "Assignment", as: asReference, required: true, others: assignmentOptions},
			{name: "name", label: "Name", required: true},
			{name: "description", label: "Description", hint: scriptHint, as: asLongText},
			{name: "start_date", label: "First day", as: asDate},
			{name: "end_date", label: "Last day", as: asDate},
			{name: "archived_date", label: "Archived on", hint: "From that day on it is over. Nothing is lost; clear the day to have it back.", as: asDate},
			{name: "max_attempts", label: "Most attempts", hint: "Whoever was called that often is called no more. Empty is without limit.", as: asNumber},
			{
				name: "max_claims_per_agent", label: "Most customers claimed by one agent", as: asNumber, initial: strconv.Itoa(callflow.DefaultMaxClaims),
				hint: "As many may an agent hold at a time; they are nobody else's to call meanwhile. Empty is without limit.",
			},
			{
				name: "max_lease_seconds", label: "Longest claim, seconds", as: asNumber, initial: strconv.Itoa(callflow.DefaultMaxLease),
				hint: "A claim lapses after that at the latest. Empty is a day.",
			},
			{name: "hand_out_without_number", label: "Hand out customers without a number", as: asYes,
				hint: "The desk and diallers also get customers who have no telephone number that can be called."},
			{name: "service_id", label: "Service number", hint: "Of what the later generation calls a service. Empty is none.", as: asNumber, later: true},
			{name: "service_name", label: "Service name", later: true},
			{name: "withdraw_minutes", label: "Minutes to undo", as: asNumber, initial: "10",
				hint: "For how long agents may undo an outcome that they registered. 0 leaves it to admins."},
		},
		columns: []string{"name", "assignment_id", "start_date", "end_date", "archived_date"}, called: []string{"name"},
		parts: []kindPart{{kind: "states"}, {kind: "outcomes"}, {kind: "products"}},
		above: func(req *ui.Request, _ int64, values url.Values) []crumb {
			return crumbsOfAssignment(req, ui.FormID(values, "assignment_id"))
		},
	},
	{
		noun: setup.CallStates, Name: "states", Path: "/set-up/campaigns/{owner_id}/states", Ordered: true,
		texts: kindTexts{one: "Call state", many: "Call states", add: "Add a call state", none: "There is no call state yet.",
			note: "Where customers stand. They begin in the first that may be called at once; who was called often enough ends in the last that is done."},
		members: []kindMember{
			{name: "name", label: "Name", required: true},
			{name: "kind", label: "Kind", as: asWord, initial: "ready", words: []ui.Option{
				{Value: "ready", Text: "Ready: may be called at once"}, {Value: "scheduled", Text: "Scheduled: is called at a time"},
				{Value: "hold", Text: "On hold: waits"}, {Value: "done", Text: "Done: is called no more"},
				{Value: "excluded", Text: "Excluded: is never called"},
			}},
		},
		columns: []string{"name", "kind"}, called: []string{"name"},
		above: func(req *ui.Request, ownerID int64, _ url.Values) []crumb { return crumbsOfCampaign(req, ownerID) },
	},
	{
		noun: setup.Outcomes, Name: "outcomes", Path: "/set-up/campaigns/{owner_id}/outcomes", Ordered: true,
		texts: kindTexts{one: "Outcome", many: "Outcomes", add: "Add an outcome", none: "There is no outcome yet.",
			note: "What a call can come to. The desk shows them to agents in this order."},
		members: outcomeMembers, columns: []string{"type", "call_state", "requires", "retry_after_minutes"}, called: []string{"type", "subtype"},
		above: func(req *ui.Request, ownerID int64, _ url.Values) []crumb { return crumbsOfCampaign(req, ownerID) },
	},
	{
		noun: setup.Products, Name: "products", Path: "/set-up/campaigns/{owner_id}/products", Ordered: true,
		texts: kindTexts{one: "Product", many: "Products", add: "Add a product", none: "There is no product yet.",
			note: "What agents may sell. Records have them in this order."},
		members: []kindMember{
			{name: "code", label: "Code", hint: "Records have the units sold under product__ and the code.", required: true},
			{name: "title", label: "Title"},
			{name: "price", label: "Price", hint: "A number, such as 199 or 199.50.", as: asAmount},
		},
		columns: []string{"code", "title", "price"}, called: []string{"code"},
		above: func(req *ui.Request, ownerID int64, _ url.Values) []crumb { return crumbsOfCampaign(req, ownerID) },
	},
}

const scriptHint = "The desk shows it to agents as the notes for their calls. There {{name}}, {{phone}}, {{email}}, {{customer_id}}, {{client}}, " +
	"{{campaign}}, {{agent}} and the label of a custom field between two braces have their values."

var outcomeMembers = []kindMember{
	{name: "type", label: "Type", hint: "Such as Sale or No answer: the cause that the log and the records tell.", required: true},
	{name: "subtype", label: "Subtype", hint: "The alternative that the agent picks, such as Busy."},
	{name: "call_state", label: "Call state", hint: "Where it leads.", as: asName, required: true, others: stateOptions},
	{name: "requires", label: "The agent has to give", as: asWords, words: []ui.Option{
		{Value: "comment", Text: "A comment"}, {Value: "callback_at", Text: "A time to call back"},
		{Value: "meeting", Text: "A meeting"}, {Value: "product", Text: "A product"},
	}},
	{
		name: "retry_after_minutes", label: "Call again after, minutes", as: asNumber,
		hint: "Where it leads to a scheduled call state and no time to call back is given.",
	},
	{name: "counts_as_attempt", label: "Counts as an attempt", as: asYes, initial: "true"},
	{name: "max_attempts", label: "Most attempts", hint: "With that many it leads elsewhere. Empty leaves it to the campaign.", as: asNumber},
	{
		name: "exhausted_call_state", label: "Call state after the last attempt", as: asName, others: finalStateOptions,
		hint: "Left empty, it is the last call state that is done.",
	},
}

func clientOptions(s *auth.Session, _ int64) []ui.Option {
	options := make([]ui.Option, 0, len(s.Setup.Clients))
	for id, client := range s.Setup.Clients {
		options = append(options, ui.Option{Value: strconv.FormatInt(id, 10), Text: client.ShortName})
	}
	return byText(options)
}

func assignmentOptions(s *auth.Session, _ int64) []ui.Option {
	options := make([]ui.Option, 0, len(s.Setup.Assignments))
	for id, assignment := range s.Setup.Assignments {
		options = append(options, ui.Option{Value: strconv.FormatInt(id, 10), Text: s.Setup.ClientOf(id).ShortName + " · " + assignment.Name})
	}
	return byText(options)
}

func byText(options []ui.Option) []ui.Option {
	slices.SortFunc(options, func(a, b ui.Option) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Value, b.Value)) })
	return options
}

func stateOptions(s *auth.Session, campaignID int64) []ui.Option {
	var options []ui.Option
	for _, state := range s.Setup.States[campaignID] {
		options = append(options, ui.Option{Value: state.Name, Text: state.Name})
	}
	return options
}

// finalStateOptions are the call states in which nobody is called.
func finalStateOptions(s *auth.Session, campaignID int64) []ui.Option {
	var options []ui.Option
	for _, state := range s.Setup.States[campaignID] {
		if state.Kind != callflow.KindReady && state.Kind != callflow.KindScheduled {
			options = append(options, ui.Option{Value: state.Name, Text: state.Name})
		}
	}
	return options
}
