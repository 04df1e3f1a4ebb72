package api_test

import (
	"net/url"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

const rejectedNote = "The columns line and reason are those of a file of rejected rows, and are not imported."

func TestColumnsCalledLineAndReasonThatAreNotImportedAreTold(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, dryRun := range []string{"", "&dry_run=true"} {
		answer, got := sendFile(t, s, "?wait=60"+dryRun, "line,reason,customer_id,name\n3,for lang,1,Kari\n", nil)
		if got.Rejected != 0 || got.Rows != 1 || !strings.Contains(string(answer.Body), rejectedNote) {
			t.Errorf("%q gives %s", dryRun, answer.Body)
		}
	}
	answer, _ := sendFile(t, s, "?wait=60", "customer_id,name\n1,Kari\n", nil)
	if strings.Contains(string(answer.Body), rejectedNote) {
		t.Errorf("a file without these columns gives %s", answer.Body)
	}
}

func TestColumnsCalledLineAndReasonAreImportedWhereTheyHoldOtherThingsOrARequestSaysWhatTheyFill(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, file, want string }{
		{"?create_fields=true&wait=60", "line,reason,customer_id,name\nLinje A,flytting,1,Kari\n", "Linje A"},
		{"?create_fields=true&wait=60&map=" + url.QueryEscape("line=Gatenavn"), "line,reason,customer_id,name\n7,flytting,1,Kari\n", "7"},
		{"?create_fields=true&wait=60&map=" + url.QueryEscape("reason=Gatenavn"), "line,reason,customer_id,name\n7,flytting,1,Kari\n", "flytting"},
	} {
		s := testkit.NewServer(t, api.Config{})
		answer, got := sendFile(t, s, c.query, c.file, nil)
		if got.Created != 1 || strings.Contains(string(answer.Body), rejectedNote) {
			t.Fatalf("%s gives %s", c.query, answer.Body)
		}
		if customer := s.Get(t, s.Acme.Admin, customerList+"1/"); !strings.Contains(string(customer.Body), `"`+c.want+`"`) {
			t.Errorf("%s makes %s", c.query, customer.Body)
		}
	}
}

func TestRejectedRowsOfAFileWithColumnsCalledLineAndReasonComeBackWithThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	query := "?wait=60&map=" + url.QueryEscape("line=Gatenavn") + "&map=" + url.QueryEscape("reason=")
	_, got := sendFile(t, s, query, "line,reason,customer_id,name,Husnummer\n7,flytting,1,Kari,mange\n", nil)
	if got.Rejected != 1 {
		t.Fatalf("%+v", got)
	}
	rejected := s.Get(t, s.Acme.Admin, importsPath+"1/rejected/")
	mended := strings.Replace(string(rejected.Body), "flytting,1,Kari,mange", "flytting,1,Kari,5", 1)
	if _, got = sendFile(t, s, query, mended, nil); got.Created != 1 {
		t.Fatalf("%s gives %+v", mended, got)
	}
	if customer := s.Get(t, s.Acme.Admin, customerList+"1/"); !strings.Contains(string(customer.Body), `"7"`) {
		t.Errorf("it makes %s", customer.Body)
	}
}
