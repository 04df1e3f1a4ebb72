package setuppages

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/ui"
)

// What the audit notes: texts of the catalogue.
var (
	auditActions = []string{
		"signed in", "failed to sign in", "was kept from guessing", "signed out everywhere", "created", "changed", "removed", "switched on",
		"switched off", "gave a password to", "anonymized", "skipped", "moved customers of", "moved customers back in",
		"imported into", "undid an import into", "renewed the epoch of", "read", "took a file of",
	}
	auditNouns = []string{
		"account", "assignment", "call state", "campaign", "client", "custom field", "customer", "outcome", "product", "token", "user",
	}
	// auditWords are what else stands in entries.
	auditWords = []string{
		auth.AuditedOperator, "status", "customers", "outcomes", "products sold", "changes", "digest", "rejected rows", "begun", "whole", "broken off",
		"refused", "format", "with a search", "without a number", "at", "fields", "from", "to", "after", "with withdrawn outcomes",
		"done", "failed", "interrupted", "updated", "rejected", "kept",
	}
)

// byOperator is how the filter names what was done at the command line.
const byOperator = "operator"

// auditFilter reads which entries are asked for. Days are those of the account, both included.
func auditFilter(req *ui.Request, query url.Values) (*auth.AuditFilter, error) {
	filter := &auth.AuditFilter{
		Before: ui.FormID(query, "before"), UserID: ui.FormID(query, "person"), Action: query.Get("action"),
		Noun: query.Get("thing"), NounID: ui.FormID(query, "id"),
	}
	if query.Get("person") == byOperator {
		filter.UserName = auth.AuditedOperator
	}
	for name, at := range map[string]*int64{"from": &filter.From, "to": &filter.To} {
		text := query.Get(name)
		if text == "" {
			continue
		}
		day, err := time.ParseInLocation(callflow.DateLayout, text, req.Session.Setup.Location)
		if err != nil {
			return nil, callflow.InvalidField(name, "There is no such day. Choose one in the form of the audit.")
		}
		if name == "to" {
			day = day.AddDate(0, 0, 1)
		}
		*at = day.UnixMilli()
	}
	return filter, nil
}

// auditInputs ask which entries are wanted.
func auditInputs(req *ui.Request, query url.Values) []ui.Input {
	t := req.Reader.T
	people := []ui.Option{{Text: t("Everybody")}}
	for _, user := range req.Session.Setup.Users {
		people = append(people, ui.Option{Value: ui.NumberText(user.ID), Text: user.Name})
	}
	slices.SortFunc(people[1:], func(a, b ui.Option) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)), strings.Compare(a.Value, b.Value))
	})
	people = append(people, ui.Option{Value: byOperator, Text: t(auth.AuditedOperator)})
	inputs := []ui.Input{
		{Name: "person", Label: t("Who"), Kind: "select", Options: people},
		{Name: "action", Label: t("Did"), Kind: "select", Options: wordOptions(req, auditActions)},
		{Name: "thing", Label: t("What"), Kind: "select", Options: wordOptions(req, auditNouns)},
		{Name: "from", Label: t("From"), Kind: "date", Value: query.Get("from")},
		{Name: "to", Label: t("To"), Kind: "date", Value: query.Get("to")},
	}
	for i := range inputs {
		for j := range inputs[i].Options {
			inputs[i].Options[j].Selected = inputs[i].Options[j].Value == query.Get(inputs[i].Name)
		}
	}
	return inputs
}

// wordOptions are words of the audit to choose from, in the reader's language, and none of them.
func wordOptions(req *ui.Request, words []string) []ui.Option {
	options := []ui.Option{{Text: req.Reader.T("Everything")}}
	for _, word := range words {
		options = append(options, ui.Option{Value: word, Text: req.Reader.T(word)})
	}
	return options
}
