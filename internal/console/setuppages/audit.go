package setuppages

import (
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
)

// auditView is the page of who did what.
type auditView struct {
	ui.Frame
	Crumbs  []crumb
	Filter  []ui.Input
	Entries []auditedView
	Newest  string // the page of the newest; "" where this is it
	Older   string // the page of what was before; "" where nothing was
}

// auditedView is a deed, in the reader's language.
type auditedView struct {
	At               int64
	Who, Action      string
	Token            string // that was asked with; "" for none
	Noun, Name, Path string
	Details          string
	Address, Request string
}

// Audit answers the page of who did what, newest first: the entries that the query asks for.
func Audit(req *ui.Request) error {
	query := req.URL.Query()
	filter, err := auditFilter(req, query)
	if err != nil {
		return err
	}
	entries, err := req.Console.App.Audit(req.Context(), req.Session, *filter)
	if err != nil {
		return err
	}
	customers, err := req.Console.App.Calls.AuditedCustomers(req.Context(), req.Session, entries)
	if err != nil {
		return err
	}
	page := &auditView{Frame: req.Frame("Audit"), Crumbs: crumbs(req), Filter: auditInputs(req, query)}
	for i := range entries {
		page.Entries = append(page.Entries, auditEntry(req, &entries[i], customers))
	}
	query.Del("before")
	if filter.Before != 0 {
		page.Newest = auditAt(query)
	}
	if n := len(entries); n == auth.AuditShown && entries[n-1].ID > 1 {
		query.Set("before", strconv.FormatInt(entries[n-1].ID, 10))
		page.Older = auditAt(query)
	}
	return req.Render("setup_audit", page)
}

// auditAt is the page of the audit that a query asks for.
func auditAt(query url.Values) string {
	if len(query) == 0 {
		return "/set-up/audit"
	}
	return "/set-up/audit?" + query.Encode()
}

// auditEntry is an entry as it is shown. customers are those whom entries tell of by number.
func auditEntry(req *ui.Request, entry *auth.AuditEntry, customers map[int64]callwork.AuditedCustomer) auditedView {
	shown := auditedView{
		At: entry.At, Who: auditedBy(req, entry), Action: req.Reader.Said(entry.Action), Noun: req.Reader.Said(entry.Noun),
		Address: entry.Address, Request: entry.RequestID, Details: auditDetails(req, entry),
	}
	shown.Name, shown.Path = subject(req.Session, entry.Noun, entry.NounID)
	if customer, found := customers[entry.ID]; found {
		shown.Name, shown.Path = customer.CustomerID, ui.CustomerPath(customer.AssignmentID, customer.CustomerID)
	}
	if entry.TokenID != 0 {
		shown.Token, _ = subject(req.Session, "token", entry.TokenID)
	}
	return shown
}

// subject is what something was done to as it is called now, and its page; its number where it is gone or has no page of its own.
func subject(s *auth.Session, noun string, id int64) (name, path string) {
	number := strconv.FormatInt(id, 10)
	switch noun {
	case "client":
		if client := s.Setup.Clients[id]; client != nil {
			return client.ShortName, "/set-up/clients/" + number
		}
	case "assignment":
		if assignment := s.Setup.Assignments[id]; assignment != nil {
			return assignment.Name, "/set-up/assignments/" + number
		}
	case "campaign":
		if campaign := s.Setup.Campaigns[id]; campaign != nil {
			return campaign.Name, "/set-up/campaigns/" + number
		}
	case "user":
		if user := s.Setup.Users[id]; user != nil {
			return user.Name, userPath(id)
		}
	}
	if name, path := subjectOfCampaign(s, noun, id); name != "" {
		return name, path
	}
	if id == 0 {
		return "", ""
	}
	return number, ""
}

// subjectOfCampaign is subject for what a campaign or an assignment owns, and for tokens.
func subjectOfCampaign(s *auth.Session, noun string, id int64) (name, path string) {
	under := func(owner, kind string, ownerID int64) string {
		return "/set-up/" + owner + "/" + strconv.FormatInt(ownerID, 10) + "/" + kind + "/" + strconv.FormatInt(id, 10)
	}
	switch noun {
	case "outcome":
		return ownedNamed(s.Setup.Outcomes, func(owner int64, o *callflow.Outcome) (string, string, bool) {
			return strings.TrimSuffix(o.Type+" / "+o.Subtype, " / "), under("campaigns", "outcomes", owner), o.ID == id
		})
	case "product":
		return ownedNamed(s.Setup.Products, func(owner int64, p *callflow.Product) (string, string, bool) {
			return p.Code, under("campaigns", "products", owner), p.ID == id
		})
	case "call state":
		return ownedNamed(s.Setup.States, func(owner int64, c *callflow.State) (string, string, bool) {
			return c.Name, under("campaigns", "states", owner), c.ID == id
		})
	case "custom field":
		return ownedNamed(s.Setup.Fields, func(owner int64, f *callflow.Field) (string, string, bool) {
			return f.Key, under("assignments", "fields", owner), f.ID == id
		})
	case "token":
		for _, token := range s.Setup.Tokens() {
			if token.ID == id {
				return token.Label, userPath(token.UserID)
			}
		}
	}
	return "", ""
}

// ownedNamed is the name and the page of what is, among all that owners have.
func ownedNamed[T any](all map[int64][]T, is func(owner int64, one *T) (name, path string, found bool)) (name, path string) {
	for owner, owned := range all {
		for i := range owned {
			if name, path, found := is(owner, &owned[i]); found {
				return name, path
			}
		}
	}
	return "", ""
}
