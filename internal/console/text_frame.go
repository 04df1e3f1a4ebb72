package console

// textsOfFrame are those around every page, of signing in, and the sentences of verbs that may stand on any page.
var textsOfFrame = map[string]string{
	"Skip to the content": "Hopp til innholdet", "Main": "Hovedmeny", "Settings": "Innstillinger", "Account": "Konto",
	"Language": "Språk", "Colours": "Farger", "Light": "Lyse", "Dark": "Mørke", "As the system": "Som systemet",
	"Sign out": "Logg ut", "Sign out everywhere": "Logg ut overalt", "Sign in": "Logg inn", "E-mail": "E-post", "Password": "Passord",
	"Campaigns": "Kampanjer", "Desk": "Ringebord", "Import": "Import", "Set-up": "Oppsett", "API": "API",
	"Something is in the way": "Noe er i veien", "To the start": "Til begynnelsen",

	"Welcome to callflow": "Velkommen til callflow", "Make the account": "Opprett kontoen",
	"The database is empty. Make the first account, and the user who administers it.": "Databasen er tom. Opprett den første kontoen, og brukeren som skal styre den.",
	"Code": "Kode", "callflow printed it where it was started: whoever reads that may set it up.": "callflow skrev den ut der det ble startet: den som leser det, kan sette det opp.",
	"Small letters, digits and hyphens: the first label of its host name.": "Små bokstaver, sifre og bindestreker: det første leddet i vertsnavnet.",
	"Time zone": "Tidssone", "An IANA name, such as Europe/Oslo.": "Et IANA-navn, som Europe/Oslo.", "Your name": "Navnet ditt", "At least 8 characters.": "Minst 8 tegn.",

	"This is not the code that callflow printed where it was started.":                          "Dette er ikke koden som callflow skrev ut der det ble startet.",
	"There is an account already.":                                                              "Det finnes en konto allerede.",
	"An account's name is the first label of its host name: small letters, digits and hyphens.": "Navnet på en konto er det første leddet i vertsnavnet: små bokstaver, sifre og bindestreker.",
	"time_zone must be an IANA name such as Europe/Oslo.":                                       "Tidssonen må være et IANA-navn som Europe/Oslo.",
	"A user needs an e-mail address.":                                                           "En bruker trenger en e-postadresse.",
	"A password needs at least 8 characters, and at most 1000 bytes.":                           "Et passord må ha minst 8 tegn, og høyst 1000 byte.",
	"Invalid username/password.":                                                                "E-posten eller passordet er feil.",
	"User inactive or deleted.":                                                                 "Brukeren er slått av.",
	"You are signed out.":                                                                       "Du er logget ut.",
	"Sign in again.":                                                                            "Logg inn igjen.",
	"Sign in.":                                                                                  "Logg inn.",
	"Not found.":                                                                                "Finnes ikke.",
	"You do not have permission to perform this action.":                                        "Du har ikke lov til dette.",
	"Request was throttled.":                                                                    "Det kom for mange forespørsler.",
	"Something went wrong inside callflow.":                                                     "Noe gikk galt i callflow.",
	"This request came from another site.":                                                      "Forespørselen kom fra et annet nettsted.",
	"Open the page here, and send it from there.":                                               "Åpne siden her, og send den derfra.",
	"The form can't be read.":                                                                   "Skjemaet kan ikke leses.",
	"Open the page again, and send less at a time.":                                             "Åpne siden på nytt, og send mindre om gangen.",
	"The server is stopping.":                                                                   "Tjeneren stanser.",
	"Try again in a moment.":                                                                    "Prøv igjen om litt.",
}
