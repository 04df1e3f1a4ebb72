package console

// textsOfDesk are those of the agent's desk.
var textsOfDesk = map[string]string{
	"In which campaign do you call?": "I hvilken kampanje ringer du?", "Can be called": "Kan ringes", "Call here": "Ring her", "No campaign is called in now": "Ingen kampanje ringes i nå",
	"An admin sets one up, or gives it new dates.": "En administrator setter opp en, eller gir den nye datoer.", "Next customer": "Neste kunde",
	"First come those who were promised a call and are due, then those who are ready.": "Først kommer de som er lovet en oppringing og skal ringes nå, så de som er klare.",
	"Nobody can be called now.": "Ingen kan ringes nå.", "The customer was given back.": "Kunden ble gitt tilbake.", "The outcome was registered.": "Utfallet ble registrert.",
	"Choose what came of the call.": "Velg hva samtalen førte til.", "Script notes": "Samtalenotater", "What came of the call?": "Hva førte samtalen til?",
	"Kept for you until %s": "Holdt av for deg til %s",
	"The customer is not kept for you any more. What you typed stays; choose the outcome to see whether it can still be registered.": "Kunden er ikke holdt av for deg lenger. Det du skrev, står der; velg utfallet for å se om det fortsatt kan registreres.",
	"The customer stands where calls end: no outcome can be registered.":                                                             "Kunden står der samtaler slutter: ingen utfall kan registreres.",
	"The customer is not kept for you: somebody else may call it.":                                                                   "Kunden er ikke holdt av for deg: noen andre kan ringe den.",
	"Keep it for me": "Hold den av for meg", "Keep it for me again, and register what I chose": "Hold den av for meg igjen, og registrer det jeg valgte",
	"Fill this in, then press Enter, or choose the outcome again.": "Fyll ut dette, og trykk så Enter, eller velg utfallet igjen.",
	"Call back": "Ring tilbake", "Call back at": "Ring tilbake kl.", "With": "Med", "Without an end it lasts an hour.": "Uten slutt varer det en time.", "Products": "Produkter",
	"Stop after this call": "Stopp etter denne samtalen", "Keep it for longer": "Hold den av lenger", "Give it back": "Gi den tilbake", "Keys": "Taster", "Single keys do something": "Enkelttaster gjør noe",
	"The key on a button presses it, the key beside an input goes there; Escape leaves the input, Enter registers the outcome that was chosen, Ctrl+Enter from the comment.": "Tasten på en knapp trykker den, tasten ved et felt går dit; Escape forlater feltet, Enter registrerer utfallet som er valgt, Ctrl+Enter fra kommentaren.",
	"In an hour": "Om en time", "In three hours": "Om tre timer", "Tomorrow at 10": "I morgen kl. 10", "Tomorrow at 17": "I morgen kl. 17", "Monday at 10": "Mandag kl. 10",
	"Give the customer back? What you typed is not kept.":                                                    "Gi kunden tilbake? Det du skrev, blir ikke tatt vare på.",
	"The customer is kept for you for less than a minute. What you typed stays when you keep it for longer.": "Kunden er holdt av for deg i mindre enn et minutt. Det du skrev, blir stående når du holder den av lenger.",
	"They belong to the outcome": "De hører til utfallet", "Register what I chose": "Registrer det jeg valgte",
	"Products or a meeting are filled in, which this outcome does not ask for.":    "Det er fylt ut produkter eller et møte, som dette utfallet ikke ber om.",
	"Empty them, or say below that they belong to it. Nothing was registered yet.": "Tøm dem, eller si nedenfor at de hører til. Ingenting er registrert ennå.",
	"The customer is not kept for you any more.":                                   "Kunden er ikke holdt av for deg lenger.",
	"Nothing was registered. Keep it again, or take the next one.":                 "Ingenting ble registrert. Hold den av igjen, eller ta den neste.",
	"Something is missing, or is not right. Nothing was registered yet.":           "Noe mangler, eller er ikke riktig. Ingenting er registrert ennå.",
}
