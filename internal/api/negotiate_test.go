package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// The answers here were taken from Django REST framework 3.14 with its JSON renderer, but for the text of errors.
func TestFormatAndAcceptAreAnsweredAsTheFrameworkOfThisAPIsFamilyDoes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const noAccept = "\x00"
	for sentence, c := range map[string]struct {
		query, accept string
		status        int
	}{
		"no Accept":                           {"", noAccept, 200},
		"anything":                            {"", "*/*", 200},
		"JSON":                                {"", "application/json", 200},
		"JSON in capitals":                    {"", "APPLICATION/JSON", 200},
		"JSON with parameters":                {"", "application/json; indent=4; version=2", 200},
		"any application type":                {"", "application/*", 200},
		"a browser":                           {"", "text/html,application/xhtml+xml,*/*;q=0.8", 200},
		"what there is not":                   {"", "application/xml", 406},
		"a page alone":                        {"", "text/html", 406},
		"no media type at all":                {"", "garbage", 406},
		"an empty Accept":                     {"", "", 406},
		"format=json":                         {"?format=json", noAccept, 200},
		"an empty format":                     {"?format=", noAccept, 200},
		"a format that there is not":          {"?format=xml", noAccept, 404},
		"format=json, and a page alone":       {"?format=json", "text/html", 406},
		"format=json, and CSV or JSON":        {"?format=json", "text/csv, application/json", 200},
		"a wrong format before a wrong type":  {"?format=xml", "text/html", 404},
		"an event stream of what has no such": {"", "text/event-stream", 406},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{campaignList, "/api/v1/campaigns", campaignList + exampleID + "/"} {
				header := map[string]string{}
				if c.accept != noAccept {
					header["Accept"] = c.accept
				}
				for _, token := range []string{s.Acme.Reader, ""} { // before the credentials, too
					answer := s.Ask(t, testkit.Request{Path: path + c.query, Token: token, Header: header})
					want := c.status
					if token == "" && want == http.StatusOK {
						want = http.StatusUnauthorized
					}
					wantStatus(t, answer, want)
				}
			}
		})
	}
}

func TestAFormatThatAListHasNotNamesThoseThatItHas(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for path, want := range map[string]string{
		campaignList:                   "format is json for pages, or for a file of the whole list one of: array, csv, ndjson, parquet, xlsx.",
		campaignList + exampleID + "/": "format is json here.",
	} {
		answer := s.Get(t, s.Acme.Admin, path+"?format=xml")
		wantStatus(t, answer, http.StatusNotFound)
		for _, text := range []string{`"detail":"Not found."`, want} {
			if !strings.Contains(string(answer.Body), text) {
				t.Errorf("%s is answered %s, without %s", path, answer.Body, text)
			}
		}
	}
}

func TestAnEmptyPageIsTheFirst(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	first := s.Get(t, s.Acme.Reader, campaignList+"?page_size=2")
	for _, query := range []string{"?page=&page_size=2", "?page_size=2&page"} {
		if empty := s.Get(t, s.Acme.Reader, campaignList+query); len(empty.List(t).Results) != 2 || empty.List(t).Count != first.List(t).Count {
			t.Errorf("%s is answered %s", query, empty.Body)
		}
	}
}
