package setup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/given"
	"callflow/internal/store/setuprows"
)

// Clients are whom calls are made for.
var Clients Noun = &noun[callflow.Client, ClientEdit]{
	name:  "A client",
	id:    func(client *callflow.Client) *int64 { return &client.ID },
	all:   visibleClients,
	view:  func(_ *scope, client *callflow.Client) Thing { return viewClient(client) },
	read:  readClient,
	check: func(_ *scope, client *callflow.Client) error { return client.Validate() },
	used:  clientInUse,
	add:   func(c *scope, client *callflow.Client) (int64, error) { return setuprows.CreateClient(c.w, client) },
	set:   func(c *scope, client *callflow.Client) error { return setuprows.UpdateClient(c.w, client) },
	drop:  func(c *scope, id int64) error { return setuprows.DeleteClient(c.w, id) },
}

// ClientEdit is what is said of a client.
type ClientEdit struct {
	Said

	ShortName given.Value[string]
	FullName  given.Value[string]
}

// Values are the edit's own values.
func (e *ClientEdit) Values() []Named {
	return e.values(
		Named{"short_name", &e.ShortName},
		Named{"full_name", &e.FullName},
	)
}

func viewClient(client *callflow.Client) Thing {
	return Thing{{"id", client.ID}, {"short_name", client.ShortName}, {"full_name", client.FullName}}
}

func visibleClients(c *scope) ([]callflow.Client, error) {
	clients := sortedByID(c.Setup.Clients)
	return slices.DeleteFunc(clients, func(client callflow.Client) bool { return !c.Sees(client.ID) }), nil
}

func readClient(_ *scope, f faults, edit *ClientEdit, client *callflow.Client) {
	f.setName("short_name", edit.ShortName, &client.ShortName)
	f.setLine("full_name", edit.FullName, longestDescription, &client.FullName)
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
