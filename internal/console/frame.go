package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
)

// frame is what every page has around it. Page structs embed it, so that templates reach its texts by $.
type frame struct {
	reader
	Title      string // a text of the catalogue
	Name       string // of what the page is about, before the title; "" for none
	User       *callflow.User
	Account    string
	Zone       string // whose times the page shows and takes
	Navigation []place
	Here       string // the page's own path and query; of one that answers a form, where to come back to
	Done       string // what was done a moment ago, in the reader's language; "" for nothing
}

// doneTexts are what a page may say was done a moment ago.
var doneTexts = map[string]bool{
	"Created.": true, "Saved.": true, "Removed.": true, "The file is gone.": true, "The import is undone.": true,
	"The customer was made.": true, "The customer was changed.": true, "The customer was anonymised.": true, "The customer was moved.": true,
	doneUndo: true, "The customer was put into the campaign.": true, "The customer was taken out of the campaign.": true,
	doneOutcome: true, "The customer was given back.": true, doneNobody: true,
	"You have another password, and are signed out elsewhere.": true,
	"The user has another password.":                           true, "The user is switched on.": true, "The user is switched off, and signed out.": true,
}

// countedTexts are those of the counted texts that a page may say.
var countedTexts = map[string]bool{doneMoved: true, doneMovedBack: true, "%d customers were added.": true}

// doneText is what the address says was done a moment ago; "" where nothing was: nobody's link makes the page say something else.
func (r reader) doneText(query url.Values) string {
	text := query.Get("done")
	if doneTexts[text] {
		return r.T(text)
	}
	count, err := strconv.Atoi(query.Get("count"))
	if !countedTexts[text] || err != nil || count < 0 {
		return ""
	}
	said := r.T(text, count)
	if left, err := strconv.Atoi(query.Get("left")); text == doneMovedBack && err == nil && left > 0 {
		said += " " + r.T(leftAlone, left)
	}
	return said
}

// place is a link of the navigation.
type place struct {
	Path    string
	Text    string // of the catalogue
	Current bool
}

func (req *request) frame(title string) frame {
	f := frame{reader: req.reader, Title: title, Here: withoutDone(req.URL)}
	if req.Method == http.MethodPost {
		f.Here = req.console.pageAt(f.Here)
	}
	f.Done = f.doneText(req.URL.Query())
	if req.session == nil {
		return f
	}
	f.User, f.Account, f.Zone = req.session.User, req.session.Setup.Account.Called(), req.session.Setup.Account.TimeZone
	for _, place := range placesFor(req.session) {
		place.Current = req.URL.Path == place.Path || strings.HasPrefix(req.URL.Path, place.Path+"/")
		f.Navigation = append(f.Navigation, place)
	}
	return f
}

// withoutDone is the page's address, to come back to.
func withoutDone(u *url.URL) string {
	query := u.Query()
	for _, said := range []string{"done", "of", "count", "left", "moved", movedTo} {
		query.Del(said)
	}
	if len(query) == 0 {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + query.Encode()
}

// placesFor are the parts of the console that somebody may use.
func placesFor(s *auth.Session) []place {
	places := []place{{Path: "/campaigns", Text: "Campaigns"}}
	if s.Can(auth.RegisterOutcomes) {
		places = append(places, place{Path: "/desk", Text: "Desk"})
	}
	if s.Can(auth.WriteCustomers) {
		places = append(places, place{Path: "/imports", Text: "Import"})
	}
	if s.Can(auth.WriteSetup) {
		places = append(places, place{Path: "/set-up", Text: "Set-up"})
	}
	return append(places, place{Path: "/reference", Text: "API"})
}
