package api_test

import (
	"net/http"
	"testing"

	"callflow/internal/api"
)

func TestAQueryThatIsAMistake(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const listParameters = "The parameters are: at, call_state, callable_number, changed_since, cursor, fields, include, page, page_size."
	for sentence, test := range map[string]struct{ path, detail string }{
		"a name that is nearly known": {campaignList + "?call_stat=Ready", `There is no parameter "call_stat". Did you mean "call_state"?`},
		"a name in another case":      {campaignList + "?Page=2", `There is no parameter "Page". Did you mean "page"?`},
		"a name far from any":         {campaignList + "?zzzzzzzz=1", `There is no parameter "zzzzzzzz". ` + listParameters},
		"a name without a value":      {campaignList + "?zzzzzzzz", `There is no parameter "zzzzzzzz". ` + listParameters},
		"an empty name":               {campaignList + "?=1", `There is no parameter "". ` + listParameters},
		"a bad % in a value":          {campaignList + "?call_state=100%", "The value of call_state has a % that is not followed by two hexadecimal digits. Write % as %25."},
		"a bad % in a name":           {campaignList + "?pa%zzge=1", `The parameter name "pa%zzge" has a % that is not followed by two hexadecimal digits. Write % as %25.`},
		"a page twice":                {campaignList + "?page=1&page=2", "The parameter page is given 2 times. Give it once."},
		"a size twice":                {campaignList + "?page_size=1&page_size=1", "The parameter page_size is given 2 times. Give it once."},
		"a cursor twice":              {campaignList + "?cursor=a&cursor=b", "The parameter cursor is given 2 times. Give it once."},
		"a field that is nearly known": {
			campaignList + "?fields=crm__customerid", `The records here have no key "crm__customerid". Did you mean "crm__customer_id"?`,
		},
		"a field far from any":        {campaignList + "?fields=x", `The records here have no key "x".`},
		"a field twice":               {campaignList + "?fields=campaign__name,campaign__name", `fields names "campaign__name" twice.`},
		"a product of no campaign":    {secondList + "?fields=product__PROD1", `The records here have no key "product__PROD1".`},
		"something else to include":   {campaignList + "?include=history", `There is nothing to include by the name "history". include may be: sync.`},
		"a page of one record":        {campaignList + "bare/?page=1", `There is no parameter "page". The parameters are: fields, include.`},
		"a state for customers":       {customerList + "?call_state=Ready", `There is no parameter "call_state". The parameters are: cursor, page, page_size.`},
		"a boolean that is none":      {"/api/v1/campaigns?include_inactive_campaigns=yes", "include_inactive_campaigns must be True or False."},
		"a mistake in the boolean":    {"/api/v1/campaigns?include_inactive=True", `There is no parameter "include_inactive". Did you mean "include_inactive_campaigns"?`},
		"a semicolon is no separator": {campaignList + "?call_state=Ready;page=2", `There is no call state "Ready;page=2" here. ` + knownStates},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantError(t, s, test.path, http.StatusBadRequest, test.detail)
		})
	}
}

func TestAQueryThatIsLetPass(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, path := range map[string]string{
		"format=json":                      campaignList + "?format=json",
		"a name that starts with _":        campaignList + "?_=1718634600&_x=%C3%A6",
		"nothing":                          campaignList + "?",
		"no fields are the record's own":   campaignList + "?fields=",
		"nothing to include":               campaignList + "?include=",
		"include may be given twice":       campaignList + "?include=sync&page_size=5",
		"an absent product of a neighbour": assignmentList + "?fields=product__PROD1",
		"the boolean as Python writes it":  "/api/v1/campaigns?include_inactive_campaigns=True",
		"the boolean in small letters":     "/api/v1/campaigns?include_inactive_campaigns=false",
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantStatus(t, s.Get(t, s.Acme.Admin, path), http.StatusOK)
		})
	}
}

func TestAnOldClientMayHaveItsUnknownParametersIgnored(t *testing.T) {
	t.Parallel()
	s := newServerWith(t, api.Config{IgnoreUnknownParameters: true})
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?ordering=name&call_stat=Lead"), exampleID, "bare")
	wantError(t, s, campaignList+"?page=0", http.StatusNotFound, "Invalid page.")
	next := s.Get(t, s.Acme.Admin, campaignList+"?ordering=name&page_size=1").List(t).Next
	if got, want := anyCursor(relative(t, s, next)), campaignList+"?cursor=C&ordering=name&page=2&page_size=1"; got != want {
		t.Errorf("next is %s, want %s", got, want)
	}
}
