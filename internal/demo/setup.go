package demo

import (
	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// setUp writes the client, the assignment with its fields, and the campaigns.
func setUp(w *store.Write, days *calendar) error {
	if _, err := setuprows.CreateClient(w, &callflow.Client{ID: clientID, ShortName: "Client", FullName: "Client AS"}); err != nil {
		return err
	}
	assignment := &callflow.Assignment{ID: assignmentID, ClientID: clientID, Name: "Assignment", Description: "Tidligere abonnenter"}
	if _, err := setuprows.CreateAssignment(w, assignment); err != nil {
		return err
	}
	for _, field := range fields() {
		if _, err := setuprows.CreateField(w, assignmentID, &field); err != nil {
			return err
		}
	}
	for _, campaign := range campaigns(days) {
		if err := createCampaign(w, &campaign); err != nil {
			return err
		}
	}
	return nil
}

func createCampaign(w *store.Write, campaign *callflow.Campaign) error {
	if _, err := setuprows.CreateCampaign(w, campaign, flow()); err != nil {
		return err
	}
	for _, product := range products() {
		if _, err := setuprows.CreateProduct(w, campaign.ID, &product); err != nil {
			return err
		}
	}
	return nil
}

// script is what agents read at the desk.
const script = "Hei {{navn}}, dette er {{agent}} fra {{oppdragsgiver}}. Passer det å snakke nå?\n" +
	"Takk for tiden som abonnent. Hva var grunnen til at avtalen stoppet?\n" +
	"Tilby Helg i tre måneder. Den som nøler, kan få et møte eller et tilbud på e-post."

// campaigns are in the order of filler.place. Lists are ordered by campaign id,
// so the seed's campaign has the lowest.
func campaigns(days *calendar) []callflow.Campaign {
	started := days.date(days.at(0))
	all := []callflow.Campaign{
		{ID: campaignID, AssignmentID: assignmentID, Name: "Bookingkampanje - TEST", Description: script, StartDate: "2016-11-07", MaxAttempts: 5},
		{ID: 999, AssignmentID: assignmentID, Name: "Fornyelse", Description: "Avtaler som løper ut", StartDate: started, MaxAttempts: 5},
		{ID: 1002, AssignmentID: assignmentID, Name: "Velkommen tilbake", Description: "Avtaler som er stoppet", StartDate: started, MaxAttempts: 5},
	}
	for i := range all {
		all[i].WithdrawMinutes = callflow.DefaultWithdrawMinutes
		all[i].MaxClaims, all[i].MaxLease = callflow.DefaultMaxClaims, callflow.DefaultMaxLease
	}
	return all
}

func products() []callflow.Product {
	return []callflow.Product{
		{Code: "PROD1", Title: "Helg", Price: "199", Position: 1},
		{Code: "PROD2", Title: "Komplett", Price: "349.50", Position: 2},
		{Code: "p", Title: "Prøvemåned", Price: "49", Position: 3},
	}
}

// The custom fields by id. The seed gives ids and values; the labels are ours.
const (
	fieldRemark       = 1
	fieldExtra        = 2
	fieldTitle        = 3
	fieldAddOn        = 4
	fieldLastTerm     = 5
	fieldSegment      = 6
	fieldStopped      = 7
	fieldStarted      = 8
	fieldCampaignCode = 10
	fieldCareOf       = 50
	fieldFullName     = 73
	fieldSubscriber   = 74
	fieldBorn         = 75
	fieldAge          = 76
	fieldSubscription = 77
	fieldStreet       = 78
	fieldHouse        = 79
	fieldZip          = 80
	fieldTown         = 81
	fieldMunicipality = 82
	fieldCounty       = 83
	fieldCountry      = 84
	fieldAddress      = 85
	fieldFloor        = 86
	fieldHouseLetter  = 87
	fieldFlat         = 88
)

// fields lists the custom fields in the order of the seed's record.
func fields() []callflow.Field {
	fields := []callflow.Field{
		{ID: fieldRemark, Key: "Merknad"},
		{ID: fieldHouseLetter, Key: "Husbokstav"},
		{ID: fieldStreet, Key: "Gatenavn"},
		{ID: fieldHouse, Key: "Husnummer", Type: callflow.Integer},
		{ID: fieldAge, Key: "Alder", Type: callflow.Integer},
		{ID: fieldBorn, Key: "Fødselsdato", Type: callflow.Date},
		{ID: fieldTown, Key: "Poststed"},
		{ID: fieldCareOf, Key: "C/O"},
		{ID: fieldSubscriber, Key: "Abonnentnummer"},
		{ID: fieldFullName, Key: "Fullt navn"},
		{ID: fieldCountry, Key: "Land"},
		{ID: fieldCounty, Key: "Fylke"},
		{ID: fieldAddress, Key: "Full adresse"},
		{ID: fieldStopped, Key: "Stoppdato", Type: callflow.Date},
		{ID: fieldStarted, Key: "Startdato", Type: callflow.Date},
		{ID: fieldFloor, Key: "Etasje"},
		{ID: fieldExtra, Key: "Tilleggsinformasjon"},
		{ID: fieldTitle, Key: "Tittel"},
		{ID: fieldAddOn, Key: "Tilleggsprodukt"},
		{ID: fieldLastTerm, Key: "Siste termin"},
		{ID: fieldSegment, Key: "Segment"},
		{ID: fieldMunicipality, Key: "Kommune"},
		{ID: fieldSubscription, Key: "Abonnementsstatus"},
		{ID: fieldCampaignCode, Key: "Kampanjekode"},
		{ID: fieldZip, Key: "Postnummer", Hint: "Fire sifre; det første kan være 0"},
		{ID: fieldFlat, Key: "Leilighetsnummer"},
	}
	for i := range fields {
		fields[i].Position = int64(i + 1)
		if fields[i].Type == "" {
			fields[i].Type = callflow.Text
		}
	}
	return fields
}
