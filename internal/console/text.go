package console

import (
	"maps"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// norwegian has the texts of every part of the console by their English words. A test holds it against what templates and code ask for.
var norwegian = merged(textsOfFrame, textsOfCampaigns, textsOfCustomer, textsOfDesk, textsOfImport, textsOfImportNotes, textsOfOneNote,
	textsOfImportWords, textsOfSetUp,
	textsOfAudit, textsOfReference, textsOfSentences)

func merged(parts ...map[string]string) map[string]string {
	all := make(map[string]string)
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// counted are texts that differ for one and for several, by the key that asks for them: English one, English more, Norwegian one, Norwegian more.
var counted = map[string][4]string{
	"%d customers were added.": {"%d customer was added.", "%d customers were added.", "%d kunde ble lagt til.", "%d kunder ble lagt til."},
	"%d customers were moved.": {"%d customer was moved.", "%d customers were moved.", "%d kunde ble flyttet.", "%d kunder ble flyttet."},
	"%d customers were moved back.": {
		"%d customer was moved back.", "%d customers were moved back.", "%d kunde ble flyttet tilbake.", "%d kunder ble flyttet tilbake.",
	},
	"%d customers were left alone: something happened to them since.": {
		"%d customer was left alone: something happened to it since.", "%d customers were left alone: something happened to them since.",
		"%d kunde ble latt være: noe har skjedd med den siden.", "%d kunder ble latt være: noe har skjedd med dem siden.",
	},
	"%d attempts":          {"%d attempt", "%d attempts", "%d forsøk", "%d forsøk"},
	"%d empty call states": {"%d empty call state", "%d empty call states", "%d tom ringestatus", "%d tomme ringestatuser"},
	"%d empty call states are not drawn.": {
		"%d empty call state is not drawn.", "%d empty call states are not drawn.",
		"%d tom ringestatus er ikke tegnet.", "%d tomme ringestatuser er ikke tegnet.",
	},
	"%d values written anew": {"%d value written anew", "%d values written anew", "%d verdi skrevet på nytt", "%d verdier skrevet på nytt"},
	"%d wiped":               {"%d wiped", "%d wiped", "%d slettet", "%d slettet"},
	"%d records":             {"%d record", "%d records", "%d post", "%d poster"},
	"%d minutes":             {"%d minute", "%d minutes", "%d minutt", "%d minutter"},
	"%d hours":               {"%d hour", "%d hours", "%d time", "%d timer"},
	"%d days":                {"%d day", "%d days", "%d dag", "%d dager"},
	"%d hits":                {"%d hit", "%d hits", "%d treff", "%d treff"},
	"%d outcomes":            {"%d outcome", "%d outcomes", "%d utfall", "%d utfall"},
}

// texts is the catalogue.
var texts = buildCatalogue()

func buildCatalogue() *catalog.Builder {
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	for english, translated := range norwegian {
		mustSet(builder.SetString(languages[1], english, translated))
	}
	for key, forms := range counted {
		mustSet(builder.Set(languages[0], key, plural.Selectf(1, "%d", "=1", forms[0], "other", forms[1])))
		mustSet(builder.Set(languages[1], key, plural.Selectf(1, "%d", "=1", forms[2], "other", forms[3])))
	}
	return builder
}

// mustSet takes no error: the texts are constants, and every start of every test builds them.
func mustSet(err error) {
	if err != nil {
		panic(err)
	}
}

func inCatalogue(text string) bool {
	_, ok := norwegian[text]
	return ok
}
