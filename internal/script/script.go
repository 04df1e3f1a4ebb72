// Package script reads a campaign's description, which agents read as the notes for their calls: places between two braces stand for what is known of
// a call. It imports no verb and no store.
package script

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// variable is a place of a description where something of the call stands.
var variable = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Call is what is known of a call: who calls whom, in which campaign.
type Call struct {
	Customer *callflow.Customer
	Fields   []callflow.Field // of the customer's assignment
	Client   *callflow.Client
	Campaign *callflow.Campaign
	User     *callflow.User
}

// variables are what a place may hold, beside the labels of the assignment's custom fields, in English and in Norwegian.
var variables = []struct {
	names []string
	value func(c *Call) string
}{
	{[]string{"name", "navn"}, func(c *Call) string { return c.Customer.Name }},
	{[]string{"phone", "telefon"}, func(c *Call) string { return c.Customer.Phone1 }},
	{[]string{"email", "e-post"}, func(c *Call) string { return c.Customer.Email }},
	{[]string{"customer_id", "kunde-id"}, func(c *Call) string { return c.Customer.CustomerID }},
	{[]string{"client", "oppdragsgiver"}, func(c *Call) string { return c.Client.ShortName }},
	{[]string{"campaign", "kampanje"}, func(c *Call) string { return c.Campaign.Name }},
	{[]string{"agent"}, func(c *Call) string { return c.User.Name }},
}

// Text is the campaign's description for the call: variables have their values. One that has none is a dash, and one that nobody knows stays as
// it is.
func (c *Call) Text() string {
	return variable.ReplaceAllStringFunc(c.Campaign.Description, func(place string) string {
		value, known := c.valueOf(variable.FindStringSubmatch(place)[1])
		switch {
		case !known:
			return place
		case value == "":
			return "–"
		}
		return value
	})
}

func (c *Call) valueOf(name string) (value string, known bool) {
	for i := range variables {
		if slices.ContainsFunc(variables[i].names, func(one string) bool { return strings.EqualFold(one, name) }) {
			return variables[i].value(c), true
		}
	}
	for i := range c.Fields {
		if cleanse.SameLabel(c.Fields[i].Key, name) {
			return c.Customer.Custom[c.Fields[i].ID].Text(), true
		}
	}
	return "", false
}

// Unknown says of the first variable of a description that has no value in any call, and tells which there are; "" where all are known.
func Unknown(description string, fields []callflow.Field) string {
	blank := &Call{Customer: &callflow.Customer{}, Client: &callflow.Client{}, Campaign: &callflow.Campaign{}, User: &callflow.User{}, Fields: fields}
	for _, place := range variable.FindAllStringSubmatch(description, -1) {
		if _, ok := blank.valueOf(place[1]); !ok {
			return fmt.Sprintf("has the unknown variable %s. There are: %s.", "{{"+place[1]+"}}", variablesOf(fields))
		}
	}
	return ""
}

func variablesOf(fields []callflow.Field) string {
	var names []string
	for i := range variables {
		names = append(names, "{{"+variables[i].names[0]+"}}")
	}
	for i := range fields {
		names = append(names, "{{"+fields[i].Key+"}}")
	}
	if most := 40; len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
