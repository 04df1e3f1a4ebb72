package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

func TestAPageOfAnotherSiteMakesNoBrowserWrite(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	paths := map[string]string{
		customerList + exampleID + "/anonymize/":                "{}",
		"/api/v1/campaigns/998/next_customer/":                  "{}",
		campaignList + exampleID + "/claim/":                    "",
		campaignList + exampleID + "/call_outcomes/":            `{"subtype":"No"}`,
		"/api/v1/assignments/239/imports/?campaign=998&wait=30": "customer_id,name\nK-1,Kari\n",
		"/api/v1/clients/":                                      `{"short_name":"Ny"}`,
	}
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		for path, body := range paths {
			sent := testkit.Request{Method: http.MethodPost, Path: path, Body: body, Header: map[string]string{
				"Authorization": basic(s.Acme.Email("admin"), testkit.Password), header: value,
			}}
			if strings.Contains(path, "imports") {
				sent.Header["Content-Type"] = "text/csv"
			}
			answer := s.Ask(t, sent)
			wantStatus(t, answer, http.StatusForbidden)
			if !strings.Contains(string(answer.Body), "another site") {
				t.Errorf("POST %s is answered %s", path, answer.Body)
			}
		}
		own := testkit.Request{Path: campaignList, Token: s.Acme.Admin, Header: map[string]string{header: value}}
		wantStatus(t, s.Ask(t, own), http.StatusOK) // reading changes nothing, and no other site may read the answer
	}
}

func TestWhatABrowsersFormCanSendChangesNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for path, lenient := range map[string]bool{
		customerList + exampleID + "/anonymize/": false,
		"/api/v1/campaigns/998/next_customer/":   true,
		campaignList + exampleID + "/claim/":     true,
	} {
		for _, media := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""} {
			for _, body := range []string{"x=1", ""} {
				if media == "" && (lenient || body != "") {
					continue // a program that sends nothing; or what testkit sends as JSON
				}
				answer := s.Ask(t, testkit.Request{
					Method: http.MethodPost, Path: path, Body: body, Token: s.Acme.Admin, Header: map[string]string{"Content-Type": media},
				})
				wantStatus(t, answer, http.StatusUnsupportedMediaType)
			}
		}
	}
	wantStatus(t, s.Get(t, s.Acme.Admin, customerList+exampleID), http.StatusOK)
}

func TestA304IsAnsweredToNobodyWhoMayNotSeeTheFile(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, campaign := range []string{"998", "99999999"} { // another client's, and none at all
		for _, list := range []string{"callflow_customers", "call_outcomes", "product_registrations", "changes"} {
			for _, format := range []string{"csv", "ndjson", "array", "xlsx", "parquet"} {
				answer := s.Ask(t, testkit.Request{
					Path: "/api/v1/campaigns/" + campaign + "/" + list + "/?format=" + format, Token: s.Acme.Outsider,
					Header: map[string]string{"If-None-Match": "*"},
				})
				wantStatus(t, answer, http.StatusNotFound)
			}
		}
	}
}

func TestNoCacheKeepsPersonalData(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, path := range []string{
		campaignList, campaignList + exampleID + "/", customerList, customerList + exampleID, campaignList + "?format=csv", "/api/v1/changes/",
		campaignList + exampleID + "/history/", campaignList + exampleID + "/explain/", "/api/v1/campaigns/998/call_outcomes/",
		"/api/v1/campaigns/998/digest/", "/api/v1/campaigns/998/statistics/",
	} {
		answer := s.Get(t, s.Acme.Admin, path)
		if control := answer.Header.Get("Cache-Control"); !strings.Contains(control, "no-store") {
			t.Errorf("%s is answered with Cache-Control %q", path, control)
		}
	}
}
