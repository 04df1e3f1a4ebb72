package console

// textsOfCampaigns are those of the campaigns, and of a campaign's own page.
var textsOfCampaigns = map[string]string{
	"Search campaigns": "Søk i kampanjer", "Name, client or number": "Navn, kunde eller nummer", "Also those that are over": "Også de som er over", "Show": "Vis",
	"Live": "Direkte", "Connecting": "Kobler til", "No campaign is called that": "Ingen kampanje heter det", "There is no campaign yet": "Det finnes ingen kampanje ennå",
	"Show all campaigns": "Vis alle kampanjer", "Set up the first campaign": "Sett opp den første kampanjen",
	"Make a client, an assignment and a campaign; then import customers.": "Opprett en oppdragsgiver, et oppdrag og en kampanje; importer så kunder.",
	"An admin sets them up. They are shown here when there are any.":      "En administrator setter dem opp. De vises her når det finnes noen.",
	"Customers by call state": "Kunder etter ringestatus", "Over": "Over", "No. %s": "Nr. %s", "Customers": "Kunder", "Attempts": "Forsøk",
	"Hit rate, 30 days": "Treffprosent, 30 dager", "Outcomes today": "Utfall i dag", "Due now": "Skal ringes nå",
}
