package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

const importsPath = "/api/v1/assignments/239/imports/"

const customersFile = "customer_id,name,phone_1,Gatenavn,Husnummer\n1,Kari,11223344,Storgata,4\n2,Ola,,Lillegata,mange\n3,Åse,,,\n"

// toldImport is an import as it is answered.
type toldImport struct {
	ID                                        int64
	Status, Error                             string
	Rows, Created, Updated, Rejected, Skipped int64
	Added                                     int64  `json:"added_to_campaigns"`
	FileName                                  string `json:"file_name"`
}

func sendFile(t *testing.T, s *testkit.Server, query, body string, header map[string]string) (*testkit.Answer, toldImport) {
	t.Helper()
	all := map[string]string{"Content-Type": "text/csv"}
	for name, value := range header {
		all[name] = value
	}
	answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: importsPath + query, Token: s.Acme.Admin, Header: all, Body: body})
	var got toldImport
	if answer.Status == http.StatusCreated {
		if err := json.Unmarshal(answer.Body, &got); err != nil {
			t.Fatal(err)
		}
	}
	return answer, got
}

func TestAFileIsImportedAndEachOfItsRowsIsAccountedFor(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	answer, got := sendFile(t, s, "?campaign=998&wait=60&file_name=kunder.csv", customersFile, nil)
	if got.Status != "done" || got.Rows != 3 || got.Created != 2 || got.Rejected != 1 || got.Added != 2 || got.FileName != "kunder.csv" {
		t.Fatalf("it gives %d %s", answer.Status, answer.Body)
	}
	one := s.URL + importsPath + fmt.Sprint(got.ID)
	if answer.Header.Get("Location") != one {
		t.Errorf("its place is %s", answer.Header.Get("Location"))
	}
	path := strings.TrimPrefix(one, s.URL)
	rejected := s.Ask(t, testkit.Request{Path: path + "/rejected/", Token: s.Acme.Admin})
	want := "line,reason,customer_id,name,phone_1,Gatenavn,Husnummer\r\n3,Husnummer: Husnummer must be a whole number.,2,Ola,,Lillegata,mange\r\n"
	if string(rejected.Body) != want {
		t.Errorf("the rejected rows are %q", rejected.Body)
	}
	rows := s.Ask(t, testkit.Request{Path: path + "/rows/", Token: s.Acme.Admin})
	want = `{"results":[{"line":2,"customer_id":"1","result":"created","callflow__ids":["998-1"]},` +
		`{"line":4,"customer_id":"3","result":"created","callflow__ids":["998-2"]}],"next_after":4}`
	if string(rows.Body) != want {
		t.Errorf("the rows are %s", rows.Body)
	}
	list := s.Ask(t, testkit.Request{Path: importsPath, Token: s.Acme.Admin})
	if !strings.HasPrefix(string(list.Body), `[{"id":1,"status":"done"`) {
		t.Errorf("the list is %s", list.Body)
	}
	mended := strings.Replace(string(rejected.Body), "mange", "5", 1)
	if _, again := sendFile(t, s, "?campaign=998&wait=60", mended, nil); again.Created != 1 || again.Rejected != 0 {
		t.Errorf("the rejected rows, mended, give %+v", again)
	}
	for token, status := range map[string]int{s.Acme.Agent: http.StatusForbidden, s.Other.Admin: http.StatusNotFound} {
		if stranger := s.Ask(t, testkit.Request{Path: path + "/rows/", Token: token}); stranger.Status != status {
			t.Errorf("somebody else gets %d, want %d", stranger.Status, status)
		}
	}
}

func TestAFileComesAsAFormToo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	workbook, err := os.ReadFile(filepath.Join("..", "tabular", "files", "testdata", "libreoffice.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"create_fields", "true"}, {"map", "Notat="}, {"wait", "60"}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", `D:\kunder.xlsx`)
	if err == nil {
		_, err = part.Write(workbook)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	answer, got := sendFile(t, s, "", body.String(), map[string]string{"Content-Type": form.FormDataContentType()})
	if got.Status != "done" || got.Created != 2 || got.Rejected != 1 || got.FileName != "kunder.xlsx" {
		t.Errorf("it gives %d %s", answer.Status, answer.Body)
	}
}

func TestAFileThatCantBeImportedIsRefusedAndNothingIsKept(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{MaxUpload: 5000})
	for _, c := range []struct {
		query, body, kind string
		status            int
		want              string
	}{
		{"", "id;x\n1;2\n", "text/csv", 400, "No column holds the customer's id"},
		{"", "customer_id,what\n1,2\n", "text/csv", 400, "create_fields=true"},
		{"?campaign=1000", customersFile, "text/csv", 400, "has no campaign 1000"},
		{"?mode=all", customersFile, "text/csv", 400, "mode is upsert, new or update"},
		{"?modes=all", customersFile, "text/csv", 400, `Did you mean \"mode\"?`},
		{"", "", "text/csv", 400, "The file is empty"},
		{"", customersFile, "application/json", 415, "Unsupported media type"},
		{"", customersFile, "multipart/form-data; boundary=x", 400, "The form has no file"},
		{"", strings.Repeat(customersFile, 1000), "text/csv", 413, "larger than"},
		{"", customersFile, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 400, "no Excel workbook"},
	} {
		answer, _ := sendFile(t, s, c.query, c.body, map[string]string{"Content-Type": c.kind})
		if answer.Status != c.status || !strings.Contains(string(answer.Body), c.want) {
			t.Errorf("%s as %s gives %d %s", c.query, c.kind, answer.Status, answer.Body)
		}
	}
	if list := s.Ask(t, testkit.Request{Path: importsPath, Token: s.Acme.Admin}); string(list.Body) != "[]" {
		t.Errorf("there is kept %s", list.Body)
	}
}

func TestAFileThatIsCutOffOnItsWayNeverWas(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Token %s\r\nContent-Type: text/csv\r\nContent-Length: 5000\r\n\r\n%s",
		importsPath, s.Acme.Admin, customersFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	status, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil && err.Error() != io.EOF.Error() || !strings.Contains(status, "400") {
		t.Errorf("it is answered with %q %v", status, err)
	}
	_ = conn.Close()
	if list := s.Ask(t, testkit.Request{Path: importsPath, Token: s.Acme.Admin}); string(list.Body) != "[]" {
		t.Errorf("there is kept %s", list.Body)
	}
}

func TestTheSameFileWithTheSameKeyIsImportedOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	key := map[string]string{"Idempotency-Key": "en fil"}
	_, first := sendFile(t, s, "?wait=60", customersFile, key)
	answer, again := sendFile(t, s, "?wait=60", customersFile, key)
	if again.ID != first.ID || answer.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("the second time it gives %d %s", answer.Status, answer.Body)
	}
}

func TestAnImportThatIsAskedForAgainWithItsKeyIsToldAsItStandsNow(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	key := map[string]string{"Idempotency-Key": "en fil"}
	_, first := sendFile(t, s, "", customersFile, key)
	for { // it is over at some time
		if got := s.Get(t, s.Acme.Admin, importsPath+"1/"); strings.Contains(string(got.Body), `"status":"done"`) {
			break
		}
	}
	for _, status := range []string{"done", "undone"} {
		if status == "undone" {
			undo := testkit.Request{Method: http.MethodDelete, Path: importsPath + "1/", Token: s.Acme.Admin}
			wantStatus(t, s.Ask(t, undo), http.StatusOK)
		}
		answer, again := sendFile(t, s, "", customersFile, key)
		now := s.Get(t, s.Acme.Admin, importsPath+"1/")
		if again.ID != first.ID || again.Status != status || string(answer.Body) != string(now.Body) {
			t.Errorf("of an import that is %s it tells %s", status, answer.Body)
		}
		if answer.Status != http.StatusCreated || answer.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("of an import that is %s it gives %d %v", status, answer.Status, answer.Header)
		}
	}
}

func TestAKeyOfAnImportNamesItsFileAndAllThatIsSaidOfIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	form := func(boundary, campaign, file, wait string) (body string, header map[string]string) {
		var text bytes.Buffer
		w := multipart.NewWriter(&text)
		_ = w.SetBoundary(boundary)
		_ = w.WriteField("campaign", campaign)
		_ = w.WriteField("wait", wait)
		part, _ := w.CreateFormFile("file", "kunder.csv")
		_, _ = part.Write([]byte(file))
		_ = w.Close()
		return text.String(), map[string]string{"Content-Type": w.FormDataContentType(), "Idempotency-Key": "et skjema"}
	}
	body, header := form("first", "998", customersFile, "60")
	if answer, _ := sendFile(t, s, "", body, header); answer.Status != http.StatusCreated {
		t.Fatalf("it gives %d %s", answer.Status, answer.Body)
	}
	other := strings.Replace(customersFile, "Kari", "Karl", 1)
	for sentence, c := range map[string]struct {
		boundary, campaign, file, wait string
		status                         int
	}{
		"the same in another wrapping":        {"another", "998", customersFile, "60", http.StatusCreated},
		"the same with another wait":          {"first", "998", customersFile, "5", http.StatusCreated},
		"another file of the same length":     {"first", "998", other, "60", http.StatusUnprocessableEntity},
		"another campaign of the same length": {"first", "999", customersFile, "60", http.StatusUnprocessableEntity},
	} {
		body, header := form(c.boundary, c.campaign, c.file, c.wait)
		answer, _ := sendFile(t, s, "", body, header)
		if answer.Status != c.status || c.status == http.StatusCreated && answer.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("%s gives %d %s", sentence, answer.Status, answer.Body)
		}
	}
	key := map[string]string{"Idempotency-Key": "en fil"}
	sendFile(t, s, "?wait=60", customersFile, key)
	if answer, _ := sendFile(t, s, "?wait=60", other, key); answer.Status != http.StatusUnprocessableEntity {
		t.Errorf("another file of the same length, sent as it is, gives %d %s", answer.Status, answer.Body)
	}
	for _, query := range []string{"", "?wait=0", "?wait=59", "?w%61it=1"} {
		if answer, _ := sendFile(t, s, query, customersFile, key); answer.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("the same file with %q gives %d %s", query, answer.Status, answer.Body)
		}
	}
	if status := sendChunked(t, s, other); status != http.StatusUnprocessableEntity {
		t.Errorf("another file in chunks gives %d", status)
	}
}

// sendChunked sends a file of a length that is not told before, with the key that another was sent with.
func sendChunked(t *testing.T, s *testkit.Server, file string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+importsPath+"?wait=60", io.MultiReader(strings.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Authorization": "Token " + s.Acme.Admin, "Content-Type": "text/csv", "Idempotency-Key": "en fil"} {
		r.Header.Set(name, value)
	}
	answer, err := (&http.Client{Timeout: time.Minute}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestAnEarlierImportIsNotUndoneWhereALaterOneWroteItsCustomersAndIsToldWhichOne(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	imported := func(file string) (path string, id int64) {
		_, got := sendFile(t, s, "?wait=60", file, nil)
		return importsPath + fmt.Sprint(got.ID) + "/", got.ID
	}
	first, _ := imported("customer_id,name\n1,Kari\n2,Ola\n")
	imported("customer_id,name\n9,Anne\n")
	later, laterID := imported("customer_id,name\n2,Ola Nordmann\n")
	want := fmt.Sprintf("1 of its customers has moved on since. The later import %d wrote some of them too, and undoing that one counts as a change as well. "+
		"Nothing was undone. Change what is wrong by another import.", laterID)
	refused := func() {
		t.Helper()
		answer := s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: first, Token: s.Acme.Admin})
		if answer.Status != http.StatusConflict || answer.Detail(t) != want {
			t.Errorf("it is answered %d %s, want %s", answer.Status, answer.Body, want)
		}
	}
	refused()
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: later, Token: s.Acme.Admin}), http.StatusOK)
	refused()
}

func TestAnImportThatNothingHasBuiltUponIsUndone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Name: "Kari før"})
	before := s.Acme.Customer(t, "1")
	_, got := sendFile(t, s, "?campaign=998&wait=60", customersFile, nil)
	path := importsPath + fmt.Sprint(got.ID) + "/"
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Booked"})
	undo := testkit.Request{Method: http.MethodDelete, Path: path, Token: s.Acme.Admin}
	if answer := s.Ask(t, undo); answer.Status != http.StatusConflict || !strings.Contains(string(answer.Body), "1 of its customers has moved on") {
		t.Errorf("when one has moved on it gives %d %s", answer.Status, answer.Body)
	}
	s.Acme.Remove(t, testkit.CampaignID, "3")

	_, got = sendFile(t, s, "?campaign=999&wait=60", "customer_id,name\n1,Kari etter\n9,Ny\n", nil)
	undo.Path = importsPath + fmt.Sprint(got.ID) + "/"
	answer := s.Ask(t, undo)
	if answer.Status != http.StatusOK || !strings.Contains(string(answer.Body), `"status":"undone"`) {
		t.Fatalf("undoing it gives %d %s", answer.Status, answer.Body)
	}
	if name := s.Acme.Customer(t, "1").Name; name != "Kari" || before.Name == name {
		t.Errorf("the customer that it changed is called %s", name)
	}
	if made := s.Acme.Customer(t, "9"); made.Name != "" {
		t.Errorf("the customer that it made is %+v", made)
	}
	campaign := s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/999/callflow_customers/", Token: s.Acme.Admin})
	if !strings.Contains(string(campaign.Body), `"count":0`) {
		t.Errorf("the campaign has %s", campaign.Body)
	}
	if answer := s.Ask(t, undo); answer.Status != http.StatusConflict {
		t.Errorf("undoing it twice gives %d", answer.Status)
	}
}
