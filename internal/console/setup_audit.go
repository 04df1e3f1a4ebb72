package console

import (
	"strconv"

	"callflow/internal/app"
)

// setupAudit is the page of who did what.
type setupAudit struct {
	frame
	Crumbs  []setupCrumb
	Entries []setupEntry
	Newest  bool   // there is nothing newer than this page
	Older   string // the page of what was before; "" where nothing was
}

// setupEntry is a deed, in the reader's language.
type setupEntry struct {
	At               int64
	Who, Action      string
	Noun, Name, Path string
	Details          string
}

// auditWords are what verbs note, beside the kinds' own names: texts of the catalogue.
var auditWords = []string{
	"created", "changed", "removed", "signed in", "signed out everywhere", "switched on", "switched off", "gave a password to", "anonymized",
	"client", "assignment", "custom field", "campaign", "call state", "outcome", "product", "user", "token", "customer", "account",
}

func auditPage(req *request) error {
	before := idOf(req.URL.Query(), "before")
	entries, err := req.console.app.Audit(req.Context(), req.session, before)
	if err != nil {
		return err
	}
	page := &setupAudit{frame: req.frame("Audit"), Crumbs: req.crumbs(), Newest: before == 0}
	for _, entry := range entries {
		shown := setupEntry{
			At: entry.At, Who: entry.User, Action: page.Said(entry.Action), Noun: page.Said(entry.Noun), Details: page.Said(entry.Details),
		}
		shown.Name, shown.Path = subject(req.session, entry.Noun, entry.NounID)
		page.Entries = append(page.Entries, shown)
	}
	if n := len(entries); n > 0 && entries[n-1].ID > 1 {
		page.Older = "/set-up/audit?before=" + strconv.FormatInt(entries[n-1].ID, 10)
	}
	return req.render("setup_audit", page)
}

// subject is what something was done to as it is called now, and its page; its number where it is gone or has no page of its own.
func subject(s *app.Session, noun string, id int64) (name, path string) {
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
	if id == 0 {
		return "", ""
	}
	return number, ""
}
