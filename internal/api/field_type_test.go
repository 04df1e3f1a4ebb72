package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

const (
	integerField = "/api/v1/assignments/239/crm_custom_fields/79/"
	textField    = "/api/v1/assignments/239/crm_custom_fields/78/"
	choiceField  = "/api/v1/assignments/239/crm_custom_fields/11/"
)

func TestADryRunTellsWhatBecomesOfAFieldsValuesAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	putText(t, s, "K-1", "250")
	putText(t, s, "K-2", "mange")
	putText(t, s, "K-3", "0150")
	before := string(s.Get(t, s.Acme.Admin, customerList).Body)
	answer := post(t, s, s.Acme.Admin, textField+"dry_run/", `{"type":"integer"}`)
	wantStatus(t, answer, http.StatusOK)
	wantBody(t, answer, `{"field":{"id":78,"key":"Gatenavn","type":"integer","max_length":20,"hint":"Uten nummer","choices":[],"position":1},"from":"text",`+
		`"values":4,"readable":1,"rewritten":1,"unreadable":3,"examples":[`+
		`{"customer_id":"481846","value":"PRESTEVN \"Å\"","problem":"Gatenavn must be a whole number."},`+
		`{"customer_id":"K-2","value":"mange","problem":"Gatenavn must be a whole number."},`+
		`{"customer_id":"K-3","value":"0150","problem":"Gatenavn begins with a zero or a plus, which a number loses."}],"removed_choices":[]}`)
	if after := string(s.Get(t, s.Acme.Admin, customerList).Body); after != before {
		t.Errorf("a dry run made\n%s of\n%s", after, before)
	}
	answer = post(t, s, s.Acme.Admin, choiceField+"dry_run/", `{"type":"text"}`)
	wantStatus(t, answer, http.StatusOK)
	if body := string(answer.Body); !strings.Contains(body, `"unreadable":0,"examples":[],"removed_choices":["Helg","Komplett"]`) {
		t.Errorf("of choices it tells %s", body)
	}
	wantStatus(t, post(t, s, s.Acme.Agent, textField+"dry_run/", `{"type":"integer"}`), http.StatusForbidden)
	wantStatus(t, post(t, s, s.Acme.Admin, textField+"dry_run/", `{"type":"tall"}`), http.StatusBadRequest)
	wantStatus(t, post(t, s, s.Acme.Admin, "/api/v1/assignments/239/crm_custom_fields/7777/dry_run/", `{"type":"integer"}`), http.StatusNotFound)
}

func TestAFieldsTypeIsChangedWithTheValuesThatCustomersHave(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	then := s.Get(t, s.Acme.Admin, assignmentList).Header.Get("Callflow-Sync-Token")
	before := string(s.Get(t, s.Acme.Admin, assignmentList+"?at="+then).Body)
	s.Wait(1)
	wantStatus(t, send(t, s, http.MethodPatch, integerField, `{"type":"text"}`), http.StatusOK)
	wantRecord(t, s, exampleID, `"crm__custom_info__79":"375"`)
	if earlier := string(s.Get(t, s.Acme.Admin, assignmentList+"?at="+then).Body); earlier != before {
		t.Errorf("the moment before has become\n%s\nof\n%s", earlier, before)
	}
	feed := string(s.Get(t, s.Acme.Admin, "/api/v1/assignments/239/changes/?after="+then).Body)
	if strings.Count(feed, `"customer_id":"`+exampleID) == 0 || strings.Contains(feed, `"customer_id":"bare"`) {
		t.Errorf("the feed tells %s", feed)
	}
	wantStatus(t, send(t, s, http.MethodPatch, integerField, `{"type":"decimal"}`), http.StatusOK)
	wantRecord(t, s, exampleID, `"crm__custom_info__79":375`)
	wantStatus(t, send(t, s, http.MethodPatch, integerField, `{"type":"integer"}`), http.StatusOK)
	wantRecord(t, s, exampleID, `"crm__custom_info__79":375`)
	choice := string(s.Get(t, s.Acme.Admin, choiceField).Body)
	wantStatus(t, send(t, s, http.MethodPatch, choiceField, `{"type":"text"}`), http.StatusOK)
	if after := string(s.Get(t, s.Acme.Admin, choiceField).Body); !strings.Contains(after, `"choices":[]`) || choice == after {
		t.Errorf("a text has choices: %s", after)
	}
	wantRecord(t, s, exampleID, `"crm__custom_info__11":"Helg"`)
}

func TestATypeThatValuesCantBeReadAsIsRefusedUntilToldToWipeThem(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	putText(t, s, "K-1", " 250 ")
	then := s.Get(t, s.Acme.Admin, assignmentList).Header.Get("Callflow-Sync-Token")
	answer := send(t, s, http.MethodPatch, textField, `{"type":"integer"}`)
	wantStatus(t, answer, http.StatusConflict)
	if detail := answer.Detail(t); detail != "1 of 2 values can't be read as integer. A dry run names the first; drop_unreadable=true wipes them." {
		t.Errorf("it is refused with %q", detail)
	}
	wantRecord(t, s, "K-1", `"crm__custom_info__78":" 250 "`)
	wantStatus(t, send(t, s, http.MethodPatch, textField+"?drop_unreadable=true", `{"type":"integer"}`), http.StatusOK)
	wantRecord(t, s, "K-1", `"crm__custom_info__78":250`)
	wantRecord(t, s, exampleID, `"crm__custom_info__78":""`)
	earlier := string(s.Get(t, s.Acme.Admin, assignmentList+"?at="+then).Body)
	if !strings.Contains(earlier, `PRESTEVN`) {
		t.Errorf("the moment before lacks what was wiped: %s", earlier)
	}
}

func TestANumberThatCanBeReadInTwoWaysIsReadAsTheOthersAre(t *testing.T) {
	t.Parallel()
	for sentence, c := range map[string]struct{ other, want string }{
		"a comma stands before decimals": {"3,5", `1250`}, "a point does": {"3.5", `1.250`}, "thousands are parted by points": {"1.000.000", `1250`},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			putText(t, s, "K-1", "1.250")
			putText(t, s, "K-2", c.other)
			wantStatus(t, send(t, s, http.MethodPatch, textField, `{"type":"decimal"}`), http.StatusOK)
			wantRecord(t, s, "K-1", `"crm__custom_info__78":`+c.want+`,`)
		})
	}
	s := testkit.NewServer(t, configDefault)
	for id, text := range map[string]string{"K-1": "1.250", "K-2": "3,5", "K-3": "3.5"} {
		putText(t, s, id, text)
	}
	wantStatus(t, send(t, s, http.MethodPatch, textField, `{"type":"decimal"}`), http.StatusConflict)
}

func TestValuesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, change, want string }{
		{"Ja", `{"type":"boolean"}`, `true`},
		{"usann", `{"type":"boolean"}`, `false`},
		{"3.2.1981", `{"type":"date"}`, `"1981-02-03"`},
		{"1981-02-03", `{"type":"date"}`, `"1981-02-03"`},
		{"1,50", `{"type":"decimal"}`, `1.50`},
		{"1.250,50", `{"type":"decimal"}`, `1250.50`},
		{"1 250,5", `{"type":"decimal"}`, `1250.5`},
		{"1 250", `{"type":"integer"}`, `1250`},
		{"12.0", `{"type":"integer"}`, `12`},
		{"  blå ", `{"type":"choice","choices":["Rød","Blå"]}`, `"Blå"`},
	} {
		t.Run(c.text+" "+c.change, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			putText(t, s, "K-1", c.text)
			wantStatus(t, send(t, s, http.MethodPatch, textField, c.change), http.StatusOK)
			wantRecord(t, s, "K-1", `"crm__custom_info__78":`+c.want)
		})
	}
	for _, c := range []struct{ text, change string }{
		{"3/2/1981", `{"type":"date"}`}, {"kanskje", `{"type":"boolean"}`}, {"grønn", `{"type":"choice","choices":["Rød","Blå"]}`},
		{"1.250", `{"type":"decimal"}`}, {"1,250", `{"type":"integer"}`},
		{"+47", `{"type":"integer"}`}, {"4.5", `{"type":"integer"}`}, {"   ", `{"type":"integer"}`}, {"for langt", `{"max_length":5,"type":"choice","choices":["kort"]}`},
	} {
		t.Run(c.text+" is not "+c.change, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			putText(t, s, "K-1", c.text)
			wantStatus(t, send(t, s, http.MethodPatch, textField, c.change), http.StatusConflict)
		})
	}
}

// Values are rewritten in chunks: those of the last chunk as those of the first.
func TestTheValuesOfManyCustomersAreReadAgain(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const many = 2500
	err := s.Acme.Write(t, func(w *store.Write) error {
		rows := make([]store.CustomerRow, many)
		for i := range rows {
			customer := &callflow.Customer{AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprintf("K-%d", i)}
			customer.Custom = map[int64]callflow.Value{testkit.FieldInteger: callflow.Value(strconv.Itoa(i))}
			rows[i] = store.CustomerRow{Customer: customer, Card: customer.Card([]callflow.Field{{ID: testkit.FieldInteger}})}
		}
		_, err := w.PutCustomers(testkit.AssignmentID, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, send(t, s, http.MethodPatch, integerField, `{"type":"text"}`), http.StatusOK)
	for _, i := range []int{0, 999, 1000, 1001, 1999, 2000, 2499} {
		wantRecord(t, s, fmt.Sprintf("K-%d", i), fmt.Sprintf(`"crm__custom_info__79":"%d"`, i))
	}
}

func putText(t *testing.T, s *testkit.Server, id, text string) {
	t.Helper()
	s.Acme.Put(t, callflow.Customer{CustomerID: id, Custom: map[int64]callflow.Value{testkit.FieldText: callflow.TextValue(text)}})
}

func wantRecord(t *testing.T, s *testkit.Server, id, member string) {
	t.Helper()
	if record := string(s.Get(t, s.Acme.Admin, customerList+id+"/").Body); !strings.Contains(record, member) {
		t.Errorf("the record of %s lacks %s: %s", id, member, record)
	}
}

// Files of an earlier moment have the values of then. Parquet says how to ask for those that are not of the type of now.
func TestFilesOfAMomentBeforeAFieldsTypeChangedHaveItsValues(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	then := s.Get(t, s.Acme.Admin, assignmentList).Header.Get("Callflow-Sync-Token")
	for _, change := range []struct{ path, to string }{{integerField, "text"}, {textField, "integer"}, {choiceField, "boolean"}} {
		wantStatus(t, send(t, s, http.MethodPatch, change.path+"?drop_unreadable=true", `{"type":"`+change.to+`"}`), http.StatusOK)
	}
	for format, holds := range map[string]string{"csv": `,"PRESTEVN ""Å""",`, "ndjson": `"crm__custom_info__79":375,`, "xlsx": "PK", "parquet&types=text": "PRESTEVN"} {
		answer := s.Get(t, s.Acme.Admin, campaignList+"?at="+then+"&format="+format)
		wantStatus(t, answer, http.StatusOK)
		if !strings.Contains(string(answer.Body), holds) {
			t.Errorf("%s lacks %s: %.2000s", format, holds, answer.Body)
		}
	}
	refused := s.Get(t, s.Acme.Admin, campaignList+"?at="+then+"&format=parquet")
	if refused.Status != http.StatusBadRequest || !strings.Contains(refused.Detail(t), "Ask for types=text") {
		t.Errorf("Parquet with types answers %d %s", refused.Status, refused.Body)
	}
}
