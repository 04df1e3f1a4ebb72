// Package setuppages is the pages where an admin sets up: the kinds of things that are set up alike (clients, assignments, custom fields, campaigns,
// call states, outcomes, products), users and their tokens, the account, mirrors, and the audit of who did what. It asks the verbs of internal/setup
// and internal/app, and knows no other room of the console but ui and locale.
package setuppages
