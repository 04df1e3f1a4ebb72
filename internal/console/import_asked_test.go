package console_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestDatesThatCanBeReadInTwoWaysAreShownAsTheyAreWithTheQuestionBesideTheirColumn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	match := admin.send(t, importsOfAcme, "kunder.csv", "customer_id,name,Signup\nK-1,Kari,03/04/2026\nK-2,Ola,04/05/2026\n")
	match.shows(t, http.StatusOK, `<td class="sample">03/04/2026</td><td class="sample">04/05/2026</td>`,
		`<p class="hint" id="h-column-2"><strong class="problem">In the column &#34;Signup&#34;, 03/04/2026 can have the day first, or the month. Say which with “Dates”.`)
	match.lacks(t, "2026-04-03")
	form := match.matched(t, map[string]string{"Signup": "+"})
	form.Set("dates", "mdy")
	chosen := admin.post(t, match.path+"/read", form)
	chosen.shows(t, http.StatusOK, `<td class="sample">2026-03-04</td>`, "Signup: its dates are read with the month first.")
	chosen.lacks(t, "can have the day first")
}

func TestRowsThatCannotBeReadAreToldBeforeTheDryRun(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const file = "customer_id,name,phone_1\nK-1,Kari\x00,91234567\nK-2,Ola,91234568\nK-3,Per,9,9,9\n"
	admin.send(t, importsOfAcme, "kunder.csv", file).shows(t, http.StatusOK, "2 rows can&#39;t be read, and are rejected. Rows: 2, 4")
	admin.header.Set("Cookie", "language=nb")
	admin.send(t, importsOfAcme, "kunder.csv", file).shows(t, http.StatusOK, "2 rader kan ikke leses, og avvises. Rader: 2, 4")
	admin.send(t, importsOfAcme, "kunder.csv", "customer_id;name\n“K-1”;“Kari”\n").shows(t, http.StatusOK, "typografiske anførselstegn")
}

func TestWhatIsWrongWithSeveralCellsOfARowIsSaidOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	_, trial := admin.tried(t, "customer_id;name;phone_1\n1,00234E+11;Kari;4,79123E+09\n", nil)
	wantTexts(t, "the dry run", trial, `<td class="reason"><strong class="problem">a spreadsheet has cut this number`, "</strong> </td>")
	if said := strings.Count(trial, "has cut this number"); said != 1 {
		t.Errorf("it is said %d times", said)
	}
}
