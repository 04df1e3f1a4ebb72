package console

// textsOfAudit are those of the page of who did what, and of the account's settings.
var textsOfAudit = map[string]string{
	"Who signed in, who set up what, and who read many customers.": "Hvem som logget inn, hvem som satte opp hva, og hvem som leste mange kunder.",
	"Everybody": "Alle", "Everything": "Alt", "Show": "Vis", "Show all": "Vis alle", "Which entries": "Hvilke oppføringer", "From where": "Hvorfra",
	"with the token %s": "med nøkkelen %s", "request %s": "forespørsel %s",
	"There is no such day. Choose one in the form of the audit.": "Den dagen finnes ikke. Velg en i skjemaet til revisjonsloggen.",

	"failed to sign in": "kom ikke inn", "was kept from guessing": "ble hindret i å gjette", "read": "leste", "took a file of": "hentet en fil fra",
	"skipped": "hoppet over", "moved customers of": "flyttet kunder i", "moved customers back in": "flyttet kunder tilbake i", "imported into": "importerte til",
	"undid an import into": "angret en import til", "renewed the epoch of": "fornyet epoken til",
	"done": "ferdig", "failed": "mislyktes", "interrupted": "avbrutt", "updated": "oppdatert", "rejected": "avvist", "kept": "beholdt til",
	"command line": "kommandolinjen", "status": "status", "customers": "kunder", "outcomes": "utfall", "products sold": "solgte produkter",
	"changes": "endringer", "digest": "sammendrag", "rejected rows": "avviste rader", "values of a custom field": "verdier i et egendefinert felt", "begun": "påbegynt", "whole": "hel", "broken off": "avbrutt", "refused": "avslått",
	"Generation of keys": "Generasjon av nøkler", "Place in the order": "Plass i rekkefølgen", "completed": "fullført",
	"format": "format", "with a search": "med et søk", "without a number": "uten nummer", "at": "slik det var", "fields": "felt", "from": "fra", "to": "til",
	"after": "etter", "with withdrawn outcomes": "med angrede utfall",

	"What people call the account. Left empty, it is %s, which is part of the address and stays.": "Det folk kaller kontoen. Er det tomt, er det %s, som er en del av adressen og blir.",
}
