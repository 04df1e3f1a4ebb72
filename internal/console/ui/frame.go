package ui

import (
	"net/http"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/console/locale"
)

// Frame is what every page has around it. Page structs embed it, so that templates reach its texts by $.
type Frame struct {
	locale.Reader
	Title      string // a text of the catalogue
	Name       string // of what the page is about, before the title; "" for none
	User       *callflow.User
	Account    string
	Zone       string // whose times the page shows and takes
	Navigation []place
	Here       string // the page's own path and query; of one that answers a form, where to come back to
	Done       string // what was done a moment ago, in the reader's language; "" for nothing
}

// place is a link of the navigation.
type place struct {
	Path    string
	Text    string // of the catalogue
	Current bool
}

// Frame is what stands around the page of a title, a text of the catalogue.
func (req *Request) Frame(title string) Frame {
	f := Frame{Reader: req.Reader, Title: title, Here: WithoutDone(req.URL)}
	if req.Method == http.MethodPost {
		f.Here = req.Console.pageAt(f.Here)
	}
	f.Done = doneText(f.Reader, req.URL.Query())
	if req.Session == nil {
		return f
	}
	f.User, f.Account, f.Zone = req.Session.User, req.Session.Setup.Account.Called(), req.Session.Setup.Account.TimeZone
	for _, place := range placesFor(req.Session) {
		place.Current = req.URL.Path == place.Path || strings.HasPrefix(req.URL.Path, place.Path+"/")
		f.Navigation = append(f.Navigation, place)
	}
	return f
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
