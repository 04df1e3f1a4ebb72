package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
)

// Clients are whom calls are made for.
var Clients Noun = &noun[callflow.Client]{
	name:  "A client",
	id:    func(client *callflow.Client) *int64 { return &client.ID },
	all:   visibleClients,
	view:  func(_ *scope, client *callflow.Client) any { return client },
	read:  readClient,
	check: func(_ *scope, client *callflow.Client) error { return client.Validate() },
	used:  clientInUse,
	add:   func(c *scope, client *callflow.Client) (int64, error) { return c.w.CreateClient(client) },
	set:   func(c *scope, client *callflow.Client) error { return c.w.UpdateClient(client) },
	drop:  func(c *scope, id int64) error { return c.w.DeleteClient(id) },
}

func visibleClients(c *scope) ([]callflow.Client, error) {
	clients := sortedByID(c.Setup.Clients)
	return slices.DeleteFunc(clients, func(client callflow.Client) bool { return !c.Sees(client.ID) }), nil
}

func readClient(_ *scope, b *body, client *callflow.Client) {
	b.setName("short_name", &client.ShortName)
	b.setLine("full_name", longestDescription, &client.FullName)
}

func clientInUse(c *scope, client *callflow.Client) error {
	var assignments []int64
	for _, assignment := range sortedByID(c.Setup.Assignments) {
		if assignment.ClientID == client.ID {
			assignments = append(assignments, assignment.ID)
		}
	}
	if len(assignments) > 0 {
		return inUse(fmt.Sprintf("The client has assignments: %s.", idList(assignments)), "Remove them, or PATCH their client_id, first.")
	}
	for _, user := range c.Setup.Users {
		if user.ClientID == client.ID {
			return inUse("Users are bound to the client.", "It stays for as long as they do.")
		}
	}
	return nil
}

// sortedByID copies a map's things, in the order of their ids.
func sortedByID[T any](things map[int64]*T) []T {
	ids := make([]int64, 0, len(things))
	for id := range things {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	sorted := make([]T, len(ids))
	for i, id := range ids {
		sorted[i] = *things[id]
	}
	return sorted
}

// mostNamed bounds how many ids a message names.
const mostNamed = 10

func idList(ids []int64) string {
	names := make([]string, 0, mostNamed+1)
	for i, id := range ids {
		if i == mostNamed {
			names = append(names, fmt.Sprintf("and %d more", len(ids)-i))
			break
		}
		names = append(names, strconv.FormatInt(id, 10))
	}
	return strings.Join(names, ", ")
}
