package console

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// importWords are what verbs say of a file, a row or a cell, without a full stop: %s stands for what is in it. Of those that fit a text the first
// is taken. told is what pages say in English, where that is something else.
var importWords = []struct{ english, norwegian, told string }{
	{"%s must be a date as YYYY-MM-DD", "%s må være en dato som finnes, som 2026-05-31 eller 31.05.2026",
		"%s must be a date that there is, such as 2026-05-31 or 31.05.2026"},
	{"%s must be a whole number", "%s må være et heltall", ""},
	{"%s can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands",
		"%s kan være tusen og mer, eller et tall med desimaler: skriv punktum foran desimaler, og ingenting mellom tusener", ""},
	{"%s must be a number such as 4 or 4.50", "%s må være et tall som 4 eller 4,50", ""},
	{"%s must be one of %s", "%s må være en av %s", ""}, {"%s must have at most %s characters", "%s kan ha høyst %s tegn", ""},
	{"%s must be a date with the day first, as the others of its column", "%s må være en dato med dagen først, som de andre i kolonnen", ""},
	{"%s must be a date with the month first, as the others of its column", "%s må være en dato med måneden først, som de andre i kolonnen", ""},
	{"%s must be a date with the year first, as the others of its column", "%s må være en dato med året først, som de andre i kolonnen", ""},
	{"%s must be a date that exists", "%s må være en dato som finnes", ""}, {"%s must be true or false", "%s må være ja eller nei", ""},
	{"%s must be UTF-8 text", "%s må være UTF-8-tekst", ""}, {"%s must not hold a NUL character", "%s kan ikke ha et NUL-tegn", ""},
	{"a spreadsheet has cut this number, and its last digits are lost. Fetch it anew from where it comes from, with the column formatted as text",
		"et regneark har kuttet dette tallet, og de siste sifrene er borte. Hent det på nytt der det kommer fra, med kolonnen formatert som tekst", ""},
	{"line %s is of the same customer", "linje %s gjelder den samme kunden", ""},
	{"the last row has only a word for a sum, and numbers", "den siste raden har bare et ord for en sum, og tall", ""},
	{"its telephone numbers are those of two customers, %s and %s", "telefonnumrene er de til to kunder, %s og %s", ""},
	{"its e-mail is that of two customers, %s and %s", "e-posten er den til to kunder, %s og %s", ""},
	{"it has no customer's id, and nobody has its telephone number", "den har ingen kunde-id, og ingen har telefonnummeret", ""},
	{"it has no customer's id, and nobody has its e-mail", "den har ingen kunde-id, og ingen har e-posten", ""},
	{"its telephone number is that of customer %s, and its id is %s", "telefonnummeret er det til kunde %s, og id-en er %s", ""},
	{"its e-mail is that of customer %s, and its id is %s", "e-posten er den til kunde %s, og id-en er %s", ""},
	{"A customer was anonymised while the row was read: its values are not kept", "En kunde ble anonymisert mens raden ble lest: verdiene er ikke beholdt", ""},
	{"The row told of a customer who was anonymised since", "Raden gjaldt en kunde som er anonymisert siden", ""},
	{"What went wrong told of a customer who was anonymised since", "Det som gikk galt, gjaldt en kunde som er anonymisert siden", ""},

	{"quotes join lines %s to %s into this row", "anførselstegn slår linjene %s til %s sammen til denne raden", ""},
	{"the row has fewer cells than there are headings, and may be the rest of the row before, which a line break within a cell has cut; " +
		"put the rows together with that cell in quotes, or give each all its cells",
		"raden har færre celler enn det er overskrifter, og kan være resten av raden før, som et linjeskift i en celle har delt; " +
			"sett radene sammen med cellen i anførselstegn, eller gi hver av dem alle cellene sine", ""},
	{"the row has fewer cells than there are headings, and may go on in the row behind it, since a line break within a cell cuts a row; " +
		"put the rows together with that cell in quotes, or give each all its cells",
		"raden har færre celler enn det er overskrifter, og kan fortsette i raden etter, siden et linjeskift i en celle deler en rad; " +
			"sett radene sammen med cellen i anførselstegn, eller gi hver av dem alle cellene sine", ""},
	{"it may be a part of the row before or behind it, where a cell has a line break", "den kan være en del av raden før eller etter, der en celle har et linjeskift", ""},
	{"the row has 1 cell where the header has %s, %s too few", "raden har 1 celle der overskriften har %s, %s for få", ""},
	{"the row has %s cells where the header has %s, %s too few", "raden har %s celler der overskriften har %s, %s for få", ""},
	{"the row has %s cells where the header has %s, %s too many", "raden har %s celler der overskriften har %s, %s for mange", ""},
	{`the row has "%s" in column %s, which has no heading`, "raden har «%s» i kolonne %s, som ikke har noen overskrift", ""},
	{"the row repeats the headings, as where two files were put together; take it out",
		"raden gjentar overskriftene, som når to filer er satt sammen; ta den ut", ""},
	{"the row begins with a byte order mark, as where two files were put together; take it out, and import the second one alone",
		"raden begynner med et byte-merke, som når to filer er satt sammen; ta det ut, og importer den andre filen for seg", ""},
	{"the row is longer than 1 MiB, and is left out of the rejected rows; mend it in the file that it came from",
		"raden er lengre enn 1 MiB, og er utelatt fra de avviste radene; rett den i filen den kom fra", ""},
	{"it is still the text of a row that was no JSON; mend it in its cell, or write its values under the headings",
		"den er fortsatt teksten til en rad som ikke var JSON; rett den i cellen, eller skriv verdiene under overskriftene", ""},
	{`several columns are headed "%s"; write the row's values under the headings`,
		"flere kolonner har overskriften «%s»; skriv radens verdier under overskriftene", ""},
	{`the key "%s" has no heading in the file; add it to the row of headings`, "nøkkelen «%s» har ingen overskrift i filen; legg den til i raden med overskrifter", ""},
	{`the row has "%s" under read as, where a file of rejected rows has nothing; leave that cell empty, and import rows of a file without that column alone`,
		"raden har «%s» under read as, der en fil med avviste rader ikke har noe; la den cellen stå tom, og importer rader fra en fil uten den kolonnen for seg", ""},
	{"the row has the headings of another file of rejected rows; import that file alone",
		"raden har overskriftene til en annen fil med avviste rader; importer den filen for seg", ""},
	{"the row is of another file of rejected rows, whose headings are others; import that file alone",
		"raden hører til en annen fil med avviste rader, som har andre overskrifter; importer den filen for seg", ""},
	{`the row has "%s" under line, where a file of rejected rows has a number; say which field the column line fills where it is one of yours`,
		"raden har «%s» under line, der en fil med avviste rader har et tall; si hvilket felt kolonnen line fyller hvis den er en av dine", ""},
	{"it is still the text of a row that could not be cut into cells; write its values under the headings",
		"den er fortsatt teksten til en rad som ikke kunne deles i celler; skriv verdiene under overskriftene", ""},
	{"nothing is left of the row but why it was rejected; mend it in the file that it came from",
		"ingenting er igjen av raden annet enn hvorfor den ble avvist; rett den i filen den kom fra", ""},
	{"its text is more than one row; give each a line of its own", "teksten er mer enn én rad; gi hver av dem en egen linje", ""},
	{"the quote opened on line %s is followed by text after it closes on line %s; double each quote inside the cell",
		"det står tekst etter anførselstegnet som åpnes på linje %s og lukkes på linje %s; skriv anførselstegn i cellen dobbelt", ""},
	{"the quote opened on line %s is never closed", "anførselstegnet som åpnes på linje %s, lukkes aldri", ""},
	{"the quote opened on line %s is not closed within 1 MiB", "anførselstegnet som åpnes på linje %s, lukkes ikke innen 1 MiB", ""},
	{"holds a NUL character, which is not text; take it out", "har et NUL-tegn, som ikke er tekst; ta det ut", ""}, {"holds a NUL character", "har et NUL-tegn", ""},
	{"holds the byte %s where it is not valid UTF-8; save the whole file as UTF-8", "har byten %s der den ikke er gyldig UTF-8; lagre hele filen som UTF-8", ""},
	{"holds the byte %s, which is no letter in %s; save the file as UTF-8", "har byten %s, som ikke er noen bokstav i %s; lagre filen som UTF-8", ""},
	{"holds half of a UTF-16 character; save the file as UTF-8", "har et halvt UTF-16-tegn; lagre filen som UTF-8", ""},
	{"holds bytes that are no letter in %s; save the file as UTF-8", "har byte som ikke er noen bokstav i %s; lagre filen som UTF-8", ""},
	{"holds bytes that are no letters", "har byte som ikke er bokstaver", ""},

	{"the cell %s has a value, and its column has no heading", "cellen %s har en verdi, og kolonnen har ingen overskrift", ""}, {"the cell %s %s", "cellen %s %s", ""},
	{"has a formula whose value is not in the file; open the workbook in a spreadsheet program, and save it there",
		"har en formel, og verdien er ikke i filen; åpne arbeidsboken i et regnearkprogram, og lagre den der", ""},
	{"shows the error %s; correct its formula", "viser feilen %s; rett formelen", ""},
	{"the cell shows the error %s; write its value", "cellen viser feilen %s; skriv verdien", ""},
	{"the cell holds signs that could not be read; write its value", "cellen har tegn som ikke kunne leses; skriv verdien", ""},
	{"holds a number that can't be read", "har et tall som ikke kan leses", ""},
	{"is a number of more than 15 digits, of which a spreadsheet keeps 15; format the column as text there, and enter the numbers again",
		"er et tall med mer enn 15 sifre, og et regneark tar vare på 15; formater kolonnen som tekst der, og skriv inn tallene på nytt", ""},
	{"names a text that the workbook has not", "viser til en tekst som arbeidsboken ikke har", ""},
	{"can't be read again from the temporary file", "kan ikke leses igjen fra den midlertidige filen", ""},

	{`the line is not JSON; write {"column": "value"}, or, where the file is CSV, name it .csv or say that its format is csv`,
		`linjen er ikke JSON; skriv {"kolonne": "verdi"}, eller gi filen et navn som slutter på .csv der den er CSV`, ""},
	{"the line is not JSON", "linjen er ikke JSON", ""},
	{"write an object on each line, or, where the file is CSV, name it .csv or say that its format is csv",
		"skriv ett objekt på hver linje, eller gi filen et navn som slutter på .csv der den er CSV", ""},
	{`the line is not a JSON object; write {"column": "value"}`, `linjen er ikke et JSON-objekt; skriv {"kolonne": "verdi"}`, ""},
	{"the value is an object; give each of its values a key of its own in the row", "verdien er et objekt; gi hver av verdiene sin egen nøkkel i raden", ""},
	{"the value is a list; give one value", "verdien er en liste; gi én verdi", ""},
	{"the row has this key twice; take one out", "raden har denne nøkkelen to ganger; ta ut den ene", ""},
	{"not valid JSON at character %s: %s", "ikke gyldig JSON ved tegn %s: %s", ""}, {"a comma or } is missing", "et komma eller } mangler", ""},
	{"the object has ended, and more follows; put each object on a line of its own", "objektet er slutt, og det kommer mer; sett hvert objekt på sin egen linje", ""},
	{"a key in double quotes is missing", "en nøkkel i doble anførselstegn mangler", ""}, {"a colon is missing after the key", "et kolon mangler etter nøkkelen", ""},
	{"a value is missing: text in double quotes, a number, true, false or null", "en verdi mangler: tekst i doble anførselstegn, et tall, true, false eller null", ""},
	{`a control character stands in a string; write it as an escape such as \n`, `det står et kontrolltegn i en tekst; skriv det som \n, for eksempel`, ""},
	{"the string that begins here is never closed", "teksten som begynner her, lukkes aldri", ""},
	{`the escape is not known; a backslash itself is written \\`, `tegnet etter omvendt skråstrek er ukjent; selve skråstreken skrives \\`, ""},
	{"a NUL character is not text; take it out", "et NUL-tegn er ikke tekst; ta det ut", ""},
	{"the escape is half of a character; the other half must follow it", "det er et halvt tegn; den andre halvdelen må følge", ""},
	{"a key is empty; name it", "en nøkkel er tom; gi den et navn", ""}, {"a key %s", "en nøkkel %s", ""},

	{"the header has %s columns, at most %s can be read", "overskriften har %s kolonner, og høyst %s kan leses", ""},
	{"the name of column %s %s", "navnet på kolonne %s %s", ""}, {"then try again", "og prøv igjen", ""},
	{"line %s is none of the first rows with a value, among which the headings are",
		"linje %s er ingen av de første radene med en verdi, som overskriftene er blant", ""},
	{"name another", "velg en annen", ""}, {"the header cannot be read: %s", "overskriften kan ikke leses: %s", ""},
	{"correct it and try again", "rett det og prøv igjen", ""}, {"the heading in %s", "overskriften kan ikke leses: %s", ""},
	{"column %s of %s has no name in the header", "kolonne %s av %s har ikke noe navn i overskriften", ""},
	{"the file has no row of headings: its first row is %s", "filen har ingen rad med overskrifter: den første raden er %s", ""},
	{"it is not certain how the file writes its letters: %s", "det er ikke sikkert hvordan filen skriver bokstavene: %s", ""},
	{"say which encoding is right, such as %s, or save the file as UTF-8", "si hvilken tegnkoding som er riktig, som %s, eller lagre filen som UTF-8", ""},
	{"put a row with the columns' names above it, such as customer_id, name and phone_1, or say which row has them, such as %s",
		"sett en rad med kolonnenes navn over den, som customer_id, name og phone_1, eller si hvilken rad som har dem, som %s", ""},
	{"the file begins with the mark of %s and cannot be %s", "filen begynner med merket for %s og kan ikke være %s", ""},
	{"leave the encoding out", "velg tegnkodingen som filen viser", ""},
	{"the file is an Excel workbook or a ZIP archive, not %s", "filen er en Excel-arbeidsbok eller et ZIP-arkiv, ikke %s", ""},
	{"the file is no Excel workbook", "filen er ingen Excel-arbeidsbok", ""}, {"leave the format out", "velg ikke noe format", ""},
	{`the encoding "%s" is not known`, "tegnkodingen «%s» er ukjent", ""}, {"use one such as %s", "bruk en som %s", ""},
	{"the rows up to here have more than %s different keys", "radene hit har mer enn %s ulike nøkler", ""},
	{"use the same keys in every row", "bruk de samme nøklene i hver rad", ""},
	{`the key "%s" was not there when the file was first read`, "nøkkelen «%s» var ikke der da filen ble lest først", ""},
	{"wait until the file is complete and try again", "vent til filen er fullstendig, og prøv igjen", ""},
	{`the workbook has no sheet "%s"; it has %s`, "arbeidsboken har ikke noe ark «%s»; den har %s", ""}, {"name one of these", "velg et av dem", ""},
	{`the sheet "%s" has no rows`, "arket «%s» har ingen rader", ""}, {"choose another sheet", "velg et annet ark", ""},
	{"the workbook has too many parts to be one", "arbeidsboken har for mange deler til å være en", ""},
	{"the workbook would unpack to %s times its size, as no real one does", "arbeidsboken ville blitt %s ganger så stor utpakket, som ingen virkelig blir", ""},
	{"the workbook's %s is larger than that of any real one", "arbeidsbokens %s er større enn i noen virkelig", ""},
	{"save it again, or as CSV", "lagre den på nytt, eller som CSV", ""},
	{"the sheet has more rows than a sheet can have", "arket har flere rader enn et ark kan ha", ""},
	{"the sheet ends in the middle of a row", "arket slutter midt i en rad", ""}, {"save the workbook again", "lagre arbeidsboken på nytt", ""},
	{"the row has a value in column %s, and a sheet has at most %s columns", "raden har en verdi i kolonne %s, og et ark har høyst %s kolonner", ""},
	{"take it out", "ta den ut", ""}, {"the workbook has more than 2 GB of texts", "arbeidsboken har mer enn 2 GB tekst", ""},
	{"save the sheet as CSV UTF-8", "lagre arket som CSV UTF-8", ""}, {"choose another", "velg en annen", ""},
	{"a cell of the workbook has more than 1 MB of text", "en celle i arbeidsboken har mer enn 1 MB tekst", ""},
	{"shorten it, or save the sheet as CSV UTF-8", "kort den ned, eller lagre arket som CSV UTF-8", ""},
	{"write it as CSV or NDJSON, as with DuckDB: COPY 'file.parquet' TO 'file.csv'", "skriv den som CSV eller NDJSON, som med DuckDB: COPY 'file.parquet' TO 'file.csv'", ""},
	{"export the table, as with sqlite3 -csv -header", "eksporter tabellen, som med sqlite3 -csv -header", ""},
	{"write each object on a line of its own, as jq -c '.[]' does", "skriv hvert objekt på sin egen linje, som jq -c '.[]' gjør", ""},
	{"write each object on a line of its own, as jq -c . does", "skriv hvert objekt på sin egen linje, som jq -c . gjør", ""},
	{"fetch all of its pages, and write each of its results on a line of its own, as jq -c '.results[]' does",
		"hent alle sidene, og skriv hvert resultat på sin egen linje, som jq -c '.results[]' gjør", ""},

	{`The numbers of the column "%s" have commas and points before their decimals. Say which with “Decimals”`,
		"Tallene i kolonnen «%s» har både komma og punktum foran desimalene. Si hvilket som gjelder, med «Desimaler»", ""},
	{`In the column "%s", %s can be a thousand and more, or a number with decimals. Say which with “Decimals”`,
		"I kolonnen «%s» kan %s være tusen og mer, eller et tall med desimaler. Si hvilket med «Desimaler»", ""},
	{`Some dates of the column "%s" have the day first, and some the month. Say which with “Dates”`,
		"Noen datoer i kolonnen «%s» har dagen først, og noen måneden. Si hva som gjelder, med «Datoer»", ""},
	{`In the column "%s", %s can have the day first, or the month. Say which with “Dates”`,
		"I kolonnen «%s» kan %s ha dagen først, eller måneden. Si hvilket med «Datoer»", ""},
	{`In the column "%s", %s can have the day first, or the year. Say which with “Dates”`,
		"I kolonnen «%s» kan %s ha dagen først, eller året. Si hvilket med «Datoer»", ""},
	{`In the column "%s", %s can have the day first, the month, or the year. Say which with “Dates”`,
		"I kolonnen «%s» kan %s ha dagen først, måneden eller året. Si hvilket med «Datoer»", ""},
	{`No one order of day, month and year fits all dates of the column "%s". Say which with “Dates”`,
		"Ingen rekkefølge av dag, måned og år passer til alle datoene i kolonnen «%s». Si hva som gjelder, med «Datoer»", ""},
	{`“Fills” fills "%s", which is no field of the assignment%s`, "«Fyller» fyller «%s», som ikke er noe felt i oppdraget%s", ""},
	{`The columns "%s" (column %s) and "%s" (column %s) both fill %s. Leave one out with “Fills” or “Fills”`,
		"Kolonnene «%s» (kolonne %s) og «%s» (kolonne %s) fyller begge %s. Utelat den ene under «Fyller»", ""},
	{"No column holds the customer's id. Name one customer_id, say which it is with “Fills”, or let ids be given with “Customers without an id”",
		"Ingen kolonne har kundens id. Si under «Fyller» hvilken det er, eller la kundene få en id med «Kunder uten id»", ""},
	{`No field can be made for the column "%s": its heading has control characters`,
		"Det kan ikke lages noe felt for kolonnen «%s»: overskriften har kontrolltegn", ""},
	{`No field can be made for the column "%s": it is a name of %s, which records have already. ` +
		"Give the column another heading, match it with “Fills”, or leave it out with “Fills”",
		"Det kan ikke lages noe felt for kolonnen «%s»: det er et navn på %s, som poster har fra før. " +
			"Gi kolonnen en annen overskrift, eller velg under «Fyller» hva den fyller, eller at den utelates", ""},
	{"The campaign “%s” is archived: nobody is called in it. Leave it out, or empty its “Archived on” first",
		"Kampanjen «%s» er arkivert: ingen ringes i den. Utelat den, eller tøm «Arkivert den» på den først", ""},
	{"The file would make %s new fields, and one file may make %s. Leave columns out with “Fills”, or make the fields first",
		"Filen ville lage %s nye felt, og én fil kan lage %s. Utelat kolonner under «Fyller», eller lag feltene først", ""},
	{"The file would make %s new fields, and the assignment has %s of the %s that it may have. Leave columns out with “Fills”",
		"Filen ville lage %s nye felt, og oppdraget har %s av de %s det kan ha. Utelat kolonner under «Fyller»", ""},
	{`No field can be made for the column "%s": %s`, "Det kan ikke lages noe felt for kolonnen «%s»: %s", ""},
	{"1 of its customers has moved on since", "1 av kundene har gått videre siden", ""},
	{"%s of its customers have moved on since", "%s av kundene har gått videre siden", ""},
	{"The later import %s wrote some of them too, and undoing that one counts as a change as well. Nothing was undone. Change what is wrong by another import",
		"Den senere importen %s skrev også noen av dem, og å angre den regnes også som en endring. Ingenting ble angret. Rett det som er feil, med en ny import", ""},
	{"Nothing was undone. Change what is wrong by another import", "Ingenting ble angret. Rett det som er feil, med en ny import", ""},
	{"The import has more than %s rows, and is undone whole or not at all", "Importen har mer enn %s rader, og angres helt eller ikke i det hele tatt", ""},
	{"Import a file with the right values over it", "Importer en fil med de riktige verdiene over den", ""},
	{"The import is older than 30 days: what undoing it takes is not kept any more", "Importen er eldre enn 30 dager: det som trengs for å angre den, er ikke bevart", ""},
	{"Change or remove its customers one by one", "Endre eller fjern kundene én og én", ""},
}

// textsOfImportWords has them for the catalogue.
var textsOfImportWords = func() map[string]string {
	texts := make(map[string]string, len(importWords))
	for _, known := range importWords {
		texts[cmp.Or(known.told, known.english)] = known.norwegian
	}
	return texts
}()

var importPatterns = func() []*regexp.Regexp {
	known := make([]sentence, len(importWords))
	for i := range importWords {
		known[i].verbs = importWords[i].english
	}
	return patternsOf(known)
}()

// importPhrase says one of importWords. What stands behind it may be another one.
func (r reader) importPhrase(text string) (string, bool) {
	for i, pattern := range importPatterns {
		found := pattern.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		holes := make([]any, len(found)-1)
		for at := range holes {
			holes[at] = r.valueIn(found[at+1])
		}
		if last := len(holes) - 1; last >= 0 && strings.HasSuffix(importWords[i].english, "%s") {
			said, known := r.importPhrase(found[last+1])
			if known {
				holes[last] = said
			} else if strings.HasSuffix(importWords[i].english, "%s %s") { // it goes on
				continue
			}
		}
		return r.T(cmp.Or(importWords[i].told, importWords[i].english), holes...), true
	}
	return "", false
}

// importWord says in the reader's language what a verb says of a file, a row or a cell, if it is known.
func (r reader) importWord(text string) (string, bool) {
	bare := strings.TrimSuffix(text, ".")
	first, size := utf8.DecodeRuneInString(bare)
	for _, form := range []string{bare, string(unicode.ToLower(first)) + bare[size:]} {
		said, known := r.importPhrase(form)
		if !known {
			continue
		}
		if form != bare {
			begin, size := utf8.DecodeRuneInString(said)
			said = string(unicode.ToUpper(begin)) + said[size:]
		}
		return said + text[len(bare):], true
	}
	if said := r.Said(text); said != text || inCatalogue(text) {
		return said, true
	}
	return text, false
}

// reason says what is wrong with a cell or a row in the reader's language: where it stands behind the column's name, and has that itself,
// it has it once.
func (r reader) reason(text string) string {
	said, _ := r.oneReason(text)
	return said
}

func (r reader) oneReason(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	if column, rest, found := strings.Cut(text, ": "); found && strings.HasPrefix(rest, column+" ") {
		return r.oneReason(rest)
	}
	if said, known := r.importWord(text); known {
		return said, true
	}
	for at := strings.Index(text, ": "); at >= 0; {
		column, rest := text[:at], text[at+2:]
		if said, known := r.importWord(rest); known {
			return column + ": " + said, true
		}
		next := strings.Index(rest, ": ")
		if next < 0 {
			break
		}
		at += 2 + next
	}
	return text, false
}

// reasons says all that is wrong with a row, as rejected rows have it: the reasons of its cells one after the other.
func (r reader) reasons(text string) string {
	pieces := strings.Split(text, "; ")
	var all []string
	for begin := 0; begin < len(pieces); {
		end, said := begin+1, pieces[begin] // as it is, where nobody knows it
		for to := begin + 1; to <= len(pieces); to++ {
			if one, known := r.oneReason(strings.Join(pieces[begin:to], "; ")); known {
				end, said = to, one
				break
			}
		}
		all = append(all, strings.TrimSuffix(said, "."))
		begin = end
	}
	return strings.Join(all, "; ")
}
