package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// toldOfImports is what a server tells of an import, in every place that tells of rows.
func toldOfImports(t *testing.T, s *testkit.Server, id int64) string {
	t.Helper()
	var told strings.Builder
	for _, path := range []string{"", fmt.Sprint(id, "/"), fmt.Sprint(id, "/rejected/"), fmt.Sprint(id, "/rows/")} {
		answer := s.Ask(t, testkit.Request{Path: importsPath + path, Token: s.Acme.Admin})
		wantStatus(t, answer, http.StatusOK)
		told.Write(answer.Body)
	}
	return told.String()
}

func TestADryRunTellsNothingMoreOfWhomAnotherServerAnonymised(t *testing.T) {
	t.Parallel()
	one := testkit.NewServer(t, api.Config{})
	two := one.Beside(t, api.Config{})
	for _, id := range []string{"1", "2"} {
		one.Acme.Put(t, callflow.Customer{CustomerID: id, Name: "Før"})
	}
	_, tried := sendFile(t, one, "?dry_run=true&wait=60", customersFile, nil)
	if told := toldOfImports(t, one, tried.ID); !strings.Contains(told, "Kari") || !strings.Contains(told, "Ola") {
		t.Fatalf("before, it tells %s", told)
	}
	for _, id := range []string{"1", "2"} {
		wantStatus(t, post(t, two, two.Acme.Admin, "/api/v1/assignments/239/customers/"+id+"/anonymize/", "{}"), http.StatusOK)
	}
	for _, s := range []*testkit.Server{one, two} {
		told := toldOfImports(t, s, tried.ID)
		for _, personal := range []string{"Kari", "11223344", "Ola", "Lillegata"} {
			if strings.Contains(told, personal) {
				t.Errorf("afterwards it tells of %s: %s", personal, told)
			}
		}
	}
}

// The servers' clocks differ: the rows are forgotten by the first for which they were kept long enough, and told by none.
func TestWhatOneServerForgetsInItsTimeNoOtherTells(t *testing.T) {
	t.Parallel()
	one := testkit.NewServer(t, api.Config{})
	two := one.Beside(t, api.Config{})
	_, sent := sendFile(t, one, "?wait=60&file_name=ola.csv", customersFile, nil)
	two.Wait(30*24*time.Hour + time.Minute)
	if err := two.App.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := toldOfImports(t, one, sent.ID); strings.Contains(told, "Ola") || strings.Contains(told, "ola.csv") {
		t.Errorf("it tells %s", told)
	}
}
