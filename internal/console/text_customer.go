package console

// textsOfCustomer are those of a customer's pages.
var textsOfCustomer = map[string]string{
	"Somebody else wrote here meanwhile: %s": "Noen andre skrev her i mellomtiden: %s",
	"Customer":                               "Kunde", "Customer id": "Kunde-id", "Phone 1": "Telefon 1", "Phone 2": "Telefon 2", "Phone 3": "Telefon 3", "Segment": "Segment", "Yes": "Ja", "No": "Nei",
	"Put into the campaign": "Lagt inn i kampanjen", "Moved by hand": "Flyttet for hånd", "Taken out of the campaign": "Tatt ut av kampanjen", "Values changed": "Verdier endret",
	"To be called from": "Skal ringes fra", "Change": "Endre", "Anonymise": "Anonymiser", "Values": "Verdier", "Nothing is known of the customer but the id.": "Ingenting er kjent om kunden annet enn id-en.",
	"Everything that says who this is will be emptied for good, also in the history. Go on?": "Alt som sier hvem dette er, blir tømt for godt, også i historikken. Vil du fortsette?",
	"The customer was anonymised, and stays empty.":                                          "Kunden er anonymisert, og forblir tom.",
	"You are calling it, until %s.":                                                          "Du ringer den, til %s.", "%s is calling it, until %s.": "%s ringer den, til %s.", "Meeting": "Møte", "Why it stands here": "Hvorfor den står her",
	"Call at the desk": "Ring ved ringebordet", "Take the customer out of the campaign?": "Ta kunden ut av kampanjen?", "Take out": "Ta ut", "Move by hand": "Flytt for hånd",
	"For a call state of kind scheduled alone.": "Bare for en ringestatus av typen planlagt.", "Put into another campaign": "Legg inn i en annen kampanje", "What happened": "Hva som har skjedd",
	"Nothing yet: it is in no campaign.": "Ingenting ennå: den er ikke i noen kampanje.", "Change the customer": "Endre kunden", "The id that your CRM gave it.": "Id-en som CRM-systemet ga den.",
	"Undo the outcome? The customer stands as if it had not been registered.": "Angre utfallet? Kunden står som om det ikke var registrert.",
	"Undo": "Angre", "undone since": "angret siden", "Outcome undone: %s": "Utfall angret: %s", "The outcome was undone.": "Utfallet ble angret.",
	"Save": "Lagre", "The whole comment": "Hele kommentaren", "Leave it as it is": "La den være", "The customer was changed.": "Kunden ble endret.", "The customer was made.": "Kunden ble opprettet.", "The customer was moved.": "Kunden ble flyttet.",
	"The customer was taken out of the campaign.": "Kunden ble tatt ut av kampanjen.", "The customer was put into the campaign.": "Kunden ble lagt inn i kampanjen.", "The customer was anonymised.": "Kunden ble anonymisert.",
	"The customer was anonymised after the page was opened. Nothing was done.":                                      "Kunden ble anonymisert etter at siden ble åpnet. Ingenting ble gjort.",
	"The customer was anonymised after the page was opened, and another customer has the id now. Nothing was done.": "Kunden ble anonymisert etter at siden ble åpnet, og en annen kunde har id-en nå. Ingenting ble gjort.",
	"Go on with another customer.": "Gå videre med en annen kunde.", "Open the customer again to see who has the id now.": "Åpne kunden på nytt for å se hvem som har id-en nå.",
	"The form does not say for whom it was shown. Nothing was done.": "Skjemaet sier ikke hvem det ble vist for. Ingenting ble gjort.",
	"Open the customer again, and send it from there.":               "Åpne kunden på nytt, og send det derfra.",
	"The record has changed since it was read.":                      "Kunden er endret siden den ble lest.", "Read it again, then repeat the change.": "Se på den igjen, og gjenta så endringen.",
}
