package console_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// inEncoding is a text as programs of another code page write it.
func inEncoding(t *testing.T, of *charmap.Charmap, text string) string {
	t.Helper()
	encoded, err := of.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestOfAFileInDoubtTheEncodingIsChosenByTheNamesThatComeOfIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	doubtful := inEncoding(t, charmap.Windows1250, "customer_id;name\n1;Jiří Dvořák\n")
	read := admin.send(t, importsOfAcme+"?campaign=998", "kunder.csv", doubtful)
	read.shows(t, http.StatusOK, "It is not certain how the file writes its letters.", `value="windows-1250"`, "Jiří Dvořák", `name="encoding_other"`)
	read.lacks(t, "[&#34;")
	path, _, _ := strings.Cut(read.path, "?")
	again := admin.post(t, path+"/read", url.Values{"encoding": {"other"}, "encoding_other": {""}})
	again.shows(t, http.StatusBadRequest, "It is not certain how the file writes its letters.")
	admin.post(t, path+"/run", nil).shows(t, http.StatusOK, "It is not certain")
	match := admin.post(t, path+"/read?campaign=998", url.Values{"encoding": {"windows-1250"}})
	match.shows(t, http.StatusOK, "what its columns are", "Jiří Dvořák", `id="f-campaign-998" name="campaign" value="998" checked`)
}

func TestAMendedFileOfRejectedRowsIsReadInTheEncodingThatItTells(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for name, of := range map[string]*charmap.Charmap{"macintosh": charmap.Macintosh, "cp850": charmap.CodePage850, "windows-1252": charmap.Windows1252} {
		mended := "line,reason,read as (encoding " + name + "),customer_id,name\n4,it was wrong,,B-6,Zoë Hansen\n"
		match := admin.send(t, importsOfAcme, "rettet.csv", inEncoding(t, of, mended))
		match.shows(t, http.StatusOK, "Zoë Hansen", "were written in "+name+", and is read so", `<option value="`+name+`" selected>`)
		saved := admin.send(t, importsOfAcme, "lagret.csv", mended)
		saved.shows(t, http.StatusOK, "Zoë Hansen", "in another encoding than utf-8", `<option value="utf-8" selected>`)
	}
}

func TestAFileWithoutHeadingsWaitsUntilItIsReadInAnotherWay(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	read := admin.send(t, importsOfAcme, "kunder.csv", "1;90000001\n2;90000002\n3;90000003\n")
	read.shows(t, http.StatusOK, "The file has no row of headings", `name="header_row"`, `name="delimiter"`, "Discard the file")
	read.lacks(t, `name="encoding_other"`)
	again := admin.post(t, read.path+"/read", url.Values{"header_row": {"99"}, "delimiter": {"Semicolon"}})
	again.shows(t, http.StatusBadRequest, "Line 99 is none of the first rows", `value="99"`, `<option value="Semicolon" selected>`)
	match := admin.post(t, read.path+"/read", url.Values{"header_row": {"2"}})
	match.shows(t, http.StatusOK, "what its columns are", ">90000002<", ">90000003<")
}

func TestAWorkbookWithSeveralSheetsHasThemToChooseFromAlsoWhereItsHeadingsAreNotFound(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	workbook, err := os.ReadFile(filepath.Join("..", "tabular", "files", "testdata", "brought", "80-three-sheets.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	match := admin.send(t, importsOfAcme, "kunder.xlsx", string(workbook))
	match.shows(t, http.StatusOK, `name="sheet"`, "Sheets with rows that are not read")
	form := match.matched(t, nil)
	form.Set("header_row", "9999")
	admin.post(t, match.path+"/read", form).shows(t, http.StatusBadRequest, "Line 9999 is none of the first rows", `name="sheet"`)
}

func TestTheFirstRowsAreShownAsTheyWillBe(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "Kundeliste;;;\ncustomer_id;name;phone_1;Født\n 10001.0 ;Kari;=\"0047 900 00 001\";03.02.83\n10002.0;NULL;'90000002;31.12.1999\n")
	match.shows(t, http.StatusOK, `<td class="sample">10001</td>`, `<td class="sample">0047 900 00 001</td>`, `<td class="sample">1983-02-03</td>`,
		`<td class="sample">90000002</td>`, "How the file is read", "<dd>Line 2</dd>", "<dd>Semicolon</dd>", "<dd>utf-8</dd>", "1 row above the headings is not read.",
		"1 year has two digits")
	match.lacks(t, "10001.0", "NULL")
}

func TestWhatCanBeReadInTwoWaysIsAskedBesideItsChoice(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Cookie", "language=nb")
	match := admin.send(t, importsOfAcme, "kunder.csv", "customer_id;name;Dato;Sum\n1;Kari;03/04/2026;1.250\n2;Ola;05/06/2026;2.500\n")
	match.shows(t, http.StatusOK, "I kolonnen «Dato» kan 03/04/2026 ha dagen først, eller måneden.", `aria-describedby="h-dates"`, "I kolonnen «Sum» kan 1.250 være tusen og mer, eller et tall med desimaler.", `aria-describedby="h-decimal"`)
	form := match.matched(t, map[string]string{"Dato": "+", "Sum": "+"})
	form.Set("dates", "dmy")
	form.Set("decimal", "comma")
	again := admin.post(t, match.path+"/read", form)
	again.shows(t, http.StatusOK, `<td class="sample">2026-04-03</td>`, `<td class="sample">1250</td>`)
	again.lacks(t, "kan ha dagen først", "dagen først, eller måneden")
}

func TestHiddenRowsAreChosenWhereASheetHasThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	workbook, err := os.ReadFile(filepath.Join("..", "tabular", "files", "testdata", "brought", "52-hidden-rows.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	match := admin.send(t, importsOfAcme, "kunder.xlsx", string(workbook))
	match.shows(t, http.StatusOK, `name="hidden"`, "rows are hidden in the sheet, and are taken as others")
	form := match.matched(t, nil)
	form.Set("hidden", "skip")
	admin.post(t, match.path+"/read", form).shows(t, http.StatusOK, "rows are hidden in the sheet, and are left out", `<option value="skip" selected>`)
	admin.send(t, importsOfAcme, "kunder.csv", customersFile).lacks(t, `name="hidden"`)
}

func TestALongFileSaysFromHowManyRowsItsTypesCome(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const told = "The types are those of the first 200,000 rows. The dry run looks at all."
	admin.send(t, importsOfAcme, "kunder.csv", "customer_id;name;Antall\n"+strings.Repeat("1;Kari;7\n", 200_001)).shows(t, http.StatusOK, told)
	admin.send(t, importsOfAcme, "kunder.csv", customersFile).lacks(t, told)
}

func TestAFinishedImportTellsWhatWasChangedOnTheWayIn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Cookie", "language=nb")
	path, _ := admin.tried(t, "customer_id;name\n=\"0012\";Kari\n", nil)
	job := admin.post(t, path+"/run", nil)
	admin.followed(t, job.path)
	admin.get(t, job.path).shows(t, http.StatusOK, "Hva som endres på veien inn", "customer_id: 1 verdi var skrevet som en formel med en konstant", "Rader: 2")
}

func TestColumnsOfRejectedRowsAreToldAndCanBeChosenToBeColumnsAsOthers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "line,reason,customer_id,name\n3,flytting,1,Kari\n")
	match.shows(t, http.StatusOK, `name="own_line"`, "The columns line and reason are those of a file of rejected rows, and are not imported.")
	match.lacks(t, `<td class="sample">flytting</td>`)
	form := match.matched(t, nil)
	form.Set("own_line", "own")
	own := admin.post(t, match.path+"/read", form)
	own.shows(t, http.StatusOK, `<option value="own" selected>Are columns as others</option>`, `<td class="sample">flytting</td>`)
	own.lacks(t, "are not imported")
	form = own.matched(t, map[string]string{"line": "+", "reason": "+"})
	admin.post(t, own.path, form)
	form.Set("own_line", "")
	admin.header.Set("Cookie", "language=nb")
	again := admin.post(t, own.path+"/read", form)
	again.shows(t, http.StatusOK, "Kolonnene line og reason er de en fil med avviste rader har, og importeres ikke.", "Er de avviste radenes")
	admin.send(t, importsOfAcme, "kunder.csv", customersFile).lacks(t, `name="own_line"`)
}
