package console

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
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
func (req *request) auditFilter(query url.Values) (*auth.AuditFilter, error) {
	filter := &auth.AuditFilter{
		Before: idOf(query, "before"), UserID: idOf(query, "person"), Action: query.Get("action"), Noun: query.Get("thing"), NounID: idOf(query, "id"),
	}
	if query.Get("person") == byOperator {
		filter.UserName = auth.AuditedOperator
	}
	for name, at := range map[string]*int64{"from": &filter.From, "to": &filter.To} {
		text := query.Get(name)
		if text == "" {
			continue
		}
		day, err := time.ParseInLocation(callflow.DateLayout, text, req.session.Setup.Location)
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
func (req *request) auditInputs(query url.Values) []input {
	t := req.reader.T
	people := []option{{Text: t("Everybody")}}
	for _, user := range req.session.Setup.Users {
		people = append(people, option{Value: numberText(user.ID), Text: user.Name})
	}
	slices.SortFunc(people[1:], func(a, b option) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)), strings.Compare(a.Value, b.Value))
	})
	people = append(people, option{Value: byOperator, Text: t(auth.AuditedOperator)})
	inputs := []input{
		{Name: "person", Label: t("Who"), Kind: "select", Options: people},
		{Name: "action", Label: t("Did"), Kind: "select", Options: req.wordOptions(auditActions)},
		{Name: "thing", Label: t("What"), Kind: "select", Options: req.wordOptions(auditNouns)},
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
func (req *request) wordOptions(words []string) []option {
	options := []option{{Text: req.reader.T("Everything")}}
	for _, word := range words {
		options = append(options, option{Value: word, Text: req.reader.T(word)})
	}
	return options
}
