package app

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// variable is a place of a campaign's description, which agents read as the notes for their calls, where something of the call stands.
var variable = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// scriptVariables are what a place may hold, beside the labels of the assignment's custom fields, in English and in Norwegian.
var scriptVariables = []struct {
	names []string
	value func(c *Card, campaign *callflow.Campaign, user *callflow.User) string
}{
	{[]string{"name", "navn"}, func(c *Card, _ *callflow.Campaign, _ *callflow.User) string { return c.Customer.Name }},
	{[]string{"phone", "telefon"}, func(c *Card, _ *callflow.Campaign, _ *callflow.User) string { return c.Customer.Phone1 }},
	{[]string{"email", "e-post"}, func(c *Card, _ *callflow.Campaign, _ *callflow.User) string { return c.Customer.Email }},
	{[]string{"customer_id", "kunde-id"}, func(c *Card, _ *callflow.Campaign, _ *callflow.User) string { return c.Customer.CustomerID }},
	{[]string{"client", "oppdragsgiver"}, func(c *Card, _ *callflow.Campaign, _ *callflow.User) string { return c.Client.ShortName }},
	{[]string{"campaign", "kampanje"}, func(_ *Card, campaign *callflow.Campaign, _ *callflow.User) string { return campaign.Name }},
	{[]string{"agent"}, func(_ *Card, _ *callflow.Campaign, user *callflow.User) string { return user.Name }},
}

// Script is the campaign's description for a call of a user to the customer: variables have their values. One that has none is a dash, and one
// that nobody knows stays as it is.
func (c *Card) Script(campaign *callflow.Campaign, user *callflow.User) string {
	return variable.ReplaceAllStringFunc(campaign.Description, func(place string) string {
		value, known := c.valueOf(variable.FindStringSubmatch(place)[1], campaign, user)
		switch {
		case !known:
			return place
		case value == "":
			return "–"
		}
		return value
	})
}

func (c *Card) valueOf(name string, campaign *callflow.Campaign, user *callflow.User) (value string, known bool) {
	for i := range scriptVariables {
		if slices.ContainsFunc(scriptVariables[i].names, func(one string) bool { return strings.EqualFold(one, name) }) {
			return scriptVariables[i].value(c, campaign, user), true
		}
	}
	for i := range c.Fields {
		if cleanse.SameLabel(c.Fields[i].Key, name) {
			return c.Customer.Custom[c.Fields[i].ID].Text(), true
		}
	}
	return "", false
}

// checkScript notes the first variable of a description that has no value in any call, and tells which there are.
func checkScript(b *body, description string, fields []callflow.Field) {
	known := &Card{Customer: &callflow.Customer{}, Client: &callflow.Client{}, Fields: fields}
	for _, place := range variable.FindAllStringSubmatch(description, -1) {
		if _, ok := known.valueOf(place[1], &callflow.Campaign{}, &callflow.User{}); ok {
			continue
		}
		b.note("description", "has the unknown variable %s. There are: %s.", "{{"+place[1]+"}}", variablesOf(fields))
		return
	}
}

func variablesOf(fields []callflow.Field) string {
	var names []string
	for i := range scriptVariables {
		names = append(names, "{{"+scriptVariables[i].names[0]+"}}")
	}
	for i := range fields {
		names = append(names, "{{"+fields[i].Key+"}}")
	}
	if most := 40; len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
