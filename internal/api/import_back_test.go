package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// rejectedFile are the rows that an import did not take, as a file.
func rejectedFile(t *testing.T, s *testkit.Server, id int64) string {
	t.Helper()
	answer := s.Get(t, s.Acme.Admin, importsPath+fmt.Sprint(id)+"/rejected/")
	wantStatus(t, answer, http.StatusOK)
	return string(answer.Body)
}

// wrongInManyWays has rows of every kind that is not taken: a value that is wrong, cells too many, a quote that is never closed, alone and
// behind another, and texts that a spreadsheet would run. Two columns have one heading.
const wrongInManyWays = "customer_id;Navn;Telefon;Telefon;Husnummer\r\n" +
	"K-1;Kåre Ærlig;91234561;22334451;4\r\n" +
	"K-2;Åse Øyen;91234562;22334452;mange\r\n" +
	"K-3;Per Ås;91234563;22334453;4;for;mange\r\n" +
	"K-4;\"Siri Å;91234564;22334454;4\r\n" +
	"K-5;24\"\" skjerm;91234565;\"22334455;4\r\n" +
	"=6+6;\"Liv Ø;91234566;22334456;4\r\n" +
	"=7+7;@SUM(Æ);91234567;22334457;mange\r\n" +
	"K-8;Tor Åsen;91234568;22334458;4\r\n"

func TestRowsThatWereNotTakenComeInOnceTheyAreMended(t *testing.T) {
	t.Parallel()
	mend := strings.NewReplacer(";for;mange", "", ";mange\r\n", ";4\r\n", `""Siri`, "Siri", `""22334455`, "22334455", `""Liv`, "Liv")
	for name, letters := range map[string]encoding.Encoding{
		"utf-8": encoding.Nop, "cp850": charmap.CodePage850, "windows-1252": charmap.Windows1252, "macintosh": charmap.Macintosh,
		"utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			sent, err := letters.NewEncoder().String(wrongInManyWays)
			if err != nil {
				t.Fatal(err)
			}
			query := "?campaign=998&wait=60&encoding=" + name
			answer, got := sendFile(t, s, query, sent, nil)
			if got.Created != 2 || got.Rejected != 6 {
				t.Fatalf("it gives %s", answer.Body)
			}
			file := rejectedFile(t, s, got.ID)
			answer, got = sendFile(t, s, query, file, nil)
			if got.Created != 0 || got.Rejected != 6 {
				t.Fatalf("sent as they are, the rows give %s", answer.Body)
			}
			text, err := letters.NewDecoder().String(rejectedFile(t, s, got.ID))
			if err != nil {
				t.Fatal(err)
			}
			mended, err := letters.NewEncoder().String(mend.Replace(text))
			if err != nil {
				t.Fatal(err)
			}
			if answer, got = sendFile(t, s, query, mended, nil); got.Created != 6 || got.Rejected != 0 {
				t.Fatalf("mended, they give %s\n%s", answer.Body, mend.Replace(text))
			}
			list := string(s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/callflow_customers/").Body)
			for _, held := range []string{`"Åse Øyen"`, `"Per Ås"`, `"Siri Å"`, `"24\"\" skjerm"`, `"=6+6"`, `"Liv Ø"`, `"@SUM(Æ)"`, `"22334457"`, `"22334455"`} {
				if !strings.Contains(list, held) {
					t.Errorf("the list lacks %s", held)
				}
			}
		})
	}
}

func TestLinesThatWereNoJSONAreTakenOnceTheyAreMendedInTheirCellOrUnderTheHeadings(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	_, got := sendFile(t, s, "?wait=60", `{"customer_id":"K-1","name":"Kari"}`+"\n"+`{"customer_id":"K-2","name":Ola}`+"\n",
		map[string]string{"Content-Type": "application/x-ndjson"})
	file := rejectedFile(t, s, got.ID)
	answer, again := sendFile(t, s, "?wait=60", file, nil)
	if again.Created != 0 || again.Rejected != 1 {
		t.Fatalf("%s gives %s", file, answer.Body)
	}
	headings, _, _ := strings.Cut(file, "\r\n")
	for _, mended := range []string{headings + "\r\n2,,,K-2,Ola\r\n", strings.Replace(file, ":Ola}", `:""Ola""}`, 1)} {
		s := testkit.NewServer(t, api.Config{})
		if _, again = sendFile(t, s, "?wait=60", mended, nil); again.Created != 1 || again.Rejected != 0 {
			t.Errorf("%s gives %+v", mended, again)
		}
		if customer := s.Get(t, s.Acme.Admin, customerList+"K-2/"); !strings.Contains(string(customer.Body), `"Ola"`) {
			t.Errorf("%s makes %s", mended, customer.Body)
		}
	}
}

func TestTheTextOfARowGoesWithWhomItIsOf(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "K-1001", Name: "Kari Nordmann", Phone1: "55 50 12 34"})
	_, got := sendFile(t, s, "?wait=60", "customer_id,name,Gatenavn\n5,Bra,x\nK-1001,\"Kari,x\n7,\"En annen,+47 55501234\n8,\"Kari Nordmann,x\n9,\"Ola,x\n", nil)
	wantStatus(t, anonymize(t, s, s.Acme.Admin, "K-1001"), http.StatusOK)
	_, rejected, _ := importKept(t, s, got.ID)
	for i, row := range rejected {
		if kept := row.Cells != ""; kept != (i == 3) {
			t.Errorf("of row %d is kept %s: %s", row.Line, row.Cells, row.Reason)
		}
	}
	if len(rejected) != 4 {
		t.Errorf("there are %d rows", len(rejected))
	}
}
