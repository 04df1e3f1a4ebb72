package demo

import (
	"container/heap"
	"time"
)

// A demo of some size is in the middle of a working day: these say how much was done today, and since when.
const (
	livesFrom    = 1000 // customers; a smaller demo ends with yesterday
	todaysShare  = 100  // of so many customers one was called today
	mostToday    = 150
	workedSince  = 6 * time.Hour
	againAfter   = 45 * time.Minute // those who were busy are called again
	callbackLead = 90 * time.Minute
)

// planToday lets customers who were not called yet be called today, up to now, whatever the hour or the day of the week: so that pages
// show outcomes of today, customers who are due, and moves.
func (f *filler) planToday() {
	count := min(f.total/todaysShare, mostToday)
	if f.total < livesFrom || len(f.untouched) < count {
		return
	}
	start := max(f.days.today.UnixMilli(), f.now.Add(-workedSince).UnixMilli())
	apart := (f.now.UnixMilli() - start) / int64(count+1)
	if apart < 1 { // the day has just begun
		return
	}
	for i := range count {
		row := f.untouched[i*len(f.untouched)/count]
		row.steps = f.histories.today(i, start+int64(i)*apart, f.now.UnixMilli())
		heap.Push(&f.pending, row)
	}
}

// todaysOutcomes are what calls of today came to, in turn.
var todaysOutcomes = []struct {
	subtype string
	retry   time.Duration // after which the call is repeated
}{
	{"Ikke svar", 2 * time.Hour}, {"Nei - Ikke interessert", 0}, {"Opptatt", 30 * time.Minute}, {"Ja - Salg", 0}, {"Telefonsvarer", 4 * time.Hour},
	{"Nei - Pris", 0}, {"Ring tilbake", callbackLead}, {"Nei - Har avtale", 0}, {"Ja - Møte booket", 0}, {"Ikke svar", 2 * time.Hour}, {"Ja - Send tilbud", 0},
}

// today is what came of a call at a time, and of another one where the first was to somebody who was busy.
func (h *histories) today(turn int, at, now int64) []step {
	chosen := todaysOutcomes[turn%len(todaysOutcomes)]
	steps := []step{h.stepOfToday(chosen.subtype, at, 1)}
	if chosen.retry > 0 {
		steps[0].dueAt = wholeMinutes(at+chosen.retry.Milliseconds(), time.Minute)
		steps[0].outcome = leadingTo("Scheduled", steps[0].outcome)
	}
	again := at + againAfter.Milliseconds()
	if chosen.subtype == "Opptatt" && again < now {
		second := []string{"Ja - Salg", "Nei - Ikke interessert", "Ja - Fornyet"}[turn%3]
		steps = append(steps, h.stepOfToday(second, again, 2))
	}
	return steps
}

func (h *histories) stepOfToday(subtype string, at, attempts int64) step {
	s := step{outcome: outcomeNamed(subtype), at: at, attempts: attempts}
	h.details(&s)
	if s.meeting {
		s.meetingFrom = h.ahead()
	}
	return s
}

// outcomeNamed finds an outcome of the histories by what the agent picks.
func outcomeNamed(subtype string) *outcome {
	all := append(append([]outcome{}, unanswered...), postponed)
	for i := range endings {
		all = append(all, endings[i].outcomes...)
	}
	for i := range all {
		if all[i].alternative == subtype {
			return &all[i]
		}
	}
	panic("the demo has no outcome " + subtype)
}

// leadingTo is an outcome that leads to another call state: today's calls lead where the campaign's outcomes lead now.
func leadingTo(state string, of *outcome) *outcome {
	led := *of
	led.state = state
	return &led
}
