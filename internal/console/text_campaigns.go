package console

// textsOfCampaigns are those of the campaigns, and of a campaign's own page.
var textsOfCampaigns = map[string]string{
	"By client": "Etter oppdragsgiver", "Newest first": "Nyeste først", "Most due first": "Flest som skal ringes, først", "Most outcomes today first": "Flest utfall i dag først",
	"Shown as": "Vist som", "Cards": "Kort", "Table": "Tabell", "Page %d of %d": "Side %d av %d",
	"Search campaigns": "Søk i kampanjer", "Name, client or number": "Navn, kunde eller nummer", "Also those that are over": "Også de som er over", "Show": "Vis",
	"Live": "Direkte", "Connecting": "Kobler til", "Paused": "Stanset", "Stop what changes by itself": "Stans det som endrer seg av seg selv", "Let it change by itself again": "La det endre seg av seg selv igjen", "No campaign is called that": "Ingen kampanje heter det", "There is no campaign yet": "Det finnes ingen kampanje ennå",
	"Show all campaigns": "Vis alle kampanjer", "Set up the first campaign": "Sett opp den første kampanjen",
	"Make a client, an assignment and a campaign; then import customers.": "Opprett en oppdragsgiver, et oppdrag og en kampanje; importer så kunder.",
	"An admin sets them up. They are shown here when there are any.":      "En administrator setter dem opp. De vises her når det finnes noen.",
	"Customers by call state": "Kunder etter ringestatus", "Over": "Over", "No. %s": "Nr. %s", "Customers": "Kunder", "Attempts": "Forsøk",
	"Hit rate, 30 days": "Treffprosent, 30 dager", "Outcomes today": "Utfall i dag", "Due now": "Skal ringes nå",

	"Campaign": "Kampanje", "Where customers stand": "Hvor kundene står", "Hits today": "Treff i dag", "The flow, and how customers moved today": "Flyten, og hvordan kunder flyttet seg i dag",
	"Call states, with the customers in each": "Ringestatuser, med kundene i hver", "Today's moves as a table": "Dagens flyttinger som tabell", "From": "Fra", "To": "Til", "Times": "Ganger",
	"new in the campaign": "ny i kampanjen", "taken out": "tatt ut", "Nobody was moved today.": "Ingen ble flyttet i dag.", "Outcomes by day": "Utfall per dag",
	"Outcomes registered on each of the latest 30 days": "Utfall registrert hver av de siste 30 dagene", "Registered": "Registrert", "Hits": "Treff", "Hit rate": "Treffprosent",
	"Hits: something sold or a meeting booked": "Treff: noe solgt eller et møte avtalt", "The days as a table": "Dagene som tabell", "Day": "Dag", "By agent, 30 days": "Per agent, 30 dager", "Agent": "Agent",
	"No outcome was registered in these days. Agents register them at the desk.": "Ingen utfall ble registrert disse dagene. Agenter registrerer dem ved ringebordet.",
	"Work at the desk": "Ring ved ringebordet", "Set up": "Sett opp", "more than %d": "mer enn %d", "Export": "Eksporter", "CSV with commas": "CSV med komma", "CSV with semicolons": "CSV med semikolon", "All customers of this search and these call states, as of one moment.": "Alle kunder i dette søket og disse ringestatusene, slik de er nå.", "Hits, of the outcomes that decided something": "Treff, av utfallene som avgjorde noe",
	"Search customers": "Søk etter kunder", "Name, phone, id, any field": "Navn, telefon, id, alle felt", "Order": "Rekkefølge", "Search": "Søk", "Show all": "Vis alle", "Call states": "Ringestatuser",
	"As they were added": "Som lagt til", "Latest change first": "Siste endring først", "Those with a time, the earliest first": "De med et tidspunkt, det tidligste først", "By name": "Etter navn",
	"%d customers were written a moment ago; the search does not know them yet.": "%d kunder ble skrevet for litt siden; søket kjenner dem ikke ennå.",
	"Choose all": "Velg alle", "Choose %s": "Velg %s", "Name": "Navn", "Id": "Id", "Phone": "Telefon", "Call state": "Ringestatus", "Latest change": "Siste endring", "Due": "Forfall", "Comment": "Kommentar",
	"Move those that are chosen": "Flytt de valgte", "To the call state": "Til ringestatusen", "as it is": "som den er", "Move": "Flytt", "Pages": "Sider", "First": "Første", "Back": "Tilbake", "Next": "Neste",
	"None among those that were looked at yet: go on.": "Ingen blant dem som er sett på til nå: gå videre.", "Write at least three letters: fewer find what a customer's id begins with alone.": "Skriv minst tre bokstaver: færre finner bare det en kunde-id begynner med.", "Nobody here has a time to be called at.": "Ingen her har et tidspunkt å bli ringt på.", "Choose a call state, a time or a comment.": "Velg en ringestatus, et tidspunkt eller en kommentar.",
	"Nobody here is like that.": "Ingen her er slik.", "The campaign has no customers yet.": "Kampanjen har ingen kunder ennå.", "Import customers": "Importer kunder",
	"Add customers of the assignment": "Legg til kunder fra oppdraget", "Customer ids": "Kunde-id-er", "One on each line, or with commas between. Whoever is in the campaign already stays as they are.": "Én på hver linje, eller med komma mellom. De som er i kampanjen fra før, blir som de er.",
	"Add": "Legg til", "A new customer": "En ny kunde",
	"The rest was not tried:": "Resten ble ikke prøvd:", "Those without a time are in it too.": "De uten tidspunkt er også med.",
	"%d were moved, %d were not.": "%d ble flyttet, %d ble ikke flyttet.", "%d were added, %d were there already. The assignment does not know: %s": "%d ble lagt til, %d var der fra før. Oppdraget kjenner ikke: %s",
	"There is no such format. Choose one of those on the campaign's page.": "Det finnes ikke et slikt format. Velg et av dem på kampanjens side.", "Choose from 1 to 500 customers.": "Velg fra 1 til 500 kunder.",
}
