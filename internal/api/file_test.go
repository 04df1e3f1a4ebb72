package api_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// withFiles is a server with a campaign of 1,203 customers, which is three batches.
func withFiles(t *testing.T) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 1200, "Ready", "Booked")
	for i, name := range []string{`Åse "Ås"; <Æ>`, "=1+1", "linje\nto"} {
		id := fmt.Sprintf("x%d", i)
		s.Acme.Put(t, callflow.Customer{CustomerID: id, Name: name, Custom: map[int64]callflow.Value{
			testkit.FieldInteger: "375", testkit.FieldDate: `"1979-09-27"`, testkit.FieldDecimal: "4.50", testkit.FieldBoolean: "true",
		}})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: id, State: "Completed - Yes", Attempts: 2, Products: map[string]int64{"p": 3}})
	}
	return s
}

const filePath = "/api/v1/campaigns/998/callflow_customers/"

func file(t *testing.T, s *testkit.Server, query string, header map[string]string) *testkit.Answer {
	t.Helper()
	return s.Ask(t, testkit.Request{Path: filePath + query, Token: s.Acme.Reader, Header: header})
}

func TestEveryFormatHoldsEveryRecordOfTheList(t *testing.T) {
	t.Parallel()
	s := withFiles(t)
	pages := file(t, s, "?page_size=5000", nil)
	_, records, _ := strings.Cut(string(pages.Body), `"results":[`)
	records = strings.ReplaceAll(strings.TrimSuffix(records, "]}"), "},{", "}\n{") + "\n"
	if lines := file(t, s, "?format=ndjson", nil); string(lines.Body) != records {
		t.Error("NDJSON holds other records than the pages")
	}
	array := string(file(t, s, "?format=array", nil).Body)
	if array != "[\n"+strings.ReplaceAll(strings.TrimSuffix(records, "\n"), "}\n{", "},\n{")+"\n]\n" {
		t.Error("the array holds other records than the pages")
	}
	rows, err := csv.NewReader(bytes.NewReader(file(t, s, "?format=csv", nil).Body)).ReadAll()
	if err != nil || len(rows) != 1204 || rows[0][0] != "crm__customer_id" || rows[1201][1] != `Åse "Ås"; <Æ>` || rows[1202][1] != "'=1+1" {
		t.Errorf("CSV has %d rows %v, %v", len(rows), err, rows[1201:])
	}
	book, err := excelize.OpenReader(bytes.NewReader(file(t, s, "?format=xlsx&headings=labels", nil).Body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet, err := book.GetRows("Sheet1")
	if err != nil || len(sheet) != 1204 || sheet[0][0] != "Customer id" || sheet[0][9] != "Gatenavn" || sheet[1202][1] != "=1+1" {
		t.Errorf("XLSX has %d rows, %v, headed %v", len(sheet), err, sheet[0])
	}
	body := file(t, s, "?format=parquet", nil).Body
	opened, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
	if err != nil || opened.NumRows() != 1203 || opened.Root().Column("crm__custom_info__75").Type().String() != "DATE" {
		t.Errorf("Parquet: %v", err)
	}
}

func TestAFileIsAskedForByAcceptAsWell(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	for accept, want := range map[string]string{
		"text/csv":                          "text/csv; charset=utf-8",
		"application/x-ndjson;q=0.5":        "application/x-ndjson",
		"application/json, text/csv":        "application/json",
		"*/*":                               "application/json",
		"text/html,text/csv;q=0, */*;q=0.8": "application/json",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	} {
		answer := file(t, s, "", map[string]string{"Accept": accept})
		if got := answer.Header.Get("Content-Type"); got != want {
			t.Errorf("Accept: %s is answered with %s", accept, got)
		}
	}
	answer := file(t, s, "?format=csv&headings=labels&delimiter=semicolon&bom=true&fields=crm__customer_id,callflow__callstate__name", nil)
	if string(answer.Body) != "\ufeffCustomer id;Call state\r\n1;Ready\r\n2;Ready\r\n" {
		t.Errorf("with all options it is %q", answer.Body)
	}
	if name := answer.Header.Get("Content-Disposition"); name != `attachment; filename="callflow-campaign-998-2026-06-17.csv"` {
		t.Errorf("it is named %s", name)
	}
	customers := s.Ask(t, testkit.Request{Path: "/api/v1/assignments/239/customers/?format=ndjson", Token: s.Acme.Reader})
	if strings.Count(string(customers.Body), "\n") != 2 {
		t.Errorf("the customers are %q", customers.Body)
	}
}

func TestWhatDoesNotGoWithAFileIsRefused(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for query, want := range map[string]string{
		"?format=csv&page=2":           "page does not go with a file",
		"?format=csv&changed_since=1":  "changed_since does not go with a file",
		"?format=ndjson&delimiter=tab": "delimiter means nothing for this format",
		"?format=csv&types=text":       "types means nothing for this format",
		"?format=csv&delimiter=pipe":   "delimiter is one of: comma, semicolon, tab",
		"?format=csv&call_state=Redy":  `Did you mean \"Ready\"?`,
		"?format=csv&fields=nobody":    `no key \"nobody\"`,
		"?format=csv&format=xlsx":      "is given 2 times",
		"?headings=labels":             `There is no parameter \"headings\"`,
		"?format=csv&heading=labels":   `Did you mean \"headings\"?`,
	} {
		if answer := file(t, s, query, nil); answer.Status != http.StatusBadRequest || !strings.Contains(string(answer.Body), want) {
			t.Errorf("%s gives %d %s", query, answer.Status, answer.Body)
		}
	}
	if answer := s.Ask(t, testkit.Request{Path: filePath + "?format=csv", Token: s.Acme.Outsider}); answer.Status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", answer.Status)
	}
}

func TestAFileThatIsHeldAlreadyIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	for _, format := range []string{"csv", "xlsx"} {
		first := file(t, s, "?format="+format, nil)
		held := map[string]string{"If-None-Match": first.Header.Get("ETag")}
		if again := file(t, s, "?format="+format, held); again.Status != http.StatusNotModified {
			t.Errorf("%s: unchanged it gives %d", format, again.Status)
		}
		s.Acme.Fill(t, testkit.CampaignID, 10+len(format), 10+len(format), "Ready")
		if again := file(t, s, "?format="+format, held); again.Status != http.StatusOK {
			t.Errorf("%s: changed it gives %d", format, again.Status)
		}
	}
}

func TestABrokenTransferGoesOnByRange(t *testing.T) {
	t.Parallel()
	s := withFiles(t)
	whole := file(t, s, "?format=csv", nil)
	tag := whole.Header.Get("ETag")
	for _, at := range []int{0, 1, 100_000, len(whole.Body) - 1} {
		rest := file(t, s, "?format=csv", map[string]string{"Range": fmt.Sprintf("bytes=%d-", at), "If-Range": tag})
		if rest.Status != http.StatusPartialContent || !bytes.Equal(rest.Body, whole.Body[at:]) {
			t.Errorf("from %d it gives %d, %d bytes, %s", at, rest.Status, len(rest.Body), rest.Header.Get("Content-Range"))
		}
	}
	part := file(t, s, "?format=csv", map[string]string{"Range": "bytes=10-19", "If-Range": tag})
	if string(part.Body) != string(whole.Body[10:20]) || part.Header.Get("Content-Range") != fmt.Sprintf("bytes 10-19/%d", len(whole.Body)) {
		t.Errorf("a part is %q %s", part.Body, part.Header.Get("Content-Range"))
	}
	behind := file(t, s, "?format=csv", map[string]string{"Range": fmt.Sprintf("bytes=%d-", len(whole.Body)), "If-Range": tag})
	if behind.Status != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("behind its end it gives %d", behind.Status)
	}
	if unsure := file(t, s, "?format=csv", map[string]string{"Range": "bytes=10-19"}); unsure.Status != http.StatusOK {
		t.Errorf("without If-Range it gives %d", unsure.Status)
	}
	moment := whole.Header.Get("Callflow-Sync-Token")
	s.Acme.Fill(t, testkit.CampaignID, 2000, 2000, "Ready")
	if changed := file(t, s, "?format=csv", map[string]string{"Range": "bytes=10-19", "If-Range": tag}); changed.Status != http.StatusOK {
		t.Errorf("of a list that changed it gives %d", changed.Status)
	}
	then := file(t, s, "?format=csv&at="+moment, map[string]string{"Range": "bytes=100000-"})
	if then.Status != http.StatusPartialContent || !bytes.Equal(then.Body, whole.Body[100_000:]) {
		t.Errorf("of an earlier moment it gives %d, %d bytes", then.Status, len(then.Body))
	}
}

func TestAFileIsCompressedWhereTheClientTakesIt(t *testing.T) {
	t.Parallel()
	s := withFiles(t)
	plain := file(t, s, "?format=ndjson", nil)
	for _, encoding := range []string{"gzip", "zstd"} {
		sent := file(t, s, "?format=ndjson", map[string]string{"Accept-Encoding": encoding})
		if !bytes.Equal(sent.Body, plain.Body) || sent.Length > plain.Length/5 || sent.Header.Get("ETag") == plain.Header.Get("ETag") {
			t.Errorf("%s takes %d of %d bytes, as %s", encoding, sent.Length, plain.Length, sent.Header.Get("ETag"))
		}
	}
	head := s.Ask(t, testkit.Request{Method: http.MethodHead, Path: filePath + "?format=csv", Token: s.Acme.Reader})
	if head.Status != http.StatusOK || head.Length != 0 || head.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("HEAD gives %d, %d bytes, %v", head.Status, head.Length, head.Header)
	}
}

func TestOutcomesSoldProductsAndTheLogAreFilesToo(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	steps(t, s, "1", `{"type":"Sale","subtype":"Yes","products":{"PROD1":1,"p":2},"extra":{"Bring":"The blue folder"}}`)
	steps(t, s, "2", `{"subtype":"Busy","comment":"=1+1"}`)
	for path, want := range map[string]int{
		"/api/v1/campaigns/998/call_outcomes/": 2, "/api/v1/assignments/239/product_registrations/": 2, "/api/v1/call_outcomes/": 2,
	} {
		pages := string(s.Ask(t, testkit.Request{Path: path, Token: s.Acme.Reader}).Body)
		lines := string(s.Ask(t, testkit.Request{Path: path + "?format=ndjson", Token: s.Acme.Reader}).Body)
		if strings.Count(lines, "\n") != want || !strings.Contains(pages, "["+strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ",")+"]") {
			t.Errorf("%s has as NDJSON %s, and as pages %s", path, lines, pages)
		}
		rows, err := csv.NewReader(bytes.NewReader(s.Ask(t, testkit.Request{Path: path + "?format=csv&headings=labels", Token: s.Acme.Reader}).Body)).ReadAll()
		if err != nil || len(rows) != want+1 || rows[0][9] != "Gatenavn" {
			t.Errorf("%s has as CSV %v %v", path, rows, err)
		}
	}
	outcomes := string(s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/998/call_outcomes/?format=csv", Token: s.Acme.Reader}).Body)
	for _, part := range []string{",call_outcome__extra__Bring,", ",The blue folder,", ",'=1+1,"} {
		if !strings.Contains(outcomes, part) {
			t.Errorf("the outcomes as CSV have no %s: %s", part, outcomes)
		}
	}
	log := string(s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/998/changes/?limit=5000", Token: s.Acme.Reader}).Body)
	lines := string(s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/998/changes/?format=ndjson", Token: s.Acme.Reader}).Body)
	if !strings.Contains(log, "["+strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ",")+"]") || lines == "" {
		t.Errorf("the log is as NDJSON %s, and as pages %s", lines, log)
	}
	after := string(s.Ask(t, testkit.Request{Path: "/api/v1/changes/?format=csv&after=2&fields=seq", Token: s.Acme.Reader}).Body)
	if !strings.Contains(after, "There is no parameter") {
		t.Errorf("an unknown parameter gives %s", after)
	}
	if refused := s.Ask(t, testkit.Request{Path: "/api/v1/changes/?format=csv&wait=5", Token: s.Acme.Reader}); refused.Status != http.StatusBadRequest {
		t.Errorf("waiting for a file gives %d", refused.Status)
	}
}
