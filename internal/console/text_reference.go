package console

// textsOfReference are those of the page of the API.
var textsOfReference = map[string]string{
	"Contents": "Innhold", "How to begin": "Slik kommer du i gang", "Address of the API": "Adressen til API-et", "Copy": "Kopier",
	"Copied": "Kopiert",
	"There is no description of the API here":                           "Det finnes ingen beskrivelse av API-et her",
	"This server was started without one.":                              "Denne tjeneren ble startet uten.",
	"A program asks with a token, and has the rights of its user.":      "Et program spør med en nøkkel, og har rettighetene til brukeren.",
	"Make a token in the set-up":                                        "Lag en nøkkel i oppsettet",
	"An admin makes one in the set-up.":                                 "En administrator lager en i oppsettet.",
	"Keep it in a variable of your shell, then paste the requests:":     "Legg den i skallet som TOKEN, og lim så inn forespørslene:",
	"The numbers in the requests are those of your account.":            "Numrene i forespørslene er fra kontoen din.",
	"What stands there in capitals, such as %s, is for you to fill in.": "Det som står med store bokstaver, som %s, fyller du inn selv.",
	"The same as an OpenAPI document":                                   "Det samme som OpenAPI-dokument",
	"What holds for all requests":                                       "Det som gjelder alle forespørsler",
	"Objects":                                                           "Objekter", "Link to %s": "Lenke til %s", "without a token": "uten nøkkel", "Parameters": "Parametre", "Name": "Navn",
	"Meaning": "Betydning", "needed": "må være med", "in the path": "i stien", "in the query": "i spørringen", "header": "hode",
	"Body": "Innhold i forespørselen", "may be left out": "kan utelates", "Request": "Forespørsel",
	"Another body": "Et annet innhold", "Example of an answer": "Eksempel på svar", "Answers": "Svar", "Status": "Status", "Headers": "Hoder",
	"Members": "Felter",
	"What requests and answers are made of, by name.": "Det forespørsler og svar består av, etter navn.",
	"Also": "Også",
	"What many requests can be answered with.": "Det mange forespørsler kan bli besvart med.",
	"one of": "en av", "without it": "uten den", "for example": "for eksempel", "%s to %s": "%s til %s", "at least %s": "minst %s",
	"at most %s": "høyst %s", "not empty": "ikke tom", "%s to %s characters": "%s til %s tegn", "at least %s characters": "minst %s tegn",
	"at most %s characters": "høyst %s tegn", "%s to %s entries": "%s til %s verdier", "at least %s entries": "minst %s verdier",
	"at most %s entries": "høyst %s verdier",
}
