package locale

import (
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// roomsOfVerbs have what verbs say to pages. What imports say, tests of their pages show.
var roomsOfVerbs = []string{
	"../../..", "../../app", "../../auth", "../../callwork", "../../customer", "../../given", "../../labels", "../../person", "../../script", "../../setup",
}

// verbsOfOthers are the files of verbs that no page asks, or whose words a page never passes on, with the reason.
var verbsOfOthers = map[string]string{
	"given.go": "pages send what the verb knows", "value.go": "pages send what the verb knows", "copy.go": "the command line", "cursor.go": "lists of the API", "customer.go": "pages send what the verb knows",
	"digest.go": "the API", "dry_run.go": "the API", "export.go": "a file that is broken off has no page", "list.go": "lists of the API",
	"listener_count.go": "what lives tells nobody", "moment.go": "lists of the API", "page.go": "lists of the API", "report.go": "statistics of the API",
	"seen.go": "the API's headers", "segment.go": "the API's segments", "setup.go": "the command line", "skip.go": "the desk offers the reasons that there are, and gives no minutes",
	"sync_token.go": "the API", "write.go": "the desk's keys are its own", "people.go": "pages offer the clients that are there",
	"people_change.go": "pages offer the clients that are there", "browse.go": "pages ask for what there is", "authenticate.go": "tokens of the API",
	"faults.go": "pieces; pages offer what is there", "anonymize_traces.go": "files of imports",
}

// piecesOf are the beginnings and ends of messages that are put together where they are said; tests of the pages show them whole.
var piecesOf = []string{
	": nobody is called in it now.", " They are: %s.", "%q is none of the campaign's call states.", " A seq", " in the call state.",
	" in the call state, and only those in a state of kind scheduled have a due time.", " instead.", "key is the label of",
	"%s, attempt %d of the %s: that leads to %s.", "%s: it leads to %s%s.", "%s: it led to %s%s.", "%s: %s%s%s.",
	", or give a time outside that hour.", ": the clocks are put back then.", ": the clocks are put forward then.", "has no offset from UTC.",
	"Give another time, or one with its offset.", "must be a time as", "must be a time after 1970.", "is in the past.", "is more than ten years",
	" To have the customer called now,", "Ask for one after the other", "You ask for too many large reads", "lease must be", "must be a number of seconds",
	" is not a call state of the campaign", "%q is not a call state",
}

// pagesChoose are messages about members that pages let nobody get wrong: they offer what there is, send what was shown, or are told before
// that the member must not be empty, or has to be chosen.
var pagesChoose = []string{
	"An outcome can't require", "Give the type and the subtype", "Several outcomes fit", "The campaign has no outcome", " It has no outcomes yet.",
	"extra has more", "must be a single value", "must have a label", "must have at most %d bytes.", "must be a string.", "requires names %q twice.",
	"A client needs a short_name.", "A custom field needs a key: its label.",
	"A product needs a code", "A campaign needs an assignment_id", "An assignment needs a client_id",
	"crm_type must be B2C or B2B.", "exhausted_call_state must be the name",
}

var aHole = regexp.MustCompile(`%[a-z]`)

func beginsWithOne(text string, all []string) bool {
	return slices.ContainsFunc(all, func(one string) bool { return strings.HasPrefix(text, one) })
}

func TestEverySentenceThatAVerbSaysToAPageHasANorwegian(t *testing.T) {
	t.Parallel()
	nb, looked := ReaderIn("nb"), 0
	say := func(hole string) string {
		return map[string]string{"%d": "7", "%q": `"Xy"`}[hole] + map[string]string{"%s": "Xy"}[hole]
	}
	files := make(map[string]*ast.File)
	for _, room := range roomsOfVerbs {
		folder, err := filepath.Abs(room)
		if err != nil {
			t.Fatal(err)
		}
		all := parsed(t, token.NewFileSet(), room)
		maps.DeleteFunc(all, func(path string, _ *ast.File) bool { return filepath.Dir(path) != folder })
		maps.Copy(files, all)
	}
	for path, file := range files {
		name := filepath.Base(path)
		if verbsOfOthers[name] != "" || strings.HasPrefix(name, "mirror") {
			continue
		}
		ast.Inspect(file, func(node ast.Node) bool {
			expression, ok := node.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := literal(expression)
			if !ok || !strings.HasSuffix(text, ".") || !strings.Contains(text, " ") || beginsWithOne(text, piecesOf) || beginsWithOne(text, pagesChoose) {
				return !ok
			}
			looked++
			said := aHole.ReplaceAllStringFunc(text, say)
			if nb.SetupSentence(said) == said && nb.SetupSentence(afterMember(said)) == afterMember(said) {
				t.Errorf("%s: there is no Norwegian for %q", name, text)
			}
			return false
		})
	}
	if looked < 100 {
		t.Errorf("only %d sentences were found: the test does not look where they are", looked)
	}
}

// afterMember is what a sentence says after the name of a member, in whose place a page has the label.
func afterMember(text string) string {
	if first, rest, found := strings.Cut(text, " "); found && strings.ToLower(first) == first {
		return rest
	}
	return text
}

// putTogether are sentences of verbs that are put together of pieces where they are said; tests of the pages show them whole.
var putTogether = []string{
	"due is in the past. Give a time that is still to come. To have the customer called now, set call_state to a state of kind ready.",
	"comment must have at most %s characters.",
	"The campaign was archived on %s: nobody is called in it now.",
	"crm__customer_id must have at most %s characters.",
	"customer_ids names nobody. Give at least one crm__customer_id.",
	"%s can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands.",
	"%s must be a number such as 4 or 4.50.",
	"%s %s does not exist in %s: the clocks are put forward then. Give another time, or one with its offset.",
	"%s %s comes twice in %s: the clocks are put back then. Write which one is meant, %s or %s, or give a time outside that hour.",
	"%s registered %s, attempt %s of the %s that the campaign allows: that leads to %s.",
	"%s registered %s, attempt %s of the %s that the outcome allows: that leads to %s.",
	"%s withdrew %s, which %s had registered: it is back in %s.",
	"%s withdrew %s, which %s had registered: it stays in %s.",
	"%s withdrew %s: it is back in %s.",
	"must be the id of a client.",
	"must be the id of an assignment.",
	"%s customers are in the call state, and only those in a state of kind scheduled have a due time.",
	"%s customer is in the call state, and only those in a state of kind scheduled have a due time.",
	"%s customers are in the call state.",
}

func isOfLocale(path string) bool { return filepath.Base(filepath.Dir(path)) == "locale" }

func TestEverySentenceThatPagesKnowIsOneThatVerbsSay(t *testing.T) {
	t.Parallel()
	all := strings.Join(literalsOf(t, "../../..", isOfLocale), "\n")
	all = aHole.ReplaceAllString(all, "%s")
	for _, known := range slices.Concat(sentences, setupSentences) {
		longest := slices.MaxFunc(strings.Split(known.verbs, "%s"), func(a, b string) int { return len(a) - len(b) })
		if !strings.Contains(all, strings.TrimSpace(longest)) && !slices.Contains(putTogether, known.verbs) {
			t.Errorf("no verb says %q any more", known.verbs)
		}
	}
}

func TestEverySentenceOfAPageIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	for _, known := range slices.Concat(sentences, setupSentences) {
		if !Has(known.pages) {
			t.Errorf("there is no Norwegian for %q", known.pages)
		}
	}
}

func TestWhyACustomerStandsWhereItStandsIsToldInNorwegian(t *testing.T) {
	t.Parallel()
	nb := ReaderIn("nb")
	for verbs, want := range map[string]string{
		"Eva put it into the campaign: it begins in Ready.":                                                                         "Eva la den inn i kampanjen: den begynner i Ready.",
		"Eva put it into the campaign: it begins in Later, to be called again at 2026-12-01T10:00:00Z.":                             "Eva la den inn i kampanjen: den begynner i Later. Den ringes igjen 01.12.2026 kl. 10.00.",
		"Eva registered No answer / Busy: it leads to Later, to be called again after 2 hours.":                                     "Eva registrerte No answer / Busy: det fører til Later. Den ringes igjen etter 2 timer.",
		"Eva registered Sale: it led to Done. The campaign no longer has that outcome.":                                             "Eva registrerte Sale: det førte til Done. Kampanjen har ikke det utfallet lenger.",
		"Eva registered A / B: it led to Later, to be called again at 2026-12-01T10:00:00Z. The campaign's rules were others then.": "Eva registrerte A / B: det førte til Later. Den ringes igjen 01.12.2026 kl. 10.00. Kampanjens regler var andre da.",
		"Eva registered A / B, attempt 3 of the 3 that the outcome allows: that leads to Done.":                                     "Eva registrerte A / B, forsøk 3 av de 3 som utfallet tillater: det fører til Done.",
		"Eva withdrew A / B: it is back in Ready.":                                                                                  "Eva angret A / B: den er tilbake i Ready.",
		"Eva withdrew A / B, which Ola had registered: it stays in Later, to be called again at 2026-12-01T10:00:00Z.":              "Eva angret A / B, som Ola hadde registrert: den blir i Later. Den ringes igjen 01.12.2026 kl. 10.00.",
		"Eva moved it by hand from Ready to Later, to be called again at 2026-12-01T10:00:00Z.":                                     "Eva flyttet den for hånd fra Ready til Later. Den ringes igjen 01.12.2026 kl. 10.00.",
	} {
		if got := nb.Because(verbs); got != want {
			t.Errorf("%q is told as\n%q, want\n%q", verbs, got, want)
		}
	}
}

func TestTimesThatClocksSkipOrShowTwiceAreToldWithoutTheNameOfAMember(t *testing.T) {
	t.Parallel()
	nb := ReaderIn("nb")
	for verbs, want := range map[string]string{
		"callback_at 2027-03-28 02:30 does not exist in Europe/Oslo: the clocks are put forward then. Give another time, or one with its offset.":                                                            "28.03.2027 kl. 02.30 finnes ikke i Europe/Oslo: klokken stilles fram da. Oppgi et annet tidspunkt.",
		"due 2026-10-25 02:30 comes twice in Europe/Oslo: the clocks are put back then. Write which one is meant, 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00, or give a time outside that hour.": "25.10.2026 kl. 02.30 kommer to ganger i Europe/Oslo: klokken stilles tilbake da. Oppgi et tidspunkt utenfor den timen.",
	} {
		if got := nb.Said(verbs); got != want {
			t.Errorf("%q is told as\n%q, want\n%q", verbs, got, want)
		}
	}
}
