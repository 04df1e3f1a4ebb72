package console_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

const (
	importsOfAcme = "/imports/239"
	customersFile = "customer_id;name;Mobil;Husnummer;Avtale;Notat\n" +
		"1;Kari Nordby;90000001;4;101;a\n2;Ola Sørli;90000002;mange;1002;b\n3;Åse Berg;90000003;6;1003;c\n"
)

// send sends a file by a form, as a browser does.
func (b *browser) send(t testing.TB, path, name, content string) *page {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	return b.ask(t, request)
}

// followed listens to a page that lives until its part is over, and gives the part's last HTML.
func (b *browser) followed(t testing.TB, path string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range b.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "text/event-stream")
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewReader(response.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%s ended with %v before its part was over", path, err)
		}
		var told struct{ ID, HTML string }
		data, isData := strings.CutPrefix(line, "data: ")
		if !isData {
			continue
		}
		if err := json.Unmarshal([]byte(data), &told); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(told.HTML, "<progress") {
			return told.HTML
		}
	}
}

var (
	columnRow = regexp.MustCompile(`<label for="f-(column-\d+)">([^<]*)</label>`)
	selected  = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	readInput = regexp.MustCompile(`name="read" value="([^"]*)"`)
)

// matched is the form of the page where columns are matched, as it stands, but for some columns.
func (p *page) matched(t testing.TB, changes map[string]string) url.Values {
	t.Helper()
	form := url.Values{"mode": {"upsert"}, "match": {"customer_id"}, "country": {"NO"}, "read": {html.UnescapeString(readInput.FindStringSubmatch(p.body)[1])}}
	for _, row := range strings.Split(p.body, "<tr>") {
		label := columnRow.FindStringSubmatch(row)
		if label == nil {
			continue
		}
		target := selected.FindStringSubmatch(row)
		if changed, ok := changes[label[2]]; ok {
			form.Set(label[1], changed)
		} else if target != nil {
			form.Set(label[1], html.UnescapeString(target[1]))
		}
	}
	return form
}

// tried sends a file, matches its columns, and gives the file's path and what the dry run told.
func (b *browser) tried(t testing.TB, content string, changes map[string]string, campaigns ...string) (path, told string) {
	t.Helper()
	match := b.send(t, importsOfAcme, "kunder.csv", content)
	match.shows(t, http.StatusOK)
	form := match.matched(t, changes)
	form["campaign"] = campaigns
	b.post(t, match.path, form).shows(t, http.StatusOK)
	return match.path, b.followed(t, match.path+"/rehearsal")
}

func wantTexts(t *testing.T, what, told string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(told, text) {
			t.Errorf("%s lacks %q:\n%s", what, text, told)
		}
	}
}

func figure(name string, count int) string { return fmt.Sprintf("<dt>%s</dt><dd>%d</dd>", name, count) }

func TestAFileIsMatchedTriedImportedAndUndone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Name: "Kari Før"})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/imports?assignment=239").shows(t, http.StatusOK, "A file for Assignment", "Nothing was imported")

	match := admin.send(t, importsOfAcme, `C:\filer\kunder.csv`, customersFile)
	match.shows(t, http.StatusOK, "kunder.csv: what its columns are", "Kari Nordby", "A new field: whole number", "no such field", "Bookingkampanje - TEST")
	match.lacks(t, "filer")
	form := match.matched(t, map[string]string{"Mobil": "crm__standard_info__phone_1", "Avtale": "+", "Notat": ""})
	form.Set("campaign", "998")
	admin.post(t, match.path, form).shows(t, http.StatusOK, "dry run")
	told := admin.followed(t, match.path+"/rehearsal")
	wantTexts(t, "the dry run", told, figure("Rows", 3), figure("Created", 1), figure("Updated", 1), figure("Rejected", 1), figure("Added to campaigns", 2),
		"New custom fields: Avtale (whole number)", "Columns that are left out: Notat", "Rows that are wrong: 1",
		"<mark>mange</mark>", "Husnummer must be a whole number.", "<td>Kari Før</td><td>Kari Nordby</td>")
	admin.get(t, match.path+"/rehearsal").shows(t, http.StatusOK, "<mark>mange</mark>")
	if got := s.Acme.Customer(t, "1"); got.Name != "Kari Før" {
		t.Errorf("the dry run has written %+v", got)
	}

	job := admin.post(t, match.path+"/run", nil)
	job.shows(t, http.StatusOK)
	if job.path != "/imports/239/1" {
		t.Fatalf("it leads to %s", job.path)
	}
	done := admin.followed(t, job.path)
	wantTexts(t, "the import", done, "Done", figure("Created", 1), figure("Rejected", 1), `href="/campaigns/998"`, "rejected.csv", "data-sure=")
	if got := s.Acme.Customer(t, "3"); got.Name != "Åse Berg" || got.Phone1 != "90000003" || len(got.Custom) != 2 {
		t.Errorf("it has written %+v", got)
	}
	if again := admin.post(t, match.path+"/run", nil); again.path != job.path {
		t.Errorf("importing it again leads to %s", again.path)
	}
	rejected := admin.get(t, job.path+"/rejected.csv")
	want := "\ufeffline;reason;customer_id;name;Mobil;Husnummer;Avtale;Notat\r\n3;Husnummer must be a whole number;2;Ola Sørli;90000002;mange;1002;b\r\n"
	if rejected.body != want || rejected.header.Get("Content-Disposition") != `attachment; filename="rejected-1.csv"` {
		t.Errorf("the rejected rows are %q as %s", rejected.body, rejected.header.Get("Content-Disposition"))
	}

	mended := admin.send(t, importsOfAcme, "rejected-1.csv", strings.Replace(rejected.body, "mange", "5", 1))
	mended.shows(t, http.StatusOK, "as last time", `<option value="crm__standard_info__phone_1" selected>`)
	admin.post(t, mended.path, mended.matched(t, nil))
	wantTexts(t, "the mended file", admin.followed(t, mended.path+"/rehearsal"), figure("Created", 1), figure("Rejected", 0))
	admin.post(t, mended.path+"/discard", nil).shows(t, http.StatusOK, "The file is gone.", "Latest imports", "/imports/239/1")
	admin.get(t, mended.path).shows(t, http.StatusNotFound)

	admin.post(t, job.path+"/undo", saidSure).shows(t, http.StatusOK, "The import is undone.", "Undone")
	if got := s.Acme.Customer(t, "1"); got.Name != "Kari Før" {
		t.Errorf("undone, there is %+v", got)
	}
	admin.post(t, job.path+"/undo", saidSure).shows(t, http.StatusConflict, "The import is undone already.")
}

func TestOfAnImportThatTookAllRowsTheRejectedOnesAreTheirHeadingAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	path, _ := admin.tried(t, "customer_id;name\n1;Kari\n", nil)
	job := admin.post(t, path+"/run", nil)
	wantTexts(t, "the import", admin.followed(t, job.path), figure("Rejected", 0))
	rejected := admin.get(t, job.path+"/rejected.csv")
	if want := "\ufeffline;reason;customer_id;name\r\n"; rejected.body != want || rejected.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("the rejected rows are %q of type %s", rejected.body, rejected.header.Get("Content-Type"))
	}
}

func TestAnImportIsNotUndoneOnceItsCustomersHaveMovedOn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	path, _ := admin.tried(t, customersFile, nil, "998")
	job := admin.post(t, path+"/run", nil)
	admin.followed(t, job.path)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Booked"})
	admin.header.Set("Cookie", "language=nb")
	admin.post(t, job.path+"/undo", saidSure).shows(t, http.StatusConflict, "1 av kundene har gått videre siden.", "Ferdig")
}

func TestAWorkbookIsImportedFromTheSheetThatIsChosen(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	workbook, err := os.ReadFile(filepath.Join("..", "tabular", "files", "testdata", "libreoffice.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	match := admin.send(t, importsOfAcme, "kunder.xlsx", string(workbook))
	match.shows(t, http.StatusOK, `name="sheet"`)
	form := match.matched(t, nil)
	form.Set("sheet", "There is none")
	admin.post(t, match.path+"/read", form).shows(t, http.StatusBadRequest, "has no sheet")
	admin.post(t, match.path, form).shows(t, http.StatusOK)
	wantTexts(t, "the dry run", admin.followed(t, match.path+"/rehearsal"), figure("Created", 3))
	job := admin.post(t, match.path+"/run", nil)
	wantTexts(t, "the import", admin.followed(t, job.path), "Done", figure("Created", 3))
}

func TestTitlesAboveTheHeadingsAreFoundAndTheLineCanBeChosen(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "Kundeliste\n\ncustomer_id;name\nK-1;Bj\xbfrn \x81sen\n")
	match.shows(t, http.StatusOK, "Bjørn Åsen", `<option value="macintosh" selected>`, `name="header_row" value="3"`)
	form := match.matched(t, nil)
	form.Set("header_row", "4")
	form.Set("encoding", "macintosh")
	form.Set("delimiter", "Semicolon")
	admin.post(t, match.path+"/read", form).shows(t, http.StatusOK, "Bjørn Åsen", `name="header_row" value="4"`)
}

func TestAFileIsReadInAnotherWayAndWhatWasChosenStays(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "customer_id;name\n1;Bj\xf8rn\n")
	match.shows(t, http.StatusOK, "Bjørn", `<option value="windows-1252" selected>`)
	form := match.matched(t, map[string]string{"name": "crm__standard_info__email"})
	form.Set("encoding", "windows-1252")
	form.Set("delimiter", "Comma")
	comma := admin.post(t, match.path+"/read", form)
	comma.shows(t, http.StatusOK, "customer_id;name", `<option value="Comma" selected>`)
	admin.post(t, match.path, form).shows(t, http.StatusConflict, "read in another way", "what its columns are")
	form = comma.matched(t, nil)
	form.Set("delimiter", "Semicolon")
	again := admin.post(t, match.path+"/read", form)
	again.shows(t, http.StatusOK, "Bjørn", `<option value="Semicolon" selected>`)
	admin.post(t, match.path, again.matched(t, nil))
	admin.followed(t, match.path+"/rehearsal")
	admin.post(t, match.path+"/read", again.matched(t, nil))
	if page := admin.post(t, match.path+"/run", nil); page.path != match.path {
		t.Errorf("what was tried in another way is imported: %s", page.path)
	}
}

func TestWhatCantBeMatchedIsSaidBesideItsColumnAndWhatWasChosenStays(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", customersFile)
	twice := admin.post(t, match.path, match.matched(t, map[string]string{"Mobil": "crm__standard_info__name"}))
	twice.shows(t, http.StatusBadRequest, "Two columns fill the same field.", "Another column fills this field too.", `aria-describedby="h-column-2"`, `id="h-column-2"`)
	if got := twice.matched(t, nil).Get("column-2"); got != "crm__standard_info__name" {
		t.Errorf("chosen was the name, and now is %q", got)
	}
	admin.post(t, match.path, match.matched(t, map[string]string{"customer_id": ""})).shows(t, http.StatusBadRequest, "No column holds the customer")
	if page := admin.post(t, match.path+"/run", nil); page.path != match.path {
		t.Errorf("what was not tried is imported: %s", page.path)
	}
	form := match.matched(t, map[string]string{"customer_id": "", "Mobil": "crm__standard_info__phone_1"})
	form.Set("match", "phone")
	form.Set("mode", "update")
	form.Set("country", "Norge")
	admin.post(t, match.path, form)
	wantTexts(t, "the dry run", admin.followed(t, match.path+"/rehearsal"), "by two letters such as NO", "Back to the columns")
	admin.get(t, match.path).shows(t, http.StatusOK, `value="NORGE"`, `<option value="phone" selected>`)
}

func TestColumnsFillThePartsOfAName(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "Kundenr;Fornavn;Etternavn;Mobil\nK-1;Kari;Prøve;21 00 00 01\n")
	match.shows(t, http.StatusOK, `<option value="first_name" selected>First name`, `<option value="last_name" selected>Last name`)
	whole := admin.post(t, match.path, match.matched(t, map[string]string{"Etternavn": "crm__standard_info__name"}))
	whole.shows(t, http.StatusBadRequest, "Two columns fill the same field.")
	admin.post(t, match.path, match.matched(t, nil))
	wantTexts(t, "the dry run", admin.followed(t, match.path+"/rehearsal"), "Kari Prøve")
	admin.followed(t, admin.post(t, match.path+"/run", nil).path)
	if name := s.Acme.Customer(t, "K-1").Name; name != "Kari Prøve" {
		t.Errorf("the customer is called %q", name)
	}
}

func TestAFileIsItsSendersAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	path, _ := admin.tried(t, customersFile, nil)
	second := s.Acme.Email("second")
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		user := *setup.Users[s.Acme.Users["admin"]]
		user.ID, user.Name, user.Email = 0, "second", second
		_, err = w.CreateUser(&user)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{second, s.Other.Email("admin")} {
		stranger := signedIn(t, s, email)
		for _, below := range []string{"", "/rehearsal", "/rehearsal/live"} {
			stranger.get(t, path+below).shows(t, http.StatusNotFound)
		}
		for _, below := range []string{"", "/read", "/run", "/discard"} {
			stranger.post(t, path+below, nil).shows(t, http.StatusNotFound)
		}
		stranger.get(t, "/imports?assignment=239").lacks(t, path)
	}
	admin.get(t, path).shows(t, http.StatusOK)
}

func TestImportsAreForAdmins(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, name := range []string{"agent", "reader", "external"} {
		user := signedIn(t, s, s.Acme.Email(name))
		user.get(t, "/imports").shows(t, http.StatusForbidden)
		user.get(t, "/imports/239/1").shows(t, http.StatusForbidden)
		user.send(t, importsOfAcme, "kunder.csv", customersFile).shows(t, http.StatusForbidden)
		session, err := s.App.WithPassword(t.Context(), s.Acme.Email(name), testkit.Password, "")
		if err != nil {
			t.Fatal(err)
		}
		request := &importer.Request{AssignmentID: testkit.AssignmentID, Source: strings.NewReader(customersFile)}
		if _, err := s.App.Imports.Rehearse(t.Context(), session, request); callflow.ErrorCode(err) != callflow.Forbidden {
			t.Errorf("%s rehearses with %v", name, err)
		}
	}
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.send(t, "/imports/4711", "kunder.csv", customersFile).shows(t, http.StatusNotFound)
	admin.get(t, "/imports/239/4711").shows(t, http.StatusNotFound)
}

func TestAFileThatCantBeTakenSaysWhy(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{MaxUpload: 5000})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for _, c := range []struct {
		name, content string
		status        int
		want          string
	}{
		{"kunder.csv", strings.Repeat(customersFile, 100), http.StatusRequestEntityTooLarge, "The file is larger than 5 kB."},
		{"kunder.csv", strings.Repeat(customersFile, 1000), http.StatusRequestEntityTooLarge, "The file is larger than 5 kB."},
		{"kunder.xlsx", "PK\x03\x04 and no more", http.StatusBadRequest, "The Excel workbook is cut off or damaged. Save or fetch it again."},
		{"kunder.csv", "", http.StatusBadRequest, "The file is empty."},
		{"kunder.xls", "<html><table><tr><td>x", http.StatusBadRequest, "The file is a web page. Open it in a spreadsheet program"},
		{"", "", http.StatusBadRequest, "Choose a file."},
	} {
		admin.send(t, importsOfAcme, c.name, c.content).shows(t, c.status, c.want, "A file for Assignment")
	}
	admin.post(t, importsOfAcme, url.Values{"file": {"x"}}).shows(t, http.StatusBadRequest, "Choose a file.")
	admin.header.Set("Cookie", "language=nb")
	admin.send(t, importsOfAcme, "kunder.csv", "customer_id,,name\n1,2,3\n").shows(t, http.StatusOK, "Linje 1: Kolonne 2 av 3 har ikke noe navn", "Hvordan filen leses")
}

func TestOfARowWithManyCellsTheFirstAreShownAndThoseThatAreWrong(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	var heading, first, second strings.Builder
	for i := range 50 {
		fmt.Fprintf(&heading, ",k%d", i)
		fmt.Fprintf(&first, ",en%d", i)
		fmt.Fprintf(&second, ",to%d", i)
	}
	content := "customer_id" + heading.String() + ",Husnummer\n1" + first.String() + ",mange\n" + second.String() + ",4\n"
	_, told := admin.tried(t, content, nil)
	wantTexts(t, "the dry run", told, "Rows that are wrong: 2", "en28", "to28", "<mark>mange</mark>", "<mark>empty</mark>", `<td class="sample">…</td>`)
	if strings.Contains(told, "en29") {
		t.Errorf("the dry run shows all cells: %s", told)
	}
}

func TestProblemsAreToldInNorwegianToo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Accept-Language", "nb")
	_, told := admin.tried(t, customersFile, map[string]string{"Avtale": "+"})
	wantTexts(t, "the dry run", told, "Husnummer må være et heltall.", "Avtale (heltall)", "Rader med feil: 1")
}

// heldFiles counts the files that this process has open below a folder.
func heldFiles(t *testing.T, folder string) int {
	t.Helper()
	const descriptors = "/proc/self/fd"
	entries, err := os.ReadDir(descriptors)
	if err != nil {
		t.Skip("the system does not tell which files are open")
	}
	held := 0
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join(descriptors, entry.Name())); err == nil && strings.HasPrefix(target, folder+"/callflow-") {
			held++
		}
	}
	return held
}

func TestNoFileOutlivesItsUse(t *testing.T) { //nolint:paralleltest // it has a temporary folder of its own
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	wantHeld := func(when string, want int) {
		t.Helper()
		if held := heldFiles(t, folder); held != want {
			t.Errorf("%s: %d files are held, want %d", when, held, want)
		}
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			t.Errorf("%s: the folder has %v, %v", when, entries, err)
		}
	}
	wantHeld("before", 0)
	path, _ := admin.tried(t, customersFile, nil)
	wantHeld("tried", 1)
	admin.followed(t, admin.post(t, path+"/run", nil).path)
	wantHeld("imported", 0)

	path, _ = admin.tried(t, customersFile, nil)
	admin.post(t, path+"/discard", nil)
	wantHeld("discarded", 0)

	path, _ = admin.tried(t, customersFile, nil)
	s.Wait(59 * time.Minute)
	admin.get(t, path).shows(t, http.StatusOK)
	s.Wait(2 * time.Minute)
	admin.get(t, path).shows(t, http.StatusNotFound)
	wantHeld("an hour later", 0)

	var paths []string
	for range 9 {
		paths = append(paths, admin.send(t, importsOfAcme, "kunder.csv", customersFile).path)
	}
	wantHeld("nine were sent", 8)
	admin.get(t, paths[0]).shows(t, http.StatusNotFound)
	admin.get(t, paths[1]).shows(t, http.StatusOK)

	s.App.Imports.End()
	wantHeld("the server has stopped", 0)
}

func TestARejectedFormulaIsNoFormulaInTheFileThatIsMended(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const formula = "=A2+1"
	path, _ := admin.tried(t, "customer_id,name,Husnummer\n1,"+formula+",mange\n", nil)
	job := admin.post(t, path+"/run", nil)
	wantTexts(t, "the import", admin.followed(t, job.path), figure("Rejected", 1))
	rejected := admin.get(t, job.path+"/rejected.csv").body
	api := string(s.Get(t, s.Acme.Admin, "/api/v1/assignments/239/imports/1/rejected/").Body)
	for who, file := range map[string]string{"the console": rejected, "the API": api} {
		if !strings.Contains(file, ",'=A2+1,") {
			t.Errorf("%s gives a formula that runs: %s", who, file)
		}
	}
	mended := admin.send(t, importsOfAcme, "rejected-1.csv", strings.Replace(rejected, "mange", "4", 1))
	admin.post(t, mended.path, mended.matched(t, nil))
	admin.followed(t, mended.path+"/rehearsal")
	admin.followed(t, admin.post(t, mended.path+"/run", nil).path)
	if name := s.Acme.Customer(t, "1").Name; name != formula {
		t.Errorf("mended, the name is %s", name)
	}
}

func TestTheCampaignThatLedToTheImportStaysChosen(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/campaigns/999").shows(t, http.StatusOK, `href="/imports?campaign=999"`)
	admin.get(t, "/imports?campaign=999").shows(t, http.StatusOK, importsOfAcme+"?campaign=999")
	admin.send(t, importsOfAcme+"?campaign=999", "", "").shows(t, http.StatusBadRequest, "Choose a file.", importsOfAcme+"?campaign=999")
	match := admin.send(t, importsOfAcme+"?campaign=999", "kunder.csv", customersFile)
	if chosen := match.formOf(t)["campaign"]; !slices.Equal(chosen, []string{"999"}) {
		t.Errorf("the campaigns %v are chosen", chosen)
	}
}

func TestAnExportOfTheConsoleIsMatchedByItsHeadingsInBothLanguages(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	exported := admin.get(t, "/campaigns/998/export?format=csv").body
	for _, file := range []string{exported, "Kundens id;Navn;Telefon 1;E-post\n1;Kari;22334455;kari@x.example\n"} {
		form := admin.send(t, importsOfAcme, "kunder.csv", file).formOf(t)
		for _, want := range []string{callflow.KeyCustomerID, "crm__standard_info__name", "crm__standard_info__phone_1", "crm__standard_info__email"} {
			if !slices.ContainsFunc(slices.Collect(maps.Values(form)), func(values []string) bool { return slices.Contains(values, want) }) {
				t.Errorf("no column of %.60q fills %s: %v", file, want, form)
			}
		}
	}
}
