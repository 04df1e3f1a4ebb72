package consoletest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/testkit/browser"
)

func TestAFileWithErrorsIsTriedImportedInPartAndItsRejectedRowsAreFetched(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	file := filepath.Join(t.TempDir(), "nye kunder.csv")
	rows := "customer_id,name,phone_1,Husnummer\n" +
		"ny-1,Åse Bakkebø,22334455,7\n" +
		"ny-2,Jørn Fnuggmoen,33445566,sju\n" + // no whole number
		",Uten Nummer,44556677,9\n" + // no id
		"ny-3,Solveig Rævås,55667788,11\n"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	before := demo.customers(t)
	w := demo.signedIn(t, "/imports")
	w.Attach("#f-file", file)
	w.Follow("Send the file")
	w.See("nye kunder.csv: what its columns are")
	isAccessible(t, w)
	w.Screenshot("import-columns")
	w.Follow("Try it: a dry run")
	w.See("What the import would do")
	w.See("Rows that are wrong: 2")
	isAccessible(t, w)
	w.Screenshot("import-dry-run")
	if tried := demo.customers(t); tried != before {
		t.Errorf("the dry run made customers: there are %d, not %d", tried, before)
	}
	w.FollowTo(`form[action$="/run"] button`)
	w.See("Rows that were rejected: 2")
	isAccessible(t, w)
	w.Screenshot("import-done")
	rejected := w.Fetch(w.Attribute(`a[href$="/rejected.csv"]`, "href"))
	for _, part := range []string{"ny-2", "sju", "Uten Nummer", "line", "reason"} {
		if !strings.Contains(rejected.Body, part) {
			t.Errorf("the file of rejected rows lacks %q: %s", part, rejected.Body)
		}
	}
	if made := demo.customers(t) - before; made != 2 {
		t.Errorf("the import made %d customers", made)
	}
	w.Follow("Undo the import")
	w.See("Undone")
	if asked := w.Asked(); len(asked) != 1 || !strings.Contains(asked[0], "Undo the whole import?") {
		t.Errorf("the undo asked %q", asked)
	}
}

func TestAFileThatIsDroppedIsSent(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, "/imports")
	w.Leave(func() {
		w.Evaluate(`(() => {
			const data = new DataTransfer();
			data.items.add(new File(["customer_id,name\n1,Kari\n"], "sluppet.csv", { type: "text/csv" }));
			document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
		})()`)
	})
	w.See("sluppet.csv: what its columns are")
}

// customers counts those of the demo's assignment.
func (s *site) customers(t *testing.T) int {
	t.Helper()
	answer := s.must(t, "GET", fmt.Sprintf("/assignments/%d/customers/?page_size=1", s.Assignment), "")
	count, _ := answer["count"].(float64)
	return int(count)
}

func TestAnEmptyAccountIsSetUpToItsFirstCall(t *testing.T) {
	t.Parallel()
	empty := run(t, "serve", "--db", filepath.Join(t.TempDir(), "new.db"), "--quiet")
	w := browser.Open(t, empty.URL)
	w.Go("/")
	for label, text := range map[string]string{
		"Code": empty.Code, "Account": "nordlys", "Your name": "Åse Bakkebø", "E-mail": "ase@nordlys.example", "Password": "et langt passord",
	} {
		w.Fill(label, text)
	}
	w.Follow("Make the account")
	w.Follow("Set up the first campaign")
	w.See("There is no client yet.")
	isAccessible(t, w)

	w.FollowTo(`a.button[href="/set-up/clients/new"]`)
	w.Fill("Short name", "Nordlys")
	w.Fill("Full name", "Nordlys Avis AS")
	w.Leave(func() { w.Click("main form button.primary") })
	w.Go("/set-up")
	w.Follow("Add an assignment: Nordlys")
	w.Fill("Name", "Fornyelser")
	w.Leave(func() { w.Click("main form button.primary") })
	w.Go("/set-up")
	w.Follow("Add a campaign: Fornyelser")
	w.Fill("Name", "Vår 2027")
	w.Leave(func() { w.Click("main form button.primary") })

	file := filepath.Join(t.TempDir(), "kunder.csv")
	if err := os.WriteFile(file, []byte("customer_id,name,phone_1\n1,Jørn Fnuggmoen,22334455\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Go("/imports")
	w.Attach("#f-file", file)
	w.Follow("Send the file")
	w.Follow("Try it: a dry run")
	w.See("What the import would do")
	w.FollowTo(`form[action$="/run"] button`)
	w.Follow("To the campaign Vår 2027")
	w.See("Jørn Fnuggmoen")
	w.Follow("Work at the desk")
	w.Follow("Next customer N")
	w.See("What came of the call?")
	if name := w.Text("h1"); name != "Jørn Fnuggmoen" {
		t.Errorf("at the desk is %q", name)
	}
}
