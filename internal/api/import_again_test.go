package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// sentAgain is a file with a row that is wrong, which is mended, and what that row comes to as the others of its file are read.
type sentAgain struct {
	file, query string
	mend        *strings.Replacer
	holds       string
}

var filesSentAgain = map[string]sentAgain{
	"dates whose order another row tells": {
		file:  "customer_id,name,Født,Husnummer\nK-1,Kari,12/31/1999,1\nK-2,Ola,04/05/1982,mange\n",
		query: "&create_fields=true", mend: strings.NewReplacer("mange", "4"), holds: `"1982-04-05"`,
	},
	"dates whose order was said, and is not said again": {
		file:  "customer_id,name,Født,Husnummer\nK-1,Kari,04/05/1982,mange\n",
		query: "&create_fields=true&dates=mdy", mend: strings.NewReplacer("mange", "4"), holds: `"1982-04-05"`,
	},
	"a date that was wrong, mended into one that can be read in two ways": {
		file:  "customer_id,name,Født\nK-1,Kari,31/12/1999\nK-2,Ola,31/02/1982\n",
		query: "&create_fields=true", mend: strings.NewReplacer("31/02/1982", "04/05/1982"), holds: `"1982-05-04"`,
	},
	"numbers whose decimals another row tells": {
		file:  "customer_id;name;Saldo;Husnummer\nK-1;Kari;1,5;1\nK-2;Ola;1.250;mange\n",
		query: "&create_fields=true", mend: strings.NewReplacer("mange", "4"), holds: `1250`,
	},
	"numbers with three decimals": {
		file:  "customer_id;name;Saldo;Husnummer\nK-1;Kari;1.5;1\nK-2;Ola;1.250;mange\n",
		query: "&create_fields=true", mend: strings.NewReplacer("mange", "4"), holds: `1.25`,
	},
	"ids with .0 in a column where others have none": {
		file: "customer_id,name,Husnummer\n10001,Kari,1\n10002.0,Ola,mange\n",
		mend: strings.NewReplacer("mange", "4"), holds: `"10002.0"`,
	},
}

func TestRowsThatWereNotTakenAreReadAsTheirFileWas(t *testing.T) {
	t.Parallel()
	for name, c := range filesSentAgain {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			answer, got := sendFile(t, s, "?campaign=998&wait=60"+c.query, c.file, nil)
			if got.Rejected != 1 {
				t.Fatalf("it gives %s", answer.Body)
			}
			query := strings.ReplaceAll(c.query, "&dates=mdy", "")
			file := rejectedFile(t, s, got.ID)
			if answer, got = sendFile(t, s, "?campaign=998&wait=60"+query, file, nil); got.Rejected != 1 {
				t.Fatalf("sent as it is, %s gives %s", file, answer.Body)
			}
			mended := c.mend.Replace(rejectedFile(t, s, got.ID))
			if answer, got = sendFile(t, s, "?campaign=998&wait=60"+query, mended, nil); got.Rejected != 0 || got.Created != 1 {
				t.Fatalf("mended, %s gives %s", mended, answer.Body)
			}
			list := s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/callflow_customers/")
			if wantStatus(t, list, http.StatusOK); !strings.Contains(string(list.Body), c.holds) {
				t.Errorf("mended, %s gives\n%s\nwithout %s", mended, list.Body, c.holds)
			}
		})
	}
}

func TestWhatWasSaidOfASheetOrARowOfHeadingsDoesNotHoldForTheRowsThatWereNotTaken(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	rejected := "line,reason,customer_id,name,Husnummer\r\n5,it was wrong,K-1,Kari,4\r\n6,it was wrong,K-2,Ola,5\r\n7,it was wrong,K-3,Per,6\r\n"
	for _, query := range []string{"&sheet=Kunder", "&header_row=3", "&header_row=40"} {
		if answer, got := sendFile(t, s, "?dry_run=true&wait=60"+query, rejected, nil); got.Created != 3 {
			t.Errorf("%s: %s", query, answer.Body)
		}
		if answer, _ := sendFile(t, s, "?dry_run=true&wait=60"+query, "customer_id,name\nK-1,Kari\n", nil); answer.Status != http.StatusBadRequest {
			t.Errorf("another file with %s gives %s", query, answer.Body)
		}
	}
}

func TestAnImportTellsWhichStoredValuesItEmpties(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	sendFile(t, s, "?wait=60", "customer_id,name,phone_1\nK-1,Kari,91234567\n", nil)
	const told = `{"kind":"emptied","column":"phone_1","count":1,"lines":[2],"detail":"","text":"phone_1: 1 stored value is emptied, since its row has nothing there."}`
	for _, dryRun := range []string{"&dry_run=true", ""} {
		if answer, _ := sendFile(t, s, "?wait=60"+dryRun, "customer_id,name,phone_1\nK-1,Kari,\n", nil); !strings.Contains(string(answer.Body), told) {
			t.Errorf("%q gives %s", dryRun, answer.Body)
		}
	}
}

func TestHowAFileWasReadHoldsForItsOwnColumnsAlone(t *testing.T) {
	t.Parallel()
	const file = "customer_id,name,Saldo,Limit,Husnummer\nK-1,Kari,1.5,\"1,5\",1\nK-2,Ola,1.250,1.250,mange\n"
	for name, c := range map[string]struct {
		mend *strings.Replacer
		asks string // "" where the file is read as it was
	}{
		"a column deleted":   {strings.NewReplacer(",Saldo", "", ",1.250,1.250", ",1.250"), "1.250 can be a thousand and more"},
		"a column moved":     {strings.NewReplacer("Saldo,Limit", "Limit,Saldo"), "1.250 can be a thousand and more"},
		"a word not known":   {strings.NewReplacer("3 point", "3 Kari Nordmann"), "1.250 can be a thousand and more"},
		"a value in the way": {strings.NewReplacer(",,K-2", ",comma,K-2"), ""},
		"mended":             {strings.NewReplacer(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			const query = "?campaign=998&wait=60&create_fields=true"
			answer, got := sendFile(t, s, query, file, nil)
			if got.Rejected != 1 {
				t.Fatalf("it gives %s", answer.Body)
			}
			mended := strings.NewReplacer("mange", "4").Replace(c.mend.Replace(rejectedFile(t, s, got.ID)))
			answer, got = sendFile(t, s, query, mended, nil)
			if c.asks == "" && got.Created+got.Rejected != 1 || c.asks != "" && (answer.Status != http.StatusBadRequest || !strings.Contains(string(answer.Body), c.asks)) {
				t.Errorf("%s gives %d %s", mended, answer.Status, answer.Body)
			}
		})
	}
}

func TestTwoFilesOfRejectedRowsThatWereReadInTwoWaysAreAskedAbout(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	var together string
	for _, order := range []string{"dmy", "mdy"} {
		file := "customer_id,name,Født,Husnummer\nK-" + order + ",Ola,04/05/1982,mange\n"
		answer, got := sendFile(t, s, "?campaign=998&wait=60&create_fields=true&dates="+order, file, nil)
		if got.Rejected != 1 {
			t.Fatalf("it gives %s", answer.Body)
		}
		together += strings.ReplaceAll(rejectedFile(t, s, got.ID), "mange", "4")
	}
	answer, _ := sendFile(t, s, "?campaign=998&wait=60&create_fields=true", together, nil)
	if answer.Status != http.StatusBadRequest || !strings.Contains(string(answer.Body), "04/05/1982 can have the day first, or the month") {
		t.Errorf("%s gives %d %s", together, answer.Status, answer.Body)
	}
	answer, got := sendFile(t, s, "?campaign=998&wait=60&create_fields=true&dates=dmy", together, nil)
	if got.Created != 2 || got.Rejected != 1 {
		t.Errorf("answered, %s gives %s", together, answer.Body)
	}
}

// In NDJSON a text is what it says: a word for nothing, an apostrophe in front and blanks are parts of it.
func TestTextsOfNDJSONThatWereNotTakenComeBackAsTheyAre(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	line := `{"customer_id":"K-1","name":"NULL","Gatenavn":"'s Gate ","Husnummer":"mange","email":null}` + "\n"
	answer, got := sendFile(t, s, "?wait=60", line, map[string]string{"Content-Type": "application/x-ndjson"})
	if got.Rejected != 1 {
		t.Fatalf("it gives %s", answer.Body)
	}
	file := rejectedFile(t, s, got.ID)
	if answer, got = sendFile(t, s, "?wait=60", strings.Replace(file, "mange", "4", 1), nil); got.Created != 1 {
		t.Fatalf("mended, %s gives %s", file, answer.Body)
	}
	if now := s.Acme.Customer(t, "K-1"); now.Name != "NULL" || now.Custom[testkit.FieldText].Text() != "'s Gate " || now.Email != "" {
		t.Errorf("mended, %s gives %+v", file, now)
	}
}

func TestShortRowsAreCountedWhereTheyAreTaken(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	const file = "customer_id,name,Husnummer,email\nK-1,Kari,1,kari@example.no\nK-2,Ola,mange\nK-3,Per,3\nK-3,Per,4\n"
	const told = `{"kind":"short_rows","column":"","count":1,"lines":[4],`
	for _, query := range []string{"?dry_run=true&wait=60&repeats=first", "?wait=60&repeats=first"} {
		if answer, got := sendFile(t, s, query, file, nil); got.Rejected != 1 || !strings.Contains(string(answer.Body), told) {
			t.Errorf("%s gives %s", query, answer.Body)
		}
	}
}
