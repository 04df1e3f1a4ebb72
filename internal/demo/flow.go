package demo

import "callflow"

// flow is what the demo's campaigns begin with: the usual call states, and the outcomes
// that their histories have.
func flow() callflow.Flow {
	return callflow.Flow{States: callflow.DefaultStates(), Outcomes: outcomes}
}

// outcomes are in the order in which an agent would look for them.
func outcomes(states []callflow.State) []callflow.Outcome {
	to := func(name string) int64 { return callflow.StateNamed(states, name).ID }
	unanswered := func(subtype string, minutes int64) callflow.Outcome {
		return callflow.Outcome{
			Type: "No answer", Subtype: subtype, StateID: to("Scheduled"), RetryAfterMinutes: minutes, ExhaustedStateID: to("Completed - No"),
		}
	}
	product, meeting := []callflow.Demand{callflow.DemandProduct}, []callflow.Demand{callflow.DemandMeeting}
	all := []callflow.Outcome{
		unanswered("Ikke svar", 120),
		unanswered("Opptatt", 30),
		unanswered("Telefonsvarer", 240),
		{Type: "Callback", Subtype: "Ring tilbake", StateID: to("Scheduled"), Requires: []callflow.Demand{callflow.DemandCallback}},
		{Type: "Sale", Subtype: "Ja - Salg", StateID: to("Completed - Yes"), Requires: product},
		{Type: "Sale", Subtype: "Ja - Fornyet", StateID: to("Completed - Yes"), Requires: product},
		{Type: "Sale", Subtype: "Ja - Ubekreftet", StateID: to("Unconfirmed - Yes")},
		{Type: "Lead", Subtype: "Ja - Send tilbud", StateID: to("Lead")},
		{Type: "Booking", Subtype: "Ja - Møte booket", StateID: to("Booked"), Requires: meeting},
		{Type: "Meeting", Subtype: "Avtale - Åpen", StateID: to("Appointment open"), Requires: meeting},
		{Type: "Meeting", Subtype: "Avtale - Gjennomført", StateID: to(appointmentClosed)},
		{Type: "No", Subtype: "Nei - Ikke interessert", StateID: to("Completed - No")},
		{Type: "No", Subtype: "Nei - Pris", StateID: to("Completed - No")},
		{Type: "No", Subtype: "Nei - Har avtale", StateID: to("Completed - No")},
		{Type: "No", Subtype: "Nei - Feil nummer", StateID: to("Completed - No")},
		{Type: "Do not call", Subtype: "Nei - Reservert", StateID: to("Excluded")},
	}
	for i := range all {
		all[i].Position, all[i].CountsAsAttempt = int64(i+1), all[i].Subtype != "Avtale - Gjennomført"
	}
	return all
}
