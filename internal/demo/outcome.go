package demo

import "callflow"

// outcome is what came of a call, or what somebody decided by hand.
type outcome struct {
	state       string // that it led to
	kind        string // its type
	alternative string // that the agent picked
	byHand      bool   // no call was made
	comments    []string

	callback bool // promises a call
	meeting  bool
	product  bool
}

// hit says whether the outcome sold something or booked a meeting.
func (o *outcome) hit() bool { return o.product || o.meeting && o.state != appointmentClosed }

func (o *outcome) what() callflow.What {
	if o.byHand {
		return callflow.Moved
	}
	return callflow.Registered
}

func (o *outcome) cause() string {
	if o.byHand {
		return callflow.CauseManual
	}
	return o.kind
}

const (
	ready             = "Ready"
	appointmentClosed = "Appointment closed"
)

// The outcomes of calls that settle nothing.
var (
	unanswered = []outcome{
		{state: ready, kind: "No answer", alternative: "Ikke svar"},
		{state: ready, kind: "No answer", alternative: "Ikke svar"},
		{state: ready, kind: "No answer", alternative: "Opptatt"},
		{state: ready, kind: "No answer", alternative: "Telefonsvarer", comments: []string{"La igjen beskjed"}},
	}
	postponed = outcome{state: "Scheduled", kind: "Callback", alternative: "Ring tilbake", callback: true, comments: []string{
		"Sitter i bilen, ring tilbake", "Ønsker å snakke med ektefellen først", "På jobb nå",
	}}
	appointed = outcome{state: "Appointment open", kind: "Meeting", alternative: "Avtale - Åpen", meeting: true, comments: []string{
		"Møtes på kontoret", "Videomøte",
	}}
)

// ending is a call state that callflow customers end up in.
type ending struct {
	state    string
	share    int // of a thousand
	outcomes []outcome
}

// endings add up to a thousand (the shares of contract, section 8). Who stays in
// Ready has no last outcome.
var endings = []ending{
	{ready, 600, nil},
	{"Completed - No", 150, []outcome{
		{state: "Completed - No", kind: "No", alternative: "Nei - Ikke interessert", comments: []string{"Leser på nett", "Ikke nå"}},
		{state: "Completed - No", kind: "No", alternative: "Nei - Ikke interessert"},
		{state: "Completed - No", kind: "No", alternative: "Nei - Pris", comments: []string{"Synes det er for dyrt"}},
		{state: "Completed - No", kind: "No", alternative: "Nei - Har avtale"},
		{state: "Completed - No", kind: "No", alternative: "Nei - Feil nummer"},
	}},
	{"Completed - Yes", 100, []outcome{
		{state: "Completed - Yes", kind: "Sale", alternative: "Ja - Salg", product: true, comments: []string{"Faktura på e-post", "Vil ha avisa på døra"}},
		{state: "Completed - Yes", kind: "Sale", alternative: "Ja - Salg", product: true},
		{state: "Completed - Yes", kind: "Sale", alternative: "Ja - Fornyet", product: true, comments: []string{"Samme vilkår som før"}},
	}},
	{"On Hold", 17, []outcome{{state: "On Hold", alternative: callflow.CauseManual, byHand: true, comments: []string{"Avventer svar fra kunden"}}}},
	{"To Call", 17, []outcome{{state: "To Call", alternative: callflow.CauseManual, byHand: true, comments: []string{"Prioriteres"}}}},
	{"Scheduled", 25, []outcome{postponed}},
	{"Lead", 16, []outcome{{state: "Lead", kind: "Lead", alternative: "Ja - Send tilbud", comments: []string{"Tilbud på e-post", "Vurderer \"Komplett\""}}}},
	{"Unconfirmed - Yes", 15, []outcome{{state: "Unconfirmed - Yes", kind: "Sale", alternative: "Ja - Ubekreftet", comments: []string{"Må bekreftes på SMS"}}}},
	{"Booked", 20, []outcome{{state: "Booked", kind: "Booking", alternative: "Ja - Møte booket", meeting: true, comments: []string{"Møte hos kunden"}}}},
	{"Appointment open", 12, []outcome{appointed}},
	{appointmentClosed, 12, []outcome{{state: appointmentClosed, kind: "Meeting", alternative: "Avtale - Gjennomført", meeting: true}}},
	{"Excluded", 16, []outcome{
		{state: "Excluded", kind: "Do not call", alternative: "Nei - Reservert", comments: []string{"Reservert mot telefonsalg"}},
		{state: "Excluded", alternative: callflow.CauseManual, byHand: true, comments: []string{"Dobbeltregistrert"}},
	}},
}

// endingAt finds the ending of a draw from a thousand.
func endingAt(draw int) *ending {
	for i := range endings {
		if draw < endings[i].share {
			return &endings[i]
		}
		draw -= endings[i].share
	}
	return &endings[0]
}
